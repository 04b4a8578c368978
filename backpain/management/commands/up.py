from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.models import Article
from backpain import installing, supervisor, upgrading
from backpain.models import Publication

HELP = """\
Set the site up as far as that is still to be done, then serve it.

What `make run` starts. On the first start it makes the database, a secret key and an
administrator, whose password it prints once; a local site with an empty database also gets a
sample publication. Later starts change nothing, unless the program is newer than the database:
then that is copied to VAR_DIR/backups and upgraded. Ctrl-C stops everything.

Settings come from the environment, all optional:
  PORT=8000  HOST=127.0.0.1     where the program listens
  SITE_URL=https://example.org  where readers find it; https makes cookies and redirects secure
  VAR_DIR=var                   the folder of everything that it writes
  DATABASE_URL=postgres://...   another database than the SQLite file in VAR_DIR
  EMAIL_URL=smtp+tls://...      a mail server; without it letters are files in VAR_DIR/mail
  WEB_WORKERS=2                 processes that serve pages
  ADMIN_USER, ADMIN_PASSWORD, ADMIN_EMAIL   for the first start
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-sample", action="store_true", help="leave an empty database empty"
        )
        parser.add_argument(
            "--without-worker",
            action="store_true",
            help="serve pages only; `manage.py worker` runs elsewhere and does the background work",
        )

    def handle(self, **options: Any) -> None:
        try:
            installing.make_folder(settings.VAR_DIR)
            address = installing.find_port(settings.HOST, settings.PORT)
            administrator = self._prepare(with_sample=not options["without_sample"])
            self._greet(administrator)
            supervisor.serve(address, settings.PORT, with_worker=not options["without_worker"])
        except KeyboardInterrupt:
            raise SystemExit(130) from None

    def _prepare(self, *, with_sample: bool) -> tuple[str, str] | None:
        """Do what is still to be done; return name and password of a new administrator."""
        try:
            with installing.alone(settings.VAR_DIR):
                upgrading.upgrade(self._say)
                installing.make_secret_key()
                installing.collect_static()
                if with_sample and _is_new():
                    self._say("The first start: the sample publication is being loaded.")
                    call_command("sample", verbosity=0)
                return installing.make_administrator()
        except (DatabaseError, OSError) as error:
            raise CommandError(f"The site could not be set up: {error}") from error

    def _greet(self, administrator: tuple[str, str] | None) -> None:
        """Say where everything is."""
        self._say(f"\n{Publication.current().name}\n")
        self._say(f"  The site         {settings.SITE_URL}/")
        self._say(f"  For editors      {settings.SITE_URL}/{settings.ADMIN_PATH}")
        if administrator:
            name, password = administrator
            self._say(f"    name           {name}")
            self._say(f"    password       {password}    (shown this once)")
        self._say(f"  Letters          {_where_letters_go()}")
        if settings.RECAPTCHA_PUBLIC_KEY == settings.RECAPTCHA_TEST_PUBLIC_KEY and (
            settings.RECAPTCHA_KIND != "none"
        ):
            self._say(
                "  Captcha          Google's test keys: Google is contacted when a reader first\n"
                "                   enters the comment form (RECAPTCHA_KIND=none: never)"
            )
        self._say("\nCtrl-C stops it.")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _is_new() -> bool:
    """Whether this local site has never been started to the end and holds nothing."""
    return settings.IS_LOCAL and not (
        get_user_model()._default_manager.filter(is_superuser=True).exists()
        or Article.objects.exists()
        or Publication.objects.exists()
    )


def _where_letters_go() -> str:
    if settings.HAS_MAIL_SERVER:
        return f"go out through {settings.EMAIL_HOST}"
    return f"are not sent but written as files to {settings.MAIL_DIR}"
