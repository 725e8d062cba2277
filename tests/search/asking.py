"""Ask and change the glossary as tests of the search do, and look at what is indexed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import connection

from glossary.models import Term
from glossary.records import record_of
from glossary.search.entries import entry_index
from glossary.search.tables import ENTRIES, NAMES
from glossary.selectors.finding import find_terms
from glossary.selectors.suggesting import suggestions
from glossary.workflow import publish_term
from glossary.workflow.rebuilding import rebuild_index


def found(text: str) -> list[str]:
    """Return the titles on the results page."""
    return [hit.term.title for hit in find_terms(text, url="/search/").hits]


def offered(text: str) -> list[str]:
    """Return the titles that are offered while somebody types."""
    return [each.title for each in suggestions(text)]


def change(term: Term, **fields: Any) -> None:
    """Publish a term with other values in some fields of its record."""
    term.refresh_from_db()
    publish_term(term, actor=None, record=replace(record_of(term), **fields), complete=False)


def indexed() -> list[list[str]]:
    """Return all that is in the tables of the index."""
    tables = []
    with connection.cursor() as cursor:
        for table in ENTRIES:
            columns = "*"
            if connection.vendor == "sqlite" and table != NAMES:
                columns = "rowid, *"
                # FTS5 keeps texts and the index of their words; this raises where they do not fit each other.
                check = f"INSERT INTO {table}({table}) VALUES ('integrity-check')"  # noqa: S608 - as below
                cursor.execute(check)
            cursor.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 - a table name of ours
            tables.append(sorted(map(repr, cursor.fetchall())))
    return tables


def lose_index() -> None:
    """Take everything out of the index, as nothing in the product does."""
    with connection.cursor() as cursor:
        for table in ENTRIES:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a table name of ours


def check_index() -> None:
    """Check that the index has the public entries, and of them what a rebuild would make of their rows."""
    before = indexed()
    assert entry_index().every_id() == set(Term.objects.published().values_list("pk", flat=True))
    assert not rebuild_index().changed
    assert indexed() == before
