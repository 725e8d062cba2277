"""Reads one entry: what the public may see of it, and the page that shows it.

The live page and the editors' preview go through the same `entry_page`; they differ in where the record comes
from.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from glossary.models import (
    AliasKind,
    Draft,
    FormerSlug,
    Relation,
    RelationKind,
    Status,
    Tag,
    TaggedTerm,
    Term,
)
from glossary.models.publication import SITE, link_key, mentions_key, tag_key, term_key
from glossary.models.terms import full_title
from glossary.records import (
    NARROWER,
    RelationRecord,
    SourceRecord,
    TermRecord,
    record_of,
    record_parts,
    sorted_relations,
    stored_record,
)
from glossary.rendering.markdown import linkable_text, plain_text, render_markdown
from glossary.selectors.links import LINK_FIELDS, TagLink, TermLink, link_to, tag_link, tag_url, term_link
from glossary.selectors.lookup import replacements
from glossary.selectors.naming import (
    MENTIONED_WITH_SUMMARY,
    ProseLinks,
    links_in,
    links_of,
    mentioned_in,
    names_of_record,
)
from glossary.selectors.parts import record_with_parts
from glossary.selectors.prepared import PreparedQuery
from glossary.text.direction import direction
from glossary.text.excerpt import excerpt
from glossary.text.fold import case_key, sort_key

# Plurals and spellings lead to an entry like every name, but tell a reader nothing.
NAMES_TO_READ = frozenset({AliasKind.ABBREVIATION, AliasKind.SYNONYM})


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An entry without what is not for the public, and what it leads to; not rendered yet.

    `terms` are the entries it names, by slug; `depends_on` are the keys of the page store that its pages
    depend on, those of entries which may be published later among them. Where somebody asked, `links` are
    what its prose is linked with, `mentioned_in` entries whose prose names it, of `mentioned` in all, and
    `replaces` the deprecated entries in whose place it stands.
    """

    record: TermRecord
    url: str
    updated_at: datetime.datetime
    published_at: datetime.datetime | None
    terms: Mapping[str, TermLink]
    tags: tuple[TagLink, ...]
    depends_on: frozenset[str]
    tag_ids: frozenset[int] = frozenset()
    links: ProseLinks | None = None
    mentioned_in: tuple[TermLink, ...] = ()
    mentioned: int = 0
    replaces: tuple[TermLink, ...] = ()


