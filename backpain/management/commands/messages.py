from argparse import ArgumentParser
from contextlib import chdir
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.commands import makemessages
from django.utils.translation import to_locale

ELSEWHERE = [".venv", "var", "tests"]  # what holds no words of ours, or other people's


class Collect(makemessages.Command):
    """Django's collecting, with files that change only where a word did.

    A translation is never guessed from a similar one, and no file says when it was collected.
    """

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def write_po_file(self, potfile: str, locale: str) -> None:
        super().write_po_file(potfile, locale)
        file = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(line for line in lines if '"POT-Creation-Date:' not in line))


class Command(BaseCommand):
    help = (
        "Collect every word of the program into the files of its translations, locale/*/…/*.po, "
        "and compile these. It needs GNU gettext."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "languages",
            nargs="*",
            metavar="language",
            help="begin or renew these, such as fr or pt-br; without any, renew all there are.",
        )

    def handle(self, *, languages: list[str], verbosity: int, **options: Any) -> None:
        with chdir(settings.BASE_DIR):
            Path("locale").mkdir(exist_ok=True)
            call_command(
                Collect(),
                locale=[to_locale(language) for language in languages],
                all=not languages,
                ignore_patterns=ELSEWHERE,
                no_location=True,
                no_wrap=True,
                no_obsolete=True,
                verbosity=verbosity,
            )
            call_command("compilemessages", ignore_patterns=ELSEWHERE, verbosity=verbosity)
