"""Two at once: each in its own thread with its own connection, let go at the same moment."""

import pytest

from backpain.models import Letter
from newsletter.addresses import Address
from newsletter.consent import Occasion
from newsletter.models import ConsentEvent, Subscriber
from tests.newsletter.factories import make_active, make_subscriber
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_confirmations_one_counts():
    subscriber = make_subscriber(token="token")
    copies = [Subscriber.objects.get(pk=subscriber.pk) for _ in range(4)]

    results = at_once(*[lambda copy=copy: copy.confirm(Occasion()) for copy in copies])

    assert sorted(results) == [False, False, False, True]
    assert ConsentEvent.objects.count() == 1


def test_of_two_departures_one_counts():
    subscriber = make_active()
    copies = [Subscriber.objects.get(pk=subscriber.pk) for _ in range(4)]

    results = at_once(*[lambda copy=copy: copy.leave(Occasion()) for copy in copies])

    assert sorted(results) == [False, False, False, True]
    assert ConsentEvent.objects.count() == 1


def test_an_address_signed_up_four_times_at_once_is_one_row_and_gets_one_letter():
    address = Address(typed="reader@example.org", key="reader@example.org")

    results = at_once(*[lambda: Subscriber.objects.ask(address, Occasion())] * 4)

    assert results == [None] * 4
    assert Subscriber.objects.count() == 1
    assert Letter.objects.count() == 1
    assert ConsentEvent.objects.count() == 1


def test_a_departure_and_a_new_sign_up_at_once_leave_a_state_that_the_rules_know():
    subscriber = make_active("reader@example.org")
    address = Address(typed="reader@example.org", key="reader@example.org")

    left, asked = at_once(
        lambda: Subscriber.objects.get(pk=subscriber.pk).leave(Occasion()),
        lambda: Subscriber.objects.ask(address, Occasion()),
    )

    assert (left, asked) == (True, None)
    subscriber.refresh_from_db()
    assert subscriber.status == "unsubscribed"
    assert Letter.objects.count() == 1
