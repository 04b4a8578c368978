from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backpain import lifeline, worker


class Command(BaseCommand):
    help = (
        "Do the background work: send letters, ask for captcha verdicts, clear old records away. "
        "`up` runs one beside the site; further ones may run on other machines that share the "
        "database. Ends after the current step on SIGTERM or Ctrl-C."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="do what there is to do, then end: for cron. The exit code is 1 if a job failed.",
        )
        parser.add_argument(
            "--until-input-closes",
            action="store_true",
            help="also end when standard input closes, which is how `up` ties a worker to itself.",
        )

    def handle(self, **options: Any) -> None:
        if options["until_input_closes"]:
            lifeline.hold_to_input()
        failing = worker.run(once=options["once"])
        if options["once"] and failing:
            raise CommandError(
                f"{failing} of {len(worker.JOBS) + 1} jobs failed; see the log above."
            )
