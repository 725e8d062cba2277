"""A search that lost what it needs says so, and what to do."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from glossary.search import tables
from glossary.system_checks import check_indexes
from tests.factories import make_term

pytestmark = pytest.mark.django_db


def ids() -> list[str | None]:
    return [message.id for message in check_indexes()]


def test_nothing_is_missing_after_the_migrations():
    assert ids() == []


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        ("DROP TABLE glossary_search_text", "glossary.E011"),
        ("DROP TABLE glossary_search_head", "glossary.E011"),
        ("DROP TABLE glossary_search_name", "glossary.E011"),
        ("DROP INDEX glossary_search_name_2", "glossary.E012"),
    ],
)
def test_what_is_lost_is_named_and_made_anew(lost, found, client):
    make_term("Word")
    with connection.cursor() as cursor:
        cursor.execute(lost)
    (message,) = check_indexes()
    assert message.id == found
    assert "rebuild_index" in (message.hint or "")
    call_command("rebuild_index", verbosity=0)
    assert ids() == []
    assert "Word" in client.get("/search/", {"q": "word"}).content.decode()


def test_sqlite_without_its_extension_is_named(monkeypatch):
    monkeypatch.setattr("glossary.system_checks.missing_extension", lambda: "FTS5")
    (message,) = check_indexes()
    assert (message.id, "FTS5" in message.msg) == ("glossary.E010", True)


def test_this_database_has_its_extension():
    assert tables.missing_extension() == ""
