from contextlib import ExitStack

import pytest

from backpain import sample
from backpain.sample import loading
from tests.backpain.mail_server import Post, listening

TEMPLATES = {
    "hello.subject.txt": "{% autoescape off %}Hello {{ name }}{% endautoescape %}\n",
    "hello.txt": '{% extends "mail/base.txt" %}{% block main %}Dear {{ name }}{% endblock main %}',
    "hello.html": '{% extends "mail/base.html" %}{% block main %}<h1>Dear {{ name }}</h1>'
    '<p><a class="button" href="{{ site_url }}/x/">Read</a></p>{% endblock main %}',
}


@pytest.fixture
def hello(settings, tmp_path):
    """A letter of the tests' own: outbox.send("hello", …) with `name` in its context."""
    folder = tmp_path / "templates"
    folder.mkdir()
    for name, content in TEMPLATES.items():
        (folder / name).write_text(content)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]
    return "hello"


@pytest.fixture
def post_office(settings):
    """Start a real mail server that the outbox delivers to: post_office(RCPT=["450 later"])."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with ExitStack() as servers:

        def open_office(**answers):
            post = Post(**answers)
            settings.EMAIL_PORT = servers.enter_context(listening(post))
            return post

        yield open_office


@pytest.fixture
def quick_sample(monkeypatch, small_pictures):
    """Let the sample publication load with small pictures."""
    monkeypatch.setattr(loading, "PICTURES", small_pictures)


@pytest.fixture
def loaded(db, quick_sample):
    """The sample publication stands in the database."""
    sample.load()
