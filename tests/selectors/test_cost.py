"""Law 6: what a page reads comes from an index in the right order; SQLite never sorts all entries for it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_term

pytestmark = pytest.mark.django_db

# The A–Z with its letters, one letter of it, an entry, a name of one, what has a similar name, and the feed.
PATHS = [
    "/glossary/",
    "/glossary/?letter=A",
    "/glossary/ai-model/",
    "/glossary/LLM/",
    "/glossary/ai-modell/",
    "/feeds/terms.atom",
]
# Steps that put the answers of others together.
JOINED = {"COMPOUND QUERY", "LEFT-MOST SUBQUERY", "UNION ALL"}


def plans(queries: CaptureQueriesContext) -> dict[str, str]:
    """Return the plan of each query that reads terms by anything but their ids."""
    found = {}
    for query in list(queries):
        sql = query["sql"]
        if 'FROM "glossary_term"' in sql and '"glossary_term"."id" IN' not in sql:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                found[sql] = "; ".join(row[3] for row in cursor.fetchall())
    return found


def test_no_page_of_the_a_to_z_sorts_all_entries(client):
    if connection.vendor != "sqlite":
        return  # PostgreSQL plans by statistics, and a table as small as this one is scanned
    make_term("AI Model")
    make_term("Large Language Model", aliases=("LLM",))
    for path in PATHS:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        for sql, plan in plans(queries).items():
            steps = [step for step in plan.split("; ") if step not in JOINED]
            assert all(step.startswith("SEARCH") for step in steps), (path, sql, plan)
            assert "TEMP B-TREE" not in plan, (path, sql, plan)
