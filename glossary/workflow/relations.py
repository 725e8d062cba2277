"""What a relation must hold to: its target exists, and broader never leads back to where it began."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from glossary.models import Relation, RelationKind, Term
from glossary.records import NARROWER, RelationRecord, TermRecord
from glossary.workflow.errors import FieldProblem
from glossary.workflow.writer import targets


def relation_problems(record: TermRecord, pk: int | None) -> list[FieldProblem]:
    """Return what is wrong with the relations and the replacement of a canonical record of term `pk`."""
    wanted = {(record.language, relation.target) for relation in record.relations}
    if record.replaced_by:
        wanted.add((record.language, record.replaced_by))
    if not wanted:
        return []
    ids = targets(wanted)
    found = []
    if record.replaced_by and (record.language, record.replaced_by) not in ids:
        found.append(_unknown("replaced_by", record.replaced_by))
    broader: set[int] = set()
    narrower: set[int] = set()
    for index, relation in enumerate(record.relations):
        target = ids.get((record.language, relation.target))
        if target is None:
            found.append(_unknown(f"relations.{index}.target", relation.target))
        elif target == pk:
            found.append(FieldProblem(f"relations.{index}.target", _("An entry is not related to itself.")))
        elif relation.kind == RelationKind.BROADER:
            broader.add(target)
        elif relation.kind == NARROWER:
            narrower.add(target)
    if (broader or narrower) and _leads_back(pk, broader, narrower):
        found.append(circle_problem())
    return found


def language_problems(record: TermRecord, held: Term) -> list[FieldProblem]:
    """Return what speaks against another language for an entry that exists: readers, or ties to others."""
    if record.language == held.language:
        return []
    ends = Relation.objects.filter(Q(from_term=held) | Q(to_term=held))
    if held.first_published_at is None and not ends.exists() and not held.replaces.exists():
        return []
    message = _(
        "This entry has readers or ties to others, so its language stays. Write another for the other."
    )
    return [FieldProblem("language", message, "language_fixed")]


def _leads_back(pk: int | None, broader: Iterable[int], narrower: set[int]) -> bool:
    """Walk up from the broader terms; a circle passes the term itself or one of its narrower terms."""
    seen: set[int] = set()
    level = set(broader)
    while level:
        if level & narrower or (pk is not None and pk in level):
            return True
        seen |= level
        level = (
            set(
                Relation.objects.filter(kind=RelationKind.BROADER, from_term__in=level)
                .exclude(from_term=pk)
                .values_list("to_term", flat=True)
            )
            - seen
        )
    return False


def _unknown(path: str, slug: str) -> FieldProblem:
    message = _("There is no entry at the address “%(slug)s”.")
    return FieldProblem(path, message % {"slug": slug}, "unknown_term")


def circles(batch: Sequence[tuple[TermRecord, Iterable[RelationRecord]]]) -> set[int]:
    """Return the places in a batch of new records whose broader or narrower ties would close a circle.

    Every record comes with those of its relations that reach an entry, and has its slug. Ties of earlier
    records count for later ones, those of a refused record do not.
    """
    above: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    level = {
        (record.language, relation.target)
        for record, relations in batch
        for relation in relations
        if relation.kind in {RelationKind.BROADER, NARROWER}
    }
    while level:
        rows = Relation.objects.filter(
            kind=RelationKind.BROADER, from_term__slug__in={slug for _language, slug in level}
        ).values_list("from_term__language", "from_term__slug", "to_term__language", "to_term__slug")
        found = set()
        for language, slug, broader_language, broader_slug in rows:
            if broader_slug not in {known for _language, known in above[(language, slug)]}:
                above[(language, slug)].add((broader_language, broader_slug))
                found.add((broader_language, broader_slug))
        level = found
    refused = set()
    for place, (record, relations) in enumerate(batch):
        own = (record.language, record.slug)
        added = []
        for relation in relations:
            other = (record.language, relation.target)
            if relation.kind == RelationKind.BROADER:
                added.append((own, other))
            elif relation.kind == NARROWER:
                added.append((other, own))
        for lower, upper in added:
            above[lower].add(upper)
        if any(_reaches(above, upper, lower) for lower, upper in added):
            refused.add(place)
            for lower, upper in added:
                above[lower].discard(upper)
    return refused


def _reaches(
    above: Mapping[tuple[str, str], set[tuple[str, str]]], start: tuple[str, str], goal: tuple[str, str]
) -> bool:
    seen, level = set(), {start}
    while level:
        if goal in level:
            return True
        seen |= level
        level = {upper for node in level for upper in above.get(node, ())} - seen
    return False


def circle_problem() -> FieldProblem:
    """Return the problem of broader and narrower ties that lead back to where they began."""
    message = _("These broader and narrower terms form a circle: an entry can't be broader than itself.")
    return FieldProblem("relations", message, "broader_cycle")
