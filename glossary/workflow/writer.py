"""Put records into rows: the only place that writes terms and their parts. Private to the workflow.

Children are replaced whole, so that positions stay unique without deferrable constraints. A batch of any
size costs the same number of queries.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from glossary.models import (
    Alias,
    Draft,
    Event,
    Example,
    FormerSlug,
    FormerTagSlug,
    Relation,
    RelationKind,
    Revision,
    Section,
    Source,
    Tag,
    TaggedTerm,
    Term,
)
from glossary.models.taxonomy import TAG_SLUG_MAX, slug_of_tag
from glossary.records import (
    NARROWER,
    SCHEMA,
    RelationRecord,
    TermRecord,
    as_dict,
    columns_of,
    parsed_concept,
    parsed_date,
    record_of,
    record_parts,
    relations_by_term,
)
from glossary.text.fold import case_key
from glossary.text.slug import numbered
from glossary.workflow.checks import symmetric

_TERM_COLUMNS = [
    "language", "concept", "title", "qualifier", "slug", "summary", "pronunciation", "status", "featured",
    "link_mode", "first_published_at", "updated_at", "review_due", "owner", "replaced_by", "exact_match",
    "source_origin", "source_identifier", "case_key", "qualifier_key", "match_key", "sort_key", "initial",
]  # fmt: skip


@dataclass
class Write:
    """One entry to write: its row (saved or new), what it shall hold, and what it held before."""

    term: Term
    record: TermRecord
    before: TermRecord | None = None
    dangling: list[RelationRecord] = field(default_factory=list)
    tags: tuple[str, ...] = ()

    def result(self, relations: tuple[RelationRecord, ...]) -> TermRecord:
        """Return what the rows hold now: what `record_of` would read, without reading it again."""
        term = self.term
        return replace(
            self.record,
            **columns_of(term),
            tags=self.tags,
            relations=relations,
            replaced_by=term.replaced_by.slug if term.replaced_by else "",
            owner=term.owner.get_username() if term.owner else "",
        )


def write_rows(writes: Sequence[Write]) -> set[int]:
    """Write canonical, checked records with slugs into rows; return the ids of other terms whose relations
    changed with them.

    Status and dates are taken from the `Term` instances, everything else from the records. Relations whose
    target is no term are left out and listed in `Write.dangling`. Call it inside a transaction.
    """
    owners = _owners(writes)
    replacements = targets(
        (write.record.language, write.record.replaced_by) for write in writes if write.record.replaced_by
    )
    for write in writes:
        _fill(write.term, write.record, owners, replacements)
    new = [write.term for write in writes if write.term.pk is None]
    old = [write.term for write in writes if write.term.pk is not None]
    if new:
        Term.objects.bulk_create(new)
    if old:
        Term.objects.bulk_update(old, _TERM_COLUMNS)
        ids = [term.pk for term in old]
        for model in (Section, Example, Alias, Source):
            model._default_manager.filter(term_id__in=ids).delete()
        TaggedTerm.objects.filter(content_object_id__in=ids).delete()
    _keep_former_slugs(writes)
    _write_children(writes)
    return _write_relations(writes)


def _fill(
    term: Term,
    record: TermRecord,
    owners: dict[str, AbstractBaseUser],
    replacements: dict[tuple[str, str], int],
) -> None:
    term.language = record.language
    term.concept = parsed_concept(record.concept) or term.concept
    term.title = record.title
    term.qualifier = record.qualifier
    term.slug = record.slug
    term.summary = record.summary
    term.pronunciation = record.pronunciation
    term.featured = record.featured
    term.link_mode = record.link_mode
    term.review_due = parsed_date(record.review_due)
    term.exact_match = list(record.exact_match)
    if record.source_key:
        term.source_origin = record.source_key.origin
        term.source_identifier = record.source_key.identifier
    if record.owner:
        term.owner = owners.get(record.owner, term.owner)  # type: ignore[assignment]
    replacement = replacements.get((record.language, record.replaced_by)) if record.replaced_by else None
    term.replaced_by = Term.objects.get(pk=replacement) if replacement else None
    term.fill_derived()


def hand_over(term: Term, username: str) -> None:
    """Give an entry to the person of that name, at once; an unknown name changes nothing."""
    owner = get_user_model()._default_manager.filter(**{get_user_model().USERNAME_FIELD: username}).first()
    if owner:
        term.owner = owner
        term.save(update_fields=["owner"])


def _owners(writes: Iterable[Write]) -> dict[str, AbstractBaseUser]:
    names = {write.record.owner for write in writes if write.record.owner}
    if not names:
        return {}
    users = get_user_model()._default_manager.filter(**{f"{get_user_model().USERNAME_FIELD}__in": names})
    return {user.get_username(): user for user in users}


def targets(addresses: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the id of the term at each (language, slug), former slugs included; unknown ones are absent."""
    by_language: defaultdict[str, set[str]] = defaultdict(set)
    for language, slug in addresses:
        by_language[language].add(slug)
    found: dict[tuple[str, str], int] = {}
    for language, slugs in by_language.items():
        former = FormerSlug.objects.filter(language=language, slug__in=slugs).values_list("slug", "term_id")
        current = Term.objects.filter(language=language, slug__in=slugs).values_list("slug", "pk")
        found |= {(language, slug): pk for slug, pk in [*former, *current]}
    return found


