"""Find where names may stand in a text, by their letters alone: what is then read word by word is short.

Never a place too few: `glossary.text.matching` says which of them are names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from glossary.text.fold import match_key
from glossary.text.matching import KnownName, stretches
from glossary.text.names import name_shape
from glossary.text.words import SIGNS

# Where all letters are plain, words compare by their small letters.
_NOT_PLAIN = re.compile(rf"[^\x00-\x7f\s{SIGNS}]")
_PLAIN_WORD = re.compile(r"[^a-z0-9]*([a-z0-9]+(?:'[a-z0-9]+)*)")
_STRETCH = re.compile(r"(?:(?!\n[^\S\n]*\n)[^\f])+")
_PARTING = "\n\n"
_HAS_LETTER = re.compile(r"[^\W_]")


class Window(NamedTuple):
    """A span of a text to read; a name in it that holds `place` is meant, or any where that is None."""

    start: int
    end: int
    place: int | None


class _Sought(NamedTuple):
    """One name: the sequences of folded words that it may be, and its first word where case matters."""

    stretches: frozenset[tuple[str, ...]]
    longest: int
    written: str


def most_words(names: Iterable[KnownName]) -> int:
    """Return how many words the longest of some names has."""
    return max((len(shape.words.words) for name in names if (shape := name_shape(name.text))), default=0)


class RoughPlaces:
    """Where some names may stand, each place with all words where a name of `most` words may overlap it."""

    def __init__(self, names: Iterable[KnownName], language: str, most: int) -> None:
        names = list(names)
        self._before, self._after = max(most - 1, 0), max(most - 1, 0) + most_words(names)
        self._sought = [sought for name in names if (sought := _sought(name, language)).stretches]
        self._needles: list[str] = []
        for first in sorted({stretch[0] for sought in self._sought for stretch in sought.stretches}):
            # A word that begins like another one is found with it.
            if not (self._needles and first.startswith(self._needles[-1])):
                self._needles.append(first)

    def windows(self, text: str) -> Iterator[Window]:
        """Yield what of a text is worth reading, in its order; of one with other letters, whole stretches."""
        if not text.isascii() and _NOT_PLAIN.search(text):
            yield from self._stretches(text)
            return
        lowered = text.replace("’", "'").lower()
        starts = self._starts(lowered)
        for start in starts if len(self._needles) == 1 else sorted(starts):
            if any(_may_be(sought, text, lowered, start) for sought in self._sought):
                first, last = _back(text, start, self._before), _on(text, start, self._after)
                yield Window(*_within_stretch(text, first, start, last), start)

    def _starts(self, lowered: str) -> Iterator[int]:
        for needle in self._needles:
            start = lowered.find(needle)
            while start >= 0:
                if not lowered[start - 1 : start].isalnum():
                    yield start
                start = lowered.find(needle, start + 1)

    def _stretches(self, text: str) -> Iterator[Window]:
        for stretch in _STRETCH.finditer(text):
            folded = match_key(stretch.group())
            if any(needle in folded for needle in self._needles):
                yield Window(*stretch.span(), None)


def _sought(name: KnownName, language: str) -> _Sought:
    asked, shape = stretches(name.text, language), name_shape(name.text)
    written = ""
    if shape and name.exact:
        first = shape.words.words[0]
        written = shape.text[first.start : first.end]
    return _Sought(asked, max(map(len, asked), default=0), written)


def _may_be(sought: _Sought, text: str, lowered: str, start: int) -> bool:
    written = sought.written
    if written and not _may_have_case(text[start : start + len(written)], written):
        return False
    found: list[str] = []
    end = start
    while len(found) < sought.longest and (word := _PLAIN_WORD.match(lowered, end)):
        found.append(word[1])
        end = word.end()
        # With an apostrophe it may be two words, or a form of one.
        if "'" in word[1] or tuple(found) in sought.stretches:
            return True
    return False


def _may_have_case(found: str, written: str) -> bool:
    """Tell whether letters that fold alike are in one case; a word in another form has others at its end."""
    return found == written or not any(
        one != other and one.lower() == other.lower() for one, other in zip(found, written, strict=False)
    )


def _within_stretch(text: str, first: int, place: int, last: int) -> tuple[int, int]:
    """Return the part of a span that is of one stretch with `place`: no name crosses its borders."""
    above, below = text.rfind(_PARTING, first, place), text.find(_PARTING, place, last)
    return first if above < 0 else above + len(_PARTING), last if below < 0 else below


def _back(text: str, place: int, words: int) -> int:
    """Return where a span starts that has so many words before `place`, none of them cut."""
    place = text.rfind(" ", 0, place) + 1
    while words and place:
        end = place - 1
        place = text.rfind(" ", 0, end) + 1
        words -= _HAS_LETTER.search(text, place, end) is not None
    return place


def _on(text: str, place: int, words: int) -> int:
    """Return where a span ends that has so many words from `place` on, none of them cut."""
    while words:
        end = text.find(" ", place)
        if end < 0:
            return len(text)
        words -= _HAS_LETTER.search(text, place, end) is not None
        place = end + 1
    return place
