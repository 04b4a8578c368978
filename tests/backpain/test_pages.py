"""What a public page says of itself, and what a change does to it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.timezone import now

from backpain import pages, worker
from backpain.models import PageTag

requests = RequestFactory()


def page_of(view):
    """Return what the front gets to know of the page that `view` makes."""
    return vars(view(requests.get("/")))["page"]


def test_a_page_carries_the_tags_of_what_it_shows():
    @pages.public_page
    def view(request):
        pages.shows(request, "article:1", "articles")
        return HttpResponse("Hello")

    assert page_of(view).tags == {"site", "article:1", "articles"}


def test_a_part_shown_on_a_page_that_is_not_public_says_nothing():
    request = requests.get("/")

    pages.shows(request, "article:1")
    pages.until(request, now())

    assert not hasattr(request, "page")


@pytest.mark.parametrize("status", [404, 302, 410])
def test_only_a_page_that_is_there_can_be_finished(status):
    @pages.public_page
    def view(request):
        return HttpResponse("Hello", status=status)

    assert not hasattr(view(requests.get("/")), "page")


def test_a_public_view_cannot_be_posted_to():
    @pages.public_page
    def view(request):
        return HttpResponse("Hello")

    assert view(requests.post("/")).status_code == 405


def test_a_public_view_sees_the_parameters_with_a_meaning_only():
    @pages.public_page
    def view(request):
        return HttpResponse(request.GET.urlencode())

    answer = view(requests.get("/?utm_source=letter&q=back&q=neck&x=1"))

    assert answer.content.decode() == "q=back&q=neck"


@pytest.mark.parametrize(
    ("query", "has_meaning"),
    [
        ("", False),
        ("utm_source=x", False),
        ("Q=x", False),
        ("x=q", False),
        ("q=", True),
        ("p", True),
        ("%70age_id=3", True),
        ("utm_source=x&replytocom=4", True),
    ],
)
def test_which_queries_make_another_page(query, has_meaning):
    assert pages.has_meaning(query) is has_meaning


def test_a_page_ends_at_the_earliest_moment_named():
    @pages.public_page
    def view(request):
        for hours in (5, 2, 3):
            pages.until(request, now() + timedelta(hours=hours))
        pages.until(request, None)
        pages.until(request, now() - timedelta(hours=1))
        return HttpResponse("Hello")

    with time_machine.travel("2026-03-01 12:00 +0000", tick=False):
        assert page_of(view).ends_at == now() + timedelta(hours=2)


def test_a_page_ends_after_a_day():
    @pages.public_page
    def view(request):
        pages.until(request, now() + timedelta(days=40))
        return HttpResponse("Hello")

    with time_machine.travel("2026-03-01 12:00 +0000", tick=False):
        assert page_of(view).ends_at == now() + timedelta(days=1)


def test_a_moment_that_passes_while_the_page_is_made_ends_it():
    with time_machine.travel("2026-03-01 12:00 +0000", tick=False) as clock:
        moment = now() + timedelta(milliseconds=5)

        @pages.public_page
        def view(request):
            clock.shift(timedelta(milliseconds=10))
            pages.until(request, moment)
            return HttpResponse("Hello")

        assert page_of(view).ends_at == moment


@pytest.mark.django_db
def test_each_change_gives_a_tag_another_version():
    pages.changed("article:1", "articles", "article:1")
    first = dict(PageTag.objects.values_list("name", "version"))
    pages.changed("article:1")
    second = dict(PageTag.objects.values_list("name", "version"))

    assert first.keys() == second.keys() == {"article:1", "articles"}
    assert first["article:1"] != second["article:1"]
    assert first["articles"] == second["articles"]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_changes_no_version():
    with transaction.atomic():
        pages.changed("article:1")
        transaction.set_rollback(True)

    assert not PageTag.objects.exists()


@pytest.mark.django_db
def test_tags_are_forgotten_once_no_page_can_know_them():
    with time_machine.travel(now() - timedelta(days=2, minutes=1)):
        pages.changed("old", "renewed")
    with time_machine.travel(now() - timedelta(days=1, hours=23)):
        pages.changed("young")
    pages.changed("renewed")

    assert pages.forget_old_tags() == 1
    assert set(PageTag.objects.values_list("name", flat=True)) == {"young", "renewed"}


def test_the_worker_forgets_old_tags():
    assert pages.forget_old_tags in [job.step for job in worker.JOBS]
