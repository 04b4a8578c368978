from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog

from backpain import health, media, wellknown

handler400 = "backpain.errors.bad_request"
handler403 = "backpain.errors.forbidden"
handler404 = "articles.missing.page"
handler500 = "backpain.errors.server_error"

# What scripts of the desk say: the admin's own words and those of the editor's windows
WORDS = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "django_prose_editor"])

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path(f"{settings.ADMIN_PATH}jsi18n/", admin.site.admin_view(WORDS, cacheable=True)),
    path(settings.ADMIN_PATH, include("backpain.people.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
    *wellknown.routes(),
    re_path(r"^media/(?P<name>[0-9a-f]{32}\.(?:webp|avif|jpg))$", media.serve, name="media"),
    path("newsletter/", include("newsletter.urls")),
    path("", include("articles.urls")),
    path("", include("comments.urls")),  # after a tag called “Feed”: /tag/feed/
]
