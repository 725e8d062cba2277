"""Reads lists of entries: the A–Z, tags and their entries. The cost is that of one page of the list.

Counting letters and tags walks an index once; nothing else here grows with the glossary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Q

from glossary.models import FormerTagSlug, Tag, TaggedTerm, Term
from glossary.models.terms import TermQuerySet
from glossary.selectors.links import (
    LINK_FIELDS,
    TagLink,
    TermLink,
    list_url,
    tag_link,
    tag_url,
    term_link,
    with_query,
)
from glossary.selectors.prepared import PreparedQuery
from glossary.text.direction import direction
from glossary.text.fold import DIGITS_INITIAL, case_key, initial, sort_key
from glossary.text.problems import line_problems
from glossary.text.script import script_name, script_of
from glossary.text.slug import slugify

PAGE_LENGTH = 100
_TAG_MAX = 100


class NotListed(LookupError):
    """There is no such page, letter or tag."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A heading of the A–Z that has entries."""

    text: str
    count: int
    url: str
    is_current: bool = False
    script: str = ""  # its name, in a strip of several scripts for all but the first
    starts_script: bool = False

    @property
    def label(self) -> str:
        """The heading as it is set in type: with the dash of a range."""
        return _set_in_type(self.text)


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one page under one heading."""

    letter: str
    terms: tuple[TermLink, ...]

    @property
    def label(self) -> str:
        """The heading as it is set in type: with the dash of a range."""
        return _set_in_type(self.letter)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands among the pages of its list; addresses are empty where there is no such page."""

    number: int
    last: int
    previous_url: str
    next_url: str


# The place of what has no other pages.
ONLY_PAGE = Place(1, 1, "", "")


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """One page of the A–Z, with what it can be narrowed to. `url` is its one address."""

    language: str
    direction: str
    url: str
    groups: tuple[Group, ...]
    total: int
    place: Place
    letters: tuple[Letter, ...]
    letter: str
    all_letters_url: str
    topics: tuple[TagLink, ...]
    tag: TagLink | None
    all_tags_url: str


@dataclass(frozen=True, slots=True)
class TagPage:
    """One page of the entries that carry a tag."""

    tag: TagLink
    url: str
    terms: tuple[TermLink, ...]
    total: int
    place: Place
    browse_url: str


def browse_page(language: str, *, letter: str = "", tag: str = "", page: str = "") -> BrowsePage:
    """Return the page of the A–Z that a query asks for, as typed: at most four queries.

    Raises NotListed when the letter, the tag or the page has no entries; an empty glossary has one page.
    """
    public = Term.objects.published().in_language(language)
    chosen = tag_at(tag) if tag else None
    if chosen:
        public = carrying(public, chosen)
    slug = chosen.slug if chosen else ""
    counts = _letter_counts(public)
    if chosen and not counts:
        raise NotListed(tag)
    current = _letter(letter, counts) if letter else ""
    if current:
        public = public.filter(initial=current)
    total = counts[current] if current else sum(counts.values())

    def url(page: int) -> str:
        return list_url(language, tag=slug, letter=current, page=page)

    place = place_at(page, total, PAGE_LENGTH, url)
    rows = _rows(public.only("initial", *LINK_FIELDS), place.number)
    return BrowsePage(
        language=language,
        direction=direction(language),
        url=url(place.number),
        groups=tuple(
            Group(heading, tuple(term_link(term) for term in terms))
            for heading, terms in groupby(rows, key=lambda term: term.initial)
        ),
        total=total,
        place=place,
        letters=_strip(counts, language, tag=slug, current=current),
        letter=current,
        all_letters_url=list_url(language, tag=slug),
        topics=tuple(
            TagLink(topic.heading, list_url(language, tag=topic.slug), topic.description, count)
            for topic, count in _counted_tags(language, topics_only=True)
        ),
        tag=tag_link(chosen, language) if chosen else None,
        all_tags_url=list_url(language, letter=current),
    )


def letters(language: str) -> tuple[Letter, ...]:
    """Return the headings of the A–Z with their counts, in order."""
    return _strip(_letter_counts(Term.objects.published().in_language(language)), language)


def every_term() -> Iterator[TermLink]:
    """Yield every public entry, whatever its language, in the order of a dictionary."""
    for term in Term.objects.published().only(*LINK_FIELDS).in_order().iterator():
        yield term_link(term)


def tag_index(language: str) -> tuple[tuple[TagLink, ...], tuple[TagLink, ...]]:
    """Return the topics and the other tags that public entries carry, with counts, by name."""
    counted = _counted_tags(language)
    return (
        tuple(tag_link(tag, language, count) for tag, count in counted if tag.is_topic),
        tuple(tag_link(tag, language, count) for tag, count in counted if not tag.is_topic),
    )


def counted_topics(language: str) -> tuple[TagLink, ...]:
    """Return the topics that have public entries, with counts, by name."""
    return tuple(tag_link(tag, language, n) for tag, n in _counted_tags(language, topics_only=True))


def _set_in_type(heading: str) -> str:
    return "0–9" if heading == DIGITS_INITIAL else heading


TOPICS = PreparedQuery(
    lambda _pk: Tag.objects.filter(is_topic=True).values_list("title", "name", "slug", "description")
)


