"""Times the search in a glossary of `search_corpus`, which it writes into the empty database of DATABASE_URL.

A program of its own. Figures are what one question in twenty exceeds, in this process: what the search itself
takes, and the whole answer with everything around it, as the server gets it from the application. The caches
of the process are warm, but no question of a kind comes twice unless there are no more of that kind.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import IPv4Address
from itertools import count
from statistics import quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import django

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_WARM_UP = 3
_ENTRIES_ASKED_FOR = 2000
_MB = 1e6
_READERS = map(IPv4Address, count(int(IPv4Address("10.0.0.0"))))


def main(entries: int, asked: int) -> None:
    """Write `entries` entries, index them, ask `asked` questions of each kind; print what everything took."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs what the line above sets up

    from glossary.bench.search_fill import write  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0, interactive=False)
    started = time.perf_counter()
    write(entries)
    writing = time.perf_counter() - started
    built = build()
    figures = built | ask(asked) | {"update": update(entries, asked)}
    print(json.dumps({"writing_s": round(writing, 1), "figures": figures}))  # noqa: T201 - read by the command


def build() -> dict[str, dict[str, float]]:
    """Index every entry; return the seconds, and how many times the text the index is."""
    from glossary.bench.search_fill import analyse  # noqa: PLC0415 - needs Django set up
    from glossary.workflow.findable import fill  # noqa: PLC0415 - as above

    text, before = _text_bytes(), _database_bytes()
    started = time.perf_counter()
    fill()
    seconds = time.perf_counter() - started
    index = _database_bytes() - before
    analyse()
    return {
        "building": {"s": round(seconds, 2)},
        "size": {
            "ratio": round(index / text, 2),
            "text_mb": round(text / _MB, 1),
            "index_mb": round(index / _MB, 1),
        },
    }


def ask(asked: int) -> dict[str, dict[str, float]]:
    """Ask questions of each kind; return the times of each, and the share of them that found something."""
    from django.core.servers.basehttp import get_internal_wsgi_application  # noqa: PLC0415 - as above

    from glossary.bench.search_questions import SUGGESTIONS, questions  # noqa: PLC0415 - as above
    from glossary.models.paths import path_of  # noqa: PLC0415 - as above
    from glossary.selectors.finding import find_terms  # noqa: PLC0415 - as above
    from glossary.selectors.found import Answer  # noqa: PLC0415 - as above
    from glossary.selectors.suggesting import suggestions  # noqa: PLC0415 - as above

    application = get_internal_wsgi_application()
    results_url, suggest_url = path_of("glossary:search"), path_of("glossary:search-suggest")

    def finds(text: str) -> bool:
        return find_terms(text, url=results_url).answer in (Answer.EVERY_WORD, Answer.CORRECTED)

    def suggests(text: str) -> bool:
        return bool(suggestions(text))

    figures = {}
    for kind, texts in questions(2 * (asked + _WARM_UP), *_samples()).items():
        here, whole = texts[::2], texts[1::2]
        search, url = (suggests, suggest_url) if kind in SUGGESTIONS else (finds, results_url)
        found, took = _timed(search, here)
        _, page_took = _timed(partial(_answer, application, url), whole)
        figures[kind] = {
            "ms": p95(took),
            "page_ms": p95(page_took),
            "found": round(sum(found) / len(found), 2),
        }
    return figures


def update(entries: int, times: int) -> dict[str, float]:
    """Index one entry after another, in turns a new one and one that says something else now.

    Timed is what that adds to the write of the entry: a transaction that does nothing else, with its commit
    (on SQLite some of which put what the log has gathered into the database), and what happens before that.
    """
    from django.db import transaction  # noqa: PLC0415 - as above

    from glossary.workflow.findable import keep  # noqa: PLC0415 - as above

    keeping, took = [], []
    for number in range(times + _WARM_UP):
        changed = _write_new(entries + number) if number % 2 else _rewrite(number)
        started = time.perf_counter()
        with transaction.atomic():
            keep([changed])
            kept = time.perf_counter()
        took.append((time.perf_counter() - started) * 1000)
        keeping.append((kept - started) * 1000)
    return {"ms": p95(took[_WARM_UP:]), "without_commit_ms": p95(keeping[_WARM_UP:])}


