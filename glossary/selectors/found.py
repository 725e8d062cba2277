"""What a search answers with: entries best first, what of them matched, and what it can be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from glossary.selectors.links import TermLink
from glossary.selectors.lists import ONLY_PAGE, Place


class Answer(StrEnum):
    """How an answer fits what was asked for."""

    # There are entries with all that was asked for. Beside those with the words of a sentence all over a long
    # text may stand others, which have most of them in a name or the summary.
    EVERY_WORD = "every_word"
    CORRECTED = "corrected"  # nothing has it; the answer is to the nearest spelling that something has
    SOME_WORDS = "some_words"  # no entry has all words; these have some
    NOTHING = "nothing"
    NOT_ASKED = "not_asked"  # the question is empty


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether it is what was asked for."""

    text: str
    is_match: bool = False


Marked = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found.

    `via` is the alias that was found where the title was not, never a hidden one; else it is empty. `excerpt`
    is the summary, or the passage of the text that was found.
    """

    term: TermLink
    title: Marked
    via: Marked
    excerpt: Marked


@dataclass(frozen=True, slots=True)
class Facet:
    """A tag or a letter that the answer can be narrowed to; `url` takes it away where it is chosen."""

    text: str
    url: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """A page of the answer to `text`.

    `searched` is what was looked for in its place, or empty. `total` entries were found, or more where
    `is_cut`; counts of facets are then those of the best `total`. `exact` is the one entry that is called
    so. `did_you_mean` is a spelling that finds better, offered beside an answer. `nearest` are entries with
    similar names where there is nothing.
    """

    text: str
    answer: Answer
    url: str
    searched: str = ""
    did_you_mean: str = ""
    did_you_mean_url: str = ""
    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_cut: bool = False
    place: Place = ONLY_PAGE
    exact: TermLink | None = None
    topics: tuple[Facet, ...] = ()
    tags: tuple[Facet, ...] = ()
    letters: tuple[Facet, ...] = ()
    nearest: tuple[TermLink, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Tell whether no entry has all that was asked for, under any spelling: what editors want to know."""
        return self.answer in (Answer.SOME_WORDS, Answer.NOTHING)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry offered while somebody types; `matched` is the name that was found, never a hidden one."""

    title: str
    slug: str
    url: str
    summary: str
    matched: str
    language: str
    direction: str
