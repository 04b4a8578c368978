"""What is looked at before readers see a text, rule by rule."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from articles import checklist
from articles.models import Article, Source
from articles.revisions.content import content_of
from tests.articles.factories import (
    HIDDEN,
    make_exercise,
    make_indexed,
    make_picture,
    make_redirect,
)
from tests.factories import make_article, make_author, make_category, make_page

pytestmark = pytest.mark.django_db
LINK = '<p>See <a href="/sleep/">sleep</a>.</p>'


def make_sound(title="Walking with pain", **fields) -> Article:
    """Make an article with which nothing is wrong."""
    Article.objects.filter(slug="sleep").exists() or make_article("Sleep")
    fields = {
        "body": LINK,
        "standfirst": "It helps.",
        "picture": make_picture(),
        "reviewer": make_author("Rosa Reviewer"),
        "reviewed_on": localdate(),
        **fields,
    }
    article = make_article(title, **fields)
    Source.objects.create(article=article, citation="A trial")
    return article


def codes(article: Article, **content) -> list[str]:
    found = checklist.problems(article, {**content_of(article), **content})
    return [problem.code for problem in found]


def words(article: Article, **content) -> str:
    found = checklist.problems(article, {**content_of(article), **content})
    return " ".join(problem.words for problem in found)


def is_hard(article: Article, **content) -> bool:
    return checklist.problems(article, {**content_of(article), **content})[0].is_hard


def test_a_sound_article_has_no_problem():
    assert codes(make_sound()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"title": " "}, "title"),
        ({"slug": "sleep"}, "slug"),
        ({"slug": "newsletter"}, "slug"),
        ({"slug": "2026"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"categories": []}, "category"),
        ({"categories": [999]}, "category"),
        ({"authors": []}, "author"),
        ({"authors": [999]}, "author"),
        ({"standfirst": ""}, "description"),
        (
            {
                "body": LINK
                + '<figure><img src="/media/00000000000000000000000000000001.webp"></figure>'
            },
            "picture",
        ),
        ({"body": LINK + "<p>So it is [2].</p>"}, "marker"),
        ({"body": LINK + "<p>[exercise pelvic-tilt]</p>"}, "exercise"),
        ({"unpublish_at": "2026-01-01T09:00:00+00:00"}, "end"),
    ],
)
def test_what_stops_a_publication(content, code):
    article = make_sound()

    assert codes(article, **content) == [code]
    assert is_hard(article, **content)


def test_an_end_before_now_stops_what_would_be_dated_today():
    article = make_sound(status=Article.Status.DRAFT)
    past = (now() - timedelta(days=1)).isoformat()

    assert codes(article, publish_at=None, unpublish_at=past) == ["end"]


def test_words_for_search_engines_do_for_a_standfirst():
    assert codes(make_sound(), standfirst="", seo_description="What helps.") == []


def test_a_known_exercise_and_a_described_picture_are_sound():
    exercise, picture = make_exercise(), make_picture(file="1" * 32 + ".webp")
    body = f'{LINK}<p>{exercise.marker}</p><p><img src="{picture.file.url}" alt="A spine"></p>'

    assert codes(make_sound(), body=body) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"reviewer": None}, "review"),
        ({"reviewed_on": None}, "review"),
        ({"reviewed_on": "2020-01-05"}, "overdue"),
        ({"review_due_on": "2026-01-05", "reviewed_on": "2026-01-01"}, "overdue"),
        ({"sources": []}, "sources"),
        ({"title": "Long " * 13}, "title"),
        ({"seo_title": "Long " * 13}, "title"),
        ({"standfirst": "Long " * 33}, "description"),
        ({"body": "<p>Words.</p>"}, "internal"),
        ({"body": f"<h3>First</h3>{LINK}"}, "heading"),
        ({"body": f"<h2>First</h2><h4>Next</h4>{LINK}"}, "heading"),
        ({"body": f"<h1>First</h1><h3>Next</h3>{LINK}"}, "h1"),
        ({"picture": None}, "picture"),
        ({"title": "With pain walking"}, None),
    ],
)
def test_what_somebody_has_to_give_a_reason_for(content, code):
    article = make_sound()

    assert codes(article, **content) == ([code] if code else [])
    assert not code or not is_hard(article, **content)


def test_an_overdue_review_is_said_with_its_day():
    article = make_sound(review_due_on="2026-02-03")

    assert "It was due for its next review on 3 February 2026." in words(article)


def test_a_category_says_when_a_review_is_overdue():
    article = make_sound(reviewed_on=localdate() - timedelta(days=100))
    short = make_category("Medicines", review_months=1)

    assert codes(article) == []
    assert codes(article, categories=[short.pk]) == ["overdue"]


def test_a_short_title_for_search_engines_does_for_a_long_one():
    assert codes(make_sound(), title="Long " * 13, seo_title="Short") == []


def test_a_narrow_lead_picture_is_named():
    picture = make_picture(file="1" * 32 + ".webp")
    type(picture).objects.filter(pk=picture.pk).update(width=1199)

    assert "1199 pixels wide" in words(make_sound(picture=picture))


@pytest.mark.parametrize(
    "title", ["Pain with walking", "walking: with pain", "Walking with the pain"]
)
def test_a_title_like_another_is_named(title):
    make_sound()

    found = words(make_sound(title, slug="other"))

    assert "nearly the same title: “Walking with pain”" in found


def test_titles_of_other_words_and_withdrawn_ones_are_not_alike():
    make_sound("Walking with joy")
    make_sound("Walking without pain at night", status=Article.Status.WITHDRAWN)

    assert codes(make_sound()) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/nowhere/", "leads nowhere: /nowhere/"),
        ("https://journal.example/nowhere", "leads nowhere: /nowhere/"),
        ("/category/none/", "leads nowhere"),
        ("/gone/", "leads nowhere"),
        ("/draft/", "leads to a draft"),
        ("/withdrawn/", "no longer see"),
        ("/over/", "no longer see"),
        ("/scheduled/", "appears only on"),
        ("/admin/", "leads nowhere"),
    ],
)
def test_a_link_of_ours_that_leads_readers_nowhere_is_named(address, said, settings):
    settings.SITE_URL = "https://journal.example"
    for name in HIDDEN:
        make_article(name.capitalize(), **HIDDEN[name])  # type: ignore[arg-type]
    make_redirect("/gone/", kind=410)
    article = make_sound()

    found = words(article, body=f'{LINK}<p><a href="{address}">There</a></p>')

    assert "The link “There”" in found
    assert said in found


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/sleep", "/sleep/#s-night", "/2024/05/sleep/", "/category/back-pain/", "/feed/"),
        *("/old/", "/walking-with-pain/", "/search/?q=sleep", "/newsletter/", "/media/a.pdf"),
        *("https://example.org/nowhere/", "mailto:jo@example.org", "#s-night", "/2026/05/"),
    ],
)
def test_a_link_that_leads_somewhere_is_sound(address):
    article = make_sound()
    make_redirect("/old/", article=article)

    assert codes(article, body=f'{LINK}<p><a href="{address}">There</a></p>') == []


def test_a_text_may_link_to_what_appears_before_it_does():
    tomorrow = now() + timedelta(days=1)
    make_article("First", publish_at=tomorrow)
    article = make_sound(publish_at=tomorrow + timedelta(days=1))

    assert codes(article, body=LINK + '<a href="/first/">First</a>') == []


def test_a_page_is_asked_only_for_what_concerns_it():
    page = make_page("About", body="<p>We write [1].</p><h3>Us</h3>")

    assert codes(page) == ["marker", "heading"]


def test_what_is_hard_comes_first_and_leads_to_its_field():
    found = checklist.problems(make_article(body="<h3>First</h3>"))

    assert [problem.is_hard for problem in found] == sorted(
        (problem.is_hard for problem in found), reverse=True
    )
    anchors = {problem.code: problem.anchor for problem in found}
    assert anchors["description"] == "id_standfirst"
    assert anchors["sources"] == "sources-group"


def test_a_long_text_takes_as_many_queries_as_a_short_one(django_assert_num_queries):
    article = make_sound()
    make_indexed("Walking with pain 0")
    content = content_of(article)
    with CaptureQueriesContext(connection) as few:
        checklist.problems(article, content)
    for number in range(1, 30):
        make_indexed(f"Walking with pain {number}")
    body = "".join(f'<p><a href="/walking-with-pain-{number}/">A</a></p>' for number in range(30))

    with django_assert_num_queries(len(few)):
        checklist.problems(article, {**content, "body": body})
