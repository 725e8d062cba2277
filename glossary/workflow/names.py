"""Names and addresses that only one entry may have: find collisions, allocate slugs.

Everything works on a batch, so that the cost in queries is the same for one entry and for five hundred.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from glossary.models import FormerSlug, Tag, Term
from glossary.records import TermRecord
from glossary.text.fold import case_key
from glossary.text.slug import numbered, slugify
from glossary.workflow.errors import FieldProblem

Batch = Sequence[tuple[int | None, TermRecord]]
NUMBERED_AT_ONCE = 50


def collisions(batch: Batch) -> list[list[FieldProblem]]:
    """Return, for each (term id or None, canonical record), which of its names another term has.

    Titles collide by case-folded form together with the qualifier; slugs also with former slugs of others,
    because an old address never goes to another entry. Later members of the batch collide with earlier ones.
    """
    titles = _titles_in_use(record for _pk, record in batch)
    identities = _identities_in_use(record for _pk, record in batch)
    slugs = _slugs_in_use((record.language, record.slug) for _pk, record in batch if record.slug)
    result = []
    for pk, record in batch:
        found = []
        others = [title for owner, title in titles[_title_key(record)] if owner != pk or pk is None]
        if others:
            found.append(_title_taken(others[0], qualified=bool(record.qualifier)))
        address = (record.language, record.slug)
        if record.slug and any(owner != pk or pk is None for owner in slugs[address]):
            found.append(_slug_taken(record.slug))
        for identity, problem in _identities(record):
            if any(owner != pk or pk is None for owner in identities[identity]):
                found.append(problem)
        if not found:
            for identity, _problem in _identities(record):
                identities[identity].append(pk)
            titles[_title_key(record)].append((pk, record.title))
            if record.slug:
                slugs[address].append(pk)
        result.append(found)
    return result


def with_slugs(batch: Batch) -> list[TermRecord]:
    """Return the records of a batch, each without a slug given a free one made from title and qualifier.

    A term may keep what is its own already.
    """
    wanted = [
        (record.language, record.slug or slugify(f"{record.title} {record.qualifier}"))
        for _pk, record in batch
    ]
    taken = _slugs_in_use(wanted)
    for (pk, record), address in zip(batch, wanted, strict=True):
        if record.slug:
            taken[address].append(pk)
        elif pk in taken[address] and pk is not None:
            taken[address].remove(pk)
    result = []
    for (pk, record), (language, slug) in zip(batch, wanted, strict=True):
        free = record.slug or _first_free(language, slug, taken)
        if not record.slug:
            taken[(language, free)].append(pk)
        result.append(replace(record, slug=free))
    return result


def _first_free(language: str, slug: str, taken: defaultdict[tuple[str, str], list[int | None]]) -> str:
    if not taken[(language, slug)]:
        return slug
    start = 2
    while True:
        candidates = [numbered(slug, n) for n in range(start, start + NUMBERED_AT_ONCE)]
        in_use = _slugs_in_use((language, candidate) for candidate in candidates)
        for candidate in candidates:
            if not in_use[(language, candidate)] and not taken[(language, candidate)]:
                return candidate
        start += NUMBERED_AT_ONCE


def _title_key(record: TermRecord) -> tuple[str, str, str]:
    return (record.language, case_key(record.title), case_key(record.qualifier))


def _titles_in_use(
    records: Iterable[TermRecord],
) -> defaultdict[tuple[str, str, str], list[tuple[int | None, str]]]:
    found: defaultdict[tuple[str, str, str], list[tuple[int | None, str]]] = defaultdict(list)
    by_language: defaultdict[str, list[str]] = defaultdict(list)
    for record in records:
        by_language[record.language].append(case_key(record.title))
    for language, keys in by_language.items():
        rows = Term.objects.filter(language=language, case_key__in=keys)
        for pk, title, key, qualifier in rows.values_list("pk", "title", "case_key", "qualifier_key"):
            found[(language, key, qualifier)].append((pk, title))
    return found


def _identities(record: TermRecord) -> list[tuple[tuple[str, ...], FieldProblem]]:
    """Return what else only one entry of a language may have: its concept, its key at its source."""
    found = []
    if record.concept:
        message = _("Another entry in this language has this concept already.")
        identity: tuple[str, ...] = (record.language, record.concept.lower())
        found.append((identity, FieldProblem("concept", message, "concept_taken")))
    if record.source_key and record.source_key.identifier:
        message = _("Another entry in this language came from the same place at its source.")
        identity = (record.language, record.source_key.origin, record.source_key.identifier)
        found.append((identity, FieldProblem("source_key", message, "source_taken")))
    return found


def _identities_in_use(
    records: Iterable[TermRecord],
) -> defaultdict[tuple[str, ...], list[int | None]]:
    found: defaultdict[tuple[str, ...], list[int | None]] = defaultdict(list)
    concepts, sources = set(), set()
    for record in records:
        if record.concept:
            concepts.add(uuid.UUID(record.concept))
        if record.source_key and record.source_key.identifier:
            sources.add(record.source_key.identifier)
    if concepts:
        rows = Term.objects.filter(concept__in=concepts).values_list("pk", "language", "concept")
        for pk, language, concept in rows:
            found[(language, str(concept))].append(pk)
    if sources:
        there = Term.objects.filter(source_identifier__in=sources)
        for pk, *identity in there.values_list("pk", "language", "source_origin", "source_identifier"):
            found[tuple(identity)].append(pk)
    return found


def _slugs_in_use(
    addresses: Iterable[tuple[str, str]],
) -> defaultdict[tuple[str, str], list[int | None]]:
    """Return which terms have or once had each of the (language, slug) pairs."""
    found: defaultdict[tuple[str, str], list[int | None]] = defaultdict(list)
    by_language: defaultdict[str, list[str]] = defaultdict(list)
    for language, slug in addresses:
        by_language[language].append(slug)
    for language, slugs in by_language.items():
        current = Term.objects.filter(language=language, slug__in=slugs).values_list("slug", "pk")
        former = FormerSlug.objects.filter(language=language, slug__in=slugs).values_list("slug", "term_id")
        for slug, pk in [*current, *former]:
            found[(language, slug)].append(pk)
    return found


def spelled_as_stored(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the names of tags as the tags that exist spell them; case tells no two tags apart."""
    by_key = {case_key(name): name for name in tags}
    stored = dict(Tag.objects.filter(case_key__in=by_key).values_list("case_key", "name")) if by_key else {}
    return tuple(stored.get(key, name) for key, name in by_key.items())


def title_just_taken() -> FieldProblem:
    """Return the problem of a title that another process took between the check and the write."""
    return FieldProblem(
        "title",
        _("Somebody made an entry with this title or address just now. Look at it, then save again."),
        "title_taken",
    )


def _title_taken(title: str, *, qualified: bool) -> FieldProblem:
    if qualified:
        message = _("“%(title)s” with this qualifier is an entry already. Choose another qualifier.")
    else:
        message = _(
            "“%(title)s” is an entry already. If yours is a different sense, "
            "add a qualifier that tells the two apart, such as “networking”."
        )
    return FieldProblem("title", message % {"title": title}, "title_taken")


def _slug_taken(slug: str) -> FieldProblem:
    message = _("The address “%(slug)s” belongs to another entry, now or formerly. Choose another.")
    return FieldProblem("slug", message % {"slug": slug}, "slug_taken")
