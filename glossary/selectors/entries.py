"""Reads many entries at once: the number of queries follows the chunks, not the entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value

from glossary.models import Alias, Example, Section, Source, Tag, TaggedTerm, Term
from glossary.models.publication import SITE, tag_key, term_key
from glossary.models.terms import TermQuerySet
from glossary.records import TermRecord, relations_by_term
from glossary.selectors.entry import PublicEntry, for_the_public
from glossary.selectors.links import LINK_FIELDS, TagLink, TermLink, tag_url, term_link
from glossary.selectors.lists import carrying, find_tag
from glossary.selectors.parts import record_of_parts
from glossary.text.slug import slugify

CHUNK = 100


def latest_changes(language: str, limit: int) -> list[tuple[Term, PublicEntry]]:
    """Return the public entries that changed last, the latest first, without their ties: two queries."""
    return _latest(Term.objects.published().in_language(language), limit)


def latest_changes_of_tag(text: str, limit: int) -> tuple[Tag, list[tuple[Term, PublicEntry]]]:
    """Return the tag that `text` names, and of its entries in the site's language those that changed last.

    Three queries where `text` is the tag's address; where it is another name of it, the list is empty. Raises
    NotListed as `find_tag` does.
    """
    tag = Tag.objects.filter(slug=text).first() if slugify(text) == text else None
    if tag is None:
        return find_tag(text)[0], []
    found = _latest(carrying(Term.objects.published().in_language(settings.LANGUAGE_CODE), tag), limit)
    if not (found or tag.is_topic):
        find_tag(text)  # entries in other languages may carry it
    return tag, found


def _latest(public: TermQuerySet, limit: int) -> list[tuple[Term, PublicEntry]]:
    terms = list(public.order_by("-updated_at", "pk")[:limit])
    return list(zip(terms, public_entries(terms, with_ties=False), strict=True))


def every_entry() -> Iterator[PublicEntry]:
    """Yield every public entry, language by language, the site's first, each in the order of a dictionary.

    Six queries a chunk, and no more than a chunk in memory.
    """
    public = Term.objects.published()
    languages = public.order_by().values_list("language", flat=True).distinct()
    for language in sorted(languages, key=lambda code: (code != settings.LANGUAGE_CODE, code)):
        chunk = _chunk(public.in_language(language))
        while chunk:
            yield from public_entries(chunk)
            last = chunk[-1]
            place = bytes(last.sort_key)
            rest = public.in_language(language).filter(sort_key__gte=place)
            chunk = _chunk(rest.exclude(sort_key=place, pk__lte=last.pk))


def _chunk(terms: TermQuerySet) -> list[Term]:
    return list(terms.select_related("replaced_by").in_order()[:CHUNK])


def public_entries(terms: Sequence[Term], *, with_ties: bool = True) -> list[PublicEntry]:
    """Return what the public may see of entries that the caller knows to be public: four queries.

    Without ties to others it is one query, and they lead nowhere. `replaced_by` of each should be loaded.
    """
    ids = [term.pk for term in terms]
    parts: defaultdict[int, list[Any]] = defaultdict(list)
    for pk, *part in _parts(ids) if ids else ():
        parts[pk].append(part)
    relations = relations_by_term(ids) if with_ties and ids else {}
    wanted = {relation.target for found in relations.values() for relation in found}
    targets: dict[tuple[str, str], TermLink] = {}
    if wanted:
        # Names first, visibility of what they lead to then: asked for both, SQLite walks all public entries.
        named = Term.objects.filter(language__in={term.language for term in terms}, slug__in=wanted)
        others = Term.objects.published().filter(pk__in=named.values("pk"))
        for other in others.only(*LINK_FIELDS):
            targets[other.language, other.slug] = term_link(other)
    entries = []
    for term in terms:
        record, tags = _with_parts(term, sorted(parts[term.pk]))
        ties = relations.get(term.pk, ())
        slugs = {relation.target for relation in ties}
        linked = {slug: targets[term.language, slug] for slug in slugs if (term.language, slug) in targets}
        replacement = term.replaced_by if with_ties else None
        if replacement and replacement.is_public:
            linked[replacement.slug] = term_link(replacement)
        record = replace(record, relations=ties, replaced_by=replacement.slug if replacement else "")
        entries.append(
            PublicEntry(
                record=for_the_public(record, linked),
                url=term.get_absolute_url(),
                updated_at=term.updated_at,
                published_at=term.first_published_at,
                terms=linked,
                tags=tuple(
                    TagLink(title or name, tag_url(slug, term.language)) for _pk, name, slug, title in tags
                ),
                depends_on=frozenset({SITE, term_key(term.pk), *(tag_key(pk) for pk, *_rest in tags)}),
            )
        )
    return entries


def _with_parts(term: Term, parts: Sequence[Any]) -> tuple[TermRecord, list[tuple[int, str, str, str]]]:
    """Return the record but for ties, and the tags as (id, name, slug, title). `parts` are in their order."""
    tags: list[tuple[int, str, str, str]] = [
        (pk, name, slug, title) for part, _place, pk, name, slug, title in parts if part == "tag"
    ]
    others = ((part, *texts) for part, _place, _pk, *texts in parts if part != "tag")
    return record_of_parts(term, others, tags=(name for _pk, name, *_shown in tags)), tags


def _parts(ids: Collection[int]) -> QuerySet[Any, Any]:
    """Return the query for the parts of terms: (term, part, place, id of a tag, first, second, long)."""
    blank, none = Value(""), Value(0)
    return (
        Section.objects.filter(term__in=ids)
        .order_by()
        .values_list("term", Value("section"), "position", none, "key", "heading", "body")
        .union(
            Example.objects.filter(term__in=ids)
            .order_by()
            .values_list("term", Value("example"), "position", none, blank, blank, "body"),
            Alias.objects.filter(term__in=ids)
            .order_by()
            .values_list("term", Value("alias"), "pk", none, "text", "kind", blank),
            Source.objects.filter(term__in=ids)
            .order_by()
            .values_list("term", Value("source"), "position", none, "title", "url", blank),
            TaggedTerm.objects.filter(content_object__in=ids)
            .order_by()
            .values_list(
                "content_object", Value("tag"), "position", "tag", "tag__name", "tag__slug", "tag__title"
            ),
            all=True,
        )
        .order_by()
    )
