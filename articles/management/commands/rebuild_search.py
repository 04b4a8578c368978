from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.search import indexing

HELP = """\
Make the search index anew from the articles.

Saving an article keeps the index up to date, so this is only needed after articles were changed
behind the site's back, or when LANGUAGE_CODE changed. The site may run meanwhile: readers find
less until it is finished. Stopped half-way, start it again, or leave the rest to the worker.
The exit code is 0 when every published article is in the index.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def handle(self, **options: Any) -> None:
        self._is_quiet = options["verbosity"] == 0
        try:
            count = indexing.rebuild(self._tell)
        except DatabaseError as error:
            raise CommandError(
                f"The index is not finished: {error}. Start this again, or leave it to the worker."
            ) from error
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        if not self._is_quiet:
            self.stdout.write(f"Indexed: {count} articles.")

    def _tell(self, done: int, total: int) -> None:
        if not self._is_quiet and self.stdout.isatty():
            self.stdout.write(f"\r{done} of {total} articles", ending="")
            self.stdout.flush()
