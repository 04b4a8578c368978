from django.contrib import admin
from django.urls import path

from backpain.people import views

app_name = "people"
urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("password/forgotten/", views.forgotten, name="forgotten"),
    path("password/forgotten/sent/", views.forgotten_sent, name="forgotten_sent"),
    path("password/changed/", views.reset_done, name="reset_done"),
    path("password/<str:uid>/<str:token>/", views.reset, name="reset"),
    # In place of the admin's own page, at its address
    path("password_change/", admin.site.admin_view(views.change_password), name="change_password"),
    path("sessions/", admin.site.admin_view(views.own_sessions), name="sessions"),
]
