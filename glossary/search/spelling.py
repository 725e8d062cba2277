"""Guesses what a misspelt question means: the nearest spelling that names have.

One slip of the hand is forgiven in words of four letters and more, two in those of seven and more. A slip is
a character left out, put in, taken for another, or two neighbours swapped (F. J. Damerau, 1964); a space
counts as a character. The whole name and slips in the first three letters cost look-ups, whose number follows
the question; other words are compared with those of names that begin with the same two letters or, where none
is near, with the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from glossary.models import Term
from glossary.search.documents import Tier, tier_of
from glossary.search.entries import entry_index
from glossary.search.index import Scope
from glossary.search.question import Clause, Question
from glossary.text.inflection import inflections, plain_forms
from glossary.text.misspelling import LONGEST, one_slip_away
from glossary.text.search_words import search_key, search_words, stems
from glossary.text.words import is_unspaced

SHORTEST = 4  # characters: shorter words are too near to one another
SHORTEST_OF_TWO = 7
_TRIED_AT_MOST = 4  # misspelt words of one question
_NEAR_AT_MOST = 50
_HIDDEN = frozenset({Tier.HIDDEN, Tier.IN_HIDDEN})


class Correction(NamedTuple):
    """A question in another spelling; `is_name` where that is a whole name, and not one word or another."""

    question: Question
    is_name: bool


def corrected(question: Question, languages: Sequence[str]) -> Correction | None:
    """Return the question in the nearest spelling that names have, None where there is no nearer one.

    Hidden names are known, and never what comes out: the title of their entry does.
    """
    if question.phrases and question.words:
        return None
    key = question.short_key
    if (name := _nearest_name(key)) is not None:
        return Correction(question.with_words(name.split()), is_name=True)
    words = search_words(key)
    corrections = _corrections(words, languages)
    if not corrections:
        return None
    return Correction(question.with_words([corrections.get(word, word) for word in words]), is_name=False)


def nearest_starts(key: str) -> list[str]:
    """Return beginnings of names that somebody may have meant who types `key`, the likeliest first."""
    index = entry_index()
    if len(key) < SHORTEST or any(map(is_unspaced, key)):
        return []
    *whole, last = key.split()
    if not whole:
        return _near(last, whole=False) or _by_likeness(key, index.known_starts(_other_spaces(key)))
    right = _corrections(whole, ())
    words = [right.get(word, word) for word in whole]
    starts = [last] if index.known_starts([last]) else _near(last, whole=False)
    if starts and (right or starts != [last]):
        return [" ".join([*words, start]) for start in starts]
    return _by_likeness(key, index.known_starts(_other_spaces(key)))


def _nearest_name(key: str) -> str | None:
    """Return the whole name one slip away, the likest, then the best ranked."""
    if not SHORTEST <= len(key) <= LONGEST:
        return None
    found: dict[str, tuple[int, int]] = {}
    for term, rank, name in entry_index().called(one_slip_away(key)):
        found.setdefault(name, (rank, term))
    ranks = {name: rank for name, (rank, _term) in found.items()}
    for name in _by_likeness(key, ranks, ranks):
        rank, term = found[name]
        if tier_of(rank) == Tier.ALIAS:
            return name
        # The key of a title may be closed up, and that of a hidden name must not be shown.
        title = Term.objects.published().filter(pk=term).values_list("title", flat=True).first()
        if title is not None:
            return search_key(title)
    return None


def _corrections(words: Iterable[str], languages: Sequence[str]) -> dict[str, str]:
    """Return which of some words are misspelt, and for what."""
    tried = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST and not is_unspaced(word[0])]
    index = entry_index()
    forms = {word: {word, *inflections(word), *(form for form, _rule in plain_forms(word))} for word in tried}
    known = index.known_words(set().union(*forms.values())) if tried else {}
    unknown = [word for word in tried if not forms[word] & known.keys()][:_TRIED_AT_MOST]
    in_texts = [word for word in unknown if languages and _is_in_a_text(word, languages)]
    found = {word: right for word in unknown if word not in in_texts and (right := _nearest_word(word))}
    if found:
        # *machin* has the stem of *machine*: it finds the same, and looks odd beside a word put right.
        for word in in_texts:
            right = _nearest_word(word)
            if right and any(stems(each)[word] == stems(each)[right] for each in languages):
                found[word] = right
    return found


def _nearest_word(word: str) -> str | None:
    ranks = _shown_words(_near(word, whole=True))
    return next(iter(_by_likeness(word, ranks, ranks)), None)


def _shown_words(words: Collection[str]) -> dict[str, int]:
    """Return those of some words that are in names which are not hidden, each with its best rank."""
    ranks = entry_index().known_words(words) if words else {}
    return {word: rank for word, rank in ranks.items() if tier_of(rank) not in _HIDDEN}


def _is_in_a_text(word: str, languages: Sequence[str]) -> bool:
    clause = Clause(tuple({(stems(language)[word],) for language in languages}))
    return bool(entry_index().matching(Scope.ENTRY, [clause], limit=1).ids)


def _near(word: str, *, whole: bool) -> list[str]:
    """Return words of names, or with what they begin, as few slips away as there are any, the likest first.

    They begin with the same two letters, or differ from the word in its first three alone; of whole words two
    slips away the first letter is enough.
    """
    length = len(word)
    if not SHORTEST <= length <= LONGEST:
        return []
    slips = 2 if length >= SHORTEST_OF_TWO else 1
    if near := _near_from(word[:2], word, slips, whole=whole):
        return near
    others = {f"{start}{word[3:]}" for start in one_slip_away(word[:3])}
    known = entry_index().known_words(others) if whole else entry_index().known_starts(others)
    if known or not whole or slips == 1:
        return _by_likeness(word, known)
    return _near_from(word[0], word, slips, whole=True)


def _near_from(start: str, word: str, slips: int, *, whole: bool) -> list[str]:
    """Return what begins with `start` and is as few slips away as there is any, at most `slips`."""
    length = len(word)
    words = entry_index().words_from(
        start, length - slips, length + slips if whole else 2 * LONGEST, cut=length + slips
    )
    if not whole:
        # Where a beginning of another length is near enough, the longest is no further away than this.
        near = process.extract(word, words, scorer=OSA.distance, score_cutoff=2 * slips, limit=_NEAR_AT_MOST)
        words = list({each[: length + more] for each, *_rest in near for more in (-1, 0, 1)})
    near = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=_NEAR_AT_MOST)
    best = min((distance for _word, distance, _place in near), default=0)
    return _by_likeness(word, [each for each, distance, _place in near if distance == best])


def _other_spaces(key: str) -> set[str]:
    """Return the key with a space more or less, of a long one nothing."""
    if len(key) > LONGEST:
        return set()
    more = {f"{key[:place]} {key[place:]}" for place in range(1, len(key))}
    return more | {f"{key[:place]}{key[place + 1 :]}" for place, sign in enumerate(key) if sign == " "}


def _by_likeness(word: str, candidates: Collection[str], ranks: dict[str, int] | None = None) -> list[str]:
    """Return candidates, the likest first; a beginning in common counts most (W. E. Winkler, 1990)."""
    ranked = ranks or {}
    return sorted(
        candidates,
        key=lambda each: (-round(JaroWinkler.similarity(word, each), 2), ranked.get(each, 0), each),
    )
