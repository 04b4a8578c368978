"""How an article looks where it is found and shared, at the desk."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles import cards
from articles.models import Article
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_of(client):
    """Give what the desk shows of an article."""
    client.force_login(User.objects.create_superuser("editor"))

    def get(article=None):
        name = "change" if article else "add"
        args = [article.pk] if article else []
        return client.get(reverse(f"admin:articles_article_{name}", args=args)).text

    return get


def test_the_desk_shows_an_article_as_a_search_engine_would(form_of, settings):
    settings.SITE_URL = "https://example.org"
    article = make_article(
        "A title that is longer than any search engine shows on one line of its results",
        slug="long",
        seo_description="word " * 60,
    )

    form = form_of(article)

    assert "A title that is longer than any search engine shows on one…" in form
    assert "example.org \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} long" in form
    assert "word word…" in form
    assert "word " * 40 not in form.split("search-result__description")[1].split("</p>")[0]


def test_the_desk_says_where_search_engines_are_sent(form_of):
    assert "none will show this" in form_of(make_article(is_hidden_from_search=True))
    elsewhere = make_article(canonical_url="https://clinic.example/")
    assert "They are sent to https://clinic.example/" in form_of(elsewhere)


def test_the_desk_shows_the_card_once_it_is_made(form_of):
    article = make_article("Backs")
    assert "is made within seconds" in form_of(article)

    cards.make()

    card = Article.objects.get().card
    assert f'src="/media/{card}" alt="Backs" width="1200" height="630"' in form_of(article)


def test_a_page_is_shared_with_the_card_of_the_publication(form_of):
    assert 'src="/static/img/card.jpg"' in form_of(make_page())


def test_an_article_not_yet_saved_has_nothing_to_show(form_of):
    assert "After the first save." in form_of()


def test_a_title_with_markup_is_shown_as_it_is(form_of):
    form = form_of(make_article("<b>Bold</b>", slug="bold"))

    assert '<p class="search-result__title">&lt;b&gt;Bold&lt;/b&gt;' in form
