"""Times what links cost that are made of names: in a text that is not published yet, and on a public page.

A program of its own that works in the database that DATABASE_URL names, after `fill`. It replaces the names
of the glossary by synthetic ones, so nothing else can be measured there afterwards.

The text is the same at each number of names. Timed is everything that linking adds to it: finding out which
names it has (its words, one question to the database, the index of what came back; one more question for
where those names lead), and how much longer it takes to render. Nothing of that is kept between two
repetitions but the caches of single words and of compiled queries, which are as warm as in a server that
runs for a while.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from glossary.models import Term
    from glossary.rendering.autolink import Links

BODY_BYTES = 5000
NAMED = 15
LANGUAGE = "en"
_WARM_UP = 5


def main(entries: int, few: int, many: int, repetitions: int) -> None:
    """Print the milliseconds that linking adds on a page, with `few` names, and with `many`."""
    django.setup()
    from glossary.bench.corpus import body, title  # noqa: PLC0415 - needs what the line above sets up
    from glossary.models import Name, Term  # noqa: PLC0415 - as above
    from glossary.rendering.markdown import linkable_text  # noqa: PLC0415 - as above
    from glossary.selectors.naming import links_in, links_of, names_of  # noqa: PLC0415 - as above

    step = max(1, min(few, entries) // NAMED)
    numbers = range(0, min(few, entries), step)[:NAMED]
    text = body([title(number) for number in numbers], BODY_BYTES)
    targets = list(Term.objects.published().order_by("pk").values_list("pk", flat=True)[:entries])
    page = _published(text)
    own = names_of(page.title, [], page.link_mode)

    def measured(find: Callable[[], Links]) -> float:
        return _milliseconds(find, text, len(numbers), repetitions)

    result = {"page_ms": measured(lambda: links_of(page, own, ())[0])}
    prose = linkable_text(text)
    Name.objects.all().delete()
    names = _names(targets)
    written = 0
    for count in (few, many):
        _write(islice(names, count - written))
        written = count
        result[f"names_{count}_ms"] = measured(lambda: links_in(prose, LANGUAGE))
    print(json.dumps(result))  # noqa: T201 - read by `manage.py bench`


def _published(text: str) -> Term:
    from glossary.models import Status  # noqa: PLC0415 - needs Django set up
    from glossary.records import SectionRecord, TermRecord  # noqa: PLC0415 - as above
    from glossary.workflow import publish_term  # noqa: PLC0415 - as above

    record = TermRecord(
        title="Page that is Measured",
        language=LANGUAGE,
        summary="It has a text of the usual kind.",
        status=Status.PUBLISHED.value,
        sections=(SectionRecord("Definition", text),),
    )
    return publish_term(actor=None, record=record).term


def _names(targets: list[int]) -> Iterator[tuple[str, int]]:
    """Yield one name after another and the id of the entry it leads to."""
    from glossary.bench.corpus import names  # noqa: PLC0415 - needs Django set up

    return zip(names(), cycle(targets), strict=False)


def _write(names: Iterable[tuple[str, int]]) -> None:
    from django.db import connection, transaction  # noqa: PLC0415 - needs Django set up

    from glossary.text.matching import name_keys  # noqa: PLC0415 - as above

    rows = [
        (target, LANGUAGE, key, text, False) for text, target in names for key in name_keys(text, LANGUAGE)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        # `bulk_create` would take several times as long.
        cursor.executemany(
            "INSERT INTO glossary_name (term_id, language, key, text, exact) VALUES (%s, %s, %s, %s, %s)",
            rows,
        )
        if connection.vendor == "postgresql":
            # The server does so by itself, within a minute of so many rows.
            cursor.execute("ANALYZE glossary_name")
    del rows
    gc.collect()


def _milliseconds(find: Callable[[], Links], text: str, links: int, repetitions: int) -> float:
    """Return the median of what linking a text adds; raises ValueError if it has another number of links."""
    from glossary.rendering.autolink import TERM_LINK_CLASS  # noqa: PLC0415 - needs Django set up
    from glossary.rendering.markdown import render_markdown  # noqa: PLC0415 - as above

    added = []
    for _ in range(_WARM_UP + repetitions):
        started = time.perf_counter()
        render_markdown(text)
        between = time.perf_counter()
        html = render_markdown(text, links=find())
        added.append((time.perf_counter() - between) - (between - started))
        if html.count(f'class="{TERM_LINK_CLASS}"') != links:
            raise ValueError(f"The text has {html.count(TERM_LINK_CLASS)} links, not {links}.")
    return round(median(added[_WARM_UP:]) * 1000, 2)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