def p95(milliseconds: Sequence[float]) -> float:
    """Return what one time in twenty exceeds."""
    return round(quantiles(milliseconds, n=20, method="inclusive")[18], 2)


def _timed(search: Callable[[str], bool], texts: Sequence[str]) -> tuple[list[bool], list[float]]:
    """Return what each question found and the milliseconds that it took, without those that warm up."""
    found, took = [], []
    for text in texts:
        started = time.perf_counter()
        found.append(search(text))
        took.append((time.perf_counter() - started) * 1000)
    return found[_WARM_UP:], took[_WARM_UP:]


def _answer(application: WSGIApplication, url: str, text: str) -> bool:
    """Ask the application as a server does; raises RuntimeError for any status but 200."""
    environ: dict[str, Any] = {
        "PATH_INFO": url,
        "QUERY_STRING": urlencode({"q": text}),
        # Each question comes from another reader: there are limits to what one may ask in a minute.
        "REMOTE_ADDR": str(next(_READERS)),
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start_response(status: str, headers: Any, exc_info: Any = None, /) -> Callable[[bytes], object]:
        statuses.append(status)
        return lambda data: None

    body = application(environ, start_response)
    try:
        for _ in body:
            pass
    finally:
        if close := getattr(body, "close", None):
            close()
    if not statuses[-1].startswith("200"):
        raise RuntimeError(f"{url}?q={text[:80]} answered {statuses[-1]}")
    return True


def _samples() -> tuple[list[str], list[str]]:
    """Return titles and passages of entries from all over the glossary."""
    from glossary.models import Example, Term  # noqa: PLC0415 - as above

    step = max(1, Term.objects.count() // _ENTRIES_ASKED_FOR)
    ids = list(Term.objects.order_by("pk").values_list("pk", flat=True)[::step])
    titles = Term.objects.filter(pk__in=ids).order_by("pk").values_list("title", flat=True)
    texts = Example.objects.filter(term__in=ids, position=0).order_by("pk").values_list("body", flat=True)
    return list(titles), list(texts)


def _write_new(number: int) -> int:
    """Write an entry that is not indexed yet; return its id."""
    from glossary.bench.search_corpus import entry, vocabulary  # noqa: PLC0415 - as above
    from glossary.bench.search_fill import write_entries  # noqa: PLC0415 - as above
    from glossary.models import Tag  # noqa: PLC0415 - as above

    chance = random.Random(number)  # noqa: S311 - the same entry each time is the point
    name = " ".join(word.capitalize() for word in chance.sample(vocabulary(), 3))
    tags = {tag.name: tag for tag in Tag.objects.all()}
    (term,) = write_entries([(number, entry(number, f"{name} {number}"))], tags)
    return term.pk


def _rewrite(number: int) -> int:
    """Give an entry of the glossary another text; return its id."""
    from glossary.bench.search_corpus import entry  # noqa: PLC0415 - as above
    from glossary.models import Section, Term  # noqa: PLC0415 - as above

    ids = Term.objects.order_by("pk").values_list("pk", flat=True)
    pk = ids[number * 7919 % len(ids)]
    title = Term.objects.values_list("title", flat=True).get(pk=pk)
    other = entry(-number - 1, title)
    Term.objects.filter(pk=pk).update(summary=other.summary)
    for position, (_heading, body) in enumerate(other.sections):
        Section.objects.filter(term=pk, position=position).update(body=body)
    return int(pk)


def _text_bytes() -> int:
    """Return the bytes of everything that readers may search; the words of these entries are ASCII."""
    from django.db.models import Sum  # noqa: PLC0415 - as above
    from django.db.models.functions import Length  # noqa: PLC0415 - as above

    from glossary.models import Alias, Example, Section, Term  # noqa: PLC0415 - as above

    columns = (
        (Term, "title"), (Term, "summary"), (Alias, "text"),
        (Section, "heading"), (Section, "body"), (Example, "body"),
    )  # fmt: skip
    return sum(
        model._default_manager.aggregate(total=Sum(Length(column)))["total"] or 0 for model, column in columns
    )


def _database_bytes() -> int:
    """Return what all tables take with their indexes: on SQLite the pages in use of the file."""
    from django.db import connection  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            page, pages, free = (
                cursor.execute(f"PRAGMA {what}").fetchone()[0]
                for what in ("page_size", "page_count", "freelist_count")
            )
            return int(page * (pages - free))
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
