"""The index on SQLite: an FTS5 table, rowid = id of the entry."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from glossary.search.engine import Engine
from glossary.search.tokens import Choice


class SqliteEngine(Engine):
    """Phrases are compared in the index itself, which knows the place of each token."""

    def replace(self, entries: Iterable[tuple[int, list[str]]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "REPLACE INTO glossary_prose_index (rowid, words) VALUES (%s, %s)",
                [(entry, " ".join(words)) for entry, words in entries],
            )

    def forget(self, ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM glossary_prose_index WHERE rowid = %s", [(entry,) for entry in ids]
            )

    def containing(self, asked: Sequence[Choice]) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT glossary_prose_index.rowid FROM json_each(%s) AS asked "
                "CROSS JOIN glossary_prose_index ON glossary_prose_index MATCH asked.value",
                [json.dumps([_query(choice) for choice in asked])],
            )
            return {entry for (entry,) in cursor.fetchall()}

    def every_id(self) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM glossary_prose_index")
            return {entry for (entry,) in cursor.fetchall()}

    def names(self, language: str, keys: Collection[str]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT key, text, term_id, exact FROM glossary_name "
                "WHERE language = %s AND key IN (SELECT value FROM json_each(%s))",
                [language, json.dumps(list(keys))],
            )
            found: list[Any] = cursor.fetchall()
        return found


def _query(choice: Choice) -> str:
    return " OR ".join(f'"{" ".join((*choice.first, last))}"' for last in choice.lasts)
