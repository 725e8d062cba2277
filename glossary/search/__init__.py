"""Which entries contain these words, and which names these are: one contract, an engine for each database.

The index holds the folded words of each entry's prose (`glossary.text.names.worded`). It is derived data and
is written in the transaction of whoever changes the prose: `workflow` alone calls what writes here. Its table
belongs to no model, so a cascade does not reach it and `flush` leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from glossary.search.engine import Engine
from glossary.search.postgresql import PostgresEngine
from glossary.search.sqlite import SqliteEngine
from glossary.search.tokens import choices, tokens

_ENGINES: dict[str, Engine] = {"sqlite": SqliteEngine(), "postgresql": PostgresEngine()}


def index_prose(texts: Mapping[int, str]) -> None:
    """Put each entry's text, by the entry's id, in the place of what is indexed of it."""
    if texts:
        _engine().replace((entry, tokens(text)) for entry, text in texts.items())


def forget_prose(ids: Iterable[int]) -> None:
    """Take these entries out of the index; those that are not in it do not matter."""
    if unwanted := list(ids):
        _engine().forget(unwanted)


def entries_containing(stretches: Iterable[tuple[str, ...]]) -> set[int]:
    """Return the ids of the entries whose indexed text has one of the stretches.

    A stretch is a sequence of whole folded words that follow each other; what stands between them does not
    count. Of a long one only the first PHRASE_MAX words are looked for, and very long words are compared by
    their beginning: the answer may have an entry too many, never one too few. An empty stretch stands
    nowhere. An entry that was deleted counts until it is forgotten.
    """
    asked = choices(stretches)
    return _engine().containing(asked) if asked else set()


def every_indexed_id() -> set[int]:
    """Return the ids of all entries in the index, those with an empty text among them."""
    return _engine().every_id()


def names_under(language: str, keys: Collection[str]) -> list[tuple[str, str, int, bool]]:
    """Return (key, name, id of the entry, exact) of the names that are kept under any of these keys.

    One query, whose cost follows the keys and not the names there are.
    """
    rows = _engine().names(language, keys) if keys else []
    return [(key, text, term, bool(exact)) for key, text, term, exact in rows]


def _engine() -> Engine:
    return _ENGINES[connection.vendor]
