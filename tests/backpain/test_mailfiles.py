import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives, get_connection


@pytest.fixture
def write(settings):
    """Send a message to files; return the names of the files by their suffix."""

    def write(subject="Confirm your subscription", text="Grüße\n", html="<p>Grüße</p>"):
        connection = get_connection("backpain.mailfiles.EmailBackend")
        message = EmailMultiAlternatives(
            subject, text, "a@example.org", ["jo@example.org"], connection=connection
        )
        if html:
            message.attach_alternative(html, "text/html")
        assert message.send() == 1
        return sorted(settings.MAIL_DIR.iterdir())

    return write


@time_machine.travel(datetime(2026, 3, 1, 12, 30, tzinfo=UTC), tick=False)
def test_a_letter_becomes_a_file_named_for_time_and_subject(write):
    names = [file.name for file in write()]

    assert names == [
        "2026-03-01T12-30-00.000000-confirm-your-subscription.eml",
        "2026-03-01T12-30-00.000000-confirm-your-subscription.html",
    ]


def test_the_file_can_be_read_as_it_is(write):
    eml, html = write()

    assert "Grüße\n" in eml.read_text()
    assert "Content-Transfer-Encoding: 8bit" in eml.read_text()
    assert "base64" not in eml.read_text()
    assert html.read_text() == "<p>Grüße</p>"


def test_the_file_is_a_whole_message_to_a_mail_program(write):
    eml, _ = write(text="a" * 3000 + "\nGrüße")

    message = message_from_bytes(eml.read_bytes(), policy=policy.default)
    assert message["To"] == "jo@example.org"
    text, html = [part.get_content().rstrip() for part in message.iter_parts()]
    assert text == "a" * 3000 + "\nGrüße"
    assert html == "<p>Grüße</p>"


def test_a_letter_without_html_is_one_file(write):
    assert [file.suffix for file in write(html="")] == [".eml"]


def test_no_file_name_holds_an_address(write):
    for file in write(subject="A reply from jo.doe@example.org to you"):
        assert "a-reply-from-to-you" in file.name
        assert not re.search("jo|doe|example", file.name)


def test_a_subject_without_letters_still_gets_a_name(write):
    assert write(subject="🎉", html="")[0].name.endswith("-letter.eml")


@time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False)
def test_two_letters_of_one_moment_are_two_files(write):
    write(html="", text="first")

    files = write(html="", text="second")

    assert sorted(file.read_text().split()[-1] for file in files) == ["first", "second"]


def test_only_the_owner_can_look_into_the_folder(write, settings):
    files = write()

    assert settings.MAIL_DIR.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
