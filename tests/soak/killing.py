"""Starts processes that write entries, kills them in the middle of it and looks whether every entry is whole.

In each round two processes write. One is killed at a random moment; the other must be able to go on, and is
then killed as well. They keep to entries of their own, so that only the kill can come between.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

import django

LANES = 2
# Entries of each process that are there from the start; every tag of the corpus is among theirs.
ENTRIES = 200
CHUNK = 25
# Far enough apart that no entry has ties to one of the other process.
LANE_LENGTH = 1_000_000
PATIENCE_SECONDS = 60


@dataclass
class Report:
    """What came of it: kills, how many of them inside of a change, changes that were reported as done."""

    kills: int = 0
    inside: int = 0
    done: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


class Writer:
    """A process that writes until it is killed, and says so before and after each change."""

    def __init__(self, job: Callable[[int, int, Connection], None], lane: int, turn: int) -> None:
        fork = multiprocessing.get_context("fork")  # a fresh interpreter would take a second to get ready
        self.news, end = fork.Pipe(duplex=False)
        self._process = fork.Process(target=job, args=(lane, turn, end), daemon=True)
        self._process.start()
        end.close()
        self.inside = False
        self.done: dict[int, int] = {}
        self.changes = 0
        self.seconds: list[float] = []
        self.failures: list[str] = []
        self._began = self._last_done_began = 0.0

    def wait_until_inside(self) -> None:
        """Listen until a change began. Raises RuntimeError when that takes too long."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not self.inside:
            self._listen(give_up)

    def wait_for_another_change(self) -> None:
        """Listen until a change that began after this call is done. Raises RuntimeError as above."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        called = time.monotonic()
        while self._last_done_began < called:
            self._listen(give_up)

    def _listen(self, give_up: float) -> None:
        if self.failures or not self.news.poll(max(0.0, give_up - time.monotonic())):
            raise RuntimeError("; ".join(self.failures) or f"nothing new in {PATIENCE_SECONDS} seconds")
        self._hear(self.news.recv())

    def kill(self) -> None:
        """Kill the process and hear what it said until then."""
        self._process.kill()
        self._process.join()
        with suppress(EOFError):
            while True:
                self._hear(self.news.recv())
        self.news.close()
        if self._process.exitcode != -signal.SIGKILL:
            self.failures.append(f"a writer ended with {self._process.exitcode} before it was killed")

    def _hear(self, news: tuple[str, float, Any]) -> None:
        word, when, what = news
        if word == "failed":
            self.failures.append(what)
        elif word == "begin":
            self.inside, self._began = True, when
        else:
            self.inside = False
            self.changes += 1
            self.done |= what
            self.seconds.append(when - self._began)
            self._last_done_began = self._began


def telling(end: Connection, changes: Iterator[dict[int, int]]) -> None:
    """Make changes one after the other; say of each that it begins, and then which versions it wrote."""
    try:
        while True:
            end.send(("begin", time.monotonic(), None))
            versions = next(changes)
            end.send(("done", time.monotonic(), versions))
    except Exception as error:
        end.send(("failed", time.monotonic(), f"{type(error).__name__}: {error}"))
        raise


def load_entries(lane: int, turn: int, end: Connection) -> None:
    """Write new entries, a chunk at a time, with ties to those of this lane's earlier turns."""
    from glossary.bench.corpus import record
    from glossary.workflow import create_terms

    first = lane * LANE_LENGTH + ENTRIES + turn * 20 * CHUNK
    records = (record(first + n) for n in range(20 * CHUNK))
    outcomes = create_terms(records, actor=None, chunk=CHUNK)
    telling(end, ({term.pk: term.version for term in outcome.created} for outcome in outcomes))


def edit_entries(lane: int, turn: int, end: Connection) -> None:
    """Publish, save, discard, archive, reinstate and make entries of this lane at random."""
    telling(end, edits(lane, random.Random(f"{lane} {turn} {sys.argv[1:]}")))


