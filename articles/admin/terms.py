"""What articles are filed under, and who writes them, at the desk."""

from django.contrib import admin

from articles.models import Author, Category, Tag
from backpain.admin import PageAdmin


class TermAdmin(PageAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Category)
class CategoryAdmin(TermAdmin):
    list_display = ["name", "slug", "position"]


@admin.register(Tag)
class TagAdmin(TermAdmin):
    pass


@admin.register(Author)
class AuthorAdmin(TermAdmin):
    list_display = ["name", "credentials", "role"]
    autocomplete_fields = ["portrait"]
