"""What articles are filed under, and who writes them, at the desk."""

from django.contrib import admin

from articles.admin.addresses import AddressAdmin
from articles.models import Author, Category, Series, Tag


class TermAdmin(AddressAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Category)
class CategoryAdmin(TermAdmin):
    list_display = ["name", "slug", "position"]


@admin.register(Tag)
class TagAdmin(TermAdmin):
    pass


@admin.register(Series)
class SeriesAdmin(TermAdmin):
    """The parts name their series and their place in it, each in its own form."""


@admin.register(Author)
class AuthorAdmin(TermAdmin):
    list_display = ["name", "credentials", "role"]
    autocomplete_fields = ["portrait"]
