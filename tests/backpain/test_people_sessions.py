"""Where somebody is signed in: seen, ended, forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from backpain.models import SignIn
from backpain.people import devices, sessions
from tests.backpain.people import LAPTOP, PASSWORD, PHONE, make_chief, make_person

pytestmark = pytest.mark.django_db

PAGE = reverse("people:sessions")
LOGIN = reverse("admin:login")


def sign_in(person, agent=LAPTOP, **fields):
    """Sign in as a person does, by the page; return the browser."""
    browser = Client(headers={"User-Agent": agent}, **fields)
    data = {"username": person.username, "password": PASSWORD, "next": "/admin/"}
    assert browser.post(LOGIN, data).status_code == 302
    return browser


def key_of(browser):
    return browser.cookies["sessionid"].value


def row_of(browser):
    return SignIn.objects.get(session=key_of(browser))


def is_signed_in(browser):
    return browser.get("/admin/").status_code == 200


def test_the_page_names_each_browser_and_marks_this_one():
    person = make_person()
    here = sign_in(person, REMOTE_ADDR="192.0.2.7")
    sign_in(person, PHONE, REMOTE_ADDR="2001:db8::1")
    sign_in(make_person("eve"), REMOTE_ADDR="198.51.100.9")

    page = here.get(PAGE)

    for words in ("Firefox on Windows", "Safari on an iPhone", "192.0.2.7", "2001:db8::1"):
        assert words in page.text
    assert page.text.count("This one: here and now") == 1
    assert page.text.count("End this session") == 1
    assert "198.51.100.9" not in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_no_page_holds_the_key_of_a_session():
    person = make_person()
    here, there = sign_in(person), sign_in(person)

    text = here.get(PAGE).text

    assert key_of(here) not in text
    assert key_of(there) not in text


def test_an_address_that_a_stranger_claims_is_not_believed():
    here = sign_in(make_person(), REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.5")

    assert row_of(here).address == "192.0.2.7"


def test_signing_out_takes_the_row():
    here = sign_in(make_person())

    here.post(reverse("admin:logout"))

    assert not SignIn.objects.exists()
    assert not Session.objects.exists()


def test_one_session_is_ended():
    person = make_person()
    here, there, third = sign_in(person), sign_in(person, PHONE), sign_in(person)

    page = here.post(PAGE, {"end": row_of(there).pk}, follow=True)

    assert "1 session is ended" in page.text
    assert not is_signed_in(there)
    assert is_signed_in(here)
    assert is_signed_in(third)


def test_all_others_are_ended():
    person, other = make_person(), make_person("eve")
    here, there, colleague = sign_in(person), sign_in(person), sign_in(other)

    here.post(PAGE, {"end": "all"})

    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert is_signed_in(colleague)


def test_nobody_ends_anothers_session_here():
    here, theirs = sign_in(make_person()), sign_in(make_person("eve"))

    page = here.post(PAGE, {"end": row_of(theirs).pk}, follow=True)

    assert "had ended already" in page.text
    assert is_signed_in(theirs)


@pytest.mark.parametrize("end", ["", "x", "-1", "9" * 30, "²"])
def test_a_garbled_choice_ends_nothing(end):
    person = make_person()
    here, there = sign_in(person), sign_in(person)

    assert here.post(PAGE, {"end": end}).status_code == 302
    assert is_signed_in(there)


def test_the_session_that_asks_is_not_ended_by_its_number():
    here = sign_in(make_person())

    here.post(PAGE, {"end": row_of(here).pk})

    assert is_signed_in(here)


def test_a_get_ends_nothing():
    person = make_person()
    here, there = sign_in(person), sign_in(person)

    here.get(PAGE, {"end": "all"})

    assert is_signed_in(there)


def test_a_stranger_sees_and_ends_nothing(client):
    there = sign_in(make_person())

    assert client.get(PAGE).status_code == 302
    assert client.post(PAGE, {"end": "all"}).status_code == 401
    assert is_signed_in(there)


def test_last_seen_is_written_every_five_minutes():
    here = sign_in(make_person())
    before = row_of(here).seen_at

    with time_machine.travel(before + timedelta(minutes=4), tick=False):
        here.get("/admin/")
        assert row_of(here).seen_at == before
    with time_machine.travel(before + timedelta(minutes=6), tick=False):
        here.get("/admin/", REMOTE_ADDR="192.0.2.99")
        assert row_of(here).seen_at == before + timedelta(minutes=6)
        assert row_of(here).address == "192.0.2.99"


def test_a_public_page_writes_nothing():
    here = sign_in(make_person())
    before = row_of(here).seen_at

    with time_machine.travel(before + timedelta(minutes=30), tick=False):
        here.get("/")
        here.get("/robots.txt")

    assert row_of(here).seen_at == before


def test_the_desk_asks_for_the_row_once_in_five_minutes():
    here = sign_in(make_person())

    with CaptureQueriesContext(connection) as queries:
        here.get("/admin/")
    assert not [query for query in queries if "backpain_signin" in query["sql"]]


def test_a_session_without_a_row_gets_one():
    here = sign_in(make_person())
    SignIn.objects.all().delete()
    sessions._noted.clear()

    here.get("/admin/")

    assert row_of(here).user.username == "ada"


def test_a_session_ended_while_it_was_used_stays_ended():
    here = sign_in(make_person())
    key = key_of(here)
    request = here.get("/admin/").wsgi_request
    request.user.is_authenticated  # noqa: B018 (read before the session goes)
    Session.objects.all().delete()
    sessions._noted.clear()

    sessions.see(request)

    assert not SignIn.objects.filter(session=key).exists()


def test_signing_in_changes_the_key_of_a_session_planted_before():
    person = make_person()
    browser = Client()
    session = browser.session
    session["planted"] = True
    session.save()
    planted = key_of(browser)

    browser.post(LOGIN, {"username": "ada", "password": PASSWORD, "next": "/admin/"})

    assert key_of(browser) != planted
    assert row_of(browser).user == person
    assert not Session.objects.filter(pk=planted).exists()


def test_sessions_that_are_over_are_forgotten_and_not_shown():
    person = make_person()
    sign_in(person)

    with time_machine.travel(now() + timedelta(hours=13)):
        assert not sessions.of(person).exists()
        assert sessions.forget() == 2
    assert not Session.objects.exists()
    assert not SignIn.objects.exists()


def test_an_address_is_kept_for_thirty_days():
    here = sign_in(make_person())
    Session.objects.update(expire_date=now() + timedelta(days=90))

    with time_machine.travel(now() + timedelta(days=29)):
        sessions.forget()
    assert row_of(here).address
    with time_machine.travel(now() + timedelta(days=31)):
        assert sessions.forget() == 1
    assert row_of(here).address is None


def test_a_superuser_ends_a_colleagues_sessions():
    chief, person = make_chief(), make_person()
    desk, one, two, three = sign_in(chief), sign_in(person), sign_in(person), sign_in(person)
    page = reverse("admin:auth_user_sessions", args=[person.pk])

    assert page in desk.get(reverse("admin:auth_user_change", args=[person.pk])).text
    assert "Firefox on Windows" in desk.get(page).text
    desk.post(page, {"end": row_of(one).pk})
    assert [is_signed_in(browser) for browser in (one, two, three)] == [False, True, True]
    desk.post(page, {"end": "all"})

    assert not is_signed_in(two)
    assert is_signed_in(desk)


def test_who_may_not_change_somebody_does_not_see_their_sessions():
    chief = make_chief()
    publisher = sign_in(make_person("ed", "add_user", "change_user", "view_user"))
    eve = sign_in(make_person("eve"))
    theirs = sign_in(chief)
    page = reverse("admin:auth_user_sessions", args=[chief.pk])

    for browser in (publisher, eve):
        assert browser.get(page).status_code == 403
        assert browser.post(page, {"end": "all"}).status_code == 403
    assert Client().get(page).status_code == 302
    assert is_signed_in(theirs)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (LAPTOP, "Firefox on Windows"),
        (PHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile", "Chrome on Android"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17 Safari/605",
            "Safari on a Mac",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) CriOS/130 Safari/604", "Chrome on an iPad"),
        ("Firefox/131.0", "Firefox on an unknown device"),
        ("SomethingNew (Windows)", "An unknown browser on Windows"),
        ("curl/8.5", "An unknown browser and device"),
        ("", "An unknown browser and device"),
    ],
)
def test_a_device_is_named_in_plain_words(agent, said):
    assert devices.words(agent) == said
