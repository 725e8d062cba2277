"""Measure how fast pages are served and entries are loaded, on a scratch database."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.urls import reverse

from glossary.bench.rounds import Figures, Measure, load_client, measure_in_turns
from glossary.bench.scratch import scratch_database
from glossary.bench.server import running_server

CONSTANT = "constant"
NO_STORE = "entry_no_store"
CONSTANT_OF_NO_STORE = "constant of the server without a store"
ROUNDS = 3
SECONDS = 0.4


class Command(BaseCommand):
    """Fill a scratch database, serve it, and put each kind of page beside a constant one of the same size."""

    help = "Measure requests per second of public pages beside a constant one, on a scratch database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the number of entries and the form of the result."""
        parser.add_argument("--entries", type=int, default=10_000, help="How many entries (10000).")
        parser.add_argument("--json", action="store_true", help="Print one line of JSON and nothing else.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print; whatever happens, servers are stopped and the database is removed."""
        entries: int = options["entries"]
        if entries < 1:
            raise CommandError("--entries must be at least 1.")
        self.quiet = options["json"]
        try:
            result = self.measure(entries)
        except KeyboardInterrupt:
            raise CommandError("Stopped; the scratch database is removed.", returncode=130) from None
        except (RuntimeError, Error, subprocess.CalledProcessError) as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.stdout.write(json.dumps({"bench": result}))
        else:
            self.print_table(result)

    def measure(self, entries: int) -> dict[str, Any]:
        """Return what is printed: loading, and the figures of each kind of page."""
        with ExitStack() as stack:
            # Ctrl+C unwinds what is on this stack; a polite kill must, too.
            before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
            stack.callback(signal.signal, signal.SIGTERM, before)
            environment = _environment(stack.enter_context(scratch_database()))
            self.say(f"Loading {entries} entries into a scratch database ({connection.display_name})")
            loading = _fill(entries, environment)
            paths = loading.pop("paths")
            self.say("Starting two servers, one with and one without the page store")
            port = stack.enter_context(running_server(environment))
            without = stack.enter_context(running_server(environment | {"PAGE_STORE_BYTES": "0"}))
            client = stack.enter_context(load_client())
            self.say("Asking for every page once")
            pages = {name: Measure(port, paths[name]) for name in ("entry", "browse", "tag")}
            for page in pages.values():
                client.visit(page)
            client.visit(Measure(without, paths["entry"][:1]))
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
        base = figures[CONSTANT].rps
        return {
            "entries": entries,
            "database": connection.vendor,
            "page_bytes": size,
            "loading": loading,
            CONSTANT: asdict(figures[CONSTANT]),
            **{name: _with_ratio(figures[name], base) for name in pages},
            NO_STORE: _with_ratio(figures[NO_STORE], figures[CONSTANT_OF_NO_STORE].rps),
        }

    def say(self, line: str) -> None:
        """Tell whoever watches; whoever reads JSON does not."""
        if not self.quiet:
            self.stdout.write(line)
            self.stdout.flush()

    def print_table(self, result: dict[str, Any]) -> None:
        """Print the result for people."""
        loading = result["loading"]
        self.stdout.write(
            f"{result['entries']} entries on {result['database']}: loaded in {loading['seconds']} s "
            f"({loading['entries_per_second']}/s), at most {loading['peak_mb']} MB of memory "
            f"({loading['peak_mb_before']} MB before)"
        )
        self.stdout.write(f"{'page':<16}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'ratio':>8}")
        for name, row in result.items():
            if isinstance(row, dict) and "rps" in row:
                self.stdout.write(
                    f"{name:<16}{row['rps']:>12.1f}{row['p50_ms']:>10.2f}{row['p99_ms']:>10.2f}"
                    f"{row.get('ratio', 1.0):>8.2f}"
                )


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


def _fill(entries: int, environment: dict[str, str]) -> dict[str, Any]:
    filled = subprocess.run(  # noqa: S603 - our own program, no shell
        [sys.executable, "-m", "glossary.bench.fill", str(entries)],
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    outcome: dict[str, Any] = json.loads(filled.stdout)
    return outcome


def _with_ratio(figures: Figures, constant_rps: float) -> dict[str, float]:
    return {**asdict(figures), "ratio": round(figures.rps / constant_rps, 3)}
