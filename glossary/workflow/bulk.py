"""Bulk forms of the services: many entries, one outcome each, a bad one never costs the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from django.utils import timezone

from glossary.models import Event, PageVersion, Status, Term
from glossary.models.publication import ALL
from glossary.models.terms import PUBLIC_STATUSES
from glossary.records import RelationRecord, TermRecord
from glossary.workflow import mentions, names, services, writer
from glossary.workflow.checks import canonical, problems_of
from glossary.workflow.errors import FieldProblem, WorkflowError
from glossary.workflow.holding import whole
from glossary.workflow.permissions import Actor, may, require
from glossary.workflow.relations import circle_problem, circles
from glossary.workflow.transitions import Action

CHUNK = 1000


@dataclass
class BulkOutcome:
    """What became of a selection: entries done, entries where nothing was to do, and refusals with reason."""

    done: list[Term] = field(default_factory=list)
    unchanged: list[Term] = field(default_factory=list)
    refused: list[tuple[Term, str]] = field(default_factory=list)


def publish_terms(terms: Iterable[Term], *, actor: Actor | None) -> BulkOutcome:
    """Publish each term, its pending version where there is one."""
    return _each(terms, lambda term: services.publish_term(term, actor=actor))


def archive_terms(terms: Iterable[Term], *, actor: Actor | None) -> BulkOutcome:
    """Archive each term."""
    return _each(terms, lambda term: services.archive_term(term, actor=actor))


def deprecate_terms(terms: Iterable[Term], *, actor: Actor | None) -> BulkOutcome:
    """Deprecate each term."""
    return _each(terms, lambda term: services.deprecate_term(term, actor=actor))


def reinstate_terms(terms: Iterable[Term], *, actor: Actor | None) -> BulkOutcome:
    """Reinstate each term."""
    return _each(terms, lambda term: services.reinstate_term(term, actor=actor))


def discard_drafts(terms: Iterable[Term], *, actor: Actor | None) -> BulkOutcome:
    """Discard the pending version of each term."""
    return _each(terms, lambda term: services.discard_draft(term, actor=actor))


def _each(terms: Iterable[Term], service: Callable[[Term], services.Outcome]) -> BulkOutcome:
    outcome = BulkOutcome()
    for term in terms:
        try:
            done = service(term)
        except WorkflowError as error:
            outcome.refused.append((term, str(error)))
        else:
            (outcome.done if done.changed else outcome.unchanged).append(done.term)
    return outcome


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was not written, its place in the input (from 0) and what is wrong with it."""

    index: int
    record: TermRecord
    problems: tuple[FieldProblem, ...]


@dataclass
class ChunkOutcome:
    """What became of one chunk of records; `dangling` are ties that lead to no entry and were left out."""

    created: list[Term]
    rejected: list[Rejected]
    dangling: list[tuple[Term, RelationRecord]] = field(default_factory=list)


def create_terms(
    records: Iterable[TermRecord], *, actor: Actor | None, comment: str = "", chunk: int = CHUNK
) -> Iterator[ChunkOutcome]:
    """Write new entries in the states that their records name; yield what became of each chunk.

    A chunk is one transaction and a fixed number of queries, but for one a name that is to be linked, which
    must not be too common; memory holds one chunk at a time. An actor without the right to publish creates
    drafts. Relations reach entries of the same chunk and earlier ones.
    Raises NotAllowed at once when the actor may not create entries.
    """
    require(actor, Action.SAVE)
    publishes = may(actor, Action.PUBLISH, Term(owner_id=getattr(actor, "pk", None)))
    stream = iter(enumerate(records))
    while batch := list(islice(stream, chunk)):
        with whole():
            outcome = _create_chunk(batch, actor, comment, publishes=publishes)
        yield outcome


def _create_chunk(
    batch: Sequence[tuple[int, TermRecord]], actor: Actor | None, comment: str, *, publishes: bool
) -> ChunkOutcome:
    rejected: list[Rejected] = []
    sound: list[tuple[int, TermRecord]] = []
    for index, given in batch:
        record = canonical(given)
        problems = problems_of(record)
        if problems:
            rejected.append(Rejected(index, given, tuple(problems)))
        else:
            sound.append((index, record))
    free: list[tuple[int | None, TermRecord]] = []
    places: list[int] = []
    clashes = names.collisions([(None, record) for _index, record in sound])
    for (index, record), taken in zip(sound, clashes, strict=True):
        is_public = publishes and record.status == Status.PUBLISHED
        problems = [*taken, *(mentions.too_common(record) if is_public else ())]
        if problems:
            rejected.append(Rejected(index, record, tuple(problems)))
        else:
            free.append((None, record))
            places.append(index)
    now = timezone.now()
    named = names.with_slugs(free)
    known = writer.targets(
        (record.language, slug)
        for record in named
        for slug in [*(relation.target for relation in record.relations), record.replaced_by]
        if slug
    )
    reached = {*known, *((record.language, record.slug) for record in named)}
    ties = [
        (record, [each for each in record.relations if (record.language, each.target) in reached])
        for record in named
    ]
    in_circles = circles(ties)
    writes = []
    for place, record in enumerate(named):
        if place in in_circles:
            rejected.append(Rejected(places[place], record, (circle_problem(),)))
            continue
        status = Status(record.status) if publishes else Status.DRAFT
        term = Term(
            status=status,
            version=1,
            updated_at=now,
            first_published_at=now if status in PUBLIC_STATUSES else None,
            owner=actor,  # type: ignore[misc]
        )
        writes.append(writer.Write(term, replace(record, status=status.value)))
    if writes:
        far = writer.write_rows(writes)
        writer.write_far_ends(far, author=actor, now=now)
        terms = [write.term for write in writes]
        records = writer.written_records(writes)
        writer.write_revisions(terms, Event.CREATED, author=actor, comment=comment, now=now, records=records)
        public = [term.pk for term in terms if term.status in PUBLIC_STATUSES]
        if public:
            mentions.follow(public)
            PageVersion.objects.touch([ALL])
    dangling = [(write.term, relation) for write in writes for relation in write.dangling]
    return ChunkOutcome([write.term for write in writes], rejected, dangling)
