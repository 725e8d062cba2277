"""Find known names in prose: whole words, longest first, in any form that the rule of inflection knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import takewhile
from typing import NamedTuple

from glossary.text.fold import case_key
from glossary.text.inflection import (
    PLURAL,
    SINGULAR,
    inflections,
    is_inflected,
    is_never_a_form,
    plain_forms,
    singulars_of_name,
)
from glossary.text.names import (
    LONGEST,
    NameShape,
    WordedText,
    addresses,
    may_begin,
    name_shape,
    stands_alone,
    worded,
)

# Shorter names are words of another kind far too often: *IT*, *AR*, *C*.
_SHORT = 3
# So many names are compared that begin with the same word of a text: bounds the time of odd glossaries.
_NESTED_AT_MOST = 16


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that leads somewhere; `exact` ones count in their own case alone."""

    text: str
    target: Hashable
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a text that is a name: of one target, or of several that share it.

    `name` is how the name is written where it is one (the shortest, where several are found alike). `by` says what was taken off its last word to find it: nothing, *plural*, *possessive* or both; and
    *singular* where it is the name that stands in the plural.
    """

    start: int
    end: int
    words: int
    targets: tuple[Hashable, ...]
    by: str
    name: str


class _Hit(NamedTuple):
    """Words of a text whose key is that of names: how many words, the key, what was taken off the last."""

    words: int
    key: str
    by: str


class _Form(NamedTuple):
    """A name under one of its keys; `by` says how the key was made of it."""

    name: KnownName
    shape: NameShape
    by: str


def is_short_name(name: str) -> bool:
    """Tell whether a name has fewer than three letters or digits, in a script that has cases.

    Such names link in their exact case only, unless an editor says otherwise.
    """
    letters = [sign for sign in name if sign.isalnum()]
    return len(letters) < _SHORT and any(sign.upper() != sign.lower() for sign in letters)


def name_keys(name: str, language: str) -> set[str]:
    """Return the keys under which a name is kept: its own, and of a plural name its singular."""
    shape = name_shape(name)
    if shape is None:
        return set()
    count = len(shape.words.words)
    if count > LONGEST:
        return {shape.key}
    return {shape.key, *(shape.words.key(0, count, form) for form in _singulars(shape, language))}


def stretches(name: str, language: str) -> frozenset[tuple[str, ...]]:
    """Return folded words, one sequence of which stands in every text that the name is found in.

    They are its first words, the last of them in each inflection. Empty for a name that is never found.
    """
    shape = name_shape(name)
    if shape is None:
        return frozenset()
    words = [word.folded for word in shape.words.words]
    if len(words) > LONGEST:
        return frozenset({tuple(words[:LONGEST])})
    *first, last = words
    lasts = {last}
    if is_inflected(language) and not shape.trail:
        lasts.update(*(inflections(form) for form in (last, *_singulars(shape, language))))
    return frozenset((*first, each) for each in lasts)


def keys_in(text: WordedText, language: str) -> set[str]:
    """Return every key that a name in the text could have: what to ask an index of names for."""
    folded, gaps = [word.folded for word in text.words], text.gaps
    forms: dict[str, list[str]] = {}
    if is_inflected(language):
        forms = {word: [form for form, _by in found] for word in {*folded} if (found := plain_forms(word))}
    keys = set(folded)
    keys.update(*forms.values())
    stems: list[str | None] = [*folded]
    for count in range(1, LONGEST):
        for first in range(len(folded) - count):
            stem, gap = stems[first], gaps[first + count]
            if stem is None or gap is None:
                stems[first] = None
                continue
            last = folded[first + count]
            stem += gap
            stems[first] = key = stem + last
            keys.add(key)
            if last in forms:
                keys.update([stem + form for form in forms[last]])
    return keys


class NameIndex:
    """Known names by key: a few that a page needs, or all that an index gave for the keys of a text."""

    def __init__(self, names: Iterable[KnownName], language: str) -> None:
        self.language = language
        self._inflected = is_inflected(language)
        # By the whole name, however long, so that no number of names that begin alike makes a text slow.
        self._forms: defaultdict[str, list[_Form]] = defaultdict(list)
        # What keys of longer names begin with: where a text leaves them, nothing longer can follow.
        self._beginnings: set[str] = set()
        self._has_leads = False
        for name in names:
            shape = name_shape(name.text)
            if shape is not None:
                self._add(name, shape)

    def _add(self, name: KnownName, shape: NameShape) -> None:
        words = shape.words.words
        count = len(words)
        self._forms[shape.words.key(0, count)].append(_Form(name, shape, ""))
        for form in _singulars(shape, self.language):
            self._forms[shape.words.key(0, count, form)].append(_Form(name, shape, SINGULAR))
        self._has_leads = self._has_leads or bool(shape.lead)
        self._beginnings.update(shape.words.key(0, fewer) for fewer in range(1, count))

    def matches(self, text: str | WordedText) -> list[Match]:
        """Return the names in a text, in its order; of those that overlap the longest or first."""
        if not self._forms:
            return []
        cut = worded(text) if isinstance(text, str) else text
        waiting = [(-match.words, match.start, first, match) for first, match in self._longest(cut)]
        if not waiting:
            return []
        heapify(waiting)
        taken = bytearray(len(cut.text))
        for start, end in addresses(cut.text):
            taken[start:end] = b"\1" * (end - start)
        found: list[Match] = []
        while waiting:
            _words, _start, first, match = heappop(waiting)
            if taken.find(1, match.start, match.end) < 0:
                taken[match.start : match.end] = b"\1" * (match.end - match.start)
                found.append(match)
            elif not taken[cut.words[first].start]:
                # What else begins here was not kept, as it may be much and is rarely asked for.
                for hit in self._hits(cut, first):
                    shorter = self._verified(cut, first, hit) if hit.words < match.words else None
                    if shorter and taken.find(1, shorter.start, shorter.end) < 0:
                        heappush(waiting, (-shorter.words, shorter.start, first, shorter))
                        break
        return sorted(found, key=lambda match: match.start)

    def _longest(self, cut: WordedText) -> Iterator[tuple[int, Match]]:
        """Yield the longest name that begins at each word, with the word's place."""
        begins, names, inflected = self._beginnings, self._forms, self._inflected
        for first, word in enumerate(cut.words):
            folded = word.folded
            if folded not in begins and folded not in names:
                forms = plain_forms(folded) if inflected else ()
                if not forms or not any(form in names for form, _by in forms):
                    continue
            # Told first, because it may spare the comparison of many names.
            if not self._has_leads and not may_begin(cut.text, word.start):
                continue
            for hit in self._hits(cut, first):
                if match := self._verified(cut, first, hit):
                    yield first, match
                    break

    def _hits(self, cut: WordedText, first: int) -> list[_Hit]:
        """Return what from `first` on has the key of a name: most words first, forms of a last word last."""
        names, words, gaps = self._forms, cut.words, cut.gaps
        key = last = words[first].folded
        stem = ""
        hits: list[_Hit] = []
        following = first + 1
        while True:
            forms = plain_forms(last) if self._inflected else ()
            if forms:
                made = ((f"{stem}{form}", by) for form, by in reversed(forms))
                hits += [_Hit(following - first, form, by) for form, by in made if form in names]
            if key in names:
                hits.append(_Hit(following - first, key, ""))
            gap = gaps[following] if key in self._beginnings and following < len(words) else None
            if gap is None:
                break
            stem, last = key + gap, words[following].folded
            key = stem + last
            following += 1
        return hits[: -_NESTED_AT_MOST - 1 : -1]

    def _verified(self, cut: WordedText, first: int, hit: _Hit) -> Match | None:
        """Return the match of names that share a key, of those that stand there to their last sign."""
        span = (0, 0)
        named: list[_Form] = []
        for form in self._forms[hit.key]:
            place = _place(cut, first, hit, form)
            if place is None or place[1] - place[0] < span[1] - span[0]:
                continue
            if place != span:
                # A sign more at an end (C++ beside C) makes it another, longer name.
                span, named = place, []
            named.append(form)
        if not named:
            return None
        if len(named) > 1:
            named = _closest(named, cut.text[slice(*span)])
        targets = tuple(dict.fromkeys(form.name.target for form in named))
        name = min((form.name.text for form in named), key=lambda text: (len(text), text))
        return Match(*span, hit.words, targets, f"{hit.by} {named[0].by}".strip(), name)


