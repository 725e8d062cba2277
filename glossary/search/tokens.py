"""Folded words as both engines keep and ask for them: the same words give the same tokens, always.

A token has no ASCII sign, space or control character, so it needs no escaping in either engine's query
language, and neither cuts it in two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from glossary.text.names import worded

# Of a longer stretch this beginning is looked for. PostgreSQL's pieces of a text overlap by as much: whoever
# raises it must have the index built anew.
PHRASE_MAX = 6
# Far beyond any word, and within PostgreSQL's 2,046 bytes for a lexeme in any script.
TOKEN_MAX = 256
# So many last words are asked for at once; both engines bound the size of a query.
_LASTS_AT_ONCE = 100

_UNWANTED = re.compile(r"[^a-z0-9\u0080-\ud7ff\ue000-\U0010ffff]")


class Choice(NamedTuple):
    """Stretches that differ in their last token alone, as the inflections of a name do."""

    first: tuple[str, ...]
    lasts: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """Return the tokens of a text, one for each of its words."""
    return [_token(word.folded) for word in worded(text).words]


def choices(stretches: Iterable[tuple[str, ...]]) -> list[Choice]:
    """Return what to ask for to find any of the stretches, cut to their first PHRASE_MAX words."""
    by_first: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for stretch in stretches:
        if stretch:
            *first, last = map(_token, stretch[:PHRASE_MAX])
            by_first[tuple(first)].add(last)
    return [
        Choice(first, tuple(some[start : start + _LASTS_AT_ONCE]))
        for first, some in ((first, sorted(lasts)) for first, lasts in by_first.items())
        for start in range(0, len(some), _LASTS_AT_ONCE)
    ]


@lru_cache(maxsize=16_384)
def _token(folded: str) -> str:
    # Of ASCII signs a folded word has hardly more than an apostrophe; the typographic one is no ASCII sign.
    return _UNWANTED.sub("’", folded[:TOKEN_MAX].lower()) or "’"
