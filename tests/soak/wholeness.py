"""What is true of the database between any two transactions, whoever was killed in the middle of one.

An entry's version is the number of its latest revision; its rows say what its latest live revision says; its
pending version is what was saved last. The counter of public changes is the end of an unbroken log, raised
once by each public change, and the log names every entry that changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from django.db import IntegrityError, connection, transaction

from glossary.models import Draft, Event, PageChange, PageVersion, Revision, Term
from glossary.models.publication import ALL, LOG_LENGTH, term_key
from glossary.records import as_dict, record_of, record_parts, stored_record

# These revisions hold a version that no reader sees.
_PENDING = {Event.PENDING, Event.RESTORED}
# With these a pending version begins or ends.
_ABOUT_PENDING = {*_PENDING, Event.PUBLISHED, Event.DISCARDED}
# Each of these is a change that readers see.
_PUBLIC = {Event.CREATED, Event.PUBLISHED, Event.DEPRECATED, Event.ARCHIVED, Event.REINSTATED}
# The log is cut at every hundredth change.
_SLACK = 100
_BATCH = 500


@dataclass(frozen=True)
class Seen:
    """What a look found: the version of each entry, and the counter of public changes."""

    versions: Mapping[int, int] = field(default_factory=dict)
    n: int = 0


def look(seen: Seen, *, created_together: int = 1) -> tuple[Seen, list[str]]:
    """Look at what changed since `seen`; return what there is now and what is wrong with it.

    `created_together` is how many entries one bulk change made. An empty `Seen` has everything looked at, and
    the counter then counts for nothing.
    """
    with _one_moment():
        now = Seen(dict(Term.objects.values_list("pk", "version")), PageVersion.objects.get().n)
        problems = [f"entry {pk} is gone" for pk in seen.versions.keys() - now.versions.keys()]
        changed = iter([pk for pk, version in now.versions.items() if version != seen.versions.get(pk)])
        events: list[tuple[int, str]] = []
        while ids := list(islice(changed, _BATCH)):
            for term, revisions in _with_history(ids):
                problems += _entry_problems(term, revisions)
                known = seen.versions.get(term.pk, 0)
                events += [(term.pk, revision.event) for revision in revisions if revision.number > known]
        problems += _log_problems(now.n)
        if seen.versions:
            problems += _counting_problems(seen.n, now.n, events, created_together)
        try:
            connection.check_constraints()
        except IntegrityError as error:
            problems.append(str(error))
    return now, problems


def file_problems() -> list[str]:
    """Return what SQLite finds wrong with its own file."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return [line for (line,) in cursor.fetchall() if line != "ok"]


@contextmanager
def _one_moment() -> Iterator[None]:
    """Have every query see the same moment: on PostgreSQL each statement would otherwise see its own."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _with_history(ids: Sequence[int]) -> Iterator[tuple[Term, list[Revision]]]:
    history: defaultdict[int, list[Revision]] = defaultdict(list)
    for revision in Revision.objects.filter(term__in=ids).order_by("number"):
        history[revision.term_id].append(revision)
    for term in record_parts(Term.objects.filter(pk__in=ids)).select_related("draft"):
        yield term, history[term.pk]


def _entry_problems(term: Term, revisions: Sequence[Revision]) -> Iterator[str]:
    name = f"entry {term.pk}"
    if [revision.number for revision in revisions] != list(range(1, term.version + 1)):
        yield f"{name} of version {term.version} has revisions {[r.number for r in revisions]}"
        return
    live = [revision for revision in revisions if revision.event not in _PENDING]
    if not live or stored_record(live[-1]) != record_of(term):
        yield f"{name} says {record_of(term)}, its last live revision {live[-1:]}"
    for rows in (term.sections, term.examples, term.sources, term.tagged):
        positions = sorted(row.position for row in rows.all())
        if positions != list(range(1, len(positions) + 1)):
            yield f"{name} has {rows.model.__name__} at {positions}"
    decisive = [revision for revision in revisions if revision.event in _ABOUT_PENDING]
    pending = decisive[-1] if decisive and decisive[-1].event in _PENDING else None
    draft: Draft | None = getattr(term, "draft", None)
    if (draft and as_dict(stored_record(draft))) != (pending and as_dict(stored_record(pending))):
        yield f"{name} has the pending version {draft}, its history {pending}"


def _log_problems(n: int) -> Iterator[str]:
    numbers = list(PageChange.objects.order_by("n").values_list("n", flat=True))
    if numbers != list(range(n - len(numbers) + 1, n + 1)):
        yield f"the counter is {n}, the log {numbers[:3]} … {numbers[-3:]}, {len(numbers)} in all"
    if not min(n, LOG_LENGTH) <= len(numbers) <= LOG_LENGTH + _SLACK:
        yield f"the log holds {len(numbers)} of {n} changes"


def _counting_problems(
    before: int, n: int, events: Sequence[tuple[int, str]], created_together: int
) -> Iterator[str]:
    created = sum(event == Event.CREATED for _pk, event in events)
    changes = sum(event in _PUBLIC for _pk, event in events) - created + created / created_together
    if n - before != changes:
        yield f"the counter moved by {n - before}, and there were {changes} public changes"
    named = {
        key for keys in PageChange.objects.filter(n__gt=before).values_list("keys", flat=True) for key in keys
    }
    shown = {pk for pk, event in events if event in _PUBLIC or event == Event.RELATED}
    if ALL not in named and (missing := [pk for pk in shown if term_key(pk) not in named]):
        yield f"the log does not name the changed entries {missing}"
