"""Queries that are compiled once.

Building and compiling a query costs the ORM several times what the database takes to answer it. On the entry
page that was half of the time, so its queries are made by the ORM the first time and then only executed.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Stands for the id in the query that is compiled. No row has it.
_ANY_ID = -1


class PreparedQuery:
    """A query for the rows that belong to one id, or to whatever one value stands for.

    `build` takes the value and returns a `values_list`. Its columns hold text, whole numbers or booleans:
    values come as the driver returns them, and SQLite returns booleans as 0 and 1.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._compiled: tuple[str, tuple[Any, ...]] | None = None
        self._lock = Lock()

    def rows(self, pk: Any = 0) -> list[Any]:
        """Return the rows for the id `pk`, or for another value, as tuples; one query."""
        sql, values = self._compiled or self._compile()
        with connection.cursor() as cursor:
            cursor.execute(sql, [pk if value == _ANY_ID else value for value in values])
            found: list[Any] = cursor.fetchall()
        return found

    def _compile(self) -> tuple[str, tuple[Any, ...]]:
        with self._lock:
            compiler = self._build(_ANY_ID).query.get_compiler(connection=connection)
            sql, values = compiler.as_sql()
            self._compiled = (sql, tuple(values))
        return self._compiled
