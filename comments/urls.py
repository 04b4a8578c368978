from django.urls import path

import articles.urls  # noqa: F401 (it registers the converter "unicode_slug")
from comments import views

app_name = "comments"
urlpatterns = [
    path("<unicode_slug:slug>/comment/", views.write, name="write"),
    path("comments/status/<str:token>/", views.status, name="status"),
    path("c/<int:pk>/", views.comment, name="comment"),
]
