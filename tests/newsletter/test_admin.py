"""The desk: editors read, export and unsubscribe; only a person makes itself a subscriber."""

import csv
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backpain.desk import Panel
from newsletter import panels
from newsletter.consent import Occasion
from newsletter.models import ConsentEvent, Subscriber
from tests.factories import make_article
from tests.newsletter.factories import make_active, make_subscriber, make_unsubscribed

LIST = "admin:newsletter_subscriber_changelist"
EXPORT = "admin:newsletter_subscriber_export"
pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    """Sign in somebody of the staff who has these rights and no others."""

    def sign_in(*rights, **fields):
        user = User.objects.create_user("staff", password="x", is_staff=True, **fields)
        codenames = [f"{right}_subscriber" for right in rights]
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return user

    return sign_in


def change_url(subscriber):
    return reverse("admin:newsletter_subscriber_change", args=[subscriber.pk])


def act(client, name, *subscribers):
    chosen = [subscriber.pk for subscriber in subscribers]
    return client.post(reverse(LIST), {"action": name, "_selected_action": chosen}, follow=True)


def rows(response):
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_stranger_in_the_desk_learns_nothing(client, person):
    subscriber = make_active("secret@example.org")
    person()

    for url in (reverse(LIST), reverse(EXPORT), change_url(subscriber)):
        response = client.get(url)
        assert response.status_code == 403
        assert "secret" not in response.text
    assert act(client, "unsubscribe", subscriber).status_code == 403
    assert act(client, "export_selected", subscriber).status_code == 403


def test_a_visitor_is_sent_to_sign_in(client):
    for name in (LIST, EXPORT):
        response = client.get(reverse(name))
        assert response.status_code == 302
        assert "/login/" in response.headers["Location"]


def test_the_list_is_read_and_searched(client, person):
    make_active("jo@example.org", source_article=make_article("Why sitting hurts"))
    make_subscriber("kim@example.org")
    person("view")

    listed = client.get(reverse(LIST)).text
    found = client.get(reverse(LIST), {"q": "JO@"}).text
    waiting = client.get(reverse(LIST), {"status__exact": "pending"}).text

    assert "jo@example.org" in listed
    assert "active" in listed
    assert "Why sitting hurts" in listed
    assert "jo@example.org" in found
    assert "kim@example.org" not in found
    assert "kim@example.org" in waiting
    assert "jo@example.org" not in waiting


def test_a_longer_list_costs_no_more_queries(client, person):
    person("view")
    make_active(source_article=make_article())
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(LIST))
    for _ in range(10):
        make_active(source_article=make_article())

    with CaptureQueriesContext(connection) as many:
        client.get(reverse(LIST))

    assert len(many) == len(few)


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_adds_or_confirms_a_subscriber_for_somebody_else(client, person, is_superuser):
    subscriber = make_subscriber(token="token")
    person("view", "add", "change", is_superuser=is_superuser)

    client.post(change_url(subscriber), {"status": "active", "email": "new@example.org"})

    subscriber.refresh_from_db()
    assert subscriber.status == "pending"
    assert client.get(reverse("admin:newsletter_subscriber_add")).status_code == 403
    assert 'name="status"' not in client.get(change_url(subscriber)).text


def test_the_proof_of_consent_stands_beside_the_subscriber(client, person, sign_up):
    sign_up("jo@example.org")
    person("view")

    page = client.get(change_url(Subscriber.objects.get())).text

    assert "signed up" in page
    assert "100 % anti-spam compliant" in page
    assert "192.0.2.1" in page
    assert "<textarea" not in page


def test_an_editor_unsubscribes_whoever_asked_for_it(client, person):
    gone, stays, waiting = make_active(), make_active(), make_subscriber()
    editor = person("view", "change")

    page = act(client, "unsubscribe", gone, waiting)

    assert "1 subscriber gets no more letters." in page.text
    states = {subscriber.pk: subscriber.status for subscriber in Subscriber.objects.all()}
    assert states == {gone.pk: "unsubscribed", stays.pk: "active", waiting.pk: "pending"}
    event = ConsentEvent.objects.get()
    assert (event.kind, event.by) == ("removed", editor)


