"""What an operator should know before the site is public. Nothing here stops a fresh clone."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.utils.translation import to_locale

# sqlite.org/wal.html#walresetbug: since 3.7.0, put right in these and in later releases of a series
SOUND_SQLITE = (3, 51, 3)
SOUND_SERIES = {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}


@register(Tags.security)
def captcha_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Google's test keys let everyone pass; without keys no comment is approved by itself."""
    if settings.IS_LOCAL:
        return []
    if settings.RECAPTCHA_PUBLIC_KEY == settings.RECAPTCHA_TEST_PUBLIC_KEY or (
        settings.RECAPTCHA_PRIVATE_KEY == settings.RECAPTCHA_TEST_PRIVATE_KEY
    ):
        return [
            Error(
                "This public site uses Google's test keys for the captcha: they let everyone pass.",
                hint="Set RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY to keys of your own.",
                id="backpain.E001",
            )
        ]
    if settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY:
        return []
    return [
        Warning(
            "There are no captcha keys, so every comment waits for a moderator.",
            hint="Set RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY.",
            id="backpain.W001",
        )
    ]


@register(Tags.security)
def mail_server(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A public site that writes its letters to files confirms no subscription."""
    if settings.IS_LOCAL or settings.HAS_MAIL_SERVER:
        return []
    return [
        Warning(
            f"No letter leaves this site: they are written as files to {settings.MAIL_DIR}.",
            hint="Set EMAIL_URL, for example smtp+tls://name:password@mail.example.org:587.",
            id="backpain.W002",
        )
    ]


@register(Tags.security, deploy=True)
def secret_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A key made at each start signs everybody out and differs between processes."""
    if not settings.SECRET_KEY.startswith("random-per-process-"):
        return []
    return [
        Error(
            f"There is no SECRET_KEY and no {settings.SECRET_KEY_FILE}: each process made its own.",
            hint="Set SECRET_KEY, or start the site once with `make run`, which makes the file.",
            id="backpain.E002",
        )
    ]


@register(Tags.compatibility)
def sqlite_library(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An old SQLite may corrupt a database in WAL mode when two processes write."""
    if connection.vendor != "sqlite":
        return []
    version = connection.Database.sqlite_version_info  # type: ignore[attr-defined]
    if is_sound(version):
        return []
    return [
        Warning(
            f"SQLite {'.'.join(map(str, version))} can, very rarely, damage the database.",
            hint="Use a Python built with SQLite 3.51.3 or later, or PostgreSQL (DATABASE_URL).",
            id="backpain.W003",
        )
    ]


@register(Tags.translation)
def words(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a file of the language what Django knows is in it, and the rest in English."""
    language = settings.LANGUAGE_CODE
    if language.partition("-")[0] == "en" or has_words(language):
        return []
    return [
        Warning(
            f"There is no translation into {language!r}: most words of the site are in English.",
            hint=f"Run `make messages ARGS={language}`, and translate the file that it makes.",
            id="backpain.W004",
        )
    ]


def has_words(language: str) -> bool:
    """Whether the program's words have been compiled in `language`, or without its land."""
    names = {to_locale(language), language.partition("-")[0]}
    files = (Path(folder, name) for folder in settings.LOCALE_PATHS for name in names)
    return any((file / "LC_MESSAGES" / "django.mo").exists() for file in files)


def is_sound(version: tuple[int, int, int]) -> bool:
    """Whether this version of SQLite is free of the WAL-reset corruption."""
    fixed_in = SOUND_SERIES.get(version[:2], SOUND_SQLITE)
    return version < (3, 7, 0) or version >= fixed_in
