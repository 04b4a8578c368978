"""Pictures at the desk."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.forms import PictureForm
from articles.models import Picture
from backpain.admin import PageAdmin


@admin.register(Picture)
class PictureAdmin(PageAdmin):
    form = PictureForm
    list_display = ["thumbnail", "alternative_text", "width", "height", "created_at"]
    list_display_links = ["alternative_text"]
    search_fields = ["alternative_text", "caption", "credit"]

    @admin.display(description=_("picture"))
    def thumbnail(self, obj: Picture) -> str:
        return format_html('<img class="thumbnail" src="{}" alt="">', obj.file.url)
