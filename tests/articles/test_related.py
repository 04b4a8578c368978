"""Which other articles stand under an article."""

from datetime import timedelta

import pytest
from django.db.models import Prefetch
from django.utils.timezone import now

from articles import related
from articles.models import Article, Tag
from tests.factories import make_article, make_category, make_page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_tagged(title: str, *tags: str, **fields) -> Article:
    """Make an article in a category of its own, with `tags`."""
    article = make_article(title, **fields)
    article.categories.set([make_category(f"Category of {title}")])
    article.tags.set([Tag.objects.get_or_create(name=tag, slug=tag)[0] for tag in tags])
    return article


def found(article: Article, **options) -> list[str]:
    """Return the titles related to `article`, fetched as its page fetches it."""
    whole = Article.objects.prefetch_related(
        Prefetch("categories", related.counted_categories()),
        Prefetch("tags", related.counted_tags()),
    )
    return [other.title for other in related.to(whole.get(pk=article.pk), **options)]


def test_the_chosen_come_first_in_the_order_of_choosing_and_none_is_left_out():
    article = make_tagged("This", "a")
    chosen = [make_tagged(f"Chosen {number}") for number in (3, 1, 5, 2, 4)]
    make_tagged("Alike", "a")
    for other in chosen[:2]:
        article.related.add(other)
    assert found(article) == ["Chosen 3", "Chosen 1", "Alike"]

    for other in chosen[2:]:
        article.related.add(other)

    assert found(article) == [f"Chosen {number}" for number in (3, 1, 5, 2, 4)]


def test_what_shares_a_rare_tag_goes_before_what_shares_a_common_one():
    article = make_tagged("This", "common", "rare")
    for number in range(6):
        make_tagged(f"Common {number}", "common")
    make_tagged("Rare", "rare", publish_at=now() - 900 * DAY)

    assert found(article)[0] == "Rare"


def test_more_in_common_goes_before_less_and_of_equals_the_newest():
    article = make_tagged("This", "a", "b")
    make_tagged("Old", "a", publish_at=now() - 3 * DAY)
    make_tagged("Both", "a", "b", publish_at=now() - 9 * DAY)
    make_tagged("New", "a", publish_at=now() - DAY)
    make_tagged("Newer", "b", publish_at=now() - DAY / 2)
    make_tagged("Newest", "b", publish_at=now() - DAY / 4)

    assert found(article) == ["Both", "Newest", "Newer", "New"]


def test_a_category_that_both_are_filed_under_makes_them_alike():
    article = make_article("This")
    make_article("Filed alike")
    make_tagged("Apart", "a")

    assert found(article) == ["Filed alike"]


def test_an_article_like_no_other_has_none():
    article = make_tagged("This")
    make_tagged("Apart", "a")

    assert found(article) == []


def test_what_readers_may_not_see_itself_pages_and_what_is_shown_already_are_left_out():
    article = make_tagged("This", "a")
    hidden = [
        make_tagged("Draft", "a", status=Article.Status.DRAFT),
        make_tagged("Withdrawn", "a", status=Article.Status.WITHDRAWN),
        make_tagged("Future", "a", publish_at=now() + DAY),
        make_tagged("Ended", "a", publish_at=now() - 2 * DAY, unpublish_at=now() - DAY),
        make_page("Page"),
        article,
    ]
    shown = make_tagged("Shown already", "a")
    make_tagged("Alike", "a")
    for other in (*hidden, shown):
        article.related.add(other)

    assert found(article, without=[shown, None]) == ["Alike"]


def test_what_is_common_to_hundreds_is_still_found_the_newest_first(monkeypatch):
    monkeypatch.setattr(related, "COMMON", 3)
    article = make_article("This")
    for number in range(6):
        make_article(f"Filed alike {number}", publish_at=now() - (number + 1) * DAY)

    assert found(article) == [f"Filed alike {number}" for number in range(4)]


@pytest.mark.parametrize(("less", "more"), [(1, 2), (2, 10), (10, 10_000)])
def test_rarity_weighs(less, more):
    assert related.weight(less) > related.weight(more) > 0


def test_the_page_shows_them_once_and_not_what_it_leads_on_to(client):
    onward = make_article("Chosen to read next")
    article = make_article("This", read_next=onward)
    article.related.add(onward)
    make_article("Filed alike", standfirst="Its standfirst.")

    page = client.get(article.get_absolute_url()).text

    part = page.partition('<aside class="related"')[2].partition("</aside>")[0]
    assert part.count("Filed alike</a>") == 1
    assert "Its standfirst." in part
    assert "Chosen to read next" not in part


def test_a_scheduled_article_appears_by_the_clock(client, time_machine):
    article = make_article("This")
    make_article("Read next", publish_at=article.publish_at - DAY)
    appears = now() + DAY / 2
    make_article("Scheduled", publish_at=appears)

    response = client.get(article.get_absolute_url())
    assert "Scheduled</a>" not in response.text
    assert response.page.until == appears

    time_machine.move_to(appears)

    assert "Scheduled</a>" in client.get(article.get_absolute_url()).text
