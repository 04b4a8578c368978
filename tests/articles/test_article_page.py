"""An article's page with one of everything on it, and what it asks the database."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from articles.models import (
    Article,
    Byline,
    ChangeNote,
    Exercise,
    Picture,
    Rendition,
    Series,
    Source,
    Tag,
)
from tests.comments.factories import make_visible_comment
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_picture(**fields) -> Picture:
    fields = {"alternative_text": "A spine from the side", **fields}
    picture = Picture.objects.create(file="0" * 32 + ".webp", width=1200, height=800, **fields)
    Rendition.objects.create(
        picture=picture, format="webp", width=400, height=267, file="1" * 32 + ".webp"
    )
    return picture


def make_full(count: int = 1) -> Article:
    """Make an article with all that its page can show, `count` of what there may be several of."""
    wide = make_category("Pain", safety_text="<p>Fever.</p>", review_months=12)
    series = Series.objects.create(name="First steps", slug="first-steps")
    exercise = Exercise.objects.create(
        name="Tilt", slug="tilt", steps="Lie down.\nTilt.", picture=make_picture()
    )
    article = make_article(
        "Full",
        author=make_author("Jo Writer", portrait=make_picture(), interests="Chairs."),
        body=f"<h2>Why</h2><p>Because [1].</p><p>{exercise.marker}</p><h2>How</h2><p>So.</p>",
        standfirst="All of it.",
        picture=make_picture(caption="A caption", credit="A credit"),
        reviewer=make_author("Rosa Reviewer"),
        reviewed_on=date(2024, 1, 1),
        disclosure="affiliate",
        series=series,
        series_position=1,
        publish_at=now() - 90 * DAY,
    )
    article.categories.set([make_category("Neck", parent=make_category("Back", parent=wide))])
    for number in range(count):
        article.tags.add(Tag.objects.create(name=f"Tag {number}", slug=f"tag-{number}"))
        writer = make_author(f"Writer {number}", portrait=make_picture())
        Byline.objects.create(article=article, author=writer, position=number + 1)
        Source.objects.create(article=article, citation=f"Trial {number}")
        ChangeNote.objects.create(article=article, kind="correction", text=f"Change {number}")
        make_article(f"Part {number}", series=series, series_position=2 + number)
        article.related.add(make_article(f"Chosen {number}", picture=make_picture()))
        make_visible_comment(article=article)
    return article


def make_others(count: int) -> None:
    """Make other articles with the category and the tag of the full one."""
    category, tag = make_category("Neck"), Tag.objects.get(slug="tag-0")
    others = Article.objects.bulk_create(
        Article(title=f"Other {number}", slug=f"other-{number}", status="published")
        for number in range(count)
    )
    Article.categories.through.objects.bulk_create(
        Article.categories.through(article=other, category=category) for other in others
    )
    Article.tags.through.objects.bulk_create(
        Article.tags.through(article=other, tag=tag) for other in others
    )


def test_the_parts_stand_in_their_order(client):
    article = make_full()
    make_others(1)
    make_article("Apart", publish_at=article.publish_at - DAY)

    page = client.get(article.get_absolute_url()).text

    parts = (
        *("Filed under", '<h1 class="page__title">', "All of it.", 'class="byline"'),
        *("Affiliate links", "Corrected on", "Part 1 of 2", "A caption", "<p>Fever.</p>"),
        *("Because", "Trial 0", "Page last reviewed:", "What changed", 'class="disclaimer"'),
        *(">Tag 0<", "Share or cite this article", "Next in First steps"),
        *("Related articles", "Declared interests: Chairs.", "Is something wrong or missing?"),
        *("1 comment", "Leave a reply"),
    )
    places = [page.partition("<main")[2].find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize(("count", "others"), [(1, 0), (1, 500), (7, 0), (7, 20)])
def test_a_full_article_takes_as_many_queries_whatever_hangs_on_it(
    client, django_assert_num_queries, count, others
):
    article = make_full(count)
    make_others(others)

    # the article; its authors; the categories with the wider ones; the tags; the sources; the
    # changes; the exercise, its picture and its renditions; the clock's next change; the series;
    # the keys of the related articles, and these; the renditions of all other pictures; the
    # publication; the menus; the comments
    with django_assert_num_queries(17):
        client.get(article.get_absolute_url())


@pytest.mark.parametrize("is_chosen", [True, False])
def test_what_an_article_has_not_is_not_asked_for(client, django_assert_num_queries, is_chosen):
    before = make_article()
    article = make_article(read_next=before if is_chosen else None)

    # the article; its authors, categories, tags, sources and changes; the clock's next change; the
    # one to read next, chosen or the one before it; the related articles; the publication; the
    # menus; the comments
    with django_assert_num_queries(12):
        client.get(article.get_absolute_url())
