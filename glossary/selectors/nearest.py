"""Entries with names like one that nobody has.

Each query reads a bounded part of an index, whatever the number of entries: the names that are one slip of
the hand away, whole, and those that stand around the name in the list.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from glossary.models import Alias, Term
from glossary.selectors.links import LINK_FIELDS, TermLink, link_to
from glossary.text.fold import match_key, sort_key
from glossary.text.misspelling import one_slip_away

_NEIGHBOURS = 100  # on each side, in the order of the list
_NEAREST_AT_MOST = 5
_LIKENESS = 0.6
_SLIPPED_AT_MOST = 200
# A name in letters of several alphabets has too many misspellings to ask for all of them.
_KEYS_AT_MOST = 3000


def nearest_entries(language: str, text: str) -> tuple[TermLink, ...]:
    """Return the public entries with the names most like `text`, best first: two queries.

    Titles and aliases count that are one slip away, hidden ones too, since it is the title that is shown; and
    titles that begin alike.
    """
    wanted = match_key(text)
    named: defaultdict[str, set[int]] = defaultdict(set)
    for key, pk in _one_slip_away(language, wanted):
        named[key].add(pk)
    links: dict[int, TermLink] = {}
    for key, pk, *columns in _public(language, set().union(*named.values()), around=text):
        links[pk] = link_to(*columns)
        named[key].add(pk)
    public = {key: sorted(ids & links.keys()) for key, ids in named.items() if ids & links.keys()}
    alike = difflib.get_close_matches(wanted, public, n=_NEAREST_AT_MOST, cutoff=_LIKENESS)
    found = dict.fromkeys(pk for key in alike for pk in public[key])
    return tuple(links[pk] for pk in found)[:_NEAREST_AT_MOST]


def _one_slip_away(language: str, key: str) -> list[tuple[str, int]]:
    """Return the names like `key`, each with the id of what is called so, public or not; one query.

    Of aliases it may be an entry in another language: with no more than the keys to look up, every database
    goes by the index of keys.
    """
    keys = one_slip_away(key)
    if not 0 < len(keys) <= _KEYS_AT_MOST:
        return []
    titles = Term.objects.in_language(language).filter(match_key__in=keys).order_by()
    aliases = Alias.objects.filter(match_key__in=keys).order_by()
    found = titles.values_list("match_key", "pk").union(aliases.values_list("match_key", "term"), all=True)
    return list(found[:_SLIPPED_AT_MOST])


def _public(language: str, ids: Collection[int], *, around: str) -> QuerySet[Any, Any]:
    """Return the query for the public entries among `ids` and those that stand next to `around` in the list.

    Their columns are: key of the title, id, what to link to.
    """
    public = Term.objects.published().in_language(language)
    place = sort_key(around)
    after = public.filter(sort_key__gte=place).order_by("sort_key", "pk")[:_NEIGHBOURS]
    before = public.filter(sort_key__lt=place).order_by("-sort_key", "-pk")[:_NEIGHBOURS]
    # Each half in a query of its own within: SQLite puts no limit to a part of a union.
    columns = ("match_key", "pk", *LINK_FIELDS)
    wanted, *others = (
        Term.objects.filter(pk__in=those).order_by().values_list(*columns)
        for those in (
            public.filter(pk__in=ids).order_by().values("pk"),
            after.values("pk"),
            before.values("pk"),
        )
    )
    return wanted.union(*others)
