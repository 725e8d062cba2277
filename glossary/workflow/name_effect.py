"""What a name would do before it is one: the links it makes, how common it is, who has it already.

The numbers are those that `glossary.text.matching` finds. It does not read whole texts for that: the index
says which entries have the words, `glossary.text.rough` where, and the matcher reads around each place, for
the names that have a word in common with the new one. So one case is told wrongly: a name inside a longer one
that itself gives way to a third, without such a word, is taken for a part of the longer one.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Length

from glossary.models import Alias, AliasKind, LinkMode, Name, Prose, Status, Term
from glossary.models.terms import TermQuerySet, full_title, term_url
from glossary.selectors.naming import is_exact, is_linked, names_of
from glossary.text.direction import direction
from glossary.text.fold import case_key, match_key
from glossary.text.inflection import is_inflected, plain_forms
from glossary.text.matching import KnownName, NameIndex, name_keys, stretches
from glossary.text.names import LONGEST, name_shape
from glossary.text.rough import RoughPlaces, most_words
from glossary.workflow.chunks import in_chunks
from glossary.workflow.mentions import holding

SAMPLES = 5
# Beyond a fifth of all entries a name is common.
COMMON = 5
# What may be read at most, in characters around places of the name; it takes about a tenth of a second. A
# name with more of them is common, and no exact number is needed to decide what to do.
READ_AT_MOST = 120_000
# Looking through a whole text takes as long as reading so many, and one more for so many of its own.
_LOOK, _LOOKED_THROUGH = 8, 60
# Entries asked for in one question to the database.
_AT_ONCE = 250
# Characters of prose on each side of a match in a sample.
_CONTEXT = 60
_NEW = "new"


@dataclass(frozen=True, slots=True)
class Sample:
    """A place where the name would be linked: the entry, and the words around it."""

    title: str
    url: str
    language: str
    direction: str
    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class Collision:
    """Another entry that has the name, whatever its state: as its title or as an alias, hidden or not."""

    pk: int
    title: str
    text: str
    status: str
    is_title: bool
    is_hidden: bool
    links: bool


@dataclass(frozen=True, slots=True)
class NameEffect:
    """What a name does. `links` and `pages` are all of them where `is_counted`; else there are more.

    `standing` says in how many of the `public` other entries of the language the words stand, linked or not.
    """

    name: str
    exact: bool
    links: int
    pages: int
    is_counted: bool
    standing: int
    public: int
    samples: tuple[Sample, ...]
    collisions: tuple[Collision, ...]

    @property
    def is_common(self) -> bool:
        """Tell whether more than a fifth of entries have it; where its case counts, in that case."""
        return self._spread * COMMON > self.public

    @property
    def percent(self) -> int:
        """Return in how many of a hundred entries that is."""
        return round(100 * self._spread / self.public) if self.public else 0

    @property
    def _spread(self) -> int:
        # In its exact case a name may be rare although its letters are everywhere.
        return self.pages if self.exact else self.standing


def name_effect(
    name: str, language: str, *, link_mode: str = LinkMode.NORMAL, pk: int | None = None, was: str = ""
) -> NameEffect:
    """Return what it would do if the entry `pk`, or a new one, had this name in the place of `was`.

    A link counts where its section has none yet to the entry, by another of its names. How many links one
    text has at most is left out: it depends on its other names. In the mode that never links, only collisions
    are looked for.
    """
    exact = is_exact(name, link_mode)
    others = Term.objects.published().in_language(language).exclude(pk=pk)
    links = link_mode != LinkMode.NEVER
    standing = _among(others, holding(name, language, exact=exact) if links else set())
    reader = _Reader(KnownName(name, _NEW, exact), language, pk, was)
    if standing:
        reader.read(standing)
    return NameEffect(
        name=name,
        exact=exact,
        links=reader.links,
        pages=reader.pages,
        is_counted=reader.is_whole,
        standing=len(standing),
        public=others.count(),
        samples=_samples(reader.places),
        collisions=tuple(_collisions(name, language, pk)),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name would be linked: the entry, its section, the span in it."""

    pk: int
    section: str
    start: int
    end: int


