"""Make what is derived from entries anew."""

from typing import Any

from django.core.management.base import BaseCommand

from glossary.workflow.rebuilding import rebuild_index


class Command(BaseCommand):
    """Names that link, mentions, the index of prose and that of the search, from the rows of entries."""

    help = "Rebuild names, mentions and the indexes. Changes nothing where nothing is wrong."

    # What the checks find missing is what this makes.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, with a line of progress on a terminal, and say what had to be changed."""
        rebuilt = rebuild_index(self._progress)
        if self.stdout.isatty():
            self.stdout.write("")
        self.stdout.write(
            f"{rebuilt.names} names, {rebuilt.prose} texts, {rebuilt.mentions} mentions, "
            f"{rebuilt.counts} counts, {rebuilt.findable} searchable entries changed"
        )

    def _progress(self, done: int, of: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{100 * done // of} %", ending="")
            self.stdout.flush()