def _keep_former_slugs(writes: Iterable[Write]) -> None:
    """Remember the slugs that published terms give up; a term that takes its own back stops redirecting."""
    moved = [
        write
        for write in writes
        if write.before and write.before.slug != write.term.slug and write.term.first_published_at
    ]
    for write in moved:
        FormerSlug.objects.filter(language=write.term.language, slug=write.term.slug).delete()
        if write.before:
            FormerSlug.objects.update_or_create(
                language=write.before.language, slug=write.before.slug, defaults={"term": write.term}
            )


def _write_children(writes: Sequence[Write]) -> None:
    tags = _tags(write.record.tags for write in writes)
    sections: list[Section] = []
    examples: list[Example] = []
    aliases: list[Alias] = []
    sources: list[Source] = []
    tagged: list[TaggedTerm] = []
    for write in writes:
        term, record = write.term, write.record
        sections += [
            Section(term=term, key=s.key, heading=s.heading, body=s.body, position=n)
            for n, s in enumerate(record.sections, 1)
        ]
        examples += [Example(term=term, body=body, position=n) for n, body in enumerate(record.examples, 1)]
        aliases += [Alias(term=term, text=alias.text, kind=alias.kind) for alias in record.aliases]
        sources += [
            Source(term=term, title=s.title, url=s.url, position=n) for n, s in enumerate(record.sources, 1)
        ]
        tagged += [
            TaggedTerm(content_object=term, tag=tags[case_key(name)], position=n)
            for n, name in enumerate(record.tags, 1)
        ]
        write.tags = tuple(tags[case_key(name)].name for name in record.tags)
    for alias in aliases:
        alias.fill_derived()
    Section.objects.bulk_create(sections)
    Example.objects.bulk_create(examples)
    Alias.objects.bulk_create(aliases)
    Source.objects.bulk_create(sources)
    TaggedTerm.objects.bulk_create(tagged)


def _tags(names_of_each: Iterable[Sequence[str]]) -> dict[str, Tag]:
    """Return the tags by folded name, making those that do not exist yet."""
    names = {case_key(name): name for names in names_of_each for name in names}
    if not names:
        return {}
    found = {tag.case_key: tag for tag in Tag.objects.filter(case_key__in=names)}
    missing = {key: name for key, name in names.items() if key not in found}
    if missing:
        # A text that was begun before a tag was renamed still says the old name.
        renamed = {slug_of_tag(name): key for key, name in missing.items()}
        for row in FormerTagSlug.objects.filter(slug__in=renamed).select_related("tag"):
            key = renamed[row.slug]
            found[key] = row.tag
            del missing[key]
    if missing:
        taken = set(Tag.objects.values_list("slug", flat=True))
        taken |= set(FormerTagSlug.objects.values_list("slug", flat=True))
        for key, name in missing.items():
            slug = wanted = slug_of_tag(name)
            count = 2
            while slug in taken:
                slug = numbered(wanted[: TAG_SLUG_MAX - 5], count)
                count += 1
            taken.add(slug)
            found[key] = Tag.objects.create(name=name, slug=slug)
    return found


