"""Measure how fast pages are served, entries loaded, linked, published and found, on scratch databases."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.urls import reverse

from glossary.bench.programs import run_program, running_program
from glossary.bench.rounds import (
    Figures,
    Measure,
    load_client,
    measure_in_turns,
    measure_while_publishing,
    occurrences,
    publish_in_turns,
    with_growth,
)
from glossary.bench.scratch import scratch_database
from glossary.bench.server import running_server
from glossary.bench.table import table
from glossary.rendering.autolink import TERM_LINK_CLASS

CONSTANT = "constant"
NO_STORE = "entry_no_store"
CONSTANT_OF_NO_STORE = "constant of the server without a store"
ROUNDS = 3
SECONDS = 0.3
# Long enough for two entries a turn.
SECONDS_OF_PUBLISHING = 2.0
# How many entries hold the name of the one that is published, and how often that is timed.
MENTIONING = 50
PUBLICATIONS = 5
# The glossary that publishing is compared with is so much smaller, and has as many entries at least.
SMALLER = 10
AT_LEAST = 100
FEW_NAMES, MANY_NAMES = 1000, 100_000
REPETITIONS = 30
# Of each kind, for a share of one in twenty that says something, and within what an ordinary run may take.
QUESTIONS, FEW_QUESTIONS = 200, 10


class Command(BaseCommand):
    """Fill a scratch database, serve it, and put each kind of page beside a constant one of the same size.

    Then time in it what it takes to publish an entry and to link a text, and in others what a search takes.
    """

    help = (
        "Measure requests per second of public pages beside a constant one, and what links, publishing and "
        "the search cost, on scratch databases."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the number of entries, what is measured and the form of the result."""
        parser.add_argument("--entries", type=int, default=10_000, help="How many entries (10000).")
        parser.add_argument(
            "--only", choices=["search"], help=f"Measure this alone, with {QUESTIONS} questions of each kind."
        )
        parser.add_argument("--json", action="store_true", help="Print one line of JSON and nothing else.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print; whatever happens, programs are stopped and the databases are removed."""
        entries: int = options["entries"]
        if entries < 1:
            raise CommandError("--entries must be at least 1.")
        self.quiet = options["json"]
        # Ctrl+C unwinds whatever is under way; a polite kill must, too.
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        try:
            result = self.measure_search(entries, QUESTIONS) if options["only"] else self.measure(entries)
        except KeyboardInterrupt:
            raise CommandError("Stopped; the scratch database is removed.", returncode=130) from None
        except (RuntimeError, Error, subprocess.CalledProcessError) as problem:
            raise CommandError(str(problem)) from problem
        finally:
            signal.signal(signal.SIGTERM, before)
        if options["json"]:
            self.stdout.write(json.dumps({"bench": result}))
        else:
            self.print_table(result)

    def measure(self, entries: int) -> dict[str, Any]:
        """Return what is printed: loading, the figures of each kind of page, publishing and linking."""
        with scratch_database() as database:
            environment = _environment(database)
            self.say(f"Loading {entries} entries into a scratch database ({connection.display_name})")
            loading = run_program("glossary.bench.fill", entries, environment=environment)
            pages = self.measure_pages(entries, loading.pop("paths"), environment)
            fewer = _fewer(entries)
            self.say(f"Publishing entries among {entries} and among {fewer}")
            publishing = _publishing(entries, fewer, environment)
            self.say(f"Linking a text with {FEW_NAMES} and with {MANY_NAMES} names")
            linking = _linking(entries, environment)
        return {
            "entries": entries,
            "database": connection.vendor,
            "loading": loading,
            **pages,
            "publishing": publishing,
            "linking": linking,
            "search": self.measure_search(entries, FEW_QUESTIONS)["search"],
        }

    def measure_search(self, entries: int, asked: int) -> dict[str, Any]:
        """Return what building the index and asking takes, and its growth from a tenth of the entries."""
        runs = []
        for count in (_fewer(entries), entries):
            self.say(f"Searching among {count} entries ({connection.display_name})")
            with scratch_database() as database:
                run = run_program("glossary.bench.search", count, asked, environment=_environment(database))
            runs.append(run)
        smaller, here = runs
        return {
            "entries": entries,
            "database": connection.vendor,
            "search": {
                "writing_s": here["writing_s"],
                "figures": with_growth(here["figures"], smaller["figures"]),
            },
        }

    def measure_pages(
        self, entries: int, paths: dict[str, list[str]], environment: dict[str, str]
    ) -> dict[str, Any]:
        """Serve what was loaded; return the figures of each kind of page."""
        with ExitStack() as stack:
            self.say("Starting two servers, one with and one without the page store")
            publisher = stack.enter_context(
                running_program("glossary.bench.publisher", entries, environment=environment)
            )
            port = stack.enter_context(running_server(environment))
            without = stack.enter_context(running_server(environment | {"PAGE_STORE_BYTES": "0"}))
            publisher.answer()
            client = stack.enter_context(load_client())
            self.say("Asking for every page once")
            pages = {name: Measure(port, paths[name]) for name in ("entry", "browse", "tag")}
            anyone = Measure(port, paths["random"])
            for page in (*pages.values(), anyone):
                client.visit(page)
            client.visit(Measure(without, paths["entry"][:1]))
            links = occurrences(pages["entry"], f'class="{TERM_LINK_CLASS}"')
            if entries > 1 and not any(links):
                raise RuntimeError("No entry page has a link that was made of a name.")
            size = client.visit(Measure(port, paths["entry"][:1]))["body_bytes"]
            constant = [f"{reverse('bench-constant', 'glossary.bench.urls')}?bytes={size}"]
            self.say("Measuring in turns")
            figures = measure_in_turns(
                client,
                {
                    CONSTANT: Measure(port, constant),
                    **pages,
                    NO_STORE: Measure(without, paths["entry"]),
                    # Beside its own: how connections fell to the processes of a server is the server's luck.
                    CONSTANT_OF_NO_STORE: Measure(without, constant),
                },
                rounds=ROUNDS,
                seconds=SECONDS,
            )
            self.say("Measuring random entries while others are published")
            working, resting, published = measure_while_publishing(
                client, publisher, anyone, rounds=ROUNDS, seconds=SECONDS_OF_PUBLISHING
            )
        base = figures[CONSTANT].rps
        return {
            "page_bytes": size,
            "page_links": round(sum(links) / len(links), 1),
            CONSTANT: asdict(figures[CONSTANT]),
            **{name: _with_ratio(figures[name], base) for name in pages},
            NO_STORE: _with_ratio(figures[NO_STORE], figures[CONSTANT_OF_NO_STORE].rps),
            "entry_while_publishing": {
                **_with_ratio(working, resting.rps),
                "without": asdict(resting),
                "published": published,
            },
        }

    def say(self, line: str) -> None:
        """Tell whoever watches; whoever reads JSON does not."""
        if not self.quiet:
            self.stdout.write(line)
            self.stdout.flush()

    def print_table(self, result: dict[str, Any]) -> None:
        """Print the result for people."""
        for line in table(result):
            self.stdout.write(line)


def _fewer(entries: int) -> int:
    return max(min(entries, AT_LEAST), entries // SMALLER)


def _environment(database: str) -> dict[str, str]:
    """Return the variables of the servers; what the operator has set must not change what is measured."""
    return {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings.bench",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_DEBUG": "",
        "SITE_URL": "http://127.0.0.1:8000",
        "TRUSTED_PROXIES": "",
    }


def _publishing(entries: int, fewer: int, environment: dict[str, str]) -> dict[str, float]:
    with ExitStack() as stack:
        database = stack.enter_context(scratch_database())
        program, smaller = (
            stack.enter_context(
                running_program(
                    "glossary.bench.publishing", count, MENTIONING, PUBLICATIONS, environment=variables
                )
            )
            for count, variables in ((entries, environment), (fewer, _environment(database)))
        )
        return publish_in_turns(program, smaller, rounds=PUBLICATIONS)


def _linking(entries: int, environment: dict[str, str]) -> dict[str, float]:
    sizes = (entries, FEW_NAMES, MANY_NAMES, REPETITIONS)
    figures: dict[str, float] = run_program("glossary.bench.linking", *sizes, environment=environment)
    few, many = figures[f"names_{FEW_NAMES}_ms"], figures[f"names_{MANY_NAMES}_ms"]
    return {**figures, "ratio": round(many / few, 2)}


def _with_ratio(figures: Figures, other_rps: float) -> dict[str, float]:
    return {**asdict(figures), "ratio": round(figures.rps / other_rps, 3)}
