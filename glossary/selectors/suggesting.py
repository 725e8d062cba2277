"""Offers entries while somebody types, by how their names begin, and by how they would begin spelt right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings

from glossary.models import Alias, AliasKind, Term
from glossary.models.terms import full_title
from glossary.search.documents import RANKS_IN_TIER, Tier, starts
from glossary.search.entries import entry_index
from glossary.search.question import read_question
from glossary.search.spelling import nearest_starts
from glossary.selectors.found import Suggestion
from glossary.selectors.links import LINK_FIELDS, link_to
from glossary.text.inflection import plain_forms
from glossary.text.search_words import closed_up

AT_MOST = 8
# Rows of names that are looked at for them: an entry may come with several.
_ROWS = 60
_SPELLINGS_AT_MOST = 4


def suggestions(text: str) -> tuple[Suggestion, ...]:
    """Return the public entries, of every language, that somebody may be about to ask for, best first."""
    question = read_question(text)
    key = question.key
    if not key or question.tags or question.excluded:
        return ()
    keys = list(dict.fromkeys([key, question.short_key, *_forms(key), closed_up(key)]))
    found = _found(keys)
    if not found and (nearest := nearest_starts(key)[:_SPELLINGS_AT_MOST]):
        keys = nearest
        found = _found(keys)
    return tuple(_chosen(found, keys))


def _found(keys: Sequence[str]) -> list[int]:
    """Return entries with names that begin so, or that have words in any order that do."""
    index = entry_index()
    rows = [(rank, term) for key in keys for term, rank, _key in index.beginning(key, _ROWS)]
    words = keys[0].split()
    if len(words) > 1 and len(rows) < AT_MOST and min(map(len, words)) > 1:
        rows += [
            (rank + len(Tier) * RANKS_IN_TIER, term) for term, rank in index.beginning_each(words, _ROWS)
        ]
    return list(dict.fromkeys(term for _rank, term in sorted(rows)))[: 3 * AT_MOST]


def _forms(key: str) -> list[str]:
    """Return the key in the singular, as which a name may be kept."""
    before, space, last = key.rpartition(" ")
    return [f"{before}{space}{form}" for form, _rule in plain_forms(last)] if len(last) > 2 else []


def _chosen(ids: Sequence[int], keys: Sequence[str]) -> Iterable[Suggestion]:
    if not ids:
        return
    aliases: dict[int, list[tuple[str, str]]] = {pk: [] for pk in ids}
    for pk, text, kind in (
        Alias.objects.filter(term__in=ids).order_by("pk").values_list("term_id", "text", "kind")
    ):
        aliases[pk].append((text, kind))
    rows = []
    columns = ("pk", "mentioned", *LINK_FIELDS)
    for pk, mentioned, *link in Term.objects.published().filter(pk__in=ids).order_by().values_list(*columns):
        language, _slug, title, qualifier, _summary = link
        names = [
            (_fit(full_title(title, qualifier), Tier.TITLE, keys), ""),
            (_fit(title, Tier.TITLE, keys), ""),
            *(
                (_fit(text, Tier.HIDDEN, keys), "")
                if kind == AliasKind.HIDDEN
                else (_fit(text, Tier.ALIAS, keys), text)
                for text, kind in aliases[pk]
            ),
        ]
        fit, matched = min(names)
        rows.append(
            (fit, language != settings.LANGUAGE_CODE, -mentioned, len(title), title, pk, matched, link)
        )
    for *_order, matched, link in sorted(rows)[:AT_MOST]:
        shown = link_to(*link)
        yield Suggestion(
            title=shown.title,
            slug=link[1],
            url=shown.url,
            summary=shown.summary,
            matched=matched or shown.title,
            language=shown.language,
            direction=shown.direction,
        )


def _fit(name: str, tier: Tier, keys: Sequence[str]) -> int:
    """Return how well a name fits what is typed, the less the better.

    Whole names come first, those just as they are typed before other forms of them, then each tier.
    """
    best = 4 * len(Tier)
    for key, its_tier in starts(name, tier):
        for typed in keys:
            if key == typed and its_tier < Tier.IN_TITLE:
                best = min(best, its_tier if typed == keys[0] else Tier.IN_TITLE + its_tier)
            elif key.startswith(typed):
                has_whole_words = f"{key} ".startswith(f"{typed} ")
                best = min(
                    best, len(Tier) * (1 if has_whole_words or its_tier < Tier.IN_TITLE else 2) + its_tier
                )
    return best
