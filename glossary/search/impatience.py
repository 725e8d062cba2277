"""Writing beside what a reader waits for: rather not at all than late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

PATIENCE_MS = 100


@contextmanager
def impatient(milliseconds: int = PATIENCE_MS) -> Iterator[None]:
    """Let no statement of the block wait longer for a lock that another writer holds.

    One that would raises OperationalError, and what the block wrote is undone. What the connection waited
    before, it waits afterwards.
    """
    if connection.vendor == "sqlite":
        with _busy_timeout(milliseconds), transaction.atomic():
            yield
    else:
        with transaction.atomic(), _lock_timeout(milliseconds):
            yield


@contextmanager
def _busy_timeout(milliseconds: int) -> Iterator[None]:
    """Set what SQLite waits for the lock of its one writer, and set it back in any case."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before:d}")


@contextmanager
def _lock_timeout(milliseconds: int) -> Iterator[None]:
    """Set what PostgreSQL waits for a lock; where the block fails, undoing it sets that back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{milliseconds:d}ms"])
        yield
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])
