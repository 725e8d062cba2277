"""System checks of what Django knows nothing of: the tables of the indexes, and what keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from glossary.search.tables import missing_extension, missing_indexes, missing_tables

_MADE_BY = ("glossary", "0008_search_index")


def check_indexes(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Return what the search needs of the database and does not find.

    A database that does not answer, or in which the migrations are still to run, is not what this is about.
    """
    is_closed = connection.connection is None
    if connection.vendor == "sqlite" and is_closed and not Path(connection.settings_dict["NAME"]).exists():
        return []  # to ask it would make the file
    try:
        if _MADE_BY not in MigrationRecorder(connection).applied_migrations():
            return _without_extension()
        return [*_without_extension(), *_without_tables()]
    except DatabaseError:
        return []


def _without_extension() -> list[CheckMessage]:
    name = missing_extension()
    if not name:
        return []
    return [
        Error(
            f"This SQLite was built without {name}, so entries can be neither indexed nor searched.",
            hint="Use a Python whose sqlite3 has FTS5, as those of python.org and Debian do, or PostgreSQL.",
            id="glossary.E010",
        )
    ]


def _without_tables() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if tables := missing_tables():
        found.append(
            Error(
                f"The search has lost its tables: {', '.join(tables)}. Readers get errors.",
                hint="Run manage.py rebuild_index: it makes them anew from the entries.",
                id="glossary.E011",
            )
        )
    elif indexes := missing_indexes():
        found.append(
            Error(
                f"The search has lost its indexes: {', '.join(indexes)}. It reads whole tables instead.",
                hint="Run manage.py rebuild_index: it makes them anew.",
                id="glossary.E012",
            )
        )
    return found


def connect() -> None:
    """Register the checks; called once when the app is ready."""
    register(check_indexes)