@dataclass(frozen=True, slots=True)
class EntrySection:
    """A headed stretch of the entry; `key` is its fragment id."""

    key: str
    heading: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry as its page shows it. Empty tuples and texts are parts that the entry does not have.

    Of the entries that mention it the first are shown with their summaries, `also_mentioned_in` by name, and
    `mentioned_unlisted` are only counted; `mentioned_more` is how many there are beyond the first.
    """

    title: str
    url: str
    language: str
    direction: str
    pronunciation: str
    also: tuple[str, ...]
    tags: tuple[TagLink, ...]
    summary: str
    description: str
    sections: tuple[EntrySection, ...]
    examples: tuple[SafeString, ...]
    contrasts: tuple[TermLink, ...]
    related: tuple[TermLink, ...]
    broader: tuple[TermLink, ...]
    narrower: tuple[TermLink, ...]
    sources: tuple[SourceRecord, ...]
    exact_match: tuple[str, ...]
    updated_at: datetime.datetime
    published_at: datetime.datetime | None
    is_deprecated: bool
    replacement: TermLink | None
    replaces: tuple[TermLink, ...]
    mentioned_in: tuple[TermLink, ...]
    also_mentioned_in: tuple[TermLink, ...]
    mentioned_more: int
    mentioned_unlisted: int


def live_entry(term: Term) -> PublicEntry:
    """Return what the public may see of `term`, which the caller knows to be public.

    Three queries, and a fourth where another entry replaces it.
    """
    tags = TAGS.rows(term.pk)
    relations, others = _relations(term)
    chain = replacements(term)
    others += [OtherEnd(each.pk, each.slug, each.is_public, term_link(each)) for each in chain]
    record = replace(
        record_with_parts(term),
        tags=tuple(name for _pk, name, *_shown in tags),
        relations=relations,
        replaced_by=chain[-1].slug if chain else "",
    )
    terms = {other.slug: other.link for other in others if other.is_public}
    return PublicEntry(
        record=for_the_public(record, terms),
        url=term.get_absolute_url(),
        updated_at=term.updated_at,
        published_at=term.first_published_at,
        terms=terms,
        tags=tuple(
            TagLink(title or name, tag_url(slug, term.language), description)
            for _pk, name, title, slug, description in tags
        ),
        depends_on=frozenset(
            {SITE, term_key(term.pk)}
            | {link_key(other.pk) for other in others}
            | {tag_key(tag[0]) for tag in tags}
        ),
        tag_ids=frozenset(tag[0] for tag in tags),
    )


def linked_entry(term: Term) -> PublicEntry:
    """Return `live_entry` with what its prose is linked with and who mentions it: three queries more."""
    entry = live_entry(term)
    links, keys = links_of(term, names_of_record(entry.record), entry.tag_ids)
    return _seen_from_others(replace(entry, links=links, depends_on=entry.depends_on | keys), term)


def _seen_from_others(entry: PublicEntry, term: Term) -> PublicEntry:
    """Add what other entries make of one: that they mention it, and that it replaces them; two queries."""
    mentioning = mentioned_in(term.pk)
    replaced = [(pk, link_to(*columns)) for pk, *columns in REPLACED.rows(term.pk)]
    return replace(
        entry,
        mentioned_in=tuple(link for _pk, link in mentioning),
        mentioned=term.mentioned,
        replaces=_by_title(link for _pk, link in replaced),
        depends_on=entry.depends_on
        | {mentions_key(term.pk)}
        | {link_key(pk) for pk, _link in [*mentioning, *replaced]},
    )


def pending_entry(pk: int) -> PublicEntry | None:
    """Return what the public would see of the term `pk` if its pending version were published now.

    Without a pending version it is the entry as it stands, whatever its status; without such a term, None.
    """
    term = record_parts(Term.objects.filter(pk=pk)).first()
    if term is None:
        return None
    draft = Draft.objects.filter(term=pk).first()
    record = replace(stored_record(draft) if draft else record_of(term), status=str(term.status))
    terms = _public_targets(record)
    keys = {case_key(name): name for name in record.tags}
    tags = {tag.case_key: tag for tag in Tag.objects.filter(case_key__in=keys)}
    tag_ids = frozenset(tag.pk for tag in tags.values())
    bodies = [*(section.body for section in record.sections), *record.examples]
    entry = PublicEntry(
        record=for_the_public(record, terms),
        url=term.get_absolute_url(),
        updated_at=draft.updated_at if draft else term.updated_at,
        published_at=term.first_published_at,
        terms=terms,
        tags=tuple(
            tag_link(tags[key], record.language) if key in tags else TagLink(name, "")
            for key, name in keys.items()
        ),
        depends_on=frozenset(),
        tag_ids=tag_ids,
        links=links_in(
            "\f".join(linkable_text(body) for body in bodies),
            record.language,
            names_of_record(record),
            tag_ids,
            own_pk=pk,
        ),
    )
    return _seen_from_others(entry, term)


def entry_page(entry: PublicEntry) -> EntryPage:
    """Return the page of an entry; names in its sections and examples are linked where it has `links`."""
    record = entry.record
    linked_in_examples: set[str] = set()
    tied: defaultdict[str, list[TermLink]] = defaultdict(list)
    for relation in record.relations:
        tied[relation.kind].append(replace(entry.terms[relation.target], note=relation.note))
    return EntryPage(
        title=full_title(record.title, record.qualifier),
        url=entry.url,
        language=record.language,
        direction=direction(record.language),
        pronunciation=record.pronunciation,
        also=tuple(alias.text for alias in record.aliases if alias.kind in NAMES_TO_READ),
        tags=entry.tags,
        summary=record.summary,
        description=_description(record),
        sections=tuple(
            EntrySection(
                section.key,
                section.heading,
                render_markdown(section.body, links=entry.links, seen=set()),
            )
            for section in record.sections
            if section.body.strip()
        ),
        examples=tuple(
            render_markdown(example, links=entry.links, seen=linked_in_examples)
            for example in record.examples
        ),
        contrasts=_by_title(tied[RelationKind.CONTRAST]),
        related=_by_title(tied[RelationKind.RELATED]),
        broader=_by_title(tied[RelationKind.BROADER]),
        narrower=_by_title(tied[NARROWER]),
        sources=record.sources,
        exact_match=record.exact_match,
        updated_at=entry.updated_at,
        published_at=entry.published_at,
        is_deprecated=record.status == Status.DEPRECATED,
        replacement=entry.terms.get(record.replaced_by),
        replaces=entry.replaces,
        mentioned_in=entry.mentioned_in[:MENTIONED_WITH_SUMMARY],
        also_mentioned_in=entry.mentioned_in[MENTIONED_WITH_SUMMARY:],
        mentioned_more=max(0, entry.mentioned - MENTIONED_WITH_SUMMARY),
        mentioned_unlisted=max(0, entry.mentioned - len(entry.mentioned_in)),
    )


def for_the_public(record: TermRecord, terms: Mapping[str, TermLink]) -> TermRecord:
    """Return the record without people, plans, misspellings and what names an entry that is not public."""
    return replace(
        record,
        owner="",
        review_due="",
        aliases=tuple(alias for alias in record.aliases if alias.kind != AliasKind.HIDDEN),
        relations=tuple(relation for relation in record.relations if relation.target in terms),
        replaced_by=record.replaced_by if record.replaced_by in terms else "",
    )


def _ties(pk: int) -> QuerySet[Any, Any]:
    """Return the query for the ties of a term: kind, note, which end it is, and both ends to link to."""
    ends = [
        f"{end}__{field}" for end in ("from_term", "to_term") for field in ("pk", *LINK_FIELDS, "is_public")
    ]
    ties = Relation.objects.filter(Q(from_term=pk) | Q(to_term=pk)).order_by()
    return ties.values_list("kind", "note", *ends)


def _tags(pk: int) -> QuerySet[Any, Any]:
    """Return the query for the tags of a term in the editor's order: id, name, title, slug, description."""
    tagged = TaggedTerm.objects.filter(content_object=pk).order_by("position")
    return tagged.values_list("tag__pk", "tag__name", "tag__title", "tag__slug", "tag__description")


