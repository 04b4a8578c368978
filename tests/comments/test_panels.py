"""What the desk's index says about comments."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import now

from comments import panels
from comments.models import Comment
from tests.comments.factories import make_comment

pytestmark = pytest.mark.django_db


def warning(request):
    """Return the words of the warning about the captcha, "" for none."""
    panel = panels.broken_captcha(request)
    assert panel is None or panel.is_warning
    return panel.words if panel else ""


@pytest.fixture
def desk_request(rf, admin_user):
    request = rf.get("/admin/")
    request.user = admin_user
    return request


def test_the_number_of_waiting_comments_leads_to_their_list(desk_request):
    for _ in range(2):
        make_comment()

    panel = panels.waiting(desk_request)

    assert panel
    assert panel.words == "2 comments wait."
    assert panel.url == "/admin/comments/comment/"


def test_an_empty_queue_is_said_too(desk_request):
    panel = panels.waiting(desk_request)

    assert panel
    assert panel.words == "No comment waits."


def test_a_captcha_that_works_is_not_mentioned(desk_request):
    make_comment(captcha_verdict=Comment.Verdict.FAILED)

    assert not warning(desk_request)


def test_a_public_site_without_keys_is_warned_of(desk_request, settings):
    settings.IS_LOCAL = False
    settings.RECAPTCHA_PRIVATE_KEY = ""

    assert "Every comment waits for a moderator" in warning(desk_request)


def test_refused_keys_are_warned_of_for_a_day(desk_request):
    make_comment(captcha_verdict=Comment.Verdict.MISCONFIGURED)

    assert "refused our keys" in warning(desk_request)
    with time_machine.travel(now() + timedelta(days=2)):
        assert not warning(desk_request)


def test_who_does_not_moderate_is_told_nothing(rf, settings):
    settings.RECAPTCHA_PRIVATE_KEY = ""
    request = rf.get("/admin/")
    request.user = AnonymousUser()

    assert panels.waiting(request) is None
    assert panels.broken_captcha(request) is None
