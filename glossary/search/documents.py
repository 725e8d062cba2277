"""What is indexed of an entry: its names as they are typed, and its words as they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from glossary.text.search_words import BREAK, closed_up, markdown_tokens, search_key, starts_of, tokens

KEY_MAX = 500  # characters: PostgreSQL indexes no more than 2,704 bytes
# A name that begins within a name is found by how it goes on; so much of that is kept.
_REST_MAX = 80
# One for each step of popularity, in each tier of names.
RANKS_IN_TIER = 32


class Tier(IntEnum):
    """Which part of which name it is; the better one is less."""

    TITLE = 0
    ALIAS = 1
    HIDDEN = 2
    IN_TITLE = 3
    IN_ALIAS = 4
    IN_HIDDEN = 5


class NameRow(NamedTuple):
    """A name from one of its words on."""

    key: str
    word: str
    tier: int


@dataclass(frozen=True, slots=True)
class Document:
    """A public entry; `qualified` is its title with the qualifier, aliases are (text, whether hidden)."""

    term: int
    language: str
    title: str
    qualified: str
    aliases: tuple[tuple[str, bool], ...]
    summary: str
    headings: tuple[str, ...]
    bodies: tuple[str, ...]
    mentioned: int


class Fields(NamedTuple):
    """The tokens of an entry, each field apart."""

    title: list[str]
    aliases: list[str]
    summary: list[str]
    body: list[str]


def popularity(mentioned: int) -> int:
    """Return the step of popularity: it changes only when a count has doubled, so that writes are few."""
    return min(mentioned.bit_length(), RANKS_IN_TIER - 1)


def rank_of(tier: int, mentioned: int) -> int:
    """Return the order of name rows: by tier, then the popular first."""
    return (tier + 1) * RANKS_IN_TIER - 1 - popularity(mentioned)


def tier_of(rank: int) -> Tier:
    """Return the tier that a rank was made of."""
    return Tier(rank // RANKS_IN_TIER)


def name_rows(document: Document) -> list[NameRow]:
    """Return the rows of all names of an entry, each key once, in the best tier that it has."""
    best: dict[str, int] = {}
    for key, tier in _keys(document):
        best[key] = min(best.get(key, tier), tier)
    return [NameRow(key, key.partition(" ")[0], tier) for key, tier in best.items()]


def ranked_names(document: Document) -> set[tuple[str, str, int]]:
    """Return what is kept of the names of an entry: key, first word, rank."""
    return {(row.key, row.word, rank_of(row.tier, document.mentioned)) for row in name_rows(document)}


def _keys(document: Document) -> Iterator[tuple[str, int]]:
    yield from starts(document.title, Tier.TITLE)
    if document.qualified != document.title:
        yield from starts(document.qualified, Tier.TITLE)
    for text, is_hidden in document.aliases:
        yield from starts(text, Tier.HIDDEN if is_hidden else Tier.ALIAS)


def starts(name: str, tier: Tier) -> Iterator[tuple[str, int]]:
    """Yield the keys under which a name is found, with the tier of each; `tier` is that of the whole."""
    key = search_key(name)[:KEY_MAX]
    whole, *rest = starts_of(key)
    yield whole, tier
    if (closed := closed_up(key)) != key:
        yield closed, tier
    for start in rest:
        # What only leaves out a sign in front, as *net* of *.NET*, is the beginning too.
        is_beginning = len(key) - len(start) == 1 and not key[0].isalnum()
        yield start[:_REST_MAX].rstrip(), tier if is_beginning else tier + Tier.IN_TITLE


def fields(document: Document) -> Fields:
    """Return the tokens of an entry."""
    language = document.language
    return Fields(
        tokens(document.qualified, language),
        _joined(tokens(text, language) for text, _hidden in document.aliases),
        tokens(document.summary, language),
        _joined(
            [
                *(tokens(text, language) for text in document.headings),
                *(markdown_tokens(text, language) for text in document.bodies),
            ]
        ),
    )


def _joined(texts: Iterable[list[str]]) -> list[str]:
    joined: list[str] = []
    for words in texts:
        if joined:
            joined.append(BREAK)
        joined += words
    return joined
