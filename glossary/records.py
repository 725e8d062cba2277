"""TermRecord: the one serial form of an entry, and the way from rows to it.

Revisions, pending versions, comparison, restore, import, export and the admin's form all speak in records.
A record holds plain values only; other terms are named by slug, tags by name, people by user name.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.db.models import Prefetch, QuerySet

from glossary.models import (
    AliasKind,
    Draft,
    FormerSlug,
    LinkMode,
    Relation,
    RelationKind,
    Revision,
    Status,
    TaggedTerm,
    Term,
)

SCHEMA = 1
NARROWER = "narrower"
RELATION_KINDS = (RelationKind.RELATED, RelationKind.CONTRAST, RelationKind.BROADER, NARROWER)


class RecordError(ValueError):
    """A mapping is no record; the message names the place, as in `sections[2].body`."""


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A section; an empty `key` is filled from the heading when the entry is written."""

    heading: str
    body: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class AliasRecord:
    """Another name and what it is to the title (a value of `AliasKind`)."""

    text: str
    kind: str = AliasKind.SYNONYM.value


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """A tie to the term at the slug `target`, seen from the record's own term; `narrower` included."""

    kind: str
    target: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A work that the entry rests on."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class SourceKey:
    """Where an imported entry came from and what it is called there."""

    origin: str
    identifier: str


