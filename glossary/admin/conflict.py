"""Two people's texts of one entry, side by side: what differs, and taking theirs piece by piece.

A piece is a whole field (`summary`), one section by its fragment id (`sections.definition`), the order of the
sections, or one example by its place (`examples.2`) as long as nobody added or removed an example.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace

from django.utils.translation import gettext as _

from glossary.records import SectionRecord, TermRecord
from glossary.workflow import FieldChange, canonical, compare, take
from glossary.workflow.diff import labels

SECTION, EXAMPLE = "sections.", "examples."
ORDER = "sections.#order"  # no fragment id holds a hash
FIELDS = frozenset(f.name for f in fields(TermRecord)) - {"schema", "status", "concept", "source_key"}


@dataclass(frozen=True)
class ConflictRow:
    """A piece in which two texts differ: `suggested` where only the other person changed it."""

    change: FieldChange
    suggested: bool
    ticked: bool


def conflict_rows(
    *, base: TermRecord, theirs: TermRecord, mine: TermRecord, ticked: Collection[str] = ()
) -> list[ConflictRow]:
    """Return the pieces that differ between their text and mine.

    Theirs is suggested where I changed nothing since `base`. `ticked` are the pieces chosen before.
    """
    mine = canonical(mine, theirs)
    rows: list[ConflictRow] = []
    for change in compare(theirs, mine):
        if change.field == "sections":
            rows += _section_rows(base, theirs, mine)
        elif change.field == "examples" and len(base.examples) == len(theirs.examples) == len(mine.examples):
            rows += _example_rows(base, theirs, mine)
        elif change.field in FIELDS:
            same = getattr(base, change.field) == getattr(mine, change.field)
            rows.append(ConflictRow(change, suggested=same, ticked=same))
    return [replace(row, ticked=row.ticked or row.change.field in ticked) for row in rows]


def _section_rows(base: TermRecord, theirs: TermRecord, mine: TermRecord) -> Iterable[ConflictRow]:
    headings = _headings(mine) | _headings(theirs)
    for key, heading in headings.items():
        old, new, before = (_section(record, key) for record in (theirs, mine, base))
        row = _row(
            f"{SECTION}{key}",
            _section_label(heading),
            replace(theirs, sections=old),
            replace(theirs, sections=new),
            suggested=before == new,
        )
        if row:
            yield row
    common = _headings(mine).keys() & _headings(theirs).keys()
    old_order, new_order, order_before = (_order(record, common) for record in (theirs, mine, base))
    if old_order != new_order:
        texts = ("\n".join(headings[key] for key in keys) for keys in (old_order, new_order))
        same = order_before == new_order
        change = FieldChange(ORDER, _("Order of the sections"), *texts)
        yield ConflictRow(change, suggested=same, ticked=same)


def _example_rows(base: TermRecord, theirs: TermRecord, mine: TermRecord) -> Iterable[ConflictRow]:
    for place, (before, old, new) in enumerate(
        zip(base.examples, theirs.examples, mine.examples, strict=True)
    ):
        row = _row(
            f"{EXAMPLE}{place}",
            _example_label(place),
            replace(theirs, examples=(old,)),
            replace(theirs, examples=(new,)),
            suggested=before == new,
        )
        if row:
            yield row


def _row(name: str, label: str, old: TermRecord, new: TermRecord, *, suggested: bool) -> ConflictRow | None:
    for change in compare(old, new):
        return ConflictRow(replace(change, field=name, label=label), suggested=suggested, ticked=suggested)
    return None


def chosen(names: Iterable[str], theirs: TermRecord) -> dict[str, str]:
    """Return those of the posted `names` that a comparison with `theirs` can offer, each with its label."""
    whole, headings = labels(), _headings(theirs)
    found = {}
    for name in names:
        if name in FIELDS:
            found[name] = whole[name]
        elif name == ORDER:
            found[name] = _("Order of the sections")
        elif name.startswith(SECTION):
            key = name.removeprefix(SECTION)
            found[name] = _section_label(headings.get(key, key))
        elif (place := _place(name)) is not None and place < len(theirs.examples):
            found[name] = _example_label(place)
    return found


def take_theirs(mine: TermRecord, theirs: TermRecord, names: Collection[str]) -> TermRecord:
    """Return `mine` with the pieces in `names` as `theirs` has them; unknown names count for nothing."""
    if not names:
        return mine
    mine = canonical(mine, theirs)
    examples = list(mine.examples)
    for place in map(_place, names):
        if place is not None and place < min(len(examples), len(theirs.examples)):
            examples[place] = theirs.examples[place]
    keys = {name.removeprefix(SECTION) for name in names if name.startswith(SECTION) and name != ORDER}
    sections = _with_their_sections(mine.sections, theirs.sections, keys)
    if ORDER in names:
        sections = _in_their_order(sections, theirs.sections)
    mine = replace(mine, sections=tuple(sections), examples=tuple(examples))
    return take(mine, theirs, [name for name in names if name in FIELDS])


def examples_moved(mine: TermRecord, theirs: TermRecord, names: Iterable[str]) -> bool:
    """Tell whether a place among `names` no longer says which example is meant."""
    mine = canonical(mine, theirs)
    return len(mine.examples) != len(theirs.examples) and any(_place(name) is not None for name in names)


def _with_their_sections(
    mine: Iterable[SectionRecord], theirs: tuple[SectionRecord, ...], keys: Collection[str]
) -> list[SectionRecord]:
    """Return my sections, those under `keys` as they have them: changed, gone, or added where it stands."""
    by_key = {section.key: section for section in theirs}
    result = [
        by_key[section.key] if section.key in keys else section
        for section in mine
        if section.key not in keys or section.key in by_key
    ]
    for index, section in enumerate(theirs):
        places = {each.key: place for place, each in enumerate(result)}
        if section.key in keys and section.key not in places:
            before = (places[each.key] + 1 for each in reversed(theirs[:index]) if each.key in places)
            result.insert(next(before, 0), section)
    return result


def _in_their_order(mine: list[SectionRecord], theirs: tuple[SectionRecord, ...]) -> list[SectionRecord]:
    by_key = {section.key: section for section in mine}
    common = [section.key for section in theirs if section.key in by_key]
    following = iter(common)
    return [by_key[next(following)] if section.key in common else section for section in mine]


def _headings(record: TermRecord) -> dict[str, str]:
    return {section.key: section.heading for section in record.sections}


def _section(record: TermRecord, key: str) -> tuple[SectionRecord, ...]:
    return tuple(section for section in record.sections if section.key == key)


def _order(record: TermRecord, keys: Collection[str]) -> list[str]:
    return [section.key for section in record.sections if section.key in keys]


def _place(name: str) -> int | None:
    number = name.removeprefix(EXAMPLE)
    if number != name and number.isascii() and number.isdecimal() and len(number) < 7:
        return int(number)
    return None


def _section_label(heading: str) -> str:
    return _("Section “%(heading)s”") % {"heading": heading}


def _example_label(place: int) -> str:
    return _("Example %(number)s") % {"number": place + 1}