class _Reader:
    """Counts the sections that would link to an entry by a new name of it, and by none that it has."""

    def __init__(self, name: KnownName, language: str, pk: int | None, was: str) -> None:
        self.links, self.pages, self.is_whole = 0, 0, True
        self.places: list[_Place] = []
        self._name, self._language, self._pk, self._was = name, language, pk, was
        self._left = READ_AT_MOST

    def read(self, ids: Iterable[int]) -> None:
        """Count in the prose of these entries, until as much is read as may be."""
        self._prepare()
        for chunk in in_chunks(ids, _AT_ONCE):
            rows = Prose.objects.filter(term__in=chunk).order_by("term")
            for pk, text in rows.values_list("term_id", "text"):
                if self._left < 0:
                    self.is_whole = False
                    return
                self._left -= _LOOK + len(text) // _LOOKED_THROUGH
                sections = (self._in_section(pk, section) for section in text.split("\f"))
                linked = [place for place in sections if place]
                self.links += len(linked)
                self.pages += bool(linked)
                if linked and len(self.places) < SAMPLES:
                    self.places.append(linked[0])

    def _prepare(self) -> None:
        spelled = {case_key(self._name.text), case_key(self._was)}
        rows = (
            Name.objects.filter(term=self._pk, language=self._language) if self._pk else Name.objects.none()
        )
        kept = [
            KnownName(text, self._pk, exact)
            for text, exact in set(rows.values_list("text", "exact"))
            if case_key(text) not in spelled
        ]
        words = _words([self._name, *kept], self._language)
        # What overlaps a name has a word in common with it.
        self._known = [
            *kept,
            *(name for name in _names_with(words, self._language) if name.target != self._pk),
        ]
        self._own = _unlinked_names(words, self._language)
        most = most_words(
            [self._name, *self._known, *(name for names in self._own.values() for name in names)]
        )
        self._new_places = RoughPlaces([self._name], self._language, most)
        self._kept_places = RoughPlaces(kept, self._language, most) if kept else None
        self._indexes: dict[tuple[bool, int | None], NameIndex] = {}
        self._read: dict[tuple[NameIndex, str], list[tuple[int, int, tuple[Hashable, ...]]]] = {}

    def _in_section(self, pk: int, section: str) -> _Place | None:
        place = self._first(pk, section, self._new_places, with_new=True)
        if place and self._kept_places and self._first(pk, section, self._kept_places, with_new=False):
            return None
        return place

    def _first(self, pk: int, section: str, places: RoughPlaces, *, with_new: bool) -> _Place | None:
        """Return the first place in a section that would link to the entry."""
        wanted = {self._pk, _NEW} if with_new else {self._pk}
        for window in places.windows(section):
            for start, end, targets in self._matches(
                pk, section[window.start : window.end], with_new=with_new
            ):
                first, last = window.start + start, window.start + end
                meant = window.place is None or first <= window.place < last
                if meant and not wanted.isdisjoint(targets) and pk not in targets:
                    return _Place(pk, section, first, last)
        return None

    def _matches(self, pk: int, text: str, *, with_new: bool) -> list[tuple[int, int, tuple[Hashable, ...]]]:
        index = self._index(pk if pk in self._own else None, with_new=with_new)
        if (index, text) not in self._read:
            self._left -= len(text)
            self._read[index, text] = [
                (match.start, match.end, match.targets) for match in index.matches(text)
            ]
        return self._read[index, text]

    def _index(self, pk: int | None, *, with_new: bool) -> NameIndex:
        """Return the names that prose is read for; that of an entry whose names do not link has those too."""
        if (with_new, pk) not in self._indexes:
            own = self._own[pk] if pk else []
            names = [*([self._name] if with_new else []), *self._known, *own]
            self._indexes[with_new, pk] = NameIndex(names, self._language)
        return self._indexes[with_new, pk]


def _words(names: Iterable[KnownName], language: str) -> set[str]:
    """Return the folded words of names, in every form in which a text may have them and other names too."""
    words = {word for name in names for stretch in stretches(name.text, language) for word in stretch}
    for name in names:
        if shape := name_shape(name.text):
            words.update(word.folded for word in shape.words.words)
    if is_inflected(language):
        words.update(*([form for form, _by in plain_forms(word)] for word in tuple(words)))
    return words


def _names_with(words: set[str], language: str) -> set[KnownName]:
    """Return the names that link and have one of the words."""
    # The key has the first words of a name; one that is much shorter is not of the whole name.
    cut = Q(text_length__gt=Length("key") + 1)
    rows = Name.objects.alias(text_length=Length("text")).filter(
        _has_any("key", words) | cut, language=language
    )
    whole = _any_word(words)
    return {
        KnownName(text, pk, exact)
        for key, text, pk, exact in rows.values_list("key", "text", "term_id", "exact")
        if whole.search(key) or whole.search(text.lower() if text.isascii() else match_key(text))
    }


