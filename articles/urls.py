from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles import views


class SlugConverter(StringConverter):
    """A slug in any script, as `SlugField(allow_unicode=True)` takes it."""

    regex = r"[-\w]+"


register_converter(SlugConverter, "unicode_slug")

app_name = "articles"
urlpatterns = [
    path("", views.index, name="index"),
    path("page/<int:number>/", views.index, name="index"),
    path("category/<unicode_slug:slug>/", views.category, name="category"),
    path("category/<unicode_slug:slug>/page/<int:number>/", views.category, name="category"),
    path("tag/<unicode_slug:slug>/", views.tag, name="tag"),
    path("tag/<unicode_slug:slug>/page/<int:number>/", views.tag, name="tag"),
    path("author/<unicode_slug:slug>/", views.author, name="author"),
    path("author/<unicode_slug:slug>/page/<int:number>/", views.author, name="author"),
    path("<unicode_slug:slug>/", views.article, name="article"),
]
