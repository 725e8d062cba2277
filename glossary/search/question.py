"""Reads what somebody typed: words, "phrases", -exclusions and tag:names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from glossary.text.fold import normalise_line
from glossary.text.search_words import is_unasked, search_key, search_words, stems, undotted
from glossary.text.words import is_unspaced

TEXT_MAX = 300  # characters; no name is longer
# What is longer is a text and no question; it bounds what one costs.
_WORDS_MAX = 12
_PHRASE_WORDS_MAX = 12
_PARTS_MAX = 8
# What is left of a question without its small words has to say something: *a/b* is no question for *b*.
_TELLING_LETTERS = 2

_QUOTED = re.compile(r"\"([^\"]*)\"|“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»")
_TAG = re.compile(r"(?<!\S)tag:(?:\"([^\"]+)\"|“([^”]+)”|(\S+))", re.IGNORECASE)
_EXCLUDED = re.compile(r"(?<!\S)[-−](?:\"([^\"]+)\"|“([^”]+)”|(\w\S*))")
# What stands around a question and is no part of it.
_AROUND = " \t?!¿¡.,;:…'\"`´“”„‚‘’‹›«»()[]{}<>*|~^\\/"
_AROUND_BEFORE = _AROUND.replace(".", "")
_UNREADABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """What has to be there: any one of some phrases, each of stems that follow each other."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks for.

    `text` is all of it on one line, `plain` without exclusions and tags. `key` is what a name would be kept
    under that is just so, without the signs around it, `whole_key` with them. `words` are folded words that
    may be misspelt, `bound` those of them that belong together, `phrases` were quoted.
    """

    text: str
    plain: str
    key: str
    whole_key: str
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]
    bound: tuple[tuple[str, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to look for."""
        return not (self.words or self.phrases or self.tags or self.key)

    @property
    def asked(self) -> tuple[str, ...]:
        """The words that an answer must have: without those that only make a question, where others are."""
        kept = {word for words in self.bound for word in words}
        asked = tuple(word for word in self.words if word in kept or not is_unasked(word))
        return asked if sum(map(len, asked)) >= _TELLING_LETTERS else self.words

    @property
    def short_key(self) -> str:
        """The key without the words of a question around: *what is an ai model* asks for *ai model*."""
        words = self.key.split()
        while words and is_unasked(words[0]):
            del words[0]
        while words and is_unasked(words[-1]):
            del words[-1]
        return " ".join(words) if sum(map(len, words)) >= _TELLING_LETTERS else self.key

    def with_words(self, words: Sequence[str]) -> Question:
        """Return the question with other words in the place of its own, in the same order.

        Where all of it was one phrase they are in the place of that.
        """
        phrases = self.phrases if self.words else ()
        plain = " ".join([*words, *(f'"{" ".join(phrase)}"' for phrase in phrases)])
        key = search_key(" ".join(words))
        extra = [
            *(f'-"{" ".join(each)}"' if len(each) > 1 else f"-{each[0]}" for each in self.excluded),
            *(f'tag:"{tag}"' if " " in tag else f"tag:{tag}" for tag in self.tags),
        ]
        return replace(
            self,
            text=" ".join([plain, *extra]),
            plain=plain,
            key=key,
            whole_key=key,
            words=tuple(words),
            phrases=phrases,
            bound=tuple(each for each in self.bound if set(each) <= set(words)),
        )


def read_question(text: str) -> Question:
    """Return what a text asks for; any text will do, and of a long one its beginning counts."""
    text = normalise_line(_UNREADABLE.sub(" ", text[: 4 * TEXT_MAX]))[:TEXT_MAX].rstrip()
    rest, tags = _taken_out(_TAG, text)
    rest, excluded = _taken_out(_EXCLUDED, rest)
    plain = normalise_line(rest)
    loose, quoted = _taken_out(_QUOTED, plain)
    whole_key = search_key(plain)[:TEXT_MAX].rstrip()
    return Question(
        text=text,
        plain=plain,
        key=search_key(plain.lstrip(_AROUND_BEFORE).rstrip(_AROUND))[:TEXT_MAX].rstrip() or whole_key,
        whole_key=whole_key,
        words=tuple(_once(search_words(undotted(loose))))[:_WORDS_MAX],
        phrases=_phrases(quoted),
        excluded=_phrases(excluded),
        tags=tuple(dict.fromkeys(tags))[:_PARTS_MAX],
        bound=tuple(_bound(loose)),
    )


def clauses(question: Question, languages: Iterable[str]) -> list[Clause]:
    """Return what an entry, in one of the languages, must have."""
    known = list(dict.fromkeys(languages)) or [""]
    bound = {word for words in question.bound for word in words}
    loose = [word for word in question.asked if word not in bound]
    asked = dict.fromkeys((*question.bound, *((word,) for word in loose), *question.phrases))
    return [_clause(words, known) for words in asked]


def exclusions(question: Question, languages: Iterable[str]) -> list[Clause]:
    """Return what an entry, in one of the languages, must not have."""
    known = list(dict.fromkeys(languages)) or [""]
    return [_clause(words, known) for words in question.excluded]


def _clause(words: Sequence[str], languages: Sequence[str]) -> Clause:
    """Return the clause for words that follow each other; their stems differ by language."""
    return Clause(
        tuple(dict.fromkeys(tuple(stems(language)[word] for word in words) for language in languages))
    )


def _bound(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a text that say nothing apart: those that a single letter holds together.

    Of scripts without spaces they are each two characters that follow each other.
    """
    for chunk in text.split()[:_WORDS_MAX]:
        words = search_words(undotted(chunk))[:_PHRASE_WORDS_MAX]
        if any(map(is_unspaced, chunk)):
            for pair in pairwise(words):
                if all(is_unspaced(word[0]) for word in pair):
                    yield pair
        elif len(words) > 1 and min(map(len, words)) == 1:
            yield tuple(words)


def _once(words: Iterable[str]) -> Iterator[str]:
    """Yield words, each once; of scripts without spaces they are characters, and each counts in its place."""
    seen: set[str] = set()
    for word in words:
        if is_unspaced(word[0]) or word not in seen:
            seen.add(word)
            yield word


def _phrases(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    cut = (tuple(search_words(undotted(text))[:_PHRASE_WORDS_MAX]) for text in texts)
    return tuple(dict.fromkeys(phrase for phrase in cut if phrase))[:_PARTS_MAX]


def _taken_out(pattern: re.Pattern[str], text: str) -> tuple[str, list[str]]:
    """Return the text without what the pattern matches, and what those matches hold."""
    held = [next(filter(None, match.groups()), "") for match in pattern.finditer(text)]
    return pattern.sub(" ", text), held
