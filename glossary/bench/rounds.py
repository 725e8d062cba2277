"""Asks for several kinds of page in turns, so that a machine that warms up or slows down favours none."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from django.conf import settings

# Enough that chance spreads them over a server's processes about evenly.
CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of page: where it is served and the addresses to ask for in turns."""

    port: int
    paths: Sequence[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one kind of page."""

    rps: float
    p50_ms: float
    p99_ms: float


class LoadClient:
    """The client, in a process of its own: it would share this one's time otherwise."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def visit(self, measure: Measure) -> dict[str, Any]:
        """Ask for each address once over each connection, which fills stores and caches."""
        return self._do(measure, 0)

    def load(self, measure: Measure, seconds: float) -> dict[str, Any]:
        """Ask for the addresses over and over for some seconds."""
        return self._do(measure, seconds)

    def _do(self, measure: Measure, seconds: float) -> dict[str, Any]:
        job = {
            "connections": CONNECTIONS,
            "port": measure.port,
            "paths": list(measure.paths),
            "seconds": seconds,
        }
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("The load client has no pipes.")
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        load: dict[str, Any] = json.loads(self._process.stdout.readline())
        if "problem" in load:
            raise RuntimeError(f"Not measured, since an answer was no page: {load['problem']}")
        return load


@contextmanager
def load_client() -> Iterator[LoadClient]:
    """Start a load client; end it in the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "glossary.bench.client"],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield LoadClient(process)
        finally:
            process.terminate()


def measure_in_turns(
    client: LoadClient, measures: Mapping[str, Measure], *, rounds: int, seconds: float
) -> dict[str, Figures]:
    """Return the figures of each kind of page after `rounds` turns of `seconds` each."""
    times: dict[str, list[float]] = {name: [] for name in measures}
    spent = dict.fromkeys(measures, 0.0)
    for _ in range(rounds):
        for name, measure in measures.items():
            load = client.load(measure, seconds)
            times[name] += load["milliseconds"]
            spent[name] += load["seconds"]
    return {name: figures(times[name], spent[name]) for name in measures}


def figures(milliseconds: Sequence[float], seconds: float) -> Figures:
    """Return requests per second and two percentiles of what was seen in `seconds`."""
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    return Figures(
        rps=round(len(milliseconds) / seconds, 1), p50_ms=round(cuts[49], 2), p99_ms=round(cuts[98], 2)
    )