@dataclass(frozen=True, slots=True)
class TermRecord:
    """An entry as plain values. Dates are ISO 8601 text; `concept` is a UUID as text, empty for a new one."""

    title: str
    language: str = ""
    qualifier: str = ""
    slug: str = ""
    concept: str = ""
    summary: str = ""
    pronunciation: str = ""
    status: str = Status.DRAFT.value
    featured: bool = False
    link_mode: str = LinkMode.NORMAL.value
    tags: tuple[str, ...] = ()
    aliases: tuple[AliasRecord, ...] = ()
    sections: tuple[SectionRecord, ...] = ()
    examples: tuple[str, ...] = ()
    relations: tuple[RelationRecord, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    exact_match: tuple[str, ...] = ()
    replaced_by: str = ""
    review_due: str = ""
    owner: str = ""
    source_key: SourceKey | None = None
    schema: int = field(default=SCHEMA)


_LISTS: dict[str, Any] = {
    "tags": str,
    "examples": str,
    "exact_match": str,
    "aliases": AliasRecord,
    "sections": SectionRecord,
    "relations": RelationRecord,
    "sources": SourceRecord,
}
_NAMES = tuple(f.name for f in fields(TermRecord))
_UPGRADERS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def as_dict(record: TermRecord) -> dict[str, Any]:
    """Return the record as JSON-ready values, in the order of the fields."""
    return {name: _json_ready(getattr(record, name)) for name in _NAMES}


def _json_ready(value: Any) -> Any:
    # dataclasses.asdict copies every text deeply, which is a tenth of the cost of writing an entry.
    if isinstance(value, tuple):
        return [_json_ready(item) for item in value]
    if isinstance(value, AliasRecord | SectionRecord | RelationRecord | SourceRecord | SourceKey):
        return {name: getattr(value, name) for name in value.__slots__}
    return value


def from_dict(data: Mapping[str, Any]) -> TermRecord:
    """Return the record that `data` holds, upgraded from an older schema where needed.

    Missing fields get their defaults. Raises RecordError for an unknown field, a newer schema or a value
    of the wrong kind.
    """
    values = dict(data)
    schema = values.get("schema", SCHEMA)
    if not isinstance(schema, int) or schema > SCHEMA or schema < 1:
        raise RecordError(f"schema {schema!r} is not known; this version reads up to {SCHEMA}")
    while schema < SCHEMA:
        values = _UPGRADERS[schema](values)
        schema += 1
    values["schema"] = SCHEMA
    unknown = sorted(set(values).difference(_NAMES))
    if unknown:
        raise RecordError(f"unknown field {unknown[0]!r}")
    if "title" not in values:
        raise RecordError("title is missing")
    built: dict[str, Any] = {}
    for name, value in values.items():
        if name in _LISTS:
            built[name] = _list_of(name, value)
        elif name == "source_key":
            built[name] = None if value is None else _part(SourceKey, name, value)
        else:
            built[name] = _plain(name, value)
    return TermRecord(**built)


def _plain(name: str, value: Any) -> Any:
    expected = {"featured": bool, "schema": int}.get(name, str)
    if not isinstance(value, expected):
        raise RecordError(f"{name} must be {expected.__name__}, not {type(value).__name__}")
    return value


def _list_of(name: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise RecordError(f"{name} must be a list, not {type(value).__name__}")
    kind = _LISTS[name]
    if kind is str:
        for index, item in enumerate(value):
            if not isinstance(item, str):
                raise RecordError(f"{name}[{index}] must be str, not {type(item).__name__}")
        return tuple(value)
    return tuple(_part(kind, f"{name}[{index}]", item) for index, item in enumerate(value))


def _part(kind: Any, place: str, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise RecordError(f"{place} must be a mapping, not {type(value).__name__}")
    for key, item in value.items():
        if not isinstance(item, str):
            raise RecordError(f"{place}.{key} must be str, not {type(item).__name__}")
    try:
        return kind(**value)
    except TypeError as error:
        raise RecordError(f"{place} has a missing or unknown field") from error


def record_parts(terms: QuerySet[Term]) -> QuerySet[Term]:
    """Add to a query what `record_of` reads, so that records cost no query a term."""
    return terms.select_related("owner", "replaced_by").prefetch_related(
        "sections",
        "examples",
        "aliases",
        "sources",
        Prefetch("tagged", TaggedTerm.objects.select_related("tag")),
        Prefetch("relations_out", Relation.objects.select_related("to_term")),
        Prefetch("relations_in", Relation.objects.select_related("from_term")),
    )


def record_of(term: Term) -> TermRecord:
    """Return the live state of `term` as a record (eight queries unless loaded through `record_parts`)."""
    return TermRecord(
        **columns_of(term),
        tags=tuple(row.tag.name for row in term.tagged.all()),
        aliases=tuple(AliasRecord(text=row.text, kind=str(row.kind)) for row in term.aliases.all()),
        sections=tuple(
            SectionRecord(heading=row.heading, body=row.body, key=row.key) for row in term.sections.all()
        ),
        examples=tuple(row.body for row in term.examples.all()),
        relations=_relations_of(term),
        sources=tuple(SourceRecord(title=row.title, url=row.url) for row in term.sources.all()),
        replaced_by=term.replaced_by.slug if term.replaced_by else "",
        owner=term.owner.get_username() if term.owner else "",
    )


def columns_of(term: Term) -> dict[str, Any]:
    """Return the fields of a record that stand in the term's own row; they cost no query."""
    return {
        "title": term.title,
        "language": term.language,
        "qualifier": term.qualifier,
        "slug": term.slug,
        "concept": str(term.concept),
        "summary": term.summary,
        "pronunciation": term.pronunciation,
        "status": str(term.status),
        "featured": term.featured,
        "link_mode": str(term.link_mode),
        "exact_match": tuple(term.exact_match),
        "review_due": term.review_due.isoformat() if term.review_due else "",
        "source_key": (
            SourceKey(origin=term.source_origin, identifier=term.source_identifier)
            if term.source_identifier
            else None
        ),
    }


def _relations_of(term: Term) -> tuple[RelationRecord, ...]:
    """Return the relations from the term's side, sorted: rows of one tie may be stored at either end."""
    out = [_outgoing(row.kind, row.to_term.slug, row.note) for row in term.relations_out.all()]
    incoming = [_incoming(row.kind, row.from_term.slug, row.note) for row in term.relations_in.all()]
    return sorted_relations((*out, *incoming))


def _outgoing(kind: str, target: str, note: str) -> RelationRecord:
    return RelationRecord(kind=str(kind), target=target, note=note)


def _incoming(kind: str, target: str, note: str) -> RelationRecord:
    seen_from_here = NARROWER if kind == RelationKind.BROADER else str(kind)
    return RelationRecord(kind=seen_from_here, target=target, note=note)


def relations_by_term(ids: Iterable[int]) -> dict[int, tuple[RelationRecord, ...]]:
    """Return the relations of many terms, each from its own side, in two queries."""
    ids = set(ids)
    found: defaultdict[int, list[RelationRecord]] = defaultdict(list)
    out = Relation.objects.filter(from_term__in=ids).order_by()
    for pk, *row in out.values_list("from_term", "kind", "to_term__slug", "note"):
        found[pk].append(_outgoing(*row))
    incoming = Relation.objects.filter(to_term__in=ids).order_by()
    for pk, *row in incoming.values_list("to_term", "kind", "from_term__slug", "note"):
        found[pk].append(_incoming(*row))
    return {pk: sorted_relations(relations) for pk, relations in found.items()}


def sorted_relations(relations: Iterable[RelationRecord]) -> tuple[RelationRecord, ...]:
    """Return relations in the one order in which records hold them: by kind, then target."""
    order = {str(kind): index for index, kind in enumerate(RELATION_KINDS)}
    return tuple(sorted(relations, key=lambda r: (order.get(r.kind, len(order)), r.target)))


def stored_record(row: Revision | Draft) -> TermRecord:
    """Return the record that a revision or a pending version holds."""
    return from_dict({**row.record, "schema": row.schema})


def editable_record(term: Term) -> TermRecord:
    """Return what an editor goes on from: the pending version where there is one, else the live state.

    Relations that other entries added to this one since the pending version was started are in it too, and
    those that they took away are not: a relation belongs to both ends.
    """
    draft = Draft.objects.filter(term=term).first()
    if draft is None:
        return record_of(term)
    pending = stored_record(draft)
    started_from = term.revisions.filter(number=draft.base_number).first()
    base = stored_record(started_from).relations if started_from else ()
    now_at = _current_slugs(term.language, {relation.target for relation in (*pending.relations, *base)})
    own, before = _by_tie(pending.relations, now_at), _by_tie(base, now_at)
    merged = _by_tie(_relations_of(term), {})
    merged |= {tie: note for tie, note in own.items() if before.get(tie) != note}
    relations = (
        RelationRecord(kind, target, note)
        for (kind, target), note in merged.items()
        if (kind, target) in own or (kind, target) not in before
    )
    return replace(pending, relations=sorted_relations(relations))


def _by_tie(relations: Iterable[RelationRecord], now_at: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return the notes of relations by what makes a tie one and the same: its kind and its other end."""
    return {(each.kind, now_at.get(each.target, each.target)): each.note for each in relations}


def _current_slugs(language: str, slugs: Iterable[str]) -> dict[str, str]:
    """Return where those of the slugs lead that a term gave up since."""
    former = FormerSlug.objects.filter(language=language, slug__in=set(slugs))
    return dict(former.values_list("slug", "term__slug"))


def parsed_date(text: str) -> datetime.date | None:
    """Return the date of an ISO 8601 text, None for an empty one; raises ValueError for any other."""
    return datetime.date.fromisoformat(text) if text else None


def parsed_concept(text: str) -> uuid.UUID | None:
    """Return the UUID of a record's `concept`, None for an empty one; raises ValueError for any other."""
    return uuid.UUID(text) if text else None
