"""Times how new entries are published whose name many others use already, beside ones that nobody names.

A program of its own that works in the database that DATABASE_URL names, and fills an empty one first. The
names are made of words that the prose of the glossary is full of, in an order that it does not have; so the
search for them has something to do. Each job is to publish one entry of either kind; the answer is the
milliseconds of each.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from glossary.records import TermRecord


def main(entries: int, mentioning: int, times: int) -> None:
    """Write `mentioning` entries that use names to come, say so, and do up to `times` jobs.

    Published before that is one entry of each kind: code that runs for the first time is slower.
    """
    django.setup()
    from django.db import connection  # noqa: PLC0415 - needs what the line above sets up

    from glossary.bench.corpus import unused_name  # noqa: PLC0415 - as above
    from glossary.bench.fill import fill  # noqa: PLC0415 - as above

    if not connection.introspection.table_names():
        fill(entries)
    names = [unused_name(number) for number in range(2 * (times + 1))]
    used, unheard_of = names[::2], names[1::2]
    _write_entries_naming(used, entries, mentioning)
    for number, (one, other) in enumerate(zip(used, unheard_of, strict=True)):
        took = {
            "fifty_ms": _publish(one, number % entries, mentioning),
            "none_ms": _publish(other, number % entries, 0),
        }
        print(json.dumps(took), flush=True)  # noqa: T201 - read by `manage.py bench`
        if not sys.stdin.readline():
            return


def _write_entries_naming(names: list[str], entries: int, count: int) -> None:
    from glossary.bench.corpus import record  # noqa: PLC0415 - needs Django set up
    from glossary.workflow import create_terms  # noqa: PLC0415 - as above

    def bearer(number: int) -> TermRecord:
        model = record(number % entries)
        first, *others = model.sections
        body = f"{first.body}\n\nIt is told from these: {', '.join(names)}."
        return replace(
            model,
            title=f"Bearer {number} of Names",
            aliases=(),
            relations=(),
            sections=(replace(first, body=body), *others),
        )

    for outcome in create_terms((bearer(number) for number in range(count)), actor=None):
        if outcome.rejected:
            raise ValueError(f"An entry was refused: {outcome.rejected[0].problems}")


def _publish(name: str, number: int, mentioned: int) -> float:
    """Publish an entry; return the milliseconds it took. It must be mentioned as often as expected."""
    from glossary.bench.corpus import record  # noqa: PLC0415 - needs Django set up
    from glossary.workflow import publish_term  # noqa: PLC0415 - as above

    new = replace(record(number), title=name, aliases=(), relations=())
    started = time.perf_counter()
    term = publish_term(actor=None, record=new).term
    seconds = time.perf_counter() - started
    term.refresh_from_db()
    if term.mentioned != mentioned:
        raise ValueError(f"{name} is mentioned in {term.mentioned} entries, not in {mentioned}.")
    return seconds * 1000


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
