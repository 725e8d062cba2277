"""Puts entries in the order in which they answer a question.

Names come before summaries and summaries before texts; within that, what answers more of the question, then
the site's own language, then what more entries mention.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import log
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from glossary.models import TaggedTerm, Term
from glossary.search.documents import Tier, tier_of
from glossary.search.entries import entry_index
from glossary.search.index import Matching, Scope
from glossary.search.question import Clause, Question, clauses, exclusions
from glossary.selectors.relevance import relevance
from glossary.text.fold import case_key
from glossary.text.inflection import inflections, plain_forms
from glossary.text.search_words import closed_up, search_key

# What nobody turns the pages to; it bounds what a search for a common word costs.
FOUND_AT_MOST = 500
_NAMES_AT_MOST = 300
# So many of the most mentioned entries are asked first whether they have a word that too many have.
_POPULAR = 300
# Of entries that have every word somewhere, so many are compared by where they have them.
_COMPARED = 60
_SOME_OF_EACH = 300
# A name that begins with these few letters is hardly what is meant: *ai* is no *air*.
_FEW_LETTERS = 3

# So many words are a sentence: a reader describes what they look for and does not know its name.
_SENTENCE = 3


class Fit(IntEnum):
    """How an entry answers, best first."""

    TITLE = 0
    ALIAS = 1
    TITLE_INFLECTED = 2
    ALIAS_INFLECTED = 3
    TITLE_BEGINS = 4
    WORDS_IN_TITLE = 5
    ALIAS_BEGINS = 6
    WORDS_IN_NAMES = 7
    TITLE_BEGINS_WITH_LETTERS = 8
    IN_SUMMARY = 9
    IN_ENTRY = 10
    NAMES_BEGIN_WITH_LETTERS = 11
    SOME_WORDS = 12


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry in the order of an answer."""

    pk: int
    fit: Fit
    initial: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """Entries that answer, best first; `exact` of them are called just so. `is_cut`: there may be more."""

    entries: tuple[Ranked, ...]
    is_cut: bool
    exact: int


# Called just so, in one form or another.
CALLED = frozenset({Fit.TITLE, Fit.ALIAS, Fit.TITLE_INFLECTED, Fit.ALIAS_INFLECTED})

# Rows of tags: the entries must be among those that they are of.
Within = QuerySet[TaggedTerm] | None


