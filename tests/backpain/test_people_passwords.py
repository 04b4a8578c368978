"""A new password: by a mailed link, at the desk, and what follows each change."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from backpain.models import Letter, PasswordRequest, SignIn
from backpain.people import passwords
from tests.backpain.people import PASSWORD, last_letter, link_in, make_chief, make_person
from tests.threads import at_once

pytestmark = pytest.mark.django_db

FORGOTTEN = reverse("people:forgotten")
CHANGE = reverse("admin:password_change")
NEW = "another horse, a stable"
CHOICE = {"new_password1": NEW, "new_password2": NEW}


def ask(client, email="ada@desk.example", **headers):
    return client.post(FORGOTTEN, {"email": email}, **headers)


def reset_link(client, email="ada@desk.example"):
    ask(client, email)
    passwords.answer()
    return link_in(last_letter(email))


def signed_in(person):
    """A browser in which somebody is signed in."""
    browser = Client()
    browser.force_login(person)
    return browser


def is_signed_in(browser):
    return browser.get("/admin/").status_code == 200


def test_the_sign_in_page_leads_to_the_form(client):
    page = client.get(reverse("admin:login"))

    assert "Forgotten your password?" in page.text
    assert f'href="{FORGOTTEN}"' in page.text


def test_a_letter_brings_a_link_to_a_new_password(client):
    person = make_person()

    link = reset_link(client)
    assert "user name is <strong>ada</strong>" in client.get(link).text
    page = client.post(link, CHOICE, follow=True)

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert "Sign in with the new password" in page.text
    assert not is_signed_in(client)


def test_looking_at_the_link_changes_nothing(client):
    make_person()
    link = reset_link(client)
    before = serializers.serialize("json", User.objects.all())

    for method in (client.get, client.head, client.options) * 2:
        method(link)

    assert serializers.serialize("json", User.objects.all()) == before
    assert not Session.objects.exists()
    assert client.get(link).headers["Cache-Control"] == "no-store, private"


def test_a_new_password_ends_all_sessions_and_is_told_by_letter(client):
    person, other = make_person(), make_person("eve")
    laptop, phone, colleague = signed_in(person), signed_in(person), signed_in(other)

    client.post(reset_link(client), CHOICE)

    assert not is_signed_in(laptop)
    assert not is_signed_in(phone)
    assert is_signed_in(colleague)
    assert not SignIn.objects.filter(user=person).exists()
    assert last_letter(person.email).subject == "Your password was changed: The Back Journal"


def test_a_link_works_once(client):
    make_person()
    link = reset_link(client)
    client.post(link, CHOICE)

    page = client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert page.status_code == 404
    assert "It was used" in page.text
    assert User.objects.get().check_password(NEW)


def test_a_link_works_for_a_day(client):
    make_person()
    link = reset_link(client)

    with time_machine.travel(now() + timedelta(hours=23)):
        assert client.get(link).status_code == 200
    with time_machine.travel(now() + timedelta(hours=25)):
        assert client.get(link).status_code == 404


def test_a_link_is_of_use_for_one_person_only(client):
    make_person()
    other = make_person("eve")
    uid, token = reset_link(client).strip("/").split("/")[-2:]
    theirs = reset_link(client, other.email).strip("/").split("/")[-2]

    for pair in [(theirs, token), (uid, "x-y"), ("!", token), ("OTk5", token), ("LTE", token)]:
        address = reverse("people:reset", args=pair)
        assert client.post(address, CHOICE).status_code == 404, address

    assert User.objects.get(username="eve").check_password(PASSWORD)


def test_a_link_ends_with_the_account(client):
    person = make_person()
    link = reset_link(client)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.post(link, CHOICE).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"new_password2": "different"}, "fields didn"),
        ({"new_password1": "short", "new_password2": "short"}, "too short"),
        ({"new_password1": "", "new_password2": ""}, "required"),
    ],
)
def test_what_is_wrong_with_a_password_is_said(client, wrong, words):
    make_person()
    link = reset_link(client)

    page = client.post(link, {**CHOICE, **wrong})

    assert words in page.text
    assert page.text.split("<title>")[1].startswith("Error:")
    assert client.get(link).status_code == 200


def test_the_answer_tells_nothing_and_costs_the_same(client):
    make_person()
    answers, costs = [], []
    for email in ("ada@desk.example", "nobody@desk.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = ask(client, email, follow=True)
        answers.append((answer.redirect_chain, answer.content, dict(answer.headers)))
        costs.append([re.sub(r"'[^']*'", "?", query["sql"]) for query in queries])

    assert answers[0] == answers[1]
    assert costs[0] == costs[1]
    assert not Letter.objects.exists()


def test_the_worker_writes_to_people_with_an_account_alone(client):
    make_person()
    make_person("gone", is_active=False)
    make_person("keyless").set_unusable_password()
    person = User.objects.get(username="keyless")
    person.set_unusable_password()
    person.save()
    for name in ("ADA", "gone", "keyless", "nobody"):
        ask(client, f"{name}@desk.example")

    assert passwords.answer() == 4

    assert list(Letter.objects.values_list("to", flat=True)) == ["ada@desk.example"]
    assert not PasswordRequest.objects.exists()
    assert passwords.answer() == 0


def test_who_asked_days_ago_gets_no_letter_now(client):
    make_person()
    ask(client)

    with time_machine.travel(now() + timedelta(days=2)):
        passwords.answer()

    assert not Letter.objects.exists()
    assert not PasswordRequest.objects.exists()


def test_each_account_of_an_address_gets_its_letter(client):
    make_person("one", email="both@desk.example")
    make_person("two", email="both@desk.example")

    ask(client, "both@desk.example")
    passwords.answer()

    letters = Letter.objects.filter(to="both@desk.example")
    assert [name for name in ("one", "two") for one in letters if f"account {name}." in one.text]
    assert letters.count() == 2


@pytest.mark.parametrize("email", ["", "x", "a@b", "a@b.example\nBcc: c@d.example", "a" * 400])
def test_what_is_no_address_is_said(client, email):
    page = ask(client, email)

    assert page.status_code == 200
    assert "errorlist" in page.text
    assert not PasswordRequest.objects.exists()


def test_one_client_asks_ten_times_an_hour(client):
    statuses = [ask(client, f"n{number}@desk.example").status_code for number in range(11)]

    assert statuses == [302] * 10 + [429]
    assert "Try in an hour" in ask(client, "x@desk.example").text
    assert PasswordRequest.objects.count() == 10
    with time_machine.travel(now() + timedelta(hours=1, seconds=5)):
        assert ask(client, "x@desk.example").status_code == 302


def test_one_address_gets_three_letters_an_hour_and_nobody_learns_of_it(client):
    make_person()
    answers = [
        ask(client, "Ada@desk.example", REMOTE_ADDR=f"192.0.2.{number}") for number in range(5)
    ]

    assert {answer.status_code for answer in answers} == {302}
    passwords.answer()
    assert Letter.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_one_letter(client):
    make_person()
    ask(client)

    at_once(passwords.answer, passwords.answer)

    assert Letter.objects.count() == 1


def test_a_form_without_a_token_is_refused_in_words():
    page = Client(enforce_csrf_checks=True).post(FORGOTTEN, {"email": "a@desk.example"})

    assert page.status_code == 403
    assert "This form has expired" in page.text


def test_the_letter_leads_to_the_desk_wherever_it_is(client, settings):
    make_person()
    settings.SITE_URL = "https://backs.example"

    ask(client)
    passwords.answer()

    words = last_letter("ada@desk.example")
    assert f"https://backs.example/{settings.ADMIN_PATH}password/" in words.text
    assert f"https://backs.example/{settings.ADMIN_PATH}password/" in words.html


def test_changing_ones_password_keeps_this_browser_and_ends_the_others():
    person = make_person()
    here, there = signed_in(person), signed_in(person)
    before = here.cookies["sessionid"].value

    page = here.post(CHANGE, {"old_password": PASSWORD, **CHOICE}, follow=True)

    assert "Your password is changed" in page.text
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert here.cookies["sessionid"].value != before
    assert SignIn.objects.get().session_id == here.cookies["sessionid"].value
    assert Session.objects.count() == 1
    assert "Other browsers were signed out" in last_letter(person.email).text


def test_the_moment_of_signing_in_outlasts_a_change_of_password():
    person = make_person()
    with time_machine.travel(now() - timedelta(hours=3)):
        here = signed_in(person)
    since = SignIn.objects.get().signed_in_at

    here.post(CHANGE, {"old_password": PASSWORD, **CHOICE}, follow=True)

    assert SignIn.objects.get().signed_in_at == since


def test_the_old_password_is_asked_for():
    person = make_person()
    here, there = signed_in(person), signed_in(person)

    page = here.post(CHANGE, {"old_password": "wrong", **CHOICE})

    assert "errorlist" in page.text
    assert is_signed_in(there)
    assert not Letter.objects.exists()


def test_a_stranger_changes_no_password(client):
    assert client.get(CHANGE).status_code == 302
    assert client.post(CHANGE, CHOICE).status_code == 401


def test_who_sets_a_colleagues_password_signs_them_out_and_they_are_told():
    chief, person = make_chief(), make_person()
    desk, theirs = signed_in(chief), signed_in(person)
    address = reverse("admin:auth_user_password_change", args=[person.pk])

    desk.post(address, {"password1": NEW, "password2": NEW, "set-password": "1"})

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert not is_signed_in(theirs)
    assert not SignIn.objects.filter(user=person).exists()
    assert "password was changed" in last_letter(person.email).subject


def test_who_sets_their_own_on_that_page_stays_signed_in():
    chief = make_chief()
    here, there = signed_in(chief), signed_in(chief)
    address = reverse("admin:auth_user_password_change", args=[chief.pk])

    here.post(address, {"password1": NEW, "password2": NEW, "set-password": "1"}, follow=True)

    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert SignIn.objects.get().session_id == here.cookies["sessionid"].value
