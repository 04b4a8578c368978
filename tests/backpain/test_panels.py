from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils.timezone import now

from backpain import panels
from backpain.models import Letter, WorkerBeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(rf):
    """Ask a panel as a superuser does, or as whoever is given."""

    def shown(panel, user=None):
        request = rf.get("/admin/")
        request.user = user or User(is_superuser=True, is_active=True)
        return panel(request)

    return shown


def test_a_living_worker_is_reported(shown):
    WorkerBeat.objects.create(name="a:1")

    panel = shown(panels.background_work)

    assert panel.words == "The worker is running."
    assert not panel.is_warning


def test_a_silent_worker_is_a_warning_with_the_minutes(shown):
    WorkerBeat.objects.create(name="a:1", beaten_at=now() - timedelta(minutes=7, seconds=5))

    panel = shown(panels.background_work)

    assert panel.words == "No worker has been seen for 7 minutes: no letter is sent."
    assert panel.is_warning


def test_a_worker_never_seen_is_a_warning(shown):
    assert shown(panels.background_work).is_warning


def test_letters_that_wait_or_failed_are_counted(shown):
    for _ in range(2):
        Letter.objects.create(to="a@example.org", subject="s", text="t", html="")
    Letter.objects.create(to="b@example.org", subject="s", text="t", html="", failed_at=now())

    panel = shown(panels.letters)

    assert "2 letters wait. 1 letter failed." in panel.words
    assert panel.is_warning


def test_a_local_site_says_where_its_letters_are(shown, settings):
    panel = shown(panels.letters)

    assert panel.words == f"Letters are files in {settings.MAIL_DIR}."
    assert not panel.is_warning


def test_a_public_site_without_a_mail_server_warns_that_no_letter_leaves(shown, settings):
    settings.IS_LOCAL = False

    panel = shown(panels.letters)

    assert panel.words.startswith("No letter leaves this site: EMAIL_URL is not set.")
    assert panel.is_warning


def test_a_site_with_a_mail_server_says_so(shown, settings):
    settings.HAS_MAIL_SERVER = True

    assert shown(panels.letters).words == "Letters go out through the mail server."


@pytest.mark.parametrize("panel", [panels.background_work, panels.letters])
def test_who_does_not_run_the_site_sees_no_panel_of_it(panel, shown):
    assert shown(panel, AnonymousUser()) is None