def rank(question: Question, languages: Sequence[str], within: Within = None) -> Ranking:
    """Return the entries that have all that is asked for, of those with some tags where `within` is given."""
    wanted, unwanted = clauses(question, languages), exclusions(question, languages)
    if not wanted and not question.key:
        return _tagged(unwanted, within)
    fits: dict[int, Fit] = {}
    if question.key:
        for pk, fit in _named(question):
            fits[pk] = min(fits.get(pk, fit), fit)
        if fits and (unwanted or within is not None):
            fits = {pk: fits[pk] for pk in _allowed(fits, unwanted, within)}
    is_cut = False
    if wanted:
        for scope, fit in _FITS.items():
            found, was_cut = _matching(scope, wanted, unwanted, within)
            for pk in found:
                fits[pk] = min(fits.get(pk, fit), fit)
            is_cut |= was_cut
            if was_cut:
                break
    if len(wanted) >= _SENTENCE and fits and min(fits.values()) >= Fit.IN_ENTRY:
        # Words of a sentence are all in some long text on another matter, and most in the right summary.
        for pk in _some(wanted, unwanted, within, at_least=-(-len(wanted) // 2)):
            fits.setdefault(pk, Fit.SOME_WORDS)
    return _ordered(fits, question, wanted, is_cut=is_cut)


def rank_some(question: Question, languages: Sequence[str], within: Within = None) -> Ranking:
    """Return entries with some of the words in a name or the summary, most and rarest first."""
    wanted, unwanted = clauses(question, languages), exclusions(question, languages)
    if len(wanted) < 2:
        return Ranking((), is_cut=False, exact=0)
    some = _some(wanted, unwanted, within, at_least=1)
    return _ordered(dict.fromkeys(some, Fit.SOME_WORDS), question, wanted, is_cut=False)


def _some(
    wanted: Sequence[Clause], unwanted: Sequence[Clause], within: Within, *, at_least: int
) -> list[int]:
    """Return entries with so many of the words in a name or the summary, those with rare ones first."""
    index = entry_index()
    points: defaultdict[int, float] = defaultdict(float)
    held = Counter[int]()
    for clause in wanted:
        have = index.matching(Scope.SUMMARY, [clause], unwanted, within=_ids(within), limit=_SOME_OF_EACH).ids
        held.update(have)
        for pk in have:
            points[pk] += 1 / (1 + log(1 + len(have)))
    best = sorted(points, key=lambda pk: (-points[pk], pk))
    return [pk for pk in best if held[pk] >= at_least][:_COMPARED]


_FITS = {
    Scope.TITLE: Fit.WORDS_IN_TITLE,
    Scope.NAMES: Fit.WORDS_IN_NAMES,
    Scope.SUMMARY: Fit.IN_SUMMARY,
    Scope.ENTRY: Fit.IN_ENTRY,
}


def _named(question: Question) -> Iterable[tuple[int, Fit]]:
    """Yield the entries with a name that is what was asked for, or begins so."""
    index = entry_index()
    keys = {key for key in (question.key, question.whole_key, question.short_key) if key}
    keys |= {closed_up(key) for key in keys}
    forms = set().union(*map(_inflected, keys)) - keys
    for pk, row, key in index.called(keys | forms):
        is_title = tier_of(row) == Tier.TITLE
        if key in keys:
            yield pk, Fit.TITLE if is_title else Fit.ALIAS
        else:
            yield pk, Fit.TITLE_INFLECTED if is_title else Fit.ALIAS_INFLECTED
    for start in dict.fromkeys([question.key, question.short_key]):
        for pk, row, key in index.beginning(start, _NAMES_AT_MOST):
            yield pk, _beginning(tier_of(row), has_whole_words=f"{key} ".startswith(f"{start} "), start=start)
    words = question.short_key.split()
    if len(words) > 1 and not question.phrases and min(map(len, words)) > 1:
        for pk, _row in index.beginning_each(words, _NAMES_AT_MOST):
            yield pk, Fit.NAMES_BEGIN_WITH_LETTERS


def _beginning(tier: Tier, *, has_whole_words: bool, start: str) -> Fit:
    if tier == Tier.TITLE:
        is_telling = has_whole_words or len(start) > _FEW_LETTERS
        return Fit.TITLE_BEGINS if is_telling else Fit.TITLE_BEGINS_WITH_LETTERS
    if tier < Tier.IN_TITLE and has_whole_words:
        return Fit.ALIAS_BEGINS
    return Fit.NAMES_BEGIN_WITH_LETTERS


def _inflected(key: str) -> set[str]:
    """Return the key with other forms of its last word."""
    before, space, last = key.rpartition(" ")
    forms = {*inflections(last), *(form for form, _rule in plain_forms(last))}
    return {f"{before}{space}{form}" for form in forms}


def _allowed(ids: Collection[int], unwanted: Sequence[Clause], within: Within) -> set[int]:
    """Return those of some entries that nothing rules out."""
    allowed = set(ids)
    if within is not None:
        rows = within.filter(content_object__in=entry_index().those(ids))
        allowed &= set(rows.values_list("content_object", flat=True))
    if unwanted and allowed:
        any_of_them = Clause(tuple(phrase for clause in unwanted for phrase in clause.phrases))
        ruled_out = entry_index().matching(Scope.ENTRY, [any_of_them], among=allowed, limit=len(allowed))
        allowed -= set(ruled_out.ids)
    return allowed


def _matching(scope: Scope, wanted: Sequence[Clause], unwanted: Sequence[Clause], within: Within) -> Matching:
    """Return the entries that have all words in a scope; of too many, the most mentioned ones among them."""
    index = entry_index()
    rows = _ids(within)
    found = index.matching(scope, wanted, unwanted, within=rows, limit=FOUND_AT_MOST)
    if not found.is_cut:
        return found
    first = index.matching(
        scope, wanted, unwanted, within=rows, among=index.popular(_POPULAR), limit=_POPULAR
    )
    return Matching(list(dict.fromkeys([*first.ids, *found.ids]))[:FOUND_AT_MOST], is_cut=True)


def _ids(within: Within) -> QuerySet[Any, Any] | None:
    return None if within is None else within.order_by().values("content_object")


def _tagged(unwanted: Sequence[Clause], within: Within) -> Ranking:
    """Return what carries the tags that were asked for, where they are all that was."""
    if within is None:
        return Ranking((), is_cut=False, exact=0)
    terms = Term.objects.published().filter(pk__in=within.values("content_object"))
    ids = list(terms.order_by("-mentioned", "pk").values_list("pk", flat=True)[: FOUND_AT_MOST + 1])
    is_cut = len(ids) > FOUND_AT_MOST
    kept = _allowed(ids[:FOUND_AT_MOST], unwanted, None)
    return _ordered(dict.fromkeys(kept, Fit.IN_SUMMARY), None, [], is_cut=is_cut)


def _ordered(
    fits: dict[int, Fit], question: Question | None, wanted: Sequence[Clause], *, is_cut: bool
) -> Ranking:
    """Return the public ones among some entries in order."""
    columns = ("pk", "language", "title", "mentioned", "initial")
    terms = Term.objects.published().filter(pk__in=entry_index().those(fits)) if fits else None
    rows = terms.order_by().values_list(*columns) if terms is not None else ()
    own = settings.LANGUAGE_CODE
    order = sorted(
        (
            fits[pk],
            _spelling(title, fits[pk], question),
            language != own,
            -mentioned,
            len(title),
            title,
            pk,
            initial,
        )
        for pk, language, title, mentioned, initial in rows
    )
    if question is not None and len(wanted) > 1:
        order = _compared(order, question, wanted)
    entries = tuple(Ranked(pk, fit, initial) for fit, *_others, pk, initial in order)
    called = [(fit, spelling) for fit, spelling, *_others in order if fit in CALLED]
    # Whatever is called just so counts, of titles only those that are nearest to what was typed.
    just_so = [each for each in called if each[0] <= Fit.ALIAS] or called
    exact = [each for each in just_so if each == just_so[0] or each[0] != just_so[0][0]]
    return Ranking(entries[:FOUND_AT_MOST], is_cut or len(entries) > FOUND_AT_MOST, len(exact))


def _spelling(title: str, fit: Fit, question: Question | None) -> int:
    """Return how far the spelling of a title is from the question that it is called by: case is as good."""
    if question is None or fit is not Fit.TITLE:
        return 0
    if case_key(title) == case_key(question.plain):
        return 0
    return 1 if search_key(title) == question.key else 2


def _compared(order: list[Any], question: Question, wanted: Sequence[Clause]) -> list[Any]:
    """Put entries that have the words anywhere, or some of them, in the order of where they have them."""
    every, some = (
        [place for place, (fit, *_others) in enumerate(order) if fit in fits][:_COMPARED]
        for fits in (_EVERY_WORD, (Fit.SOME_WORDS,))
    )
    places = sorted([*every, *some])
    if len(places) < 2:
        return order
    rows = [order[place] for place in places]
    points = relevance([row[-2] for row in rows], wanted)
    rows.sort(key=lambda row: (row[0] != Fit.IN_SUMMARY, -round(points[row[-2]], 3), *row))
    for place, row in zip(places, rows, strict=True):
        order[place] = row
    return order


_EVERY_WORD = (Fit.IN_SUMMARY, Fit.IN_ENTRY)
