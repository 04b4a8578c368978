"""The page that gives a reader's words back when the fault is ours."""

import pytest
from django.template.loader import get_template

from articles.reports.views import LOST as REPORT
from backpain.outage import returns_the_words
from comments.views import LOST as COMMENT


@returns_the_words(COMMENT, "name")
def broken(request):
    raise RuntimeError


@pytest.mark.parametrize("lost", [COMMENT, REPORT], ids=["a comment", "a report"])
def test_the_page_of_an_outage_needs_neither_database_nor_request(lost):
    template = get_template("outage.html")
    context = {"lost": lost, "path": "/a/", "body": "<b>", "fields": [("name", '"Ann"')]}

    page = template.render(context)

    assert "&lt;b&gt;</textarea>" in page
    assert 'value="&quot;Ann&quot;"' in page
    assert f"<title>{lost.title}</title>" in page
    assert f'<h1 class="page__title">{lost.heading}</h1>' in page
    assert f">{lost.label}</label>" in page


def test_it_wears_the_stylesheet_and_the_mark(rf):
    page = broken(rf.post("/", {"body": "Words"})).text

    assert '<link rel="stylesheet" href="/static/site.css">' in page
    assert '<a class="brand" href="/"><img src="/static/img/icon.svg" alt="Home"' in page


def test_it_comes_without_them_when_their_addresses_are_unknown(rf, settings):
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}

    page = broken(rf.post("/", {"body": "Words"})).text

    assert "Words</textarea>" in page
    assert "/static/" not in page