def _unlinked_names(words: set[str], language: str) -> dict[int, list[KnownName]]:
    """Return the names with one of the words that link nowhere; on their own page no part of them does."""
    unlinked = (
        Term.objects.published()
        .in_language(language)
        .exclude(status=Status.PUBLISHED, link_mode__in=_LINKING)
    )
    if not unlinked.exists():
        return {}
    titles = unlinked.filter(_has_any("match_key", words)).values_list("pk", "title", "link_mode")
    aliases = Alias.objects.filter(_has_any("match_key", words), term__in=unlinked).exclude(
        kind=AliasKind.HIDDEN
    )
    found: dict[int, list[KnownName]] = {}
    for pk, text, mode in [*titles, *aliases.values_list("term_id", "text", "term__link_mode")]:
        found.setdefault(pk, []).extend(names_of(text, (), mode, pk))
    return found


def _has_any(column: str, words: set[str]) -> Q:
    condition = Q()
    last = None
    for word in sorted(words):
        if last is None or not word.startswith(last):
            condition |= Q(**{f"{column}__contains": word})
            last = word
    return condition


def _any_word(words: set[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![a-z0-9])(?:{either})(?![a-z0-9])")


_LINKING = (LinkMode.NORMAL, LinkMode.EXACT)


def _among(terms: TermQuerySet, ids: set[int]) -> list[int]:
    """Return which ids are of some terms, in order."""
    if len(ids) > _AT_ONCE:
        return sorted(ids.intersection(terms.values_list("pk", flat=True)))
    return sorted(terms.filter(pk__in=ids).values_list("pk", flat=True))


def _samples(places: Iterable[_Place]) -> tuple[Sample, ...]:
    places = list(places)
    rows = Term.objects.published().filter(pk__in=[place.pk for place in places])
    terms = (
        {row[0]: row[1:] for row in rows.values_list("pk", "title", "qualifier", "slug", "language")}
        if places
        else {}
    )
    found = []
    for place in places:
        title, qualifier, slug, language = terms[place.pk]
        before, after = _around(place)
        found.append(
            Sample(
                title=full_title(title, qualifier),
                url=term_url(language, slug),
                language=language,
                direction=direction(language),
                before=before,
                found=place.section[place.start : place.end],
                after=after,
            )
        )
    return tuple(found)


def _around(place: _Place) -> tuple[str, str]:
    """Return the words of its stretch before and after a match, an ellipsis where there are more."""
    before = place.section[: place.start].rpartition("\n\n")[2]
    after = place.section[place.end :].partition("\n\n")[0]
    if len(before) > _CONTEXT:
        before = f"… {before[-_CONTEXT:].partition(' ')[2]}"
    if len(after) > _CONTEXT:
        after = f"{after[:_CONTEXT].rpartition(' ')[0]} …"
    return before, after


def _collisions(name: str, language: str, pk: int | None) -> Iterator[Collision]:
    """Yield the other entries of the language that prose, or who looks a name up, could mean by it."""
    keys = {match_key(name), *(" ".join(stretch) for stretch in stretches(name, language))}
    terms = Term.objects.in_language(language).exclude(pk=pk)
    titles = terms.filter(match_key__in=keys).in_order()
    fields = ("pk", "title", "qualifier", "status", "link_mode")
    found: dict[int, Collision] = {}
    for row, title, qualifier, status, mode in titles.values_list(*fields):
        if _are_alike(name, title, language):
            links = is_linked(status, mode)
            found[row] = Collision(row, full_title(title, qualifier), title, status, True, False, links)
    aliases = Alias.objects.filter(match_key__in=keys, term__in=terms).order_by("term__sort_key", "pk")
    for text, kind, row, title, qualifier, status, mode in aliases.values_list(
        "text", "kind", *(f"term__{field}" for field in fields)
    ):
        if row not in found and _are_alike(name, text, language):
            hidden = kind == AliasKind.HIDDEN
            links = is_linked(status, mode) and not hidden
            found[row] = Collision(row, full_title(title, qualifier), text, status, False, hidden, links)
    yield from found.values()


def _are_alike(name: str, other: str, language: str) -> bool:
    """Tell whether two names are found in the same words, signs at their ends included."""
    one, two = name_shape(name), name_shape(other)
    if one is None or two is None:
        return match_key(name) == match_key(other)
    if (one.lead, one.trail) != (two.lead, two.trail):
        return False
    if max(len(one.words.words), len(two.words.words)) > LONGEST:
        return match_key(name) == match_key(other)
    return not name_keys(name, language).isdisjoint(name_keys(other, language))
