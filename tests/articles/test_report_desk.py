"""Reports from readers at the desk."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils.timezone import now

from articles import panels
from articles.models import Article, Report
from tests.articles.factories import make_report
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_report_changelist")


def page_of(report):
    return reverse("admin:articles_report_change", args=[report.pk])


@pytest.fixture
def editor(client):
    """Somebody who works with reports, and has no other right."""
    user = User.objects.create_user("ada", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_report"))
    client.force_login(user)
    return client


@pytest.fixture
def stranger(client):
    client.force_login(User.objects.create_user("eve", is_staff=True))
    return client


def test_open_reports_come_first_with_the_version_read_and_the_current_one(editor):
    article = make_article(version=5)
    make_report(article=article, body="Done long ago", handled_at=now())
    make_report(article=article, body="Waits", version=3)

    text = editor.get(LIST).text

    assert text.index("Waits") < text.index("Done long ago")
    assert "read version 3, now 5" in text


@pytest.mark.parametrize(("state", "shown"), [("open", "Waits"), ("handled", "Done")])
def test_the_list_shows_one_state_at_a_time(editor, state, shown):
    make_report(body="Waits")
    make_report(body="Done", handled_at=now())

    rows = editor.get(LIST, {"state": state}).context["cl"].result_list

    assert [report.body for report in rows] == [shown]


def test_a_row_is_marked_as_handled_with_the_name_and_opened_again(editor):
    report = make_report()
    assert f'value="handle:{report.pk}"' in editor.get(LIST).text

    answer = editor.post(LIST, {"act": f"handle:{report.pk}"}, follow=True)

    report.refresh_from_db()
    assert str(report.handled_by) == "ada"
    assert "handled by ada" in answer.text
    editor.post(LIST, {"act": f"reopen:{report.pk}"})
    report.refresh_from_db()
    assert (report.handled_at, report.handled_by) == (None, None)


def test_who_comes_second_is_told_who_handled_it(editor):
    report = make_report()
    first = User.objects.create_user("bob")
    Report.objects.filter(pk=report.pk).handle(first)

    answer = editor.post(LIST, {"act": f"handle:{report.pk}"}, follow=True)

    assert "It is already so: handled by bob" in answer.text
    report.refresh_from_db()
    assert report.handled_by == first


@pytest.mark.parametrize("act", ["delete:1", "handle:x", "handle:", "handle:" + "9" * 30])
def test_a_button_that_is_not_there_does_nothing(editor, act):
    assert editor.post(LIST, {"act": act}).status_code == 400


def test_many_are_marked_as_handled_and_opened_again(editor):
    reports = [make_report() for _ in range(3)]
    chosen = {ACTION_CHECKBOX_NAME: [report.pk for report in reports[:2]]}

    answer = editor.post(LIST, {"action": "handle", **chosen}, follow=True)

    assert "2 reports handled." in answer.text
    assert Report.objects.open().get() == reports[2]
    editor.post(LIST, {"action": "reopen", **chosen})
    assert Report.objects.open().count() == 3


def test_the_page_shows_the_words_escaped_and_no_link_of_theirs(editor):
    report = make_report(body="See https://spam.example\n<b>here</b>")

    text = editor.get(page_of(report)).text

    assert "See https://spam.example\n&lt;b&gt;here&lt;/b&gt;" in text
    assert 'href="https://spam.example' not in text


def test_the_page_leads_to_the_article_and_to_where_it_is_edited(editor):
    report = make_report()

    text = editor.get(page_of(report)).text

    assert f'href="{report.article.get_absolute_url()}"' in text
    assert f'href="{reverse("admin:articles_article_change", args=[report.article_id])}"' in text


def test_a_draft_is_not_linked_to_on_the_site(editor):
    report = make_report(article=make_article(status=Article.Status.DRAFT))

    assert f'href="{report.article.get_absolute_url()}"' not in editor.get(page_of(report)).text


def test_a_letter_can_be_written_only_where_an_address_was_left(editor):
    answer = editor.get(page_of(make_report(email="a+b?c@example.org"))).text
    assert 'href="mailto:a%2Bb%3Fc@example.org"' in answer

    assert "mailto:" not in editor.get(page_of(make_report(email=""))).text


def test_a_note_is_kept_and_the_readers_words_cannot_be_changed(editor):
    report = make_report(body="Theirs")

    editor.post(page_of(report), {"note": "Asked the author.", "body": "Mine"})

    report.refresh_from_db()
    assert (report.note, report.body, report.handled_at) == ("Asked the author.", "Theirs", None)


def test_a_note_is_kept_by_the_button_that_handles_too(editor):
    report = make_report()

    editor.post(page_of(report), {"note": "Put right.", "act": "handle"})

    report.refresh_from_db()
    assert report.note == "Put right."
    assert str(report.handled_by) == "ada"


def test_nobody_adds_a_report_at_the_desk(admin_client):
    assert admin_client.get(reverse("admin:articles_report_add")).status_code == 403


def test_a_stranger_sees_and_does_nothing(stranger, rf):
    report = make_report()
    request = rf.get("/admin/")
    request.user = User.objects.get(username="eve")

    assert stranger.get(LIST).status_code == 403
    assert stranger.get(page_of(report)).status_code == 403
    assert stranger.post(LIST, {"act": f"handle:{report.pk}"}).status_code == 403
    assert panels.reports(request) is None
    assert Report.objects.open().exists()


def test_who_may_only_look_gets_no_button(client):
    user = User.objects.create_user("viv", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_report"))
    client.force_login(user)
    report = make_report()

    assert 'name="act"' not in client.get(LIST).text
    assert 'name="act"' not in client.get(page_of(report)).text
    assert client.post(LIST, {"act": f"handle:{report.pk}"}).status_code == 403
    assert Report.objects.open().exists()


def test_the_desk_says_how_many_are_open(editor):
    assert "No report is open." in editor.get("/admin/").text

    make_report()
    make_report()
    make_report(handled_at=now())

    assert "2 reports are open." in editor.get("/admin/").text


def test_the_list_costs_the_same_for_few_and_many(editor, django_assert_max_num_queries):
    make_report()
    with django_assert_max_num_queries(20) as few:
        editor.get(LIST)
    for _ in range(9):
        make_report(handled_at=now(), handled_by=User.objects.get())

    with django_assert_max_num_queries(len(few)):
        editor.get(LIST)
