"""Asks for several kinds of page in turns, so that a machine that warms up or slows down favours none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median, quantiles
from typing import Any

from glossary.bench.programs import Program, running_program

# Enough that chance spreads them over a server's processes about evenly.
CONNECTIONS = 16
_TIMEOUT_SECONDS = 30
# What is measured is written with two digits; growth from less than that would say nothing.
_LEAST = 0.01


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

    def __init__(self, program: Program) -> None:
        self._program = program

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
        load: dict[str, Any] = self._program.do(job)
        if "problem" in load:
            raise RuntimeError(f"Not measured, since an answer was no page: {load['problem']}")
        return load


@contextmanager
def load_client() -> Iterator[LoadClient]:
    """Start a load client; end it in the end."""
    with running_program("glossary.bench.client") as program:
        yield LoadClient(program)


class _Seen:
    """Answers of several turns."""

    def __init__(self) -> None:
        self.milliseconds: list[float] = []
        self.seconds = 0.0

    def add(self, load: Mapping[str, Any]) -> None:
        self.milliseconds += load["milliseconds"]
        self.seconds += load["seconds"]

    def figures(self) -> Figures:
        return figures(self.milliseconds, self.seconds)


def measure_in_turns(
    client: LoadClient, measures: Mapping[str, Measure], *, rounds: int, seconds: float
) -> dict[str, Figures]:
    """Return the figures of each kind of page after `rounds` turns of `seconds` each."""
    seen = {name: _Seen() for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            seen[name].add(client.load(measure, seconds))
    return {name: each.figures() for name, each in seen.items()}


def measure_while_publishing(
    client: LoadClient, publisher: Program, measure: Measure, *, rounds: int, seconds: float
) -> tuple[Figures, Figures, int]:
    """Return the figures of a kind of page while `publisher` works and while it rests, and what it published.

    In turns: a quarter of `seconds` at rest, then `seconds` with something published in each of them.
    """
    working, resting = _Seen(), _Seen()
    published = 0
    for _ in range(rounds):
        resting.add(client.load(measure, seconds / 4))
        publisher.begin(seconds)
        working.add(client.load(measure, seconds))
        published += publisher.answer()
    return working.figures(), resting.figures(), published


def publish_in_turns(program: Program, smaller: Program, *, rounds: int) -> dict[str, float]:
    """Return what publishing takes in one glossary, in the median, and how much longer than in a smaller one.

    Both are programs of `glossary.bench.publishing`.
    """
    for each in (program, smaller):
        each.answer()  # It is ready.
    took = [(program.do(None), smaller.do(None)) for _ in range(rounds)]
    none, fifty = (median(here[kind] for here, _there in took) for kind in ("none_ms", "fifty_ms"))
    fifty_in_smaller = median(there["fifty_ms"] for _here, there in took)
    return {
        "none_ms": round(none, 2),
        "fifty_ms": round(fifty, 2),
        "ratio": round(fifty / none, 2),
        "growth": round(fifty / fifty_in_smaller, 2),
    }


def with_growth(
    figures: Mapping[str, Mapping[str, float]], smaller: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Return rows of figures, and in each how many times its first is what it is in a smaller glossary."""
    grown = {}
    for name, row in figures.items():
        first = next(iter(row))
        grown[name] = {**row, "growth": round(row[first] / max(smaller[name][first], _LEAST), 2)}
    return grown


def occurrences(measure: Measure, text: str) -> list[int]:
    """Return how often each page of a kind contains a text."""
    connection = HTTPConnection("127.0.0.1", measure.port, timeout=_TIMEOUT_SECONDS)
    try:
        counts = []
        for path in measure.paths:
            connection.request("GET", path)
            counts.append(connection.getresponse().read().decode().count(text))
        return counts
    finally:
        connection.close()


def figures(milliseconds: Sequence[float], seconds: float) -> Figures:
    """Return requests per second and two percentiles of what was seen in `seconds`."""
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    return Figures(
        rps=round(len(milliseconds) / seconds, 1), p50_ms=round(cuts[49], 2), p99_ms=round(cuts[98], 2)
    )
