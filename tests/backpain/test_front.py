import logging
import threading
from datetime import timedelta

import pytest
from django.core.signals import request_started
from django.db import OperationalError, connections, transaction
from django.test import Client
from django.utils.timezone import now

from articles.models import Article
from backpain import pages
from backpain.versions import VERSIONS
from tests.factories import make_article


@pytest.fixture
def asked():
    """Collect the paths that Django is asked for."""
    paths = []

    def note(sender, environ, **kwargs):
        paths.append(environ["PATH_INFO"])

    request_started.connect(note)
    yield paths
    request_started.disconnect(note)


def change(article, **fields):
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**fields)
        pages.changed(f"article:{article.pk}")


def test_a_page_is_made_once_and_then_served_without_django(front, asked):
    article = make_article(title="Backs", body="<p>Keep moving.</p>")

    first = front.get("/backs/")
    second = front.get("/backs/")

    assert first.status == second.status == 200
    assert "Keep moving." in first.text
    assert second == first
    assert asked == [article.get_absolute_url()]
