"""Who did what: the log of the desk as a list to read."""

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from articles.models import Article, Tag
from comments.models import Comment
from tests.articles.people import make_user, signed_in
from tests.comments.factories import make_comment
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LOG = reverse("admin:admin_logentry_changelist")


@pytest.fixture
def publisher():
    return signed_in(make_user("paula", "Publishers", first_name="Paula", last_name="Publisher"))


def note(row, words="", *, flag=CHANGE, user=None):
    return LogEntry.objects.create(
        user=user or User.objects.get(username="paula"),
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row),
        action_flag=flag,
        change_message=words,
    )


def said(client, **parameters):
    rows = client.get(LOG, parameters).context["cl"].result_list
    return [f"{row.object_repr}: {row.get_change_message()}" for row in rows]


def test_the_newest_act_comes_first_with_who_when_and_a_link_to_what(publisher):
    article = make_article("Walking")
    note(article, "Published")
    note(article, "Withdrawn: wrong")

    page = publisher.get(LOG)

    assert said(publisher) == ["Walking: Withdrawn: wrong", "Walking: Published"]
    change = reverse("admin:articles_article_change", args=[article.pk])
    assert f'<a href="{change}">Walking</a>' in page.text
    assert "Paula Publisher" in page.text


def test_what_was_deleted_is_named_without_a_link(publisher):
    tag = Tag.objects.create(name="Knee", slug="knee")
    note(tag, flag=DELETION)

    text = publisher.get(LOG).text

    assert ">Knee</td>" in text
    assert "Deleted." in text


def test_it_is_narrowed_by_person_kind_and_search(publisher):
    ada = make_user("ada", "Editors")
    note(make_article("Walking"), "Published", user=ada)
    note(Tag.objects.create(name="Knee", slug="knee"), "Renamed")
    kind = ContentType.objects.get_for_model(Article).pk

    assert said(publisher, user__id__exact=ada.pk) == ["Walking: Published"]
    assert said(publisher, kind=kind) == ["Walking: Published"]
    assert said(publisher, q="renamed") == ["Knee: Renamed"]
    assert said(publisher, q="ADA") == ["Walking: Published"]
    assert len(said(publisher, kind="nonsense")) == 2


def test_a_day_is_chosen(publisher):
    entry = note(make_article("Walking"), "Published")
    LogEntry.objects.filter(pk=entry.pk).update(action_time="2026-01-02T09:00:00Z")
    note(make_article("Sitting"), "Published")

    day = {"action_time__year": 2026, "action_time__month": 1, "action_time__day": 2}

    assert said(publisher, **day) == ["Walking: Published"]


def test_nobody_changes_it(publisher):
    entry = note(make_article("Walking"), "Published")
    change = reverse("admin:admin_logentry_change", args=[entry.pk])

    assert publisher.get(change).status_code == 302
    publisher.post(change, {"change_message": "Never"})
    publisher.post(reverse("admin:admin_logentry_delete", args=[entry.pk]), {"post": "yes"})
    publisher.post(LOG, {"action": "delete_selected", "_selected_action": [entry.pk]})

    assert said(publisher) == ["Walking: Published"]


@pytest.mark.parametrize("group", ["Authors", "Editors", "Medical reviewers", "Moderators"])
def test_other_groups_do_not_read_it(group):
    client = signed_in(make_user("ada", group))

    assert client.get(LOG).status_code == 403
    assert LOG not in client.get(reverse("admin:index")).text


def test_acts_on_comments_stand_there_without_the_name_of_a_reader(admin_client):
    comment = make_comment(name="Rita Reader", article=make_article("Walking"))
    address = reverse("admin:comments_comment_changelist")

    admin_client.post(address, {"act": f"approve:{comment.pk}:{comment.status}"})
    assert Comment.objects.get(pk=comment.pk).status == Comment.Status.APPROVED
    chosen = {"action": "bin", "_selected_action": [comment.pk], "status": "approved"}
    admin_client.post(f"{address}?status=approved", chosen)

    assert said(admin_client) == ["Several: 1 comment put into the bin.", "Walking: Approve"]
    assert "Rita" not in admin_client.get(LOG).text


def test_an_import_of_redirects_stands_there_in_one_line(admin_client):
    from articles.redirects import forms

    table = forms.packed(b"old,new\n/a/,https://example.org/\n/b/,https://example.org/\n")
    admin_client.post(reverse("admin:articles_redirect_import"), {"table": table})

    [entry] = LogEntry.objects.all()
    assert (entry.get_change_message(), entry.action_flag) == (
        "2 redirects are imported.",
        ADDITION,
    )


def test_what_django_keeps_as_data_is_told_in_words(publisher):
    article = make_article("Walking", status=Article.Status.DRAFT)
    note(article, '[{"changed": {"fields": ["Title"]}}]')

    assert "Changed Title." in publisher.get(LOG).text


def test_a_long_log_costs_as_many_queries_as_a_short_one(publisher, django_assert_num_queries):
    for count in (2, 30):
        for _n in range(count):
            note(make_article(), "Published")
        publisher.get(LOG)
        # session, user, rights (2), the filters' people (2) and kinds, the days' range and list,
        # count, rows, publication
        with django_assert_num_queries(12):
            publisher.get(LOG)
