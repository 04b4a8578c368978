"""Letters as files that a person can open: what a site without a mail server does with them."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email import charset
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.text import slugify
from django.utils.timezone import now

from backpain.files import create_whole, write_whole

ADDRESS = re.compile(r"\S+@\S+")
EIGHT_BIT = charset.Charset("utf-8")
EIGHT_BIT.body_encoding = None  # type: ignore[assignment]


class EmailBackend(BaseEmailBackend):
    """Write each message to MAIL_DIR: an .eml file, and beside it its HTML part as .html."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            _write(Path(settings.MAIL_DIR), message)
        return len(email_messages)


def _write(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = _readable(message)
    for name in _names(message):
        with suppress(FileExistsError):
            create_whole(folder / f"{name}.eml", content)
            break
    for html in _html_parts(message):
        write_whole(folder / f"{name}.html", html.encode())


def _names(message: EmailMessage) -> Iterator[str]:
    name = f"{now():%Y-%m-%dT%H-%M-%S.%f}-{_slug(str(message.subject))}"
    yield name
    for number in count(2):  # letters of the same microsecond
        yield f"{name}-{number}"


def _slug(subject: str) -> str:
    """What the letter is about, without any address, fit for a file name."""
    return slugify(ADDRESS.sub("", subject))[:60].strip("-") or "letter"


def _html_parts(message: EmailMessage) -> list[str]:
    if not isinstance(message, EmailMultiAlternatives):
        return []
    parts = [(part[0], part[1]) for part in message.alternatives]
    return [str(content) for content, kind in parts if kind == "text/html"][:1]


def _readable(message: EmailMessage) -> bytes:
    """The message as bytes, its text parts in plain UTF-8."""
    source: Message = message.message()
    for part in source.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            words = bytes(content).decode(part.get_content_charset() or "utf-8")
            del part["Content-Transfer-Encoding"]
            part.set_payload(words, EIGHT_BIT)
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=source.policy.clone(cte_type="8bit")).flatten(
        source
    )
    return out.getvalue()
