"""Searching: what is found, and in which order; the same on both databases."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from articles import publishing
from articles.models import Article, Byline, Tag
from articles.search import postgresql, search
from tests.articles.factories import make_indexed
from tests.articles.searching import found
from tests.factories import make_author, make_category, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]
DAY = timedelta(days=1)


@pytest.mark.parametrize("typed", ["exercise", "exercises", "exercising", "EXERCISED"])
def test_every_form_of_a_word_finds_every_other(typed):
    make_indexed("One", body="<p>This exercise helps.</p>")
    make_indexed("Two", body="<p>Exercises help.</p>")
    make_indexed("Three", body="<p>Whoever is exercising.</p>")
    make_indexed("Four", body="<p>Sleep.</p>")

    assert sorted(found(typed)) == ["One", "Three", "Two"]


def test_all_words_must_be_there_wherever_they_stand():
    make_indexed("Knees", body="<p>They ache.</p>")
    make_indexed("Knees at rest", body="<p>Nothing.</p>")

    assert found("ache knee") == ["Knees"]


def test_a_phrase_must_stand_together_and_in_order():
    make_indexed("Together", body="<p>The lower back of a person.</p>")
    make_indexed("Apart", body="<p>Back to the lower deck.</p>")

    assert found('"lower back"') == ["Together"]
    assert found("“lower back”") == ["Together"]
    assert sorted(found("lower back")) == ["Apart", "Together"]


def test_what_a_minus_stands_before_must_not_be_there():
    make_indexed("Knee", body="<p>Running hurts.</p>")
    make_indexed("Knee too", body="<p>Walking helps the lower back.</p>")

    assert found("knee -running") == ["Knee too"]
    assert found('knee -"lower back"') == ["Knee"]
    assert found("-knee") == ["Knee", "Knee too"] or found("-knee") == ["Knee too", "Knee"]
    assert found("well-knee") == []


@pytest.mark.parametrize(
    "typed", ["ruckenschmerz", "Rückenschmerz", "RUCKENSCHMERZ", "rückenschmerz"]
)
def test_marks_on_letters_make_no_difference(typed):
    article = make_indexed("Über den Rückenschmerz", slug="r", body="<p>Café, naïve, Łódź.</p>")

    hit = search(typed).page(1).object_list[0]

    assert hit.article == article
    assert hit.title == "Über den <mark>Rückenschmerz</mark>"


@pytest.mark.parametrize("typed", ["knee-cap", 'knee"cap', "knee/cap", "knee:cap", "knee&cap"])
def test_signs_between_words_make_a_phrase_of_them(typed):
    make_indexed("Yes", body="<p>It is the knee cap.</p>")
    make_indexed("No", body="<p>A cap, and a knee.</p>")

    assert found(typed) == ["Yes"]
    assert sorted(found("(knee cap)")) == ["No", "Yes"]


@pytest.mark.parametrize("typed", ["AND knee", "NOT knee", "knee*", "NEAR(knee)", "title:knee"])
def test_nothing_typed_is_an_operator(typed):
    make_indexed("Knee", slug="k", body="<p>and not near: the title.</p>")

    assert found(typed) in (["Knee"], [])
    assert found("knee OR elbow") == []


def test_the_very_title_comes_first_then_the_title_then_the_standfirst_then_the_body():
    old = now() - 3000 * DAY
    make_indexed("Body", body="<p>About sciatica. " + "Other words. " * 60 + "</p>")
    make_indexed("Standfirst", standfirst="About sciatica.", body="<p>" + "Words. " * 60 + "</p>")
    make_indexed("All on sciatica", body="<p>" + "Words. " * 60 + "</p>")
    make_indexed("Sciatica", body="<p>" + "Words. " * 60 + "</p>", publish_at=old)

    assert found("sciatica") == ["Sciatica", "All on sciatica", "Standfirst", "Body"]


def test_of_two_alike_the_newer_and_the_reviewed_come_first():
    body = "<p>Knee pain.</p>"
    make_indexed("Old", body=body, publish_at=now() - 3000 * DAY)
    make_indexed("New", body=body)
    make_indexed("Seen", body=body, reviewer=make_author("Rosa"), reviewed_on=now().date())

    assert found("knee") == ["Seen", "New", "Old"]


def test_names_of_categories_tags_and_authors_are_found():
    article = make_indexed("Plain", author=make_author("Zoe Xanthos"))
    article.categories.set([make_category("Physiotherapy")])
    article.tags.add(Tag.objects.create(name="Kettlebell", slug="kettlebell"))
    publishing.refresh(article)

    for typed in ("xanthos", "physiotherapy", "kettlebells"):
        assert found(typed) == ["Plain"]


def test_a_search_is_narrowed_by_category_with_its_parts_author_and_year():
    back, zoe = make_category("Back"), make_author("Zoe")
    disc = make_category("Discs", parent=back)
    ours = make_indexed(
        "Ours", body="<p>Knee.</p>", author=zoe, publish_at=datetime(2024, 3, 1, tzinfo=UTC)
    )
    ours.categories.set([disc])
    publishing.refresh(ours)
    make_indexed("Theirs", body="<p>Knee.</p>", publish_at=datetime(2025, 3, 1, tzinfo=UTC))

    assert found("knee", category=back) == ["Ours"]
    assert found("knee", category=disc, author=zoe, year=2024) == ["Ours"]
    assert found("knee", author=zoe, year=2025) == []
    assert found("knee", year=2025) == ["Theirs"]
    assert sorted(found("knee")) == ["Ours", "Theirs"]
    assert found(f"c{disc.pk}") == found("y2024") == []


def test_the_newest_come_first_on_demand():
    make_indexed("Knee", publish_at=now() - 2 * DAY)
    make_indexed("Later", body="<p>Knee.</p>", publish_at=now() - DAY)

    assert found("knee") == ["Knee", "Later"]
    assert found("knee", is_newest=True) == ["Later", "Knee"]


def test_markup_in_an_article_is_shown_as_written():
    make_indexed(
        "<script>alert(1)</script> & knee",
        slug="odd",
        body="<p>&lt;img src=x onerror=alert(1)&gt; knee &amp; &quot;more&quot;</p>",
    )

    hit = search("knee").page(1).object_list[0]

    assert hit.title == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>knee</mark>"
    assert "&lt;img src=x onerror=alert(1)&gt; <mark>knee</mark> &amp;" in hit.snippet


def test_a_snippet_is_taken_from_where_most_was_found():
    body = "<p>" + "Filler words here. " * 80 + "The pelvic tilt, a tilt of the pelvic floor. "
    make_indexed("Long", body=body + "Further words. " * 80 + "</p>")

    snippet = search("pelvic tilt").page(1).object_list[0].snippet

    assert snippet.count("<mark>") == 4 or "<mark>pelvic tilt</mark>" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(re.sub("<[^>]+>", "", snippet)) < 260


def test_what_is_not_public_is_never_found():
    make_indexed("Draft knee", status=Article.Status.DRAFT)
    make_indexed("Future knee", publish_at=now() + DAY)
    make_indexed("Past knee", publish_at=now() - 2 * DAY, unpublish_at=now() - DAY)
    make_indexed("Withdrawn knee", status=Article.Status.WITHDRAWN)

    assert found("knee") == []
    assert not Article.objects.filter(pk__in=search("knee").keys).exists()


def test_a_scheduled_article_is_found_from_its_moment_on(time_machine):
    make_indexed("Knee", publish_at=now() + DAY, unpublish_at=now() + 3 * DAY)
    assert found("knee") == []

    time_machine.move_to(now() + 2 * DAY)
    assert found("knee") == ["Knee"]

    time_machine.move_to(now() + 2 * DAY)
    assert found("knee") == []


def test_pages_are_found_too():
    publishing.refresh(make_page("About our knees"))

    assert found("knees") == ["About our knees"]


def test_authors_of_a_shared_byline_are_all_marked():
    article = make_indexed("Shared", body="<p>Knee.</p>")
    second = make_author("Second Writer")
    Byline.objects.create(article=article, author=second, position=1)
    publishing.refresh(article)

    assert found("knee", author=second) == ["Shared"]


@pytest.mark.postgresql
def test_a_phrase_among_common_words_is_found_in_old_articles_too(monkeypatch):
    monkeypatch.setattr(postgresql, "LIKELY", 2)
    for number in range(5):
        make_indexed(f"New {number}", body="<p>The arm and the bone.</p>")
    make_indexed("Old", body="<p>The arm bone.</p>", publish_at=now() - timedelta(days=900))

    assert found('"arm bone"') == ["Old"]


@pytest.mark.postgresql
def test_of_a_common_phrase_the_newest_are_shown_and_it_is_said_that_there_are_more(monkeypatch):
    monkeypatch.setattr(postgresql, "PHRASES", 3)
    for number in range(6):
        body, day = "<p>The arm bone.</p>", now() - timedelta(days=number)
        make_indexed(f"Number {number}", body=body, publish_at=day)

    results = search('"arm bone"')

    assert results.is_more
    titles = [hit.article.title for hit in results.page(1).object_list]
    assert titles == ["Number 0", "Number 1", "Number 2", "Number 3"]
    assert not search("arm bone").is_more
