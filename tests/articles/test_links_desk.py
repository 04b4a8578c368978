"""Broken links at the desk."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import RequestFactory
from django.urls import reverse
from django.utils.timezone import now

from articles import publishing
from articles.links import report
from articles.models import Article, Link, LinkHost, Source
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_link_changelist")


@pytest.fixture
def editor(client):
    """Somebody who changes everybody's articles, and has no other right."""
    user = User.objects.create_user("ada", is_staff=True)
    needed = ["change_article", "publish_article"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=needed))
    client.force_login(user)
    return client


@pytest.fixture
def stranger(client):
    client.force_login(User.objects.create_user("eve", is_staff=True))
    return client


def make_link(url="https://gone.example/", *articles, **fields):
    host = None if url.startswith("/") else LinkHost.objects.get_or_create(name="gone.example")[0]
    fields = {"broken_at": now(), "first_failed_at": now(), "problem": "Gone (404).", **fields}
    link = Link.objects.create(url=url, host=host, **fields)
    link.articles.set(articles or [make_article()])
    return link


def rows(client, **parameters):
    return [link.url for link in client.get(LIST, parameters).context["cl"].result_list]


def test_the_list_names_what_is_broken_why_since_when_and_where(editor):
    article = make_article("Walking")
    make_link("https://gone.example/a", article)
    make_link("https://gone.example/fine", article, broken_at=None, first_failed_at=None)

    page = editor.get(LIST)

    assert rows(editor) == ["https://gone.example/a"]
    assert "Gone (404)." in page.text
    change = reverse("admin:articles_article_change", args=[article.pk])
    assert f'<a href="{change}">Walking</a>' in page.text


def test_a_link_that_no_reader_sees_is_not_reported(editor):
    make_link("https://gone.example/", make_article(status=Article.Status.DRAFT))

    assert rows(editor) == []


def test_the_archived_copy_of_a_source_is_offered(editor):
    article = make_article()
    Source.objects.create(
        article=article,
        citation="X",
        url="https://gone.example/a",
        archived_url="https://archive.example/a",
    )
    make_link("https://gone.example/a", article)

    assert 'href="https://archive.example/a"' in editor.get(LIST).text


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("moved", {"broken_at": None, "moved_to": "https://new.example/"}),
        ("refused", {"broken_at": None, "verdict": "refused"}),
        ("failing", {"broken_at": None, "failures": 1}),
        ("ignored", {"ignored_at": now()}),
    ],
)
def test_other_states_have_a_list_of_their_own(editor, state, fields):
    make_link("https://gone.example/broken")
    make_link("https://gone.example/this", **fields)

    assert rows(editor, state=state) == ["https://gone.example/this"]
    assert rows(editor) == ["https://gone.example/broken"]


def test_a_broken_link_is_found_by_the_title_of_its_article(editor):
    make_link("https://gone.example/a", make_article("Walking"), make_article("Walking far"))
    make_link("https://gone.example/b", make_article("Sleeping"))

    assert rows(editor, q="walking") == ["https://gone.example/a"]


def test_a_row_is_ignored_with_a_line_in_the_log_and_reported_again(editor):
    link = make_link()

    editor.post(LIST, {"act": f"ignore:{link.pk}"})
    link.refresh_from_db()
    assert link.ignored_by.username == "ada"
    assert rows(editor) == []

    editor.post(LIST, {"act": f"report:{link.pk}"})
    assert rows(editor) == [link.url]
    assert LogEntry.objects.count() == 2


def test_a_link_to_ourselves_is_looked_at_when_the_button_is_pressed(editor):
    make_article("Living")
    link = make_link("/living/")

    editor.post(LIST, {"act": f"check:{link.pk}"})

    link.refresh_from_db()
    assert (link.broken_at, link.problem) == (None, "")


def test_a_link_elsewhere_is_the_next_that_the_worker_asks_for(editor, settings):
    settings.CHECKS_LINKS = True
    link = make_link(next_check_at=now().replace(year=2100))

    page = editor.post(LIST, {"act": f"check:{link.pk}"}, follow=True)

    link.refresh_from_db()
    assert link.next_check_at <= now()
    assert "the worker asks the others in a minute" in page.text


@pytest.mark.parametrize("act", ["ignore:", "ignore:x", "drop:1", "ignore:²", "ignore:1:2"])
def test_a_button_that_there_is_not_does_nothing(editor, act):
    assert editor.post(LIST, {"act": act}).status_code == 400


def test_several_are_ignored_at_once(editor):
    links = [make_link(f"https://gone.example/{n}") for n in range(3)]
    chosen = {"action": "ignore", ACTION_CHECKBOX_NAME: [link.pk for link in links[:2]]}

    editor.post(LIST, chosen)

    assert rows(editor) == ["https://gone.example/2"]


def test_the_list_says_where_links_elsewhere_are_not_checked(editor, settings):
    settings.CHECKS_LINKS = False
    assert "CHECK_LINKS is 0" in editor.get(LIST).text

    settings.CHECKS_LINKS = True
    assert "CHECK_LINKS is 0" not in editor.get(LIST).text


def test_the_list_says_when_nobody_answers(editor, settings):
    settings.CHECKS_LINKS = True
    make_link(held_at=now())

    assert "own network may be down" in editor.get(LIST).text


def test_strangers_see_neither_list_nor_panel_and_press_no_button(stranger):
    link = make_link()

    assert stranger.get(LIST).status_code == 403
    assert stranger.post(LIST, {"act": f"ignore:{link.pk}"}).status_code == 403
    link.refresh_from_db()
    assert link.ignored_at is None
    request = RequestFactory().get("/")
    request.user = User.objects.get(username="eve")
    assert report.panel(request) is None


def test_the_index_says_how_many_links_are_broken(editor):
    assert "Broken links" not in editor.get(reverse("admin:index")).text
    make_link()

    assert "1 link in what readers see leads nowhere." in editor.get(reverse("admin:index")).text


def test_the_list_costs_as_many_queries_for_many_links_as_for_few(
    editor, django_assert_max_num_queries
):
    for count in (1, 8):
        for n in range(count):
            make_link(f"https://gone.example/{count}-{n}", make_article(), make_article())
        # session, user, rights (2), count (2), rows, articles, sources, people, publication
        with django_assert_max_num_queries(12):
            editor.get(LIST)


def test_a_link_is_kept_when_an_article_is_published():
    article = make_article(body='<p><a href="https://gone.example/">x</a></p>')
    publishing.refresh(article)

    assert article.links.get(url="https://gone.example/").next_check_at <= now()
