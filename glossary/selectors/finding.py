"""Finds entries by how words of their names and summaries begin: plain look-ups, without an index of its own.

Names count before summaries, whole names before beginnings, beginnings before words further on. Each search
walks the names and summaries once, which takes a tenth of a second where there are 60,000, and up to four
for a single letter; it finds no words in the text of entries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from glossary.models import Alias, Term
from glossary.models.terms import KEY_LENGTH, QUALIFIER_MAX, TITLE_MAX
from glossary.selectors.links import LINK_FIELDS, TermLink, term_link, with_query
from glossary.selectors.lists import NotListed, Place
from glossary.selectors.nearest import nearest_entries
from glossary.text.fold import match_key, normalise_line
from glossary.text.words import is_unspaced

PAGE_LENGTH = 30
# What nobody turns the pages to; it bounds what a search for one letter costs.
FOUND_AT_MOST = 300
# No name is longer; more words than this are a text, not a question.
_TEXT_MAX = TITLE_MAX + QUALIFIER_MAX
_WORDS_MAX = 8

# What a word may come right after. Keys have spaces for dashes and slashes, and one kind of quotes.
_BEFORE_A_WORD = " '\"([{<.,:;&+#@$*=|~¿¡"
_BEFORE_A_WORD_OF_A_SUMMARY = _BEFORE_A_WORD + "/-‑–—‘“‚„‹«’\u00a0\u202f"
# What stands around a word of a question and is no part of it, and what parts words there.
_AROUND = "'\"`´“”„‚‘’‹›«»()[]{}<>,;:!?¿¡…*|~"
_PARTED = re.compile(r"[-_/\\\u2010-\u2015]")
# Languages in which words stand together without spaces or begin with an article or a particle.
_CLOSED_UP = ("ja", "zh", "yue", "ko", "th", "lo", "km", "my", "ar", "he")

# How well an entry answers, best first.
_TITLE, _ALIAS, _TITLE_BEGINS, _ALIAS_BEGINS, _TITLE_HOLDS, _ALIAS_HOLDS, _SUMMARY_HOLDS = range(7)


@dataclass(frozen=True, slots=True)
class Findings:
    """A page of what was found for `text`; `nearest` are entries with similar names where nothing was.

    `total` is how many were found, `is_cut` that there may be more.
    """

    text: str
    terms: tuple[TermLink, ...]
    total: int
    is_cut: bool
    place: Place
    nearest: tuple[TermLink, ...]


def find_terms(text: str, *, url: str, page: str = "") -> Findings:
    """Return a page of the public entries that answer `text`, of every language: five queries at most.

    `url` is the address of the search. Raises NotListed where there is no such page.
    """
    asked = normalise_line(text)[:_TEXT_MAX]
    key = match_key(asked)[:KEY_LENGTH] if any(sign.isalnum() for sign in asked) else ""
    found, is_cut = _found(asked, key) if key else ([], False)
    last = max(1, -(-len(found) // PAGE_LENGTH))
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 4 else 1 if not page else 0
    if not 1 <= number <= last:
        raise NotListed(page)
    ids = found[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    rows = Term.objects.published().filter(pk__in=ids).only(*LINK_FIELDS) if ids else ()
    links = {term.pk: term_link(term) for term in rows}

    def address(page: int) -> str:
        return with_query(url, [("q", asked), ("page", str(page) if page > 1 else "")])

    return Findings(
        text=asked,
        terms=tuple(links[pk] for pk in ids if pk in links),
        total=len(found),
        is_cut=is_cut,
        place=Place(
            number,
            last,
            address(number - 1) if number > 1 else "",
            address(number + 1) if number < last else "",
        ),
        nearest=nearest_entries(settings.LANGUAGE_CODE, asked) if key and not found else (),
    )


def _found(asked: str, key: str) -> tuple[list[int], bool]:
    """Return the ids of the entries that answer, best first, and whether there may be more: two queries."""
    words = _words(key)
    in_name, in_summary = Q(), Q()
    in_alias = Q()
    for word in words:
        in_name &= _begins_a_word("match_key", word)
        in_alias &= _begins_a_word("match_key", word, entry="term__")
    for word in _words(_PARTED.sub(" ", asked)):
        spelled = Q()
        for spelling in _spellings(word):
            spelled |= _begins_a_word("summary", spelling, case="i", signs=_BEFORE_A_WORD_OF_A_SUMMARY)
        in_summary &= spelled
    names = Alias.objects.filter(in_alias, term__is_public__in=[True])
    keys = [key, " ".join(words)]
    aliases = _ranked(names, keys, (_ALIAS, _ALIAS_BEGINS, _ALIAS_HOLDS), Value(_ALIAS_HOLDS), "term")
    titles = _ranked(
        Term.objects.published().filter(in_name | in_summary),
        keys,
        (_TITLE, _TITLE_BEGINS, _TITLE_HOLDS),
        Case(When(in_name, Value(_TITLE_HOLDS)), default=Value(_SUMMARY_HOLDS)),
        "pk",
    )
    rows = sorted([*titles, *aliases])
    ids = list(dict.fromkeys(pk for *_place, pk in rows))
    is_cut = len(ids) > FOUND_AT_MOST or len(titles) == FOUND_AT_MOST or len(aliases) == FOUND_AT_MOST
    return ids[:FOUND_AT_MOST], is_cut


def _words(text: str) -> list[str]:
    """Return the words of a question without what only stands around them: *“AI model”?* asks for two words.

    Signs that names end or begin with stay: *C++*, *C#*, *.NET*.
    """
    stripped = (word.lstrip(_AROUND).rstrip(_AROUND + ".") for word in text.split())
    return [word for word in stripped if any(sign.isalnum() for sign in word)][:_WORDS_MAX]


def _spellings(word: str) -> list[str]:
    """Return the ways in which a word may be written; databases fold the case of ASCII alone alike."""
    return (
        [word]
        if word.isascii()
        else list(dict.fromkeys([word, word.lower(), word.capitalize(), word.upper()]))
    )


def _begins_a_word(
    field: str, word: str, *, case: str = "", entry: str = "", signs: str = _BEFORE_A_WORD
) -> Q:
    """Return the condition that `word` stands in a column, at the beginning of a word.

    Whoever asks for *rag* does not mean *average*. What has no such beginning is found anywhere: signs,
    scripts without spaces, and entries in languages that write words together.
    """
    anywhere = Q((f"{field}__{case}contains", word))
    if not word[0].isalnum() or is_unspaced(word[0]):
        return anywhere
    begins = Q((f"{field}__{case}startswith", word))
    for sign in signs:
        begins |= Q((f"{field}__{case}contains", sign + word))
    begins |= Q((f"{entry}language__in", _CLOSED_UP))
    for language in _CLOSED_UP:
        begins |= Q((f"{entry}language__startswith", f"{language}-"))
    # The first condition follows from the second and leaves few rows to it.
    return anywhere & begins


def _ranked(
    names: QuerySet[Any, Any], keys: list[str], ranks: tuple[int, int, int], otherwise: Any, pk: str
) -> list[Any]:
    """Return (rank, length of the name, name, id), best first, of the names that answer best."""
    whole, begins, _holds = ranks
    rank = Case(
        When(match_key__in=keys, then=Value(whole)),
        When(match_key__startswith=keys[-1], then=Value(begins)),
        default=otherwise,
        output_field=IntegerField(),
    )
    rows = names.annotate(rank=rank, length=Length("match_key")).order_by("rank", "length", "match_key", "pk")
    return list(rows.values_list("rank", "length", "match_key", pk)[:FOUND_AT_MOST])
