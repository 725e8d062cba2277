"""Find known names in prose: whole words, longest first, in any form that the rule of inflection knows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import takewhile

from glossary.text.fold import case_key
from glossary.text.inflection import (
    PLURAL,
    inflections,
    is_inflected,
    is_never_a_form,
    plain_forms,
    singulars_of_name,
)
from glossary.text.name_tree import Form, Group, Hit, Meant, NameTree, Reading
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
# Names that begin with the same word of a text are compared until they have so many words together: bounds
# the time of odd glossaries.
_COMPARED_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that leads somewhere; `exact` ones count in their own case alone."""

    text: str
    target: Hashable
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a text that is a name: of one target, or of several that share it.

    `name` is how the name is written where it is one (the shortest, where several are found alike). `by` says
    what was taken off its last word to find it: nothing, *plural*, *possessive* or both; and *singular* where
    it is the name that stands in the plural.
    """

    start: int
    end: int
    words: int
    targets: tuple[Hashable, ...]
    by: str
    name: str


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
    """Known names by their words: the few that a page needs, or all under the keys of a text."""

    def __init__(self, names: Iterable[KnownName], language: str) -> None:
        self.language = language
        # By the whole name, however long, so that no number of names that begin alike makes a text slow.
        self._tree = NameTree()
        self._has_leads = False
        for name in names:
            shape = name_shape(name.text)
            if shape is not None:
                singulars = _singulars(shape, language)
                self._tree.add(name.text, name.target, shape, exact=name.exact, singulars=singulars)
                self._has_leads = self._has_leads or bool(shape.lead)

    def matches(self, text: str | WordedText) -> list[Match]:
        """Return the names in a text, in its order; of those that overlap the longest or first."""
        if not self._tree.first_words:
            return []
        reading = Reading(worded(text) if isinstance(text, str) else text, self.language)
        waiting = [(-match.words, match.start, first, match) for first, match in self._longest(reading)]
        if not waiting:
            return []
        heapify(waiting)
        cut = reading.cut
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
                for other in self._beginning(reading, first):
                    if taken.find(1, other.start, other.end) < 0:
                        heappush(waiting, (-other.words, other.start, first, other))
                        break
        return sorted(found, key=lambda match: match.start)

    def _longest(self, reading: Reading) -> Iterator[tuple[int, Match]]:
        """Yield the longest name that begins at each word, with the word's place."""
        begins, inflected, text = self._tree.first_words, is_inflected(self.language), reading.cut.text
        for first, word in enumerate(reading.cut.words):
            folded = word.folded
            if folded not in begins:
                forms = plain_forms(folded) if inflected else ()
                if not forms or not any(form in begins for form, _by in forms):
                    continue
            # Told first, because it may spare the comparison of many names.
            if not self._has_leads and not may_begin(text, word.start):
                continue
            match = next(self._beginning(reading, first), None)
            if match is not None:
                yield first, match

    def _beginning(self, reading: Reading, first: int) -> Iterator[Match]:
        """Yield the names that begin at a word: most words first, of as many the one with more signs."""
        compared = 0
        for hit in self._tree.hits(reading, first):
            yield from _verified(reading.cut, first, hit)
            compared += hit.names.words
            if compared >= _COMPARED_AT_MOST:
                break


def _singulars(shape: NameShape, language: str) -> tuple[str, ...]:
    """Return the last word of a plural name in the singular; *KPIs* is a plural, *GPS* and *iOS* are none."""
    if shape.trail or shape.last_written.endswith("S") or not is_inflected(language):
        return ()
    return singulars_of_name(shape.words.words[-1].folded)


def _verified(cut: WordedText, first: int, hit: Hit) -> Iterator[Match]:
    """Yield the names of a hit that stand there to their last sign, those with more signs first."""
    for start, end, group in _with_signs(cut, first, hit):
        if stands_alone(cut.text, start, end):
            found = cut.text[start:end]
            if (found, hit.by) not in group.meant:
                group.meant[found, hit.by] = _meant(cut, first, hit, group, found)
            if meant := group.meant[found, hit.by]:
                yield Match(start, end, hit.names.words, *meant)


def _with_signs(cut: WordedText, first: int, hit: Hit) -> list[tuple[int, int, Group]]:
    """Return the names of a hit whose signs stand beside its words, and where; the longest first.

    A sign more at an end (C++ beside C) makes it another, longer name.
    """
    text, names, words = cut.text, hit.names, cut.words
    last = first + names.words - 1
    start, end = words[first].start, words[last].end
    before = after = 0
    if names.longest_lead:
        before = min(names.longest_lead, start - (words[first - 1].end if first else 0))
    # What is inflected has no sign after it.
    if names.longest_trail and not hit.by:
        following = words[last + 1].start if last + 1 < len(words) else len(text)
        after = min(names.longest_trail, following - end)
    found = [
        (start - lead, end + trail, group)
        for lead in range(before + 1)
        if (by_trail := names.by_signs.get(text[start - lead : start]))
        for trail in range(after + 1)
        if (group := by_trail.get(text[end : end + trail]))
    ]
    return sorted(found, key=lambda span: (span[0] - span[1], span[0])) if len(found) > 1 else found


def _meant(cut: WordedText, first: int, hit: Hit, group: Group, found: str) -> Meant | None:
    """Return what is meant of the names that only case, accents and plural tell apart."""
    named = [form for form in group.forms.values() if _is_cased_so(cut, first, hit, form)]
    if not named:
        return None
    if len(named) > 1:
        named = _closest(named, found)
    targets = tuple(dict.fromkeys(target for form in named for target in form.targets))
    name = min((form.name for form in named), key=lambda text: (len(text), text))
    return Meant(targets, f"{hit.by} {named[0].by}".strip(), name)


def _closest(forms: list[Form], found: str) -> list[Form]:
    """Return those of several names that are most like what was found.

    Rather the name itself than one in the plural, rather one spelled so, rather one in its exact case.
    """
    spelled = case_key(found)
    ranks = [(bool(form.by), case_key(form.shape.text) != spelled, not form.exact) for form in forms]
    best = min(ranks)
    return [form for form, rank in zip(forms, ranks, strict=True) if rank == best]


def _is_cased_so(cut: WordedText, first: int, hit: Hit, form: Form) -> bool:
    """Tell whether words that are those of a name stand in a case that it may have."""
    shape, end = form.shape, first + hit.names.words
    by_case = form.exact
    if hit.by:
        is_common = is_never_a_form(cut.words[end - 1].folded)
        if is_common and not shape.is_capitals:
            return False
        # The plural of an acronym keeps its capitals: *GAs*, not *gas*.
        by_case = by_case or is_common or (shape.is_capitals and PLURAL in hit.by)
    return not by_case or all(
        _is_same_case(cut.text[word.start : word.end], shape.text[named.start : named.end])
        for word, named in zip(cut.words[first:end], shape.words.words, strict=True)
    )


@lru_cache(maxsize=4096)
def _is_same_case(found: str, written: str) -> bool:
    """Tell whether a word stands in its own case; what inflection adds is in small letters."""
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(found, written, strict=False)))
    return not any(sign.isupper() for sign in found[same:] + written[same:])
