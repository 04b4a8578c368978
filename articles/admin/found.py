"""How an article looks where it is found and shared, on its page at the desk."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import cards, search_result
from articles.models import Article


class FoundFields:
    """Two fields to look at, for the form of an article."""

    @admin.display(description=_("in a search engine"))
    def in_a_search_engine(self, obj: Article) -> str:
        """Show what Google would show of the article as it is saved, cut where Google cuts."""
        if obj._state.adding:
            return gettext("After the first save.")
        context = {"article": obj, "result": search_result.preview(obj)}
        return render_to_string("admin/articles/article/_search_result.html", context)

    @admin.display(description=_("where it is shared"))
    def where_it_is_shared(self, obj: Article) -> str:
        """Show the picture that networks and messengers show beside the title."""
        is_waiting = obj.kind == Article.Kind.ARTICLE and not obj.card_shows
        if obj._state.adding or is_waiting:
            return gettext("The picture for it is made within seconds of being published.")
        card = cards.card_of(obj)
        return format_html(
            '<img class="card-preview" src="{}" alt="{}" width="{}" height="{}">',
            card.url.removeprefix(settings.SITE_URL),
            card.words,
            card.width,
            card.height,
        )
