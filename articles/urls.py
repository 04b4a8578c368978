from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles import archives, views


class SlugConverter(StringConverter):
    """A slug in any script, as `SlugField(allow_unicode=True)` takes it."""

    regex = r"[-\w]+"


register_converter(SlugConverter, "unicode_slug")

app_name = "articles"
urlpatterns = [
    path("", archives.index, name="index"),
    path("page/<int:number>/", archives.index, name="index"),
    path("category/<unicode_slug:slug>/", archives.category, name="category"),
    path("category/<unicode_slug:slug>/page/<int:number>/", archives.category, name="category"),
    path("tag/<unicode_slug:slug>/", archives.tag, name="tag"),
    path("tag/<unicode_slug:slug>/page/<int:number>/", archives.tag, name="tag"),
    path("author/<unicode_slug:slug>/", archives.author, name="author"),
    path("author/<unicode_slug:slug>/page/<int:number>/", archives.author, name="author"),
    path("<unicode_slug:slug>/", views.article, name="article"),
]
