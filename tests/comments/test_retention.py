"""What is forgotten with time."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from backpain import worker
from comments import captcha, retention
from comments.models import Comment
from tests.comments.factories import make_comment

pytestmark = pytest.mark.django_db


def test_ip_addresses_are_kept_for_thirty_days():
    old = make_comment(address="203.0.113.7", created_at=now() - timedelta(days=31))
    old.fingerprint = "f" * 64
    old.save(update_fields=["fingerprint"])
    make_comment(address="2001:db8::1", created_at=now() - timedelta(days=29))

    assert retention.forget_addresses() == 1

    kept = Comment.objects.order_by("pk").values_list("address", "fingerprint")
    assert list(kept) == [(None, None), ("2001:db8::1", None)]
    assert retention.forget_addresses() == 0


def test_many_addresses_are_forgotten_in_batches(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(3):
        make_comment(address="203.0.113.7", created_at=now() - timedelta(days=31))

    assert [retention.forget_addresses() for _ in range(3)] == [2, 1, 0]


def test_the_worker_does_both_jobs():
    steps = {job.step for job in worker.JOBS}

    assert {captcha.judge, retention.forget_addresses} <= steps
