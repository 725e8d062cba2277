"""What a relation must hold to: its target exists, and broader never leads back to where it began."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from glossary.models import Relation, RelationKind
from glossary.records import NARROWER, TermRecord
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
        found.append(
            FieldProblem(
                "relations",
                _("These broader and narrower terms form a circle: an entry can't be broader than itself."),
                "broader_cycle",
            )
        )
    return found


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