def _replaced(pk: int) -> QuerySet[Any, Any]:
    """Return the query for the deprecated entries that one replaces: id, and what to link to."""
    deprecated = Term.objects.published().filter(replaced_by=pk, status=Status.DEPRECATED).order_by()
    return deprecated.values_list("pk", *LINK_FIELDS)


TIES, TAGS = PreparedQuery(_ties), PreparedQuery(_tags)
REPLACED = PreparedQuery(_replaced)


class OtherEnd(NamedTuple):
    """An entry at the other end of a tie, public or not."""

    pk: int
    slug: str
    is_public: bool
    link: TermLink


def _relations(term: Term) -> tuple[tuple[RelationRecord, ...], list[OtherEnd]]:
    """Return the ties of a term seen from its side, and what is at their other ends."""
    found: list[RelationRecord] = []
    others: list[OtherEnd] = []
    width = len(LINK_FIELDS) + 2
    for kind, note, *ends in TIES.rows(term.pk):
        outgoing = ends[0] == term.pk
        pk, *columns, is_public = ends[width:] if outgoing else ends[:width]
        slug = columns[LINK_FIELDS.index("slug")]
        seen_from_here = NARROWER if kind == RelationKind.BROADER and not outgoing else kind
        found.append(RelationRecord(kind=seen_from_here, target=slug, note=note))
        others.append(OtherEnd(pk, slug, bool(is_public), link_to(*columns)))
    return sorted_relations(found), others


def _public_targets(record: TermRecord) -> dict[str, TermLink]:
    """Return links to the public entries that a record names, also by a slug that they gave up since."""
    wanted = {relation.target for relation in record.relations} | {record.replaced_by}
    found = {
        term.slug: term_link(term)
        for term in Term.objects.published()
        .in_language(record.language)
        .filter(slug__in=wanted)
        .only(*LINK_FIELDS)
    }
    former = FormerSlug.objects.filter(
        language=record.language, slug__in=wanted - set(found), term__in=Term.objects.published()
    )
    return found | {row.slug: term_link(row.term) for row in former.select_related("term")}


def _description(record: TermRecord) -> str:
    """Return what search results show under the title: the summary, else how the first section begins."""
    if record.summary:
        return record.summary
    return excerpt(plain_text(record.sections[0].body)) if record.sections else ""


def _by_title(links: Iterable[TermLink]) -> tuple[TermLink, ...]:
    return tuple(sorted(links, key=lambda link: sort_key(link.title)))
