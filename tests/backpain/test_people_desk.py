"""Accounts at the desk: who changes whom, what is shown, who leaves and how."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from backpain.models import SignIn
from backpain.people import rights
from tests.backpain.people import make_chief, make_group, make_invitation, make_person

pytestmark = pytest.mark.django_db

LIST = reverse("admin:auth_user_changelist")
MANAGES = ("add_user", "change_user", "view_user", "delete_user")


def page_of(person, act="change"):
    return reverse(f"admin:auth_user_{act}", args=[person.pk])


def as_posted(person, **fields):
    """What the form of a person sends when nothing is changed."""
    posted = {"username": person.username, "email": person.email, "is_active": "on"}
    posted |= {"is_staff": "on", "first_name": "", "last_name": ""}
    return {**posted, **fields}


@pytest.fixture
def chief(client):
    person = make_chief()
    client.force_login(person)
    return person


@pytest.fixture
def publisher(client):
    """Somebody who manages people, and is no superuser."""
    person = make_person("ed", *MANAGES, "view_comment")
    client.force_login(person)
    return person


def test_nothing_of_a_password_is_shown(client, chief):
    person = make_person()

    text = client.get(page_of(person)).text

    assert "nobody can read it" in text
    assert page_of(person, "password_change") in text
    for secret in (person.password, "md5$", "algorithm", "salt", "hash"):
        assert secret not in text


def test_groups_are_ticked_and_say_what_they_mean(client, chief):
    group = make_group("Moderators")
    make_group("Others")
    person = make_person()

    text = client.get(page_of(person)).text
    client.post(page_of(person), as_posted(person, groups=[group.pk]))

    assert "Moderators: decide which comments readers see" in text
    assert list(person.groups.all()) == [group]


def test_the_list_leads_to_inviting_and_costs_the_same_for_many(
    client, chief, django_assert_max_num_queries
):
    group = make_group("Moderators")
    for number in range(15):
        make_person(f"p{number}").groups.add(group)

    with django_assert_max_num_queries(9):
        text = client.get(LIST).text

    assert reverse("admin:auth_user_invite") in text
    assert "Moderators" in text


def test_a_superuser_is_changed_by_superusers_alone(client, publisher):
    chief = make_chief()

    answers = [
        client.post(page_of(chief), as_posted(chief, email="mine@desk.example")),
        client.get(page_of(chief, "password_change")),
        client.post(page_of(chief, "password_change"), {"password1": "x", "password2": "x"}),
        client.post(page_of(chief, "delete"), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert client.get(page_of(chief)).status_code == 200  # to read
    chief.refresh_from_db()
    assert chief.email == "chief@desk.example"


def test_nobody_makes_anybody_a_superuser_who_is_none(client, publisher):
    person = make_person("new")
    right = Permission.objects.get(codename="delete_article")

    client.post(page_of(person), as_posted(person, is_superuser="on", user_permissions=[right.pk]))
    client.post(page_of(publisher), as_posted(publisher, is_superuser="on"))

    assert not User.objects.filter(is_superuser=True).exists()
    assert not person.user_permissions.exists()


def test_nobody_puts_anybody_into_a_group_with_more_rights(client, publisher):
    more, same = make_group("More", "delete_article"), make_group("Same", "view_comment")
    person = make_person("new")

    refused = client.post(page_of(person), as_posted(person, groups=[more.pk]))
    client.post(page_of(person), as_posted(person, groups=[same.pk]))

    assert "not one of the available choices" in refused.text
    assert list(person.groups.all()) == [same]


@pytest.mark.parametrize("is_active", [True, False])
def test_nobody_changes_whoever_may_do_more_even_while_they_may_not_sign_in(
    client, publisher, is_active
):
    strong = make_person("strong", is_active=is_active)
    strong.groups.add(make_group("More", "delete_article"))

    answer = client.post(page_of(strong), as_posted(strong))

    assert answer.status_code == 403
    assert client.get(page_of(strong, "password_change")).status_code == 403


def test_groups_themselves_are_for_superusers(client):
    group = make_group("Own")
    person = make_person("ed", "add_group", "change_group", "delete_group", "view_group")
    person.groups.add(group)
    client.force_login(person)
    every = list(Permission.objects.values_list("pk", flat=True))

    address = reverse("admin:auth_group_change", args=[group.pk])
    answers = [
        client.post(address, {"name": "Own", "permissions": every}),
        client.post(reverse("admin:auth_group_add"), {"name": "New", "permissions": every}),
        client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert not Group.objects.get(name="Own").permissions.exists()


def test_who_may_only_look_changes_nobody(client):
    person = make_person()
    client.force_login(make_person("eve", "view_user"))

    assert client.get(page_of(person)).status_code == 200
    assert client.post(page_of(person), as_posted(person)).status_code == 403
    assert client.post(page_of(person, "delete"), {"post": "yes"}).status_code == 403
    assert "Invite a colleague" not in client.get(LIST).text


def test_somebody_deactivated_is_signed_out(client, chief):
    person = make_person()
    theirs = type(client)()
    theirs.force_login(person)
    posted = as_posted(person)
    del posted["is_active"]

    client.post(page_of(person), posted)

    assert not User.objects.get(pk=person.pk).is_active
    assert not SignIn.objects.filter(user=person).exists()
    assert theirs.get("/admin/").status_code == 302


def test_nobody_locks_themselves_out(client, chief):
    posted = as_posted(chief)
    del posted["is_active"], posted["is_staff"]

    client.post(page_of(chief), posted)

    chief.refresh_from_db()
    assert chief.is_active
    assert chief.is_staff
    assert chief.is_superuser


def test_an_account_that_did_nothing_can_be_deleted(client, chief):
    person = make_person()

    client.post(page_of(person, "delete"), {"post": "yes"})

    assert not User.objects.filter(pk=person.pk).exists()


def test_an_account_that_did_something_stays(client, chief):
    logged, inviter = make_person("log"), make_person("inv", "add_user")
    LogEntry.objects.create(user=logged, action_flag=1, object_repr="Backs")
    make_invitation(by=inviter)

    for person in (logged, inviter, chief):
        assert client.post(page_of(person, "delete"), {"post": "yes"}).status_code == 403
    assert "Only an account that has done nothing here" in client.get(page_of(logged)).text
    assert "delete_selected" not in client.get(LIST).text


def test_what_keeps_a_name_is_known_of_every_app():
    tables = {field.model._meta.label for field in rights._traces()}

    assert {"articles.Revision", "backpain.Invitation", "articles.Report"} <= tables
