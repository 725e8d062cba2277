"""Writes the entries of `search_corpus` as rows, past the workflow: nothing but a search is measured there.

What the workflow would derive from them (names that link, mentions, revisions) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import connection, transaction

from glossary.bench.corpus import TAGS
from glossary.bench.search_corpus import Entry, entries
from glossary.models import Alias, AliasKind, Example, Section, Status, Tag, TaggedTerm, Term
from glossary.text.slug import slugify

_CHUNK = 1000
_TOPICS = 8


def write(count: int) -> None:
    """Write `count` public entries into a migrated, empty database; memory does not grow with them."""
    tags = _write_tags()
    for chunk in _chunks(enumerate(entries(count))):
        with transaction.atomic():
            write_entries(chunk, tags)
    analyse()


def analyse() -> None:
    """Have PostgreSQL look at many new rows, as it does by itself within a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Within a transaction, as in a test, the statistics have to do.
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def write_entries(numbered: Sequence[tuple[int, Entry]], tags: dict[str, Tag]) -> list[Term]:
    """Write the rows of entries, with their numbers in their addresses; return the terms."""
    terms = [_term(number, each) for number, each in numbered]
    Term.objects.bulk_create(terms)
    written = list(zip(terms, (each for _, each in numbered), strict=True))
    Alias.objects.bulk_create(
        _alias(term, text, kind) for term, each in written for text, kind in each.aliases
    )
    Section.objects.bulk_create(
        Section(term=term, key=slugify(heading), heading=heading, body=body, position=position)
        for term, each in written
        for position, (heading, body) in enumerate(each.sections)
    )
    Example.objects.bulk_create(
        Example(term=term, body=body, position=position)
        for term, each in written
        for position, body in enumerate(each.examples)
    )
    TaggedTerm.objects.bulk_create(
        TaggedTerm(content_object=term, tag=tags[name], position=position)
        for term, each in written
        for position, name in enumerate(each.tags)
    )
    return terms


def _write_tags() -> dict[str, Tag]:
    tags = [Tag(name=name, is_topic=place < _TOPICS) for place, name in enumerate(TAGS)]
    for tag in tags:
        tag.fill_derived()
    Tag.objects.bulk_create(tags)
    return {tag.name: tag for tag in tags}


def _term(number: int, each: Entry) -> Term:
    term = Term(
        title=each.title,
        slug=f"{slugify(each.title)}-{number}",
        summary=each.summary,
        status=Status.PUBLISHED,
        mentioned=each.mentioned,
        version=1,
    )
    term.first_published_at = term.updated_at
    term.fill_derived()
    return term


def _alias(term: Term, text: str, kind: AliasKind) -> Alias:
    alias = Alias(term=term, text=text, kind=kind)
    alias.fill_derived()
    return alias


def _chunks(numbered: Iterator[tuple[int, Entry]]) -> Iterator[list[tuple[int, Entry]]]:
    while chunk := list(islice(numbered, _CHUNK)):
        yield chunk
