from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from backpain import sample

HELP = """\
Load a sample publication, to see what a finished site looks like.

It needs an empty database, one without articles and comments, and brings ten articles about back
pain with drawings, three people who write and review, readers' comments (some waiting for a
moderator, one spam) and three subscribers at addresses that belong to nobody.

With --remove it deletes exactly what it made, the pictures' files too. What you wrote stays, and
so does what you use of the sample: a category, a tag, an author or a picture of an article of
yours, and the publication's words once you have changed them. A sample article goes even if you
have edited it. Readers' comments on sample articles are never deleted without --with-comments.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="delete what was loaded")
        parser.add_argument(
            "--with-comments",
            action="store_true",
            help="with --remove: delete readers' comments on sample articles as well",
        )

    def handle(self, **options: Any) -> None:
        if options["with_comments"] and not options["remove"]:
            raise CommandError("--with-comments belongs to --remove.")
        if options["remove"]:
            words = f"Removed: {_counted(self._remove(options['with_comments']))}."
        else:
            words = f"Loaded: {_counted(self._load())}."
        if options["verbosity"]:
            self.stdout.write(words)

    def _load(self) -> Counter[str]:
        try:
            return sample.load()
        except sample.NotEmptyError:
            raise CommandError(
                "There are articles or comments already: the sample goes into an empty database"
                " only."
            ) from None

    def _remove(self, with_comments: bool) -> Counter[str]:
        try:
            return sample.remove(with_comments=with_comments)
        except sample.NothingToRemoveError:
            raise CommandError("There is no sample publication to remove.") from None
        except sample.ReadersWroteError as error:
            raise CommandError(_named(error)) from None


def _named(error: sample.ReadersWroteError) -> str:
    """Say which readers' words stand in the way."""
    names = ", ".join(f"{comment.name} on “{comment.article}”" for comment in error.comments[:5])
    others = f" and {len(error.comments) - 5} more" if len(error.comments) > 5 else ""
    return (
        f"Readers have written under sample articles: {names}{others}. Nothing was removed;"
        " with --with-comments their comments are deleted too."
    )


def _counted(rows: Counter[str]) -> str:
    """Return "10 articles, 27 comments" for counts by model."""
    names = []
    for label, count in rows.items():
        meta = apps.get_model(label)._meta
        names.append(f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}")
    return ", ".join(names)