def test_who_may_only_look_unsubscribes_nobody(client, person):
    subscriber = make_active()
    person("view")

    act(client, "unsubscribe", subscriber)

    subscriber.refresh_from_db()
    assert subscriber.status == "active"


def test_the_whole_list_is_exported_for_spreadsheets_and_scripts(client, person):
    article = make_article("Why sitting hurts, “often”")
    make_active("ü-free@exämple.org", source_article=article)
    make_subscriber("kim@example.org")
    person("view")

    response = client.get(reverse(EXPORT))

    assert response.streaming
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    header, first, second = rows(response)
    assert header == ["address", "status", "joined", "confirmed", "left", "signed up at"]
    assert first[:2] == ["ü-free@exämple.org", "active"]
    assert first[5] == "Why sitting hurts, “often”"
    assert second == ["kim@example.org", "pending", second[2], "", "", ""]


def test_the_file_starts_with_the_mark_that_excel_needs(client, person):
    person("view")

    assert client.get(reverse(EXPORT)).getvalue().startswith(b"\xef\xbb\xbf")


def test_the_chosen_ones_are_exported(client, person):
    chosen, other = make_active(), make_active()
    person("view")

    addresses = [row[0] for row in rows(act(client, "export_selected", chosen))]

    assert addresses == ["address", chosen.email]
    assert other.email not in addresses


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(client, person, start):
    title = f"{start}HYPERLINK(1)"
    make_active("+jo@example.org", source_article=make_article(title, slug="formula"))
    person("view")

    [_, row] = rows(client.get(reverse(EXPORT)))

    assert row[0] == "'+jo@example.org"
    assert row[5] == f"'{title}"


def test_an_export_reads_many_rows_in_one_query(client, person):
    Subscriber.objects.bulk_create(
        Subscriber(email=f"r{number}@example.org", email_key=f"r{number}@example.org")
        for number in range(3000)
    )
    person("view")
    response = client.get(reverse(EXPORT))

    with CaptureQueriesContext(connection) as queries:
        exported = rows(response)

    assert len(exported) == 3001
    assert sum("newsletter_subscriber" in query["sql"] for query in queries) <= 1


def test_a_superuser_erases_a_subscriber_and_the_log_forgets_the_address(client, person):
    subscriber = make_active("erase.me@example.org")
    subscriber.leave(Occasion(client="192.0.2.1"))
    person(is_superuser=True)

    client.post(
        reverse("admin:newsletter_subscriber_delete", args=[subscriber.pk]), {"post": "yes"}
    )

    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert "erase.me" not in LogEntry.objects.get().object_repr


def test_others_erase_nobody(client, person):
    subscriber = make_active()
    person("view", "change", "delete")

    url = reverse("admin:newsletter_subscriber_delete", args=[subscriber.pk])

    assert client.post(url, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("active", "waiting", "words"),
    [
        (0, 0, "0 subscribers, 0 waiting to confirm"),
        (1, 2, "1 subscriber, 2 waiting to confirm"),
        (2, 0, "2 subscribers, 0 waiting to confirm"),
    ],
)
def test_the_desk_says_how_many_there_are(rf, person, active, waiting, words):
    for _ in range(active):
        make_active()
    for _ in range(waiting):
        make_subscriber()
    make_unsubscribed()
    request = rf.get("/")
    request.user = person("view")

    assert panels.subscribers(request) == Panel("Newsletter", words, reverse(LIST))


def test_the_desk_tells_a_stranger_nothing(rf, person):
    request = rf.get("/")
    request.user = person()

    assert panels.subscribers(request) is None


def test_the_panel_stands_on_the_desk(client, person):
    person("view")

    assert "0 subscribers, 0 waiting to confirm" in client.get(reverse("admin:index")).text
