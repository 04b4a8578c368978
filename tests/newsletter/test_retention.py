from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from backpain import worker
from newsletter import retention
from newsletter.consent import Occasion
from newsletter.models import ConsentEvent, Subscriber
from tests.newsletter.factories import make_active, make_subscriber, make_unsubscribed

pytestmark = pytest.mark.django_db


def test_who_does_not_confirm_is_deleted_after_thirty_days(sign_up):
    with time_machine.travel(now() - timedelta(days=30, minutes=1)):
        sign_up("old@example.org")
    with time_machine.travel(now() - timedelta(days=29)):
        sign_up("new@example.org")

    assert retention.delete_unconfirmed() == 1

    assert [subscriber.email for subscriber in Subscriber.objects.all()] == ["new@example.org"]
    assert retention.delete_unconfirmed() == 0


def test_who_asked_again_has_seven_days_more(sign_up):
    with time_machine.travel(now() - timedelta(days=33)):
        sign_up("reader@example.org")
    with time_machine.travel(now() - timedelta(days=4)):
        sign_up("reader@example.org")

    assert retention.delete_unconfirmed() == 0


@pytest.mark.parametrize("make", [make_active, make_unsubscribed])
def test_who_once_confirmed_is_kept(make):
    long_ago = now() - timedelta(days=400)
    make(created_at=long_ago, confirmed_at=long_ago, confirm_expires_at=long_ago)

    assert retention.delete_unconfirmed() == 0


def test_where_a_press_came_from_is_forgotten_after_thirty_days():
    subscriber = make_subscriber(token="token")
    with time_machine.travel(now() - timedelta(days=30, minutes=1)):
        Subscriber.objects.update(confirm_expires_at=now() + timedelta(days=1))
        subscriber.confirm(Occasion(client="192.0.2.1"))
    subscriber.leave(Occasion(client="192.0.2.2"))

    assert retention.forget_clients() == 1

    kept = list(ConsentEvent.objects.values_list("client_address", flat=True))
    assert kept == [None, "192.0.2.2"]
    assert retention.forget_clients() == 0


def test_the_worker_does_both_every_hour():
    hourly = {job.step for job in worker.JOBS if job.every == 3600}

    assert {retention.delete_unconfirmed, retention.forget_clients} <= hourly
