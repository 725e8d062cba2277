"""Cut names and prose alike into words, so that names are found in prose by looking words up.

A stretch of words has a key: its folded words and what stands between them, where hyphens, slashes and spaces
are all one space. Signs at the ends of a name (*C++*, *.NET*, *8(a)*) are not in its key; they are compared
where the key was found. Scripts without spaces have a word for each character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from glossary.text.fold import match_key
from glossary.text.words import SIGNS, UNSPACED, is_unspaced

# A name is kept under the key of so many first words and then compared to its end. More would make more keys
# of each text, fewer would give names a key in common that have little in common.
LONGEST = 3

# Beyond the signs that end any word: what is no letter either, such as raised figures of notes, arrows, marks
# of trade and emoji.
IN_WORD = rf"[^\s{SIGNS}{UNSPACED}\u2070-\u207f\u20a0-\u20cf\u2100-\u2bff\ufffc\ufffd\U0001f000-\U0001faff]"
# Vowels and marks that belong to the character before them (Thai, Lao, Burmese, Khmer, kana).
MARKS = (
    "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u105e-\u1060\u17b4-\u17d3"
    "\u3099\u309a\uff9e\uff9f"
)
# Articles and the like that Romance languages write onto the next word: *l’événement*, *un’agenzia*.
_ARTICLES = "[cdjlmnstCDJLMNST]|[QqUu][un]|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[DdNnSs]?[AaEeUu]ll|[Qq]uest"
_ELIDED = rf"(?:{_ARTICLES})(?=['’]{IN_WORD}{{2}})"
_WORD = re.compile(rf"({_ELIDED}|{IN_WORD}+(?:['’]{IN_WORD}+)*|[{UNSPACED}][{MARKS}]*)")
_HAS_UNSPACED = re.compile(f"[{UNSPACED}]")
_IS_IN_WORD = re.compile(IN_WORD)
# Japanese writes what it takes from other languages so; a run of it is one word: server is no bar.
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]")

_NEW_STRETCH = re.compile(r"\f|\n[^\S\n]*\n")
_JOINER = re.compile(r"[-\u2010-\u2013\u2212_]|\s*[/\\\u2044\u2215\u30fb]\s*")
_BREAK = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_GAPS_KNOWN = 8

_QUOTES = " \"'`´“”„‟«»‘’‚‛‹›"
_HYPHENS = frozenset("-\u2010\u2011")
# Directly before or after a word they make it part of something else: an address, a mark, another name.
_STICKS_BEFORE = frozenset("_.@#$~\\=&%")
_STICKS_AFTER = frozenset("_@#+=&%")
# With a letter or digit after them they go on: node.js, prompt:8080, 404,000.
_GOES_ON = frozenset(".:")

# What may be an address is looked at token by token; in Chinese text it ends where Chinese goes on.
_ADDRESS_TOKEN = re.compile(rf"[^\s<>\"“”{UNSPACED}\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]+")
_ADDRESS = re.compile(r"\w@\w|://|www\.|(?<![\w.-])[a-z0-9][a-z0-9.-]{0,253}\.[a-z]{2,24}/")
_ADDRESS_SIGNS = ("@", "/", "www.")


class Word(NamedTuple):
    """A word of a text: where it stands, and how it compares."""

    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class WordedText:
    """A text and its words; `gaps[i]` is the folded gap before word i, None where no name may cross."""

    text: str
    words: tuple[Word, ...]
    gaps: tuple[str | None, ...]

    def key(self, first: int, count: int, last_folded: str | None = None) -> str:
        """Return the key of `count` words from `first`; `last_folded` stands in for the last of them."""
        parts = [self.words[first].folded]
        for index in range(first + 1, first + count):
            parts += (self.gaps[index] or "", self.words[index].folded)
        if last_folded is not None:
            parts[-1] = last_folded
        return "".join(parts)


# Urdu and Persian are typed on Arabic keyboards as well, whose kaf and yeh are other characters.
_SAME_LETTERS = str.maketrans("كيى", "کیی")


@lru_cache(maxsize=16_384)
def fold_word(word: str) -> str:
    """Return a word as it compares: without case, accents and typographic variants."""
    return match_key(word).translate(_SAME_LETTERS)


def worded(text: str) -> WordedText:
    """Cut a text into words and the gaps between them; no name crosses an empty line or a form feed."""
    parts = _WORD.split(text)
    ends = list(accumulate(map(len, parts)))
    written = parts[1::2]
    folded = [word.lower() if word.isascii() else fold_word(word) for word in written]
    gaps = [gap if gap == " " else _folded_gap(gap) for gap in parts[:-1:2]]
    if not text.isascii() and _HAS_UNSPACED.search(text):
        _close_gaps(folded, gaps)
    return WordedText(text, tuple(map(Word, ends[:-1:2], ends[1::2], folded)), tuple(gaps))


def _folded_gap(gap: str) -> str | None:
    return _known_gap(gap) if len(gap) <= _GAPS_KNOWN else _gap(gap)


def _gap(gap: str) -> str | None:
    """Fold what stands between two words: what joins them is a space, what parts them stays.

    Spaces on one side are kept (*Done. Next* is no *done.next*), on both sides they mean nothing (*R & D*).
    """
    if not gap or gap.isspace() or _JOINER.fullmatch(gap):
        return None if _NEW_STRETCH.search(gap) else " " if gap else ""
    if _NEW_STRETCH.search(gap):
        return None
    if _BREAK.fullmatch(gap):
        return "—"
    signs = match_key(gap)
    before, after = gap[0].isspace(), gap[-1].isspace()
    return signs if before == after else f" {signs}" if before else f"{signs} "


_known_gap = lru_cache(maxsize=4096)(_gap)


def _close_gaps(folded: list[str], gaps: list[str | None]) -> None:
    """Take out spaces beside characters of scripts without spaces, where they are a matter of taste."""
    unspaced = [is_unspaced(word[0]) for word in folded]
    for index in range(1, len(folded)):
        if gaps[index] == " " and (unspaced[index] or unspaced[index - 1]):
            gaps[index] = ""


@dataclass(frozen=True, slots=True)
class NameShape:
    """A name as it is found in prose: the key of its first words, its words, and the signs at its ends."""

    text: str
    key: str
    words: WordedText
    lead: str
    trail: str

    @property
    def is_capitals(self) -> bool:
        """Tell whether its last word is an acronym, whose plural keeps its capitals: *GAs*, and not *gas*."""
        return self.last_written.isupper()

    @property
    def last_written(self) -> str:
        """The last word as the name writes it."""
        last = self.words.words[-1]
        return self.text[last.start : last.end]


@lru_cache(maxsize=16_384)
def name_shape(name: str) -> NameShape | None:
    """Return how a name is found, or None for one without a letter or digit, which never links.

    Quotation marks around it are not part of it.
    """
    text = " ".join(unicodedata.normalize("NFC", name).split())
    cut = worded(text)
    if not cut.words or not any(sign.isalnum() for sign in text):
        return None
    key = cut.key(0, min(LONGEST, len(cut.words)))
    lead, trail = text[: cut.words[0].start], text[cut.words[-1].end :]
    return NameShape(text, key, cut, lead.lstrip(_QUOTES), trail.rstrip(_QUOTES))


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether text[start:end] is whole words there, and not a piece of an address or of a longer name.

    The first part of a compound is a word of its own (*AI* in *AI-powered*), the last is not (*event* in
    *pre-event*), and neither is a single letter (*C* in *C-suite*).
    """
    return may_begin(text, start) and _may_end(text, end, is_letter=end - start == 1)


