"""Publishes a change every fifth of a second, and says of each when it began and when it was committed.

The entries are called Hot 0, Hot 1 and so on, and their summaries say at which change they are, so that
whoever reads a page that shows one knows how new it is. Some stay all the time, others come and go.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from typing import Any

import django

EVERY_SECONDS = 0.2
TAG = "hot"
# The entries that stay.
STAYING = 20
# As many of the others are there at a time.
PASSING = 10
# What a reader of an address sees in place of the number of a change.
NOT_YET, GONE = 0, 10**9
# The key of the newest entry's number, which pages that list the entries show.
NEWEST = -1
BULK = 50
BULK_EVERY = 100


class Publisher:
    """The entries that change. Each method publishes one change of them."""

    def __init__(self) -> None:
        self._terms: list[Any] = []
        self._changes: list[int] = []
        self._archived = STAYING

    def add(self) -> None:
        """Publish one more entry, with ties to others that stay."""
        from glossary.workflow import publish_term

        number = len(self._terms)
        began = time.monotonic()
        self._added(publish_term(record=new_record(number), actor=None).term, began)

    def add_with_many(self) -> None:
        """Publish one more entry among many in bulk, which makes every stored page stale."""
        from glossary.bench import corpus
        from glossary.workflow import create_terms

        number = len(self._terms)
        others = [corpus.record(10**7 + number * BULK + n) for n in range(BULK)]
        began = time.monotonic()
        (outcome,) = create_terms([new_record(number), *others], actor=None)
        self._added(outcome.created[0], began)

    def _added(self, term: Any, began: float) -> None:
        self._terms.append(term)
        self._changes.append(1)
        say(len(self._terms) - 1, 1, began)
        say(NEWEST, len(self._terms) - 1, began)

    def change(self, number: int) -> None:
        """Publish another text of an entry."""
        from glossary.records import record_of
        from glossary.workflow import publish_term

        self._changes[number] += 1
        change = self._changes[number]
        term = self._terms[number]
        began = time.monotonic()
        publish_term(term, record=replace(record_of(term), summary=summary(number, change)), actor=None)
        say(number, change, began)

    def archive(self) -> None:
        """Take out the oldest of the entries that do not stay."""
        from glossary.workflow import archive_term

        began = time.monotonic()
        archive_term(self._terms[self._archived], actor=None)
        say(self._archived, GONE, began)
        self._archived += 1

    def step(self, turn: int) -> None:
        """Publish the change that is due."""
        if turn % BULK_EVERY == BULK_EVERY - 1:
            self.add_with_many()
        elif turn % 10 == 4:
            self.add()
        elif turn % 10 == 8 and len(self._terms) - self._archived >= PASSING:
            self.archive()
        else:
            self.change(turn % STAYING)


def new_record(number: int) -> Any:
    """Return a new entry, with ties to two of those that stay: their pages show its summary."""
    from glossary.bench import corpus
    from glossary.records import RelationRecord

    ties = {other for other in (number % STAYING, (number + 7) % STAYING) if other < number}
    return replace(
        corpus.record(number),
        title=f"Hot {number}",
        summary=summary(number, 1),
        tags=(TAG,),
        relations=tuple(RelationRecord("related", f"hot-{other}") for other in ties),
    )


def summary(number: int, change: int) -> str:
    """Return the sentence by which a page tells how new it is."""
    return f"Hot {number} at change {change}."


def say(key: int, value: int, began: float) -> None:
    """Tell that a change is committed."""
    change = {"key": key, "value": value, "began": began, "committed": time.monotonic()}
    sys.stdout.write(json.dumps(change) + "\n")
    sys.stdout.flush()


def main(seconds: float) -> None:
    """Publish the entries that stay, say so with an empty line, and go on until the time is over."""
    django.setup()
    publisher = Publisher()
    for _ in range(STAYING + PASSING):
        publisher.add()
    sys.stdout.write("\n")
    sys.stdout.flush()
    started = time.monotonic()
    turn = 0
    while (now := time.monotonic()) < started + seconds:
        time.sleep(max(0.0, started + turn * EVERY_SECONDS - now))
        publisher.step(turn)
        turn += 1


if __name__ == "__main__":
    main(float(sys.argv[1]))
