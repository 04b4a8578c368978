import pytest
from django.core.management import call_command

from backpain import checks


@pytest.fixture
def public(settings):
    """A public site that is set up well; tests take one thing away."""
    settings.IS_LOCAL = False
    settings.HAS_MAIL_SERVER = True
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "of our own"
    settings.SECRET_KEY = "s" * 50
    return settings


def ids(messages):
    return [message.id for message in messages]


def test_a_fresh_clone_passes_every_check():
    call_command("check", "--fail-level", "ERROR")


def test_a_public_site_that_is_set_up_well_has_nothing_to_hear(public):
    found = [
        *checks.captcha_keys(None),
        *checks.mail_server(None),
        *checks.secret_key(None),
    ]

    assert found == []


@pytest.mark.parametrize("which", ["PUBLIC", "PRIVATE"])
def test_a_test_key_on_a_public_site_is_an_error(which, public):
    key = getattr(public, f"RECAPTCHA_TEST_{which}_KEY")
    setattr(public, f"RECAPTCHA_{which}_KEY", key)

    assert ids(checks.captcha_keys(None)) == ["backpain.E001"]


def test_test_keys_on_a_local_site_are_right(settings):
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_TEST_PUBLIC_KEY

    assert checks.captcha_keys(None) == []


@pytest.mark.parametrize("which", ["PUBLIC", "PRIVATE"])
def test_a_public_site_without_captcha_keys_hears_that_every_comment_waits(which, public):
    setattr(public, f"RECAPTCHA_{which}_KEY", "")

    [warning] = checks.captcha_keys(None)

    assert warning.id == "backpain.W001"
    assert "every comment waits" in warning.msg


def test_a_public_site_without_a_mail_server_hears_that_no_letter_leaves(public):
    public.HAS_MAIL_SERVER = False

    assert ids(checks.mail_server(None)) == ["backpain.W002"]


def test_a_key_made_by_the_process_itself_is_an_error(public):
    public.SECRET_KEY = "random-per-process-abc"

    assert ids(checks.secret_key(None)) == ["backpain.E002"]


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
    ],
)
def test_a_sqlite_that_may_damage_the_database_is_known(version, sound):
    assert checks.is_sound(version) is sound


def test_an_affected_sqlite_is_named_on_sqlite_only(monkeypatch):
    class Old:
        sqlite_version_info = (3, 40, 1)

    class Connection:
        vendor = "sqlite"
        Database = Old

    monkeypatch.setattr(checks, "connection", Connection)
    [warning] = checks.sqlite_library(None)
    assert "SQLite 3.40.1" in warning.msg

    monkeypatch.setattr(Connection, "vendor", "postgresql")
    assert checks.sqlite_library(None) == []


@pytest.mark.parametrize("language", ["en-gb", "en", "en-us", "de", "de-at"])
def test_a_language_that_the_words_are_in_is_no_warning(language, settings):
    settings.LANGUAGE_CODE = language

    assert checks.words(None) == []


def test_a_language_that_the_words_are_not_in_is_a_warning(settings):
    settings.LANGUAGE_CODE = "ar"

    warnings = checks.words(None)

    assert ids(warnings) == ["backpain.W004"]
    assert warnings[0].hint == "Run `make messages ARGS=ar`, and translate the file that it makes."