def edits(lane: int, chance: random.Random) -> Iterator[dict[int, int]]:
    """Make one change at each step; yield the version it wrote."""
    from glossary.models import Status, Term
    from glossary.workflow import (
        archive_term,
        discard_draft,
        publish_term,
        reinstate_term,
        save_draft,
    )

    # No more than these: an entry of another turn may belong to the other lane.
    slugs = dict(Term.objects.filter(source_origin=f"lane {lane}").values_list("pk", "slug"))
    while True:
        term = Term.objects.get(pk=chance.choice(list(slugs)))
        other = rewritten(term, slugs, chance)
        match chance.choices(
            ["publish", "save", "publish pending", "discard", "move", "new"], [50, 20, 10, 5, 10, 5]
        ):
            case ["publish"]:
                outcome = publish_term(term, record=other, actor=None)
            case ["save"]:
                outcome = save_draft(other, term=term, actor=None)
            case ["publish pending"]:
                outcome = publish_term(term, actor=None)
            case ["discard"]:
                outcome = discard_draft(term, actor=None)
            case ["move"]:
                move = reinstate_term if term.status == Status.ARCHIVED else archive_term
                outcome = move(term, actor=None)
            case _:
                number = chance.getrandbits(40)
                outcome = publish_term(
                    record=replace(other, title=f"New {number}", slug="", concept="", source_key=None),
                    actor=None,
                )
        yield {outcome.term.pk: outcome.term.version}


def rewritten(term: Any, slugs: dict[int, str], chance: random.Random) -> Any:
    """Return another text for a term: other parts, other tags, one of them new, and ties to its lane."""
    from glossary.bench.corpus import record
    from glossary.records import RelationRecord, record_of

    text = record(chance.randrange(LANE_LENGTH))
    others = [slug for pk, slug in slugs.items() if pk != term.pk]
    return replace(
        record_of(term),
        summary=text.summary,
        tags=(*text.tags[: chance.randrange(4)], f"tag {chance.getrandbits(40)}"),
        aliases=text.aliases,
        sections=text.sections[: chance.randrange(3)],
        examples=text.examples[: chance.randrange(4)],
        sources=text.sources,
        relations=tuple(
            RelationRecord("related", slug) for slug in chance.sample(others, chance.randrange(5))
        ),
    )


def prepare() -> None:
    """Write the entries that are there from the start, and let the log of public changes be full."""
    from glossary.bench.corpus import record
    from glossary.models import PageVersion
    from glossary.models.publication import LISTS, LOG_LENGTH
    from glossary.records import SourceKey
    from glossary.workflow import create_terms

    for lane in range(LANES):
        numbers = range(lane * LANE_LENGTH, lane * LANE_LENGTH + ENTRIES)
        records = (replace(record(n), source_key=SourceKey(f"lane {lane}", str(n))) for n in numbers)
        for outcome in create_terms(records, actor=None):
            assert not outcome.rejected
    for _ in range(LOG_LENGTH):
        PageVersion.objects.touch([LISTS])


def wait_until_alone() -> None:
    """Wait until the server has ended the sessions of killed processes: only a next statement tells it."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    give_up = time.monotonic() + PATIENCE_SECONDS
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    while time.monotonic() < give_up:
        with connection.cursor() as cursor:
            cursor.execute(f"{others} AND backend_type = 'client backend'")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.002)
    raise RuntimeError("the session of a killed process goes on")


def main(job: str, kills: int, seconds: float, seed: int) -> None:
    """Kill processes that do `job` until there were as many `kills`, or `seconds` have passed."""
    django.setup()
    from django.db import connections

    from tests.soak.wholeness import Seen, file_problems, look

    work, together = {"load": (load_entries, CHUNK), "edit": (edit_entries, 1)}[job]
    chance = random.Random(seed)
    report = Report()
    prepare()
    seen, report.problems = look(Seen())
    took = [0.05]
    started = time.monotonic()
    turn = 0
    while not report.problems and report.kills < kills and time.monotonic() - started < seconds:
        connections.close_all()  # a connection does not survive the fork
        turn += 1
        writers = [Writer(work, lane, turn) for lane in range(LANES)]
        try:
            for writer in writers:
                writer.wait_until_inside()
            for writer in chance.sample(writers, LANES):
                # As long as a few changes take on this machine now.
                time.sleep(chance.uniform(0, 3 * median(took)))
                writer.kill()
                for other in writers:
                    if not other.news.closed:
                        other.wait_for_another_change()
        except RuntimeError as problem:
            report.problems.append(f"after {report.kills} kills: {problem}")
        finally:
            for writer in writers:
                if not writer.news.closed:
                    writer.kill()
        for writer in writers:
            report.kills += 1
            report.inside += writer.inside
            report.done += writer.changes
            report.problems += writer.failures
            took = (took + writer.seconds)[-50:]
        wait_until_alone()
        seen, problems = look(seen, created_together=together)
        report.problems += problems
        for writer in writers:
            report.problems += [
                f"version {version} of entry {pk} was reported as written and is lost"
                for pk, version in writer.done.items()
                if seen.versions.get(pk, 0) < version
            ]
    report.seconds = time.monotonic() - started
    if not report.problems:
        _, problems = look(Seen())
        report.problems = [*problems, *file_problems()]
    sys.stdout.write(json.dumps(asdict(report)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
