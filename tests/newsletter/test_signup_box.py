"""The box with the form, and the public pages around it, as the front serves them."""

import pytest
from django.template import Context, Template
from django.utils.html import escape

from backpain.models import Publication
from tests.factories import make_article

PAGES = ["/newsletter/", "/newsletter/check-your-inbox/", "/newsletter/your-address/"]


def box(**context):
    template = Template("{% load newsletter_tags %}{% signup_box article %}")
    return template.render(Context(context))


@pytest.mark.django_db
def test_the_box_shows_the_words_of_the_publication():
    Publication.objects.create(
        pk=1,
        newsletter_heading="Letters & more",
        newsletter_text="Once\na week.",
        newsletter_button="Send it",
        newsletter_promise="No <b>spam</b>",
    )

    shown = box()

    assert "Letters &amp; more</h2>" in shown
    assert "Once<br>a week." in shown
    assert "Send it</button>" in shown
    assert escape("No <b>spam</b>") in shown
    assert 'href="/newsletter/your-address/"' in shown


@pytest.mark.django_db
def test_the_box_works_without_words_that_may_be_empty():
    Publication.objects.create(pk=1, newsletter_text="", newsletter_promise="")

    shown = box()

    assert "signup__text" not in shown
    assert "·" not in shown


@pytest.mark.django_db
def test_the_box_in_an_article_sends_the_article_along():
    article = make_article("Why sitting hurts")

    assert 'name="article" value="why-sitting-hurts"' in box(article=article)
    assert 'name="article"' not in box()


@pytest.mark.django_db
def test_the_field_has_a_label_and_the_trap_is_out_of_everybodys_way():
    shown = box()

    assert '<label class="field__label" for="signup-email">Your e-mail address</label>' in shown
    assert 'id="signup-email" name="email" type="email"' in shown
    assert 'autocomplete="email"' in shown
    assert 'tabindex="-1"' in shown
    assert "csrf" not in shown


@pytest.mark.parametrize("path", PAGES)
def test_everybody_gets_the_same_bytes_and_no_cookie(front, path):
    first = front.get(path)

    other = front.get(
        f"{path}?utm_source=x",
        cookie=f"sessionid={'s' * 32}; csrftoken={'c' * 32}",
        user_agent="another",
        accept_language="de",
        remote_addr="192.0.2.9",
    )

    assert first.status == other.status == 200
    assert first.body == other.body
    for answer in (first, other):
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "no-store" not in answer.headers["Cache-Control"]


def test_the_form_is_taken_where_the_front_served_it(front, settings):
    answer = front.post(
        "/newsletter/",
        {"email": "reader@example.org"},
        sec_fetch_site="same-origin",
        origin=settings.SITE_URL,
    )

    assert answer.status == 303
    assert answer.headers["Location"] == "/newsletter/check-your-inbox/"
    assert "Set-Cookie" not in answer.headers


def test_the_article_page_carries_the_box_and_is_the_same_for_everyone(front):
    article = make_article("Why sitting hurts")

    first = front.get(article.get_absolute_url())
    other = front.get(
        article.get_absolute_url(), cookie=f"sessionid={'s' * 32}", remote_addr="192.0.2.9"
    )

    assert 'action="/newsletter/"' in first.text
    assert 'name="article" value="why-sitting-hurts"' in first.text
    assert first.body == other.body
    assert "Set-Cookie" not in first.headers
