"""Minutes of readers beside a publisher: nobody reads what was replaced, nothing fails, memory is bounded."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.soak import programs, scaled
from tests.soak.machine import worker_memory
from tests.soak.programs import Glossary
from tests.soak.publishing import EVERY_SECONDS, NEWEST, NOT_YET, STAYING
from tests.soak.reading import COMPLETE, Reader

pytestmark = pytest.mark.soak

MB = 2**20
SECONDS = scaled(120, at_least=10)
READERS = 3
# Small, so that the store is full after seconds and drops pages all the time.
STORE_BYTES = 16 * MB
# Beside the store a worker holds the program, its templates and queries and, on SQLite, up to 16 MB of the
# database for each thread that reads.
CONSTANT_BYTES = 192 * MB
# Connections that ask at once for what was changed: enough that no worker is left out.
PROBES = 8
SHOWN_AT_MOST = 20


@dataclass
class Outcome:
    """What the publisher and the readers said, and the memory of each worker after each change."""

    changes: list[dict[str, Any]] = field(default_factory=list)
    seen: list[tuple[str, int, int, float, float, int]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    memory: list[dict[int, int]] = field(default_factory=list)

    def add(self, said: dict[str, Any]) -> None:
        """Add what a reader said."""
        self.statuses.update(said["statuses"])
        self.failures += said["failures"]
        self.seen += [tuple(row) for row in said["seen"]]

    def replaced(self) -> dict[tuple[int, int], float]:
        """Return when each change of each entry was known to be replaced by the next."""
        committed: defaultdict[int, list[tuple[int, float]]] = defaultdict(lambda: [(NOT_YET, 0.0)])
        for change in self.changes:
            committed[change["key"]].append((change["value"], change["committed"]))
        return {
            (key, value): replaced
            for key, changes in committed.items()
            for (value, _), (_, replaced) in pairwise(changes)
        }

    def stale(self) -> list[str]:
        """Return the readings that began after what they showed was replaced."""
        replaced = self.replaced()
        return [
            f"{path} showed change {value} of {key}, {last - replaced[key, value]:.3f} s after the next"
            for path, key, value, _first, last, _count in self.seen
            if last > replaced.get((key, value), last)
        ]

    def unseen(self) -> list[tuple[int, int]]:
        """Return the changes of the entries that stay which nobody saw, but those before the readers came."""
        seen = {(key, value) for _path, key, value, *_ in self.seen}
        return [
            what for what in self.replaced() if 0 <= what[0] < STAYING and what[1] > 1 and what not in seen
        ]

    def peak(self) -> int:
        """Return the most bytes that a worker held."""
        return max(size for sample in self.memory for size in sample.values())


@pytest.fixture(scope="module")
def outcome(large: Glossary, serve: Callable[..., str], figure: Callable[[str], None]) -> Outcome:
    """Have readers and a publisher at work at the same time, and return what came of it."""
    port = urlsplit(serve(PAGE_STORE_BYTES=str(STORE_BYTES))).port
    assert port
    outcome = Outcome()
    publisher = programs.start("publishing", SECONDS, DATABASE_URL=large.database_url)
    assert publisher.stdout
    # Until its empty line the publisher tells of the entries that are there from the start.
    outcome.changes += [json.loads(line) for line in iter(publisher.stdout.readline, "\n")]
    readers = [
        programs.start("reading", port, SECONDS, large.entries, random.getrandbits(32))
        for _ in range(READERS)
    ]
    probe = Reader(port, random.Random(random.getrandbits(32)), connections=PROBES)
    for line in publisher.stdout:
        change = json.loads(line)
        outcome.changes.append(change)
        outcome.memory.append(worker_memory(port))
        path = COMPLETE[0] if change["key"] == NEWEST else f"/glossary/hot-{change['key']}/"
        for number in range(PROBES):
            probe.read(path, number)
    publisher.stdout.close()
    assert publisher.wait() == 0
    for reader in readers:
        outcome.add(programs.result(reader))
    outcome.add(probe.said())
    probe.close()
    readings = sum(row[-1] for row in outcome.seen)
    figure(
        f"mixed load: {len(outcome.changes)} changes in {SECONDS} s, {outcome.statuses.total()} answers "
        f"{dict(outcome.statuses)}, {readings} readings of what changes, {len(outcome.stale())} stale; "
        f"workers held {megabytes(outcome.memory[0])} MB at first, {megabytes(outcome.memory[-1])} in the "
        f"end, {outcome.peak() // MB} at most"
    )
    return outcome


def megabytes(memory: dict[int, int]) -> str:
    """Return what each worker holds, for people."""
    return " and ".join(str(size // MB) for size in memory.values())


class TestMixedLoad:
    def test_no_reading_is_stale(self, outcome: Outcome):
        assert outcome.stale()[:SHOWN_AT_MOST] == []

    def test_every_request_is_answered_and_none_with_an_error(self, outcome: Outcome):
        assert outcome.failures[:SHOWN_AT_MOST] == []

    def test_every_change_is_read(self, outcome: Outcome):
        """Otherwise the tests above say little."""
        assert len(outcome.changes) > SECONDS / EVERY_SECONDS / 2
        assert outcome.unseen() == []

    def test_memory_of_workers_is_bounded(self, outcome: Outcome):
        assert outcome.peak() < STORE_BYTES + CONSTANT_BYTES

    def test_memory_of_workers_stops_growing(self, outcome: Outcome):
        half = len(outcome.memory) // 2
        for worker in outcome.memory[0]:
            earlier, later = (
                max(sample[worker] for sample in samples)
                for samples in (outcome.memory[:half], outcome.memory[half:])
            )
            assert later < 1.15 * earlier

    def test_workers_live_all_the_time(self, outcome: Outcome):
        assert {tuple(sorted(sample)) for sample in outcome.memory} == {tuple(sorted(outcome.memory[0]))}
        assert len(outcome.memory[0]) > 1