def may_begin(text: str, start: int) -> bool:
    """Tell whether a name may begin at text[start], a character of it: what `stands_alone` asks there."""
    before, beyond, first = text[max(start - 1, 0) : start], text[max(start - 2, 0) : start - 1], text[start]
    if before in _STICKS_BEFORE or before in _HYPHENS or _goes_on(before, first):
        return False
    if before == "/":
        return _is_letter(beyond) or is_unspaced(beyond)
    return not (before in {",", ":"} and beyond.isdigit() and first.isdigit())


def _may_end(text: str, end: int, *, is_letter: bool) -> bool:
    after, beyond, last = text[end : end + 1], text[end + 1 : end + 2], text[end - 1]
    if after in _STICKS_AFTER or _goes_on(after, last):
        return False
    if not _is_letter(beyond):
        return True
    if after in _GOES_ON or (is_letter and after in _HYPHENS):
        return False
    return not (after == "," and beyond.isdigit() and last.isdigit())


def _goes_on(outside: str, inside: str) -> bool:
    """Tell whether what stands beside a name is of the same word: *C++11*, *ASP.NET*, more katakana."""
    if is_unspaced(inside):
        return bool(_KATAKANA.match(inside) and _KATAKANA.match(outside))
    return _is_letter(outside)


def _is_letter(sign: str) -> bool:
    return _IS_IN_WORD.match(sign) is not None


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where web and mail addresses stand in a text."""
    if any(sign in text for sign in _ADDRESS_SIGNS):
        for token in _ADDRESS_TOKEN.finditer(text):
            if _ADDRESS.search(token.group()):
                yield token.span()
