"""Publishes an entry a second in the database that DATABASE_URL names, as a program of its own.

In turns a new entry that names some others, and a change of one that is there: its text and its summary, so
that its own page and those that say something of it become stale. It reads jobs, one line each: the number of
seconds to publish for. The answer, when they are over, is how many entries that were.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import replace
from itertools import count
from typing import Any

import django

NAMED = 5
# As many entries are changed in turns as are new.
_TURN = 2


class Publisher:
    """Publishes one entry after another; of the entries there are, chance decides which are concerned."""

    def __init__(self, entries: int) -> None:
        from glossary.models import Term  # noqa: PLC0415 - needs Django set up

        self._entries = entries
        self._ids: list[int] = list(Term.objects.published().order_by("pk").values_list("pk", flat=True))
        self._chance = random.Random(entries)  # noqa: S311 - the same entries each time is the point
        self._numbers = count()

    def publish(self) -> None:
        """Publish the next entry."""
        number = next(self._numbers)
        if number % _TURN:
            self._change(self._chance.choice(self._ids), number)
        else:
            self._add(self._entries + number // _TURN)

    def publish_for(self, seconds: float) -> int:
        """Publish an entry now and after each second, as long as `seconds` are not over; return how many."""
        started, published = time.monotonic(), 0
        while (due := started + published) < started + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            if time.monotonic() >= started + seconds:
                break
            self.publish()
            published += 1
        time.sleep(max(0.0, started + seconds - time.monotonic()))
        return published

    def _add(self, number: int) -> None:
        from glossary.bench.corpus import record  # noqa: PLC0415 - needs Django set up
        from glossary.workflow import publish_term  # noqa: PLC0415 - as above

        named = self._chance.sample(range(self._entries), min(NAMED, self._entries))
        publish_term(actor=None, record=record(number, named))

    def _change(self, pk: int, number: int) -> None:
        from glossary.models import Term  # noqa: PLC0415 - needs Django set up
        from glossary.records import record_of  # noqa: PLC0415 - as above
        from glossary.workflow import publish_term  # noqa: PLC0415 - as above

        term = Term.objects.get(pk=pk)
        record: Any = record_of(term)
        first, *others = record.sections
        changed = replace(
            record,
            summary=f"{record.title}, as change {number} has it, is worth a page of its own.",
            sections=(replace(first, body=f"{first.body}\n\nThis was change {number}."), *others),
        )
        publish_term(term, actor=None, record=changed)


def main(entries: int) -> None:
    """Publish twice to be warm, say so, and do the jobs that come on standard input until it ends."""
    django.setup()
    publisher = Publisher(entries)
    for _ in range(_TURN):
        publisher.publish()
    print(json.dumps(_TURN), flush=True)  # noqa: T201 - read by `manage.py bench`
    for line in sys.stdin:
        print(json.dumps(publisher.publish_for(json.loads(line))), flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main(int(sys.argv[1]))
