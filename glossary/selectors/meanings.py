"""The entries that share a name by which prose is linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossary.models import Name, Term
from glossary.selectors.links import LINK_FIELDS, name_address
from glossary.selectors.lookup import Choice, choice_of, may_be_a_name
from glossary.text.names import LONGEST, NameShape, name_shape

_NAMES_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Meanings:
    """A name as editors spell it, and the entries that share it; there may be one or none."""

    name: str
    choice: Choice


def meanings_of(language: str, address: str) -> Meanings:
    """Return the public entries in `language` that prose names as `address` says; two queries at most.

    `address` is what `links.name_address` makes of a name or of its key.
    """
    shape = name_shape(address.replace("-", " ")) if may_be_a_name(address) else None
    if shape is None:
        return Meanings(address, choice_of([]))
    rows = Name.objects.filter(language=language, key=shape.key).order_by("text", "pk")
    named = _so_called(shape, rows.values_list("text", "term_id")[:_NAMES_AT_MOST])
    ids = {pk for _text, pk in named}
    found = list(Term.objects.published().filter(pk__in=ids).only(*LINK_FIELDS).in_order()) if ids else []
    public = {term.pk for term in found}
    names = [text for text, pk in named if pk in public]
    # Rather the name that was asked for than the plural or the inflected form that shares its key.
    name = min(names, key=lambda name: (name_address(name) != address, len(name)), default=address)
    return Meanings(name, choice_of(found))


def _so_called(asked: NameShape, named: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the names that agree with `asked` in what a key leaves out: signs at the ends, a long tail.

    A bare key stands for all names that share it, unless some are called so and nothing else.
    """
    rows = list(named)
    same = [(text, pk) for text, pk in rows if _beyond_the_key(name_shape(text)) == _beyond_the_key(asked)]
    is_bare = _beyond_the_key(asked) == ("", "", "")
    return rows if is_bare and len({pk for _text, pk in same}) < 2 else same


def _beyond_the_key(shape: NameShape | None) -> tuple[str, str, str] | None:
    if shape is None:
        return None
    further = len(shape.words.words) - LONGEST
    return shape.lead, shape.words.key(LONGEST, further) if further > 0 else "", shape.trail
