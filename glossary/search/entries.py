"""The index of entries on the database of this site: what `workflow` writes and `selectors` ask."""

from __future__ import annotations

from django.db import connection

from glossary.search.index import EntryIndex
from glossary.search.index_postgresql import PostgresIndex
from glossary.search.index_sqlite import SqliteIndex

_INDEXES: dict[str, EntryIndex] = {"sqlite": SqliteIndex(), "postgresql": PostgresIndex()}


def entry_index() -> EntryIndex:
    """Return the index of public entries, as the database in use keeps it."""
    return _INDEXES[connection.vendor]
