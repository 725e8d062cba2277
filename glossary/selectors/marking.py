"""Marks in a text what was asked for, and chooses the passage that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossary.rendering.markdown import plain_text
from glossary.selectors.found import Marked, Piece
from glossary.text.excerpt import excerpt_around
from glossary.text.names import worded
from glossary.text.search_words import markdown_tokens, stems, tokens

PASSAGE_LENGTH = 220
# What of a text is looked at for a passage; further down nothing is a surprise.
_LOOKED_AT_MAX = 20_000
# Two letters begin too many words.
_SHORTEST_START = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a question in the language of a text: stems, and how the last one begins."""

    stems: frozenset[str]
    start: str
    language: str

    @classmethod
    def of(cls, words: Iterable[str], last: str, language: str) -> Wanted:
        """Return what folded words are in `language`; `last` may be a word that is not typed to its end."""
        known = stems(language)
        return cls(frozenset(known[word] for word in words), last, language)

    def is_in(self, text: str) -> bool:
        """Tell whether a plain text has all of the words."""
        return self.stems <= set(tokens(text, self.language))

    def fits(self, word: str) -> bool:
        """Tell whether a folded word is one of those asked for."""
        if self.start and len(self.start) >= _SHORTEST_START and word.startswith(self.start):
            return True
        if word.isascii() and word.isalnum():
            return stems(self.language)[word] in self.stems
        # Letters that are typed in two ways are folded otherwise for links than for the search.
        return any(stem in self.stems for stem in tokens(word, self.language))


def mark(text: str, wanted: Wanted) -> Marked:
    """Return a plain text in pieces, with the words that were asked for marked."""
    pieces: list[Piece] = []
    done = 0
    for word in worded(text).words:
        end = word.end
        # Signs that belong to the word for a search: C++, C#, .NET.
        while text[end : end + 1] in {"+", "#"} and end - word.end < 2:
            end += 1
        start = word.start - (text[word.start - 1 : word.start] == ".")
        if wanted.fits(word.folded):
            first, last = word.start, word.end
        elif (start, end) != (word.start, word.end) and wanted.fits(text[start:end].lower()):
            first, last = start, end
        else:
            continue
        if pieces and pieces[-1].is_match and not text[done:first].strip():
            # Words that follow each other are marked in one go.
            pieces[-1] = Piece(pieces[-1].text + text[done:last], is_match=True)
        else:
            if text[done:first]:
                pieces.append(Piece(text[done:first]))
            pieces.append(Piece(text[first:last], is_match=True))
        done = last
    if text[done:]:
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def passage(bodies: Sequence[str], wanted: Wanted) -> str:
    """Return the stretch of Markdown texts that has most of the words, plain; empty where none has any."""
    best, most = "", 0
    left = _LOOKED_AT_MAX
    for body in bodies:
        for block in body[:left].split("\n\n"):
            held = len(wanted.stems & set(markdown_tokens(block, wanted.language)))
            if held > most:
                best, most = block, held
            if most == len(wanted.stems):
                break
        left -= len(body)
        if left <= 0 or (most and most == len(wanted.stems)):
            break
    if not best:
        return ""
    text = plain_text(best)
    first = next((word.start for word in worded(text).words if wanted.fits(word.folded)), 0)
    return excerpt_around(text, first, PASSAGE_LENGTH)