def _singulars(shape: NameShape, language: str) -> tuple[str, ...]:
    """Return the last word of a plural name in the singular; *KPIs* is a plural, *GPS* and *iOS* are none."""
    if shape.trail or shape.last_written.endswith("S") or not is_inflected(language):
        return ()
    return singulars_of_name(shape.words.words[-1].folded)


def _closest(forms: list[_Form], found: str) -> list[_Form]:
    """Return those of several names that are most like what was found.

    Rather the name itself than one in the plural, rather one spelled so, rather one in its exact case.
    """
    spelled = case_key(found)
    rank = {
        index: (bool(form.by), case_key(form.shape.text) != spelled, not form.name.exact)
        for index, form in enumerate(forms)
    }
    best = min(rank.values())
    return [form for index, form in enumerate(forms) if rank[index] == best]


def _place(cut: WordedText, first: int, hit: _Hit, form: _Form) -> tuple[int, int] | None:
    """Return where in the text a name stands whose key was found there, or None where it does not."""
    shape, end = form.shape, first + hit.words
    if (hit.by and shape.trail) or not _same_words(cut, first, end, shape.words):
        return None
    by_case = form.name.exact
    if hit.by:
        is_common = is_never_a_form(cut.words[end - 1].folded)
        if is_common and not shape.is_capitals:
            return None
        # The plural of an acronym keeps its capitals: *GAs*, not *gas*.
        by_case = by_case or is_common or (shape.is_capitals and PLURAL in hit.by)
    if by_case and not _same_case(cut, first, end, shape):
        return None
    text, word_start, word_end = cut.text, cut.words[first].start, cut.words[end - 1].end
    start, stop = word_start - len(shape.lead), word_end + len(shape.trail)
    if start < 0 or text[start:word_start] != shape.lead or text[word_end:stop] != shape.trail:
        return None
    return (start, stop) if stands_alone(text, start, stop) else None


def _same_words(cut: WordedText, first: int, end: int, name: WordedText) -> bool:
    """Tell whether a key came about alike here and in the name: by the same words and the same gaps."""
    if end - first != len(name.words) or cut.gaps[first + 1 : end] != name.gaps[1:]:
        return False
    return all(cut.words[first + offset].folded == word.folded for offset, word in enumerate(name.words[:-1]))


def _same_case(cut: WordedText, first: int, end: int, shape: NameShape) -> bool:
    """Tell whether the words stand in the name's own case; what inflection adds is in small letters."""
    for word, named in zip(cut.words[first:end], shape.words.words, strict=True):
        found, written = cut.text[word.start : word.end], shape.text[named.start : named.end]
        same = sum(
            1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(found, written, strict=False))
        )
        if any(sign.isupper() for sign in found[same:] + written[same:]):
            return False
    return True
