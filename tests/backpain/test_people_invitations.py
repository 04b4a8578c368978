"""Inviting a colleague: who may, to what, and what the link in the letter does."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from backpain.models import Invitation, Letter, SignIn
from backpain.people import joining
from tests.backpain.people import (
    PASSWORD,
    last_letter,
    link_in,
    make_chief,
    make_group,
    make_invitation,
    make_person,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db

INVITE = reverse("admin:auth_user_invite")
LIST = reverse("admin:auth_user_invitations")
CHOICE = {"username": "nel", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def chief(client):
    person = make_chief()
    client.force_login(person)
    return person


@pytest.fixture
def guest(client):
    """A browser that is signed in nowhere."""
    return type(client)()


def asked(**fields):
    return {"email": "new@desk.example", "name": "Nel New", **fields}


def act(invitation, name):
    return reverse(f"admin:auth_user_{name}", args=[invitation.pk])


def test_an_invitation_goes_by_letter_and_stands_in_the_list(client, chief):
    group = make_group("Moderators")

    page = client.post(INVITE, asked(groups=[group.pk]), follow=True)

    assert page.redirect_chain == [(LIST, 302)]
    letter = last_letter("new@desk.example")
    assert letter.subject == "You are invited to work on The Back Journal"
    assert link_in(letter).startswith("/admin/invitation/")
    assert letter.is_urgent
    for words in ("Nel New", "new@desk.example", "Moderators", "chief"):
        assert words in page.text


def test_the_database_keeps_only_a_hash_of_the_link(chief):
    invitation, link = make_invitation()
    token = link.rstrip("/").rpartition("/")[2]

    assert token not in serializers.serialize("json", [invitation])
    assert len(token) == 43


def test_who_accepts_chooses_name_and_password_and_is_at_the_desk(chief, guest):
    group = make_group("Moderators", "view_comment")
    _, link = make_invitation(groups=[group])

    shown = guest.get(link)
    assert 'value="nel-new"' in shown.text
    assert "at least 12 characters" in shown.text
    page = guest.post(link, CHOICE, follow=True)

    assert page.redirect_chain == [("/admin/", 302)]
    person = User.objects.get(username="nel")
    assert page.context["user"] == person
    assert (person.email, person.get_full_name()) == ("new@desk.example", "Nel New")
    assert person.is_staff
    assert not person.is_superuser
    assert list(person.groups.all()) == [group]
    assert person.check_password(PASSWORD)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr) == (chief, "nel")
    assert entry.get_change_message() == "Accepted an invitation"


def test_looking_at_a_link_changes_nothing_and_needs_no_cookie(chief, guest):
    _, link = make_invitation()
    before = serializers.serialize("json", Invitation.objects.all())

    for method in (guest.get, guest.head, guest.options) * 2:
        method(link)

    assert serializers.serialize("json", Invitation.objects.all()) == before
    assert User.objects.count() == 1
    assert "sessionid" not in guest.cookies


def test_a_link_works_once(chief, guest, client):
    _, link = make_invitation()
    guest.post(link, CHOICE)

    again = type(guest)().post(link, {**CHOICE, "username": "second"})

    assert again.status_code == 410
    assert "accepted already" in again.text
    assert not User.objects.filter(username="second").exists()


def test_a_link_ends_after_seven_days(chief, guest):
    _, link = make_invitation()

    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        page = guest.post(link, CHOICE)

    assert page.status_code == 410
    assert "seven days" in page.text
    assert User.objects.count() == 1


def test_a_second_invitation_to_an_address_ends_the_first(chief, guest):
    _, first = make_invitation()
    _, second = make_invitation("NEW@desk.example")

    page = guest.post(first, CHOICE)

    assert page.status_code == 410
    assert "newer letter" in page.text
    assert guest.get(second).status_code == 200
    assert joining.standing().count() == 1


def test_a_withdrawn_invitation_lets_nobody_in(client, chief, guest):
    invitation, link = make_invitation()

    client.post(act(invitation, "withdraw"))
    page = guest.post(link, CHOICE)

    assert page.status_code == 410
    assert "withdrawn" in page.text
    assert "Nel New" not in client.get(LIST).text.split("<main")[1].split("messagelist")[-1]


def test_an_invitation_is_sent_again_with_another_link(client, chief, guest):
    invitation, link = make_invitation(groups=[make_group("Moderators")])

    client.post(act(invitation, "resend"))

    again = link_in(last_letter("new@desk.example"))
    assert again != link
    assert guest.get(link).status_code == 410
    guest.post(again, CHOICE)
    assert User.objects.get(username="nel").groups.get().name == "Moderators"


@pytest.mark.parametrize("name", ["resend", "withdraw"])
def test_an_invitation_that_ended_is_neither_sent_nor_withdrawn_again(client, chief, guest, name):
    invitation, link = make_invitation()
    guest.post(link, CHOICE)
    letters = Letter.objects.count()

    page = client.post(act(invitation, name), follow=True)

    assert "had ended already" in page.text
    assert Letter.objects.count() == letters
    assert Invitation.objects.get().outcome == "accepted"


@pytest.mark.parametrize("name", ["resend", "withdraw"])
def test_a_get_of_an_act_does_nothing(client, chief, name):
    invitation, _ = make_invitation()

    assert client.get(act(invitation, name)).status_code == 405
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "ä", "x" * 2000])
def test_a_wrong_link_says_so(guest, db, token):
    page = guest.get(f"/admin/invitation/{token}/")

    assert page.status_code == 404
    assert "cut short" in page.text


def test_an_invitation_falls_with_the_rights_of_who_invited(chief, guest):
    inviter = make_person("ed", "add_user", "change_user")
    _, link = make_invitation(by=inviter)
    inviter.user_permissions.clear()

    assert guest.get(link).status_code == 410
    assert guest.post(link, CHOICE).status_code == 410


def test_an_invitation_falls_with_the_account_of_who_invited(chief, guest):
    inviter = make_person("ed", "add_user")
    _, link = make_invitation(by=inviter)
    inviter.delete()

    assert guest.post(link, CHOICE).status_code == 410


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password2": "another, different"}, "fields didn"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "password1234", "password2": "password1234"}, "too common"),
        ({"password1": "new@desk.example", "password2": "new@desk.example"}, "too similar"),
        ({"username": "CHIEF"}, "already exists"),
        ({"username": "a b"}, "Enter a valid username"),
        ({"username": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_with_the_choice_is_said_and_uses_nothing_up(chief, guest, wrong, words):
    _, link = make_invitation()

    page = guest.post(link, {**CHOICE, **wrong})

    assert page.status_code == 200
    assert words in page.text
    assert "Error:" in page.text.split("</title>")[0]
    assert joining.standing().count() == 1


def test_a_user_name_taken_while_the_form_was_sent_is_said(chief, guest, monkeypatch):
    _, link = make_invitation()
    accept = joining.accept

    def late(invitation, account):
        make_person("nel")
        return accept(invitation, account)

    monkeypatch.setattr(joining, "accept", late)
    page = guest.post(link, CHOICE)

    assert "already exists" in page.text
    assert joining.standing().count() == 1


def test_accepting_ends_the_session_of_whoever_was_signed_in_there(client, chief):
    _, link = make_invitation()
    before = client.cookies["sessionid"].value

    shown = client.get(link)
    client.post(link, CHOICE)

    assert "signed in as chief" in shown.text
    assert client.cookies["sessionid"].value != before
    assert not SignIn.objects.filter(user=chief).exists()
    assert SignIn.objects.get().user.username == "nel"


def test_a_session_planted_before_is_not_the_one_that_is_signed_in(chief, guest):
    _, link = make_invitation()
    session = guest.session
    session["planted"] = True
    session.save()
    planted = guest.cookies["sessionid"].value

    guest.post(link, CHOICE)

    assert guest.cookies["sessionid"].value != planted
    stranger = type(guest)()
    stranger.cookies["sessionid"] = planted
    assert stranger.get("/admin/").status_code == 302


def test_the_form_is_sent_with_a_token(chief):
    _, link = make_invitation()

    page = Client(enforce_csrf_checks=True).post(link, CHOICE)

    assert page.status_code == 403
    assert "This form has expired" in page.text
    assert joining.standing().count() == 1


def test_the_page_is_kept_by_nobody(chief, guest):
    _, link = make_invitation()

    page = guest.get(link)

    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_who_may_not_add_users_invites_nobody(client):
    chief = make_chief()
    invitation, _ = make_invitation(by=chief)
    client.force_login(make_person("eve", "change_user", "view_user"))

    answers = [client.get(INVITE), client.post(INVITE, asked()), client.get(LIST)]
    answers += [client.post(act(invitation, name)) for name in ("resend", "withdraw")]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert Invitation.objects.get().is_open


def test_a_stranger_is_asked_to_sign_in(client):
    invitation, _ = make_invitation(by=make_chief())

    assert client.get(INVITE).status_code == 302
    assert client.get(LIST).status_code == 302
    assert client.post(act(invitation, "withdraw")).status_code == 401
    assert Invitation.objects.get().is_open


def test_nobody_gives_more_than_they_have(client):
    make_chief()
    more = make_group("More", "delete_article")
    same = make_group("Same", "view_comment")
    client.force_login(make_person("ed", "add_user", "view_comment"))

    page = client.get(INVITE)
    answers = [client.post(INVITE, asked(groups=[more.pk]))]
    answers.append(client.post(INVITE, asked(groups=[same.pk], is_superuser="on")))

    assert "Same" in page.text
    assert "More" not in page.text
    assert "superuser" not in page.text
    assert answers[0].status_code == 200
    assert "not one of the available choices" in answers[0].text
    invitation = Invitation.objects.get()
    assert not invitation.is_superuser
    assert list(invitation.groups.all()) == [same]


def test_nobody_sends_or_withdraws_an_invitation_to_more_than_they_have(client):
    chief = make_chief()
    more = make_group("More", "delete_article")
    strong = make_invitation(by=chief, is_superuser=True)[0]
    wide = make_invitation("wide@desk.example", by=chief, groups=[more])[0]
    client.force_login(make_person("ed", "add_user"))

    for invitation in (strong, wide):
        assert client.post(act(invitation, "resend")).status_code == 403
        assert client.post(act(invitation, "withdraw")).status_code == 403

    assert Invitation.objects.filter(closed_at=None, invited_by=chief).count() == 2


def test_a_superuser_invites_a_superuser(client, chief, guest):
    client.post(INVITE, asked(is_superuser="on"))

    guest.post(link_in(last_letter("new@desk.example")), CHOICE)

    assert User.objects.get(username="nel").is_superuser


def test_an_address_with_an_account_is_not_invited(client, chief):
    page = client.post(INVITE, asked(email="Chief@Desk.example"))

    assert "already has an account" in page.text
    assert not Invitation.objects.exists()


def test_the_offered_user_name_is_free(chief):
    make_person("nel-new")
    make_person("Nel-New-2")
    invitation, _ = make_invitation()

    assert joining.user_name_for(invitation) == "nel-new-3"


def test_the_list_costs_the_same_for_many(client, chief, django_assert_max_num_queries):
    group = make_group("Moderators")
    for number in range(12):
        make_invitation(f"n{number}@desk.example", groups=[group])

    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_old_invitations_are_forgotten_with_their_addresses(chief, guest):
    make_invitation("a@desk.example")
    _, link = make_invitation("b@desk.example")
    guest.post(link, CHOICE)

    with time_machine.travel(now() + timedelta(days=29)):
        assert joining.forget() == 0
    with time_machine.travel(now() + timedelta(days=38)):
        assert joining.forget() == 2

    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_gets_in():
    make_chief()
    invitation, _ = make_invitation()

    def accept(number):
        account = joining.account_for(invitation)
        account.username = f"nel{number}"
        return joining.accept(invitation, account)

    outcomes = at_once(*(partial(accept, number) for number in range(4)))

    assert sorted(outcomes) == [False, False, False, True]
    assert User.objects.filter(username__startswith="nel").count() == 1
