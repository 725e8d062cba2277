"""Reads the counter of public changes: once for every request, so past what Django does for a query."""

from __future__ import annotations

import copy
import json
from collections import deque
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from glossary.models import PageChange, PageVersion

_VERSION = f"SELECT n FROM {PageVersion._meta.db_table} WHERE id = 1"  # noqa: S608 - a table name of ours
_CHANGES = f"SELECT n, keys FROM {PageChange._meta.db_table} WHERE n > %s AND n <= %s ORDER BY n"  # noqa: S608 - as above

Change = tuple[int, frozenset[str]]


class PageCounter:
    """The counter and its log, read on connections of this object's own, in autocommit.

    Its own, because a request's connection may be in a transaction, whose snapshot would be stale. There
    are as many as threads have ever read at the same moment, handed from thread to thread: the server ends
    idle threads, and connections bound to one would end with it, unclosed.
    """

    def __init__(self) -> None:
        self._idle: deque[_Connection] = deque()

    def read(self) -> int:
        """Return the number of the latest committed change.

        Raise django.db.Error where the database does not answer or holds no counter; the connection is
        then dropped, so that a later call tries a new one.
        """
        connection = self._borrow()
        try:
            n = connection.read()
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return n

    def changes(self, after: int, upto: int) -> list[Change]:
        """Return number and keys of the changes above `after` up to `upto`, those still in the log.

        Raise django.db.Error as `read` does.
        """
        connection = self._borrow()
        try:
            changes = connection.changes(after, upto)
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return changes

    def close(self) -> None:
        """Close the connections that nobody is using."""
        while self._idle:
            self._idle.pop().close()

    def _borrow(self) -> _Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return _Connection()


class _Connection:
    """One connection and the cursor that reads the counter."""

    def __init__(self) -> None:
        self._database = _fresh_database()
        self._database.ensure_connection()
        with self._database.wrap_database_errors:
            self._cursor: Any = self._database.connection.cursor()

    def read(self) -> int:
        with self._database.wrap_database_errors:
            self._cursor.execute(_VERSION)
            # All rows, though there is one: a statement not read to its end stays open on SQLite.
            rows = self._cursor.fetchall()
        if not rows:
            raise DatabaseError("The counter of public changes has no row.")
        n: int = rows[0][0]
        return n

    def changes(self, after: int, upto: int) -> list[Change]:
        with self._database.cursor() as cursor:
            cursor.execute(_CHANGES, [after, upto])
            return [(n, frozenset(json.loads(keys))) for n, keys in cursor.fetchall()]

    def close(self) -> None:
        self._database.close()


def _fresh_database() -> BaseDatabaseWrapper:
    """Return an unconnected wrapper around the site's database, for any thread and outside of any pool."""
    settings = copy.deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict)
    # A connection that is never given back would be lost to the pool's other users.
    settings["OPTIONS"].pop("pool", None)
    database: BaseDatabaseWrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(
        settings, DEFAULT_DB_ALIAS
    )
    if database.vendor == "postgresql":
        # The one statement is parsed and planned once for each connection instead of at each request.
        settings["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 0}
    database.inc_thread_sharing()
    return database
