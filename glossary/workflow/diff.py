"""What differs between two records, field by field, for people to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from glossary.records import AliasRecord, RelationRecord, SectionRecord, SourceRecord, TermRecord
from glossary.text.difference import Segment, differences

# Not content: a version is equal to another whatever these say.
BOOKKEEPING = frozenset({"schema", "status", "concept", "owner", "source_key"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs: its name in the record, what people call it, and the two texts compared."""

    field: str
    label: str
    old: str
    new: str

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Return the comparison word by word."""
        return differences(self.old, self.new)


def labels() -> dict[str, str]:
    """Return what people call the fields of a record, in the order of the page."""
    return {
        "title": _("Title"),
        "qualifier": _("Qualifier"),
        "slug": _("Address"),
        "language": _("Language"),
        "pronunciation": _("Pronunciation"),
        "aliases": _("Also known as"),
        "tags": _("Tags"),
        "summary": _("Summary"),
        "sections": _("Sections"),
        "examples": _("Examples"),
        "relations": _("Relations"),
        "sources": _("Sources"),
        "exact_match": _("Same concept elsewhere"),
        "replaced_by": _("Replaced by"),
        "link_mode": _("Automatic links"),
        "featured": _("Featured"),
        "review_due": _("Review due"),
        "owner": _("Owner"),
        "status": _("Status"),
    }


def same_content(one: TermRecord, other: TermRecord) -> bool:
    """Tell whether two records are one version: bookkeeping aside, everything is equal."""
    return not changed_fields(one, other)


def changed_fields(old: TermRecord, new: TermRecord, *, ignore: Iterable[str] = BOOKKEEPING) -> list[str]:
    """Return the names of the fields whose values differ, in the order of the record."""
    skipped = set(ignore)
    return [
        f.name
        for f in fields(TermRecord)
        if f.name not in skipped and getattr(old, f.name) != getattr(new, f.name)
    ]


def compare(old: TermRecord, new: TermRecord) -> list[FieldChange]:
    """Return every difference between two records, in the order of the page, as readable text."""
    changed = set(changed_fields(old, new, ignore={"schema", "concept", "source_key"}))
    return [
        FieldChange(name, label, readable(old, name), readable(new, name))
        for name, label in labels().items()
        if name in changed
    ]


def readable(record: TermRecord, name: str) -> str:
    """Return one field of a record as the text that a comparison shows."""
    value = getattr(record, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not isinstance(value, tuple):
        return str(value)
    write: Callable[[Any], str] = _WRITERS.get(name, str)
    separator = "\n\n" if name in {"sections", "examples"} else "\n"
    return separator.join(write(item) for item in value)


def _section(section: SectionRecord) -> str:
    return f"## {section.heading}\n{section.body}"


def _alias(alias: AliasRecord) -> str:
    return f"{alias.text} ({alias.kind})"


def _relation(relation: RelationRecord) -> str:
    return f"{relation.kind}: {relation.target}" + (f" – {relation.note}" if relation.note else "")


def _source(source: SourceRecord) -> str:
    return f"{source.title} {source.url}".strip()


_WRITERS: dict[str, Callable[[Any], str]] = {
    "sections": _section,
    "aliases": _alias,
    "relations": _relation,
    "sources": _source,
}


def take(record: TermRecord, other: TermRecord, names: Iterable[str]) -> TermRecord:
    """Return `record` with the fields in `names` taken from `other`."""
    return replace(record, **{name: getattr(other, name) for name in names})