def _write_relations(writes: Sequence[Write]) -> set[int]:
    """Apply what each record adds to and takes from the relations it had; return the terms at other ends."""
    changed = [
        (write, set(write.before.relations if write.before else ()), set(write.record.relations))
        for write in writes
    ]
    changed = [item for item in changed if item[1] != item[2]]
    if not changed:
        return set()
    ids = targets(
        (write.record.language, relation.target) for write, old, new in changed for relation in old ^ new
    )
    gone: set[tuple[int, int, str]] = set()
    added: dict[tuple[int, int, str], Relation] = {}
    touched: set[int] = set()
    for write, old, new in changed:
        for relation in old ^ new:
            target = ids.get((write.record.language, relation.target))
            if target is None or target == write.term.pk:
                if relation in new:
                    write.dangling.append(relation)
                continue
            touched.add(target)
            row = _relation_row(write.term.pk, target, relation)
            key = (row.from_term_id, row.to_term_id, str(row.kind))
            gone.add(key)
            if relation in new:
                added[key] = row
    _delete_relations(gone)
    Relation.objects.bulk_create(added.values())
    return touched - {write.term.pk for write in writes}


def _delete_relations(keys: set[tuple[int, int, str]]) -> None:
    """Delete the relations that are there under these (from, to, kind)."""
    there = Relation.objects.filter(
        from_term__in={key[0] for key in keys}, to_term__in={key[1] for key in keys}
    ).values_list("pk", "from_term", "to_term", "kind")
    Relation.objects.filter(pk__in=[pk for pk, *key in there if tuple(key) in keys]).delete()


def _relation_row(own: int, target: int, relation: RelationRecord) -> Relation:
    if relation.kind == NARROWER:
        return Relation(from_term_id=target, to_term_id=own, kind=RelationKind.BROADER, note=relation.note)
    first, second = (target, own) if symmetric(relation.kind) and target < own else (own, target)
    return Relation(from_term_id=first, to_term_id=second, kind=relation.kind, note=relation.note)


def live_records(terms: Iterable[Term]) -> dict[int, TermRecord]:
    """Return the live records of many terms by id, in a fixed number of queries."""
    rows = record_parts(Term.objects.filter(pk__in=[term.pk for term in terms]))
    return {term.pk: record_of(term) for term in rows}


def written_records(writes: Sequence[Write]) -> dict[int, TermRecord]:
    """Return the records of entries that were just written, by id."""
    relations = relations_by_term(write.term.pk for write in writes)
    return {write.term.pk: write.result(relations.get(write.term.pk, ())) for write in writes}


def write_revisions(
    terms: Sequence[Term],
    event: Event,
    *,
    author: Any,
    comment: str,
    now: datetime.datetime,
    records: Mapping[int, TermRecord] | None = None,
) -> list[Revision]:
    """Append to the history of each term its live state, or what `records` says of it."""
    if records is None:
        records = live_records(terms)
    return Revision.objects.bulk_create(
        Revision(
            term=term,
            number=term.version,
            record=as_dict(records[term.pk]),
            schema=SCHEMA,
            author=author,
            comment=comment,
            created_at=now,
            event=event,
        )
        for term in terms
    )


def write_far_ends(ids: Iterable[int], *, author: Any, now: datetime.datetime) -> None:
    """Give the terms at the other end of changed relations their revision: their records changed too."""
    terms = list(Term.objects.filter(pk__in=set(ids)))
    for term in terms:
        term.version += 1
    if terms:
        Term.objects.bulk_update(terms, ["version"])
        write_revisions(terms, Event.RELATED, author=author, comment="", now=now)


def write_pending(term: Term, record: TermRecord, *, author: Any, now: datetime.datetime) -> None:
    """Store `record` as the pending version of a term that readers already see."""
    row, created = Draft.objects.get_or_create(
        term=term,
        defaults={
            "record": as_dict(record),
            "schema": SCHEMA,
            "base_number": term.version - 1,
            "author": author,
            "updated_at": now,
        },
    )
    if not created:
        row.record, row.schema = as_dict(record), SCHEMA
        row.author, row.updated_at = author, now
        row.save()
