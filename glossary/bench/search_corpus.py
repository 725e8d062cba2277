"""Synthetic entries for the search: a language of 60,000 made-up words, spread as words of a real one are.

What the search costs follows from how often words stand in how many entries, so that is what these entries
have of real ones. Two words in five are English function words; the others are made of syllables, and the
word of rank r comes as often as 1 / (r + 2)^1.2 says (B. Mandelbrot's form of Zipf's law). In 300 words that
puts the first ten into nine entries of ten, those about rank 1,200 into one of a hundred and the last ones
into one of ten thousand.

Entry number i is always the same, however many there are; only how often it is mentioned has its bound there.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from string import ascii_uppercase

from glossary.bench.corpus import TAGS
from glossary.models import AliasKind

VOCABULARY = 60_000
# Ranks, from 0: what is in almost every entry, and what is in about one of a hundred.
COMMON = range(10)
MID = range(900, 1700)
_EXPONENT, _SHIFT = 1.2, 2


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FUNCTION_WORDS = _words("""
    the of and a to in is for that with as it on by are or be from an this which can at not have has when
    its into they their than more but one what other each between may where how while before after over
""")
_FUNCTION_SHARE = 0.4

_ONSETS = _words("""
    b b br bl c c ch cr d d dr f fl fr g gl gr h j k l l m m n n p p pl pr qu r r s s sc sh sl sp st t t tr
    v v w y z
""")
_NUCLEI = _words("a a a e e e i i o o u ai ea io ou")
_CODAS = ("", "", "", "", "", "", *_words("n r l s t m nd ck"))
# By rank: the more often a word comes, the shorter it is (G. K. Zipf's law of abbreviation).
_SYLLABLES = ((50, (1, 2)), (2000, (2, 2, 3)), (VOCABULARY, (2, 3, 3, 4)))

# Words in a summary, a section and an example, more or less; with the title about 300 in all.
_SUMMARY, _SECTION, _EXAMPLE = 18, 95, 28
_SENTENCE = 14
# Titles of one, two, three and four words; the words of names are less often the same than those of texts.
_TITLE_LENGTHS, _TITLE_WEIGHTS = (1, 2, 3, 4), (15, 45, 28, 12)
_NAMES_SHIFT = 20
_TAGS_EACH = 3
# The most popular entry is named in one of so many others.
_MENTIONED_MOST = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written of an entry: texts, (name, kind) of its aliases, and how often others name it."""

    title: str
    summary: str
    aliases: tuple[tuple[str, AliasKind], ...]
    sections: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    tags: tuple[str, ...]
    mentioned: int


@lru_cache(maxsize=1)
def vocabulary() -> tuple[str, ...]:
    """Return the made-up words, the most frequent first."""
    chance = random.Random(VOCABULARY)  # noqa: S311 - the same words each time is the point
    found: dict[str, None] = dict.fromkeys(_FUNCTION_WORDS)
    for end, lengths in _SYLLABLES:
        while len(found) < end + len(_FUNCTION_WORDS):
            syllables = (
                chance.choice(_ONSETS) + chance.choice(_NUCLEI) + chance.choice(_CODAS)
                for _ in range(chance.choice(lengths))
            )
            word = "".join(syllables)
            if len(word) > 2:
                found[word] = None
    return tuple(found)[len(_FUNCTION_WORDS) :]


def entries(count: int) -> Iterator[Entry]:
    """Yield `count` entries, of which no two have the same title."""
    for number, name in enumerate(_titles(count)):
        yield entry(number, name, mentioned_most=count // _MENTIONED_MOST)


def entry(number: int, name: str, *, mentioned_most: int = 0) -> Entry:
    """Return entry `number` under the title `name`: the same each time."""
    chance = random.Random(number)  # noqa: S311 - the same entry each time is the point
    opening, *rest = _prose(chance, _SUMMARY).split(" ", 1)
    return Entry(
        title=name,
        summary=" ".join([name, "is", opening.lower(), *rest]),
        aliases=_aliases(chance, name, number),
        sections=tuple(
            (heading, f"**{name}** {_prose(chance, _SECTION // 2)}\n\n{_prose(chance, _SECTION // 2)}")
            for heading in ("Definition", "Why It Matters")
        ),
        examples=tuple(_prose(chance, _EXAMPLE) for _ in range(3)),
        tags=_tags(chance),
        mentioned=min(int(chance.paretovariate(1)) - 1, mentioned_most),
    )


def _titles(count: int) -> Iterator[str]:
    chance = random.Random(VOCABULARY)  # noqa: S311 - as above
    taken: set[str] = set()
    while len(taken) < count:
        (length,) = chance.choices(_TITLE_LENGTHS, _TITLE_WEIGHTS)
        words = chance.choices(vocabulary(), cum_weights=_name_weights(), k=length)
        name = " ".join(word.capitalize() for word in words)
        if name not in taken:
            taken.add(name)
            yield name


def _aliases(chance: random.Random, name: str, number: int) -> tuple[tuple[str, AliasKind], ...]:
    """Return an abbreviation of every third entry, and of two in three what it is called otherwise."""
    if number % 3 == 0:
        letters = "".join(word[0] for word in name.split())
        others = "".join(chance.choices(ascii_uppercase, k=max(1, 3 - len(letters))))
        return ((letters + others, AliasKind.ABBREVIATION),)
    words = chance.choices(vocabulary(), cum_weights=_name_weights(), k=chance.randint(1, 2))
    return ((" ".join([*words, name.rsplit(maxsplit=1)[-1].lower()]), AliasKind.SYNONYM),)


def _prose(chance: random.Random, length: int) -> str:
    """Return sentences of about `length` words in all."""
    words = chance.choices(
        _text_words(),
        cum_weights=_text_weights(),
        k=chance.randint(length * 4 // 5, length * 6 // 5),
    )
    ends = range(_SENTENCE, len(words) - 3, _SENTENCE)
    starts = [0, *ends]
    return " ".join(
        f"{' '.join(words[start:end]).capitalize()}."
        for start, end in zip(starts, [*ends, None], strict=True)
    )


def _tags(chance: random.Random) -> tuple[str, ...]:
    drawn: dict[str, None] = {}
    while len(drawn) < _TAGS_EACH:
        drawn[chance.choices(TAGS, cum_weights=_tag_weights())[0]] = None
    return tuple(drawn)


@lru_cache(maxsize=1)
def _text_words() -> Sequence[str]:
    return _FUNCTION_WORDS + vocabulary()


@lru_cache(maxsize=1)
def _text_weights() -> Sequence[float]:
    functions = _share(1 / rank for rank in range(2, len(_FUNCTION_WORDS) + 2))
    words = _share(1 / (rank + _SHIFT) ** _EXPONENT for rank in range(1, VOCABULARY + 1))
    return list(
        accumulate(
            [
                *(share * _FUNCTION_SHARE for share in functions),
                *(share * (1 - _FUNCTION_SHARE) for share in words),
            ]
        )
    )


@lru_cache(maxsize=1)
def _name_weights() -> Sequence[float]:
    return list(accumulate(1 / (rank + _NAMES_SHIFT) for rank in range(1, VOCABULARY + 1)))


@lru_cache(maxsize=1)
def _tag_weights() -> Sequence[float]:
    return list(accumulate(1 / rank for rank in range(1, len(TAGS) + 1)))


def _share(weights: Iterable[float]) -> list[float]:
    every = list(weights)
    total = sum(every)
    return [weight / total for weight in every]
