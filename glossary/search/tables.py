"""The tables of both indexes: what makes them, and what a database lacks of them.

No model knows them, so Django alters none of them, and a cascade or `flush` does not reach them. The entry is
no foreign key, because PostgreSQL truncates no table that another one refers to.

Keys of names are compared byte by byte on both databases, so that a range of them is all that begins with a
text. Beginnings of one to three characters have an index each, in the order of ranks: they stand at the head
of too many names to look at all of them. Names and summaries stand apart from whole entries, because a word
that every text has is in few of them. PostgreSQL keeps vectors in their rows, where
a phrase is compared with them, and adds to its indexes at once (`fastupdate`), since each question would read
a list of what is to be added from end to end.
"""

from __future__ import annotations

from typing import Protocol

from django.db import connection

from glossary.search.documents import RANKS_IN_TIER

NAMES, HEAD, TEXT = "glossary_search_name", "glossary_search_head", "glossary_search_text"
PROSE = "glossary_prose_index"
ENTRIES = (NAMES, HEAD, TEXT)
# The lengths of beginnings that have an index of their own.
SHORT = (1, 2, 3)

_NAME_INDEXES = {
    f"{NAMES}_key": f"{NAMES} (key, rank, term_id)",
    f"{NAMES}_word": f"{NAMES} (word, rank, term_id)",
    **{f"{NAMES}_{length}": f"{NAMES} (substr(key, 1, {length}), rank, term_id)" for length in SHORT},
    # Whole titles, which have the ranks of the first tier.
    f"{NAMES}_popular": f"{NAMES} (rank, term_id) WHERE rank < {RANKS_IN_TIER}",
}
_GIN = {
    f"{table}_{column}": f"{table} USING gin ({column}) WITH (fastupdate = off)"
    for table, columns in ((HEAD, ("title", "names", "summary")), (TEXT, ("words",)), (PROSE, ("words",)))
    for column in columns
}
_TABLES = {
    "sqlite": {
        NAMES: f"CREATE TABLE {NAMES} (term_id integer NOT NULL, key text NOT NULL, word text NOT NULL, "
        "rank integer NOT NULL, PRIMARY KEY (term_id, key)) WITHOUT ROWID",
        HEAD: f"CREATE VIRTUAL TABLE {HEAD} USING fts5(title, aliases, summary, "
        "tokenize='ascii', columnsize=0)",
        TEXT: f"CREATE VIRTUAL TABLE {TEXT} USING fts5(words, tokenize='ascii', columnsize=0)",
        PROSE: f"CREATE VIRTUAL TABLE {PROSE} USING fts5(words, tokenize='ascii', columnsize=0)",
    },
    "postgresql": {
        NAMES: f'CREATE TABLE {NAMES} (term_id bigint NOT NULL, key text COLLATE "C" NOT NULL, '
        'word text COLLATE "C" NOT NULL, rank integer NOT NULL, PRIMARY KEY (term_id, key))',
        HEAD: f"CREATE TABLE {HEAD} (term_id bigint PRIMARY KEY, title tsvector NOT NULL, "
        "names tsvector NOT NULL, summary tsvector NOT NULL) WITH (toast_tuple_target = 8160)",
        TEXT: f"CREATE TABLE {TEXT} (term_id bigint PRIMARY KEY, words tsvector NOT NULL); "
        f"ALTER TABLE {TEXT} ALTER COLUMN words SET STORAGE MAIN",
        PROSE: f"CREATE TABLE {PROSE} (term_id bigint NOT NULL, part integer NOT NULL, "
        "words tsvector NOT NULL, PRIMARY KEY (term_id, part)) WITH (toast_tuple_target = 8160)",
    },
}
_INDEXES = {"sqlite": _NAME_INDEXES, "postgresql": _NAME_INDEXES | _GIN}


class Execute(Protocol):
    """What runs a statement: `execute` of a cursor or of a schema editor."""

    def __call__(self, sql: str, params: None = None) -> object:
        """Run a statement without parameters."""


def missing_extension() -> str:
    """Return the name of the extension that the database lacks, or an empty text.

    SQLite may be compiled without FTS5. PostgreSQL needs none.
    """
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'")
        return "" if cursor.fetchone() else "FTS5"


def missing_tables() -> list[str]:
    """Return which tables of the indexes are not there, as before their migrations."""
    there = connection.introspection.table_names()
    return [table for table in _TABLES[connection.vendor] if table not in there]


def missing_indexes() -> list[str]:
    """Return which indexes of those tables are not there, so that questions read them from end to end."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        else:
            cursor.execute(
                "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
                "WHERE indisvalid AND relname LIKE %s",
                ["glossary%"],
            )
        there = {name for (name,) in cursor.fetchall()}
    return [index for index in _INDEXES[connection.vendor] if index not in there]


def make_empty(execute: Execute) -> None:
    """Make the tables of the index of entries anew, without their indexes, which come best after the rows."""
    for table in ENTRIES:
        execute(f"DROP TABLE IF EXISTS {table}", params=None)
        execute(_TABLES[connection.vendor][table], params=None)


def make_missing(execute: Execute) -> bool:
    """Make the tables and indexes that are not there; tell whether there were any."""
    tables = missing_tables()
    for table in tables:
        execute(_TABLES[connection.vendor][table], params=None)
    indexes = missing_indexes()
    for index in indexes:
        # One that was left half made is of no use, and in the way.
        execute(f"DROP INDEX IF EXISTS {index}", params=None)
        execute(f"CREATE INDEX {index} ON {_INDEXES[connection.vendor][index]}", params=None)
    return bool(tables or indexes)
