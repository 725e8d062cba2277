"""How much an entry is about some words: where it has them, and how rare they are."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from glossary.models import Alias, Term
from glossary.search.entries import entry_index
from glossary.search.index import Scope
from glossary.search.question import Clause
from glossary.text.search_words import tokens

_WEIGHTS = {Scope.TITLE: 8.0, Scope.NAMES: 6.0, Scope.SUMMARY: 3.0, Scope.ENTRY: 1.0}
# How much more the last word of the question counts as the last of a name, where English has the noun.
_LAST_WORD = 3.0


def relevance(ids: Sequence[int], wanted: Sequence[Clause]) -> dict[int, float]:
    """Return points for each of some entries; words that few have in names or summaries count more."""
    aliases: dict[int, list[str]] = {pk: [] for pk in ids}
    for pk, text in Alias.objects.filter(term__in=ids).values_list("term_id", "text"):
        aliases[pk].append(text)
    places: dict[int, list[Scope | None]] = {}
    last_words: set[int] = set()
    terms = Term.objects.filter(pk__in=ids).values_list("pk", "language", "title", "summary")
    for pk, language, title, summary in terms:
        texts = {
            Scope.TITLE: [tokens(title, language)],
            Scope.NAMES: [tokens(text, language) for text in aliases[pk]],
            Scope.SUMMARY: [tokens(summary, language)],
        }
        places[pk] = [_place(clause, texts) for clause in wanted]
        ends = [text[-1] for scope in (Scope.TITLE, Scope.NAMES) for text in texts[scope] if text]
        if any(phrase[-1] in ends for phrase in wanted[-1].phrases):
            last_words.add(pk)
    points = {pk: _LAST_WORD if pk in last_words else 0.0 for pk in places}
    for number, clause in enumerate(wanted):
        elsewhere = [pk for pk, each in places.items() if each[number] is None]
        rarity = log(1 + len(places) / (1 + len(places) - len(elsewhere)))
        in_text = entry_index().matching(Scope.ENTRY, [clause], among=elsewhere, limit=len(elsewhere)).ids
        for pk, each in places.items():
            if (scope := each[number]) is not None:
                points[pk] += _WEIGHTS[scope] * rarity
        for pk in in_text:
            points[pk] += _WEIGHTS[Scope.ENTRY] * rarity
    return points


def _place(clause: Clause, texts: dict[Scope, list[list[str]]]) -> Scope | None:
    """Return where a name or the summary has what a clause asks for, None where neither has."""
    for scope, each in texts.items():
        if any(_holds(text, phrase) for text in each for phrase in clause.phrases):
            return scope
    return None


def _holds(text: list[str], phrase: tuple[str, ...]) -> bool:
    length = len(phrase)
    if length == 1:
        return phrase[0] in text
    return any(tuple(text[place : place + length]) == phrase for place in range(len(text) - length + 1))
