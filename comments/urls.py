from django.urls import path

import articles.urls  # noqa: F401 (it registers the converter "unicode_slug")
from backpain.feeds import routes
from comments import feeds, views

app_name = "comments"
urlpatterns = [
    path("comments/status/<slug:token>/", views.status, name="status"),
    *routes("comments/", feeds.site),
    path("<unicode_slug:slug>/comment/", views.write, name="write"),
    *routes("<unicode_slug:slug>/", feeds.article, name="article_"),
    path("c/<int:pk>/", views.comment, name="comment"),
]
