"""Reads the parts of one entry that are its own: sections, examples, aliases and sources, in one query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, QuerySet, Value

from glossary.models import Alias, Example, Section, Source, Term
from glossary.records import AliasRecord, SectionRecord, SourceRecord, TermRecord, columns_of
from glossary.selectors.prepared import PreparedQuery


def record_with_parts(term: Term) -> TermRecord:
    """Return the live record but for tags and ties to others; one query for all four kinds of parts.

    `record_of` says the same in four queries; the budget of the page has no room for them. A test holds the
    two together.
    """
    parts = sorted(PARTS.rows(term.pk))
    return record_of_parts(term, ((part, *texts) for part, _place, *texts in parts))


def record_of_parts(term: Term, parts: Iterable[Sequence[str]], tags: Iterable[str] = ()) -> TermRecord:
    """Return the live record of a term but for its ties.

    `parts` are its sections, examples, aliases and sources as the queries for them give them, in their order:
    (part, first, second, long). `tags` are names.
    """
    sections: list[SectionRecord] = []
    examples: list[str] = []
    aliases: list[AliasRecord] = []
    sources: list[SourceRecord] = []
    for part, first, second, long in parts:
        if part == "section":
            sections.append(SectionRecord(heading=second, body=long, key=first))
        elif part == "example":
            examples.append(long)
        elif part == "alias":
            aliases.append(AliasRecord(text=first, kind=second))
        else:
            sources.append(SourceRecord(title=first, url=second))
    return TermRecord(
        **columns_of(term),
        tags=tuple(tags),
        aliases=tuple(aliases),
        sections=tuple(sections),
        examples=tuple(examples),
        sources=tuple(sources),
    )


def _parts(pk: int) -> QuerySet[Any, Any]:
    """Return the query for sections, examples, aliases and sources as (part, place, first, second, long)."""
    blank = Value("")
    columns = ("part", "place", "first", "second", "long")
    sections = Section.objects.filter(term=pk).annotate(
        part=Value("section"), place=F("position"), first=F("key"), second=F("heading"), long=F("body")
    )
    examples = Example.objects.filter(term=pk).annotate(
        part=Value("example"), place=F("position"), first=blank, second=blank, long=F("body")
    )
    aliases = Alias.objects.filter(term=pk).annotate(
        part=Value("alias"), place=F("pk"), first=F("text"), second=F("kind"), long=blank
    )
    sources = Source.objects.filter(term=pk).annotate(
        part=Value("source"), place=F("position"), first=F("title"), second=F("url"), long=blank
    )
    return (
        sections.order_by()
        .values_list(*columns)
        .union(
            examples.order_by().values_list(*columns),
            aliases.order_by().values_list(*columns),
            sources.order_by().values_list(*columns),
            all=True,
        )
        .order_by()
    )


PARTS = PreparedQuery(_parts)
