from django.conf import settings
from django.contrib import admin
from django.urls import include, path

handler400 = "backpain.errors.bad_request"
handler500 = "backpain.errors.server_error"

urlpatterns = [
    path(settings.ADMIN_PATH, admin.site.urls),
    path("newsletter/", include("newsletter.urls")),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]