def topics() -> tuple[TagLink, ...]:
    """Return every topic, by name and without counts: the foot of an entry changes with topics only."""
    links = (
        TagLink(title or name, tag_url(slug, settings.LANGUAGE_CODE), description)
        for title, name, slug, description in TOPICS.rows()
    )
    return tuple(sorted(links, key=lambda link: sort_key(link.name)))


def find_tag(text: str) -> tuple[Tag, bool]:
    """Return the tag that `text`, the last part of an address, names, and whether that is its address.

    Former addresses, other spellings and the tag's own name lead to it. Raises NotListed for what names no
    tag, or one that no public entry carries and that is no topic: it may stand in a draft only.
    """
    if line_problems(text, max_length=2 * _TAG_MAX):
        raise NotListed(text)
    made = slugify(text)
    former = FormerTagSlug.objects.filter(slug__in={text, made}).values("tag")
    named = Tag.objects.filter(Q(slug__in={text, made}) | Q(case_key=case_key(text)) | Q(pk__in=former))
    found = sorted(named, key=lambda tag: (tag.slug != text, tag.slug != made, tag.pk))
    for tag in found:
        if tag.is_topic or carrying(Term.objects.published(), tag).exists():
            return tag, tag.slug == text
    raise NotListed(text)


def tag_page(tag: Tag, *, page: str = "") -> TagPage:
    """Return a page of the entries in the site's language that carry `tag`: two queries.

    Raises NotListed when there is no such page; a topic without entries has one page.
    """
    language = settings.LANGUAGE_CODE
    public = carrying(Term.objects.published().in_language(language), tag)
    total = public.count()
    link = tag_link(tag, language, total)

    def url(page: int) -> str:
        return with_query(link.url, [("page", str(page) if page > 1 else "")])

    place = place_at(page, total, PAGE_LENGTH, url)
    return TagPage(
        tag=link,
        url=url(place.number),
        terms=tuple(term_link(term) for term in _rows(public.only(*LINK_FIELDS), place.number)),
        total=total,
        place=place,
        browse_url=list_url(language, tag=tag.slug),
    )


def carrying(terms: TermQuerySet, tag: Tag) -> TermQuerySet:
    """Keep the terms that carry a tag. A subquery, so that the cost follows the tag and not all terms."""
    return terms.filter(pk__in=TaggedTerm.objects.filter(tag=tag).order_by().values("content_object"))


def tag_at(slug: str) -> Tag:
    """Return the tag at an address, whoever carries it. Raises NotListed."""
    found = None if line_problems(slug, max_length=2 * _TAG_MAX) else Tag.objects.filter(slug=slug).first()
    if found is None:
        raise NotListed(slug)
    return found


def _counted_tags(language: str, *, topics_only: bool = False) -> list[tuple[Tag, int]]:
    """Return the tags that public entries carry, each with their number, in the order of a dictionary."""
    public = Q(tagged__content_object__is_public=True, tagged__content_object__language=language)
    tags = Tag.objects.filter(is_topic=True) if topics_only else Tag.objects.all()
    counted = tags.annotate(entries=Count("tagged", filter=public)).filter(entries__gt=0)
    return [(tag, tag.entries) for tag in sorted(counted, key=lambda tag: sort_key(tag.heading))]


def _letter_counts(public: TermQuerySet) -> dict[str, int]:
    """Return how many of the entries stand under each heading, in the order of the list."""
    counted = public.order_by().values_list("initial").annotate(Count("pk"))
    return dict(sorted(counted, key=lambda row: sort_key(row[0])))


def _strip(counts: dict[str, int], language: str, *, tag: str = "", current: str = "") -> tuple[Letter, ...]:
    """Return the letters to choose from; those of a second script say which, since some look alike."""
    strip: list[Letter] = []
    first = last = ""
    for text, count in counts.items():
        script = script_of(text)
        first = first or script
        strip.append(
            Letter(
                text,
                count,
                list_url(language, tag=tag, letter=text),
                is_current=text == current,
                script=script_name(script) if script != first else "",
                starts_script=bool(script and last and script != last),
            )
        )
        last = script or last
    return tuple(strip)


def _letter(text: str, counts: dict[str, int]) -> str:
    """Return the heading that `text` asks for: as it is, else the one its first letter stands under."""
    heading = text if text in counts else initial(text) if len(text) == 1 and text.isalnum() else ""
    if heading not in counts:
        raise NotListed(text)
    return heading


def place_at(page: str, total: int, length: int, url: Callable[[int], str]) -> Place:
    """Return the place of the page that `page` (empty: the first one) asks for, in a list of `total`.

    Pages have `length` entries, and `url` gives the address of each. Raises NotListed where there is no such
    page.
    """
    last = max(1, -(-total // length))
    # Longer numbers name no page, and Python reads only so many digits.
    if page and not (page.isascii() and page.isdecimal() and len(page) <= 9 and 1 <= int(page) <= last):
        raise NotListed(page)
    number = int(page) if page else 1
    return Place(
        number, last, url(number - 1) if number > 1 else "", url(number + 1) if number < last else ""
    )


def _rows(public: TermQuerySet, number: int) -> Iterable[Term]:
    start = (number - 1) * PAGE_LENGTH
    return public.in_order()[start : start + PAGE_LENGTH]
