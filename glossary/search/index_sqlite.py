"""The index of entries on SQLite: names in a table, tokens in FTS5 with rowid = id of the entry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from glossary.search.documents import Document, fields, ranked_names
from glossary.search.index import EntryIndex, Scope
from glossary.search.question import Clause
from glossary.search.tables import HEAD, NAMES, TEXT
from glossary.text.search_words import BREAK

_COLUMNS = {
    Scope.TITLE: "{title}",
    Scope.NAMES: "{title aliases}",
    Scope.SUMMARY: "{title aliases summary}",
    Scope.ENTRY: "{words}",
}
_TABLES = {scope: TEXT if scope is Scope.ENTRY else HEAD for scope in Scope}


class SqliteIndex(EntryIndex):
    """FTS5 finds the entries that have some words in the order of their ids, and stops where it may."""

    each_text = each_id = "json_each(%s) AS given"
    id_of_text = "rowid"
    # The sign keeps SQLite from asking FTS5 anew for each of the ids.
    id_beside_words = "+rowid"
    scopes = {scope: (table, f"{table} MATCH %s") for scope, table in _TABLES.items()}

    def as_value(self, values: Iterable[Any]) -> str:
        return json.dumps(list(values), ensure_ascii=False)

    def add(self, documents: Sequence[Document]) -> None:
        written = [(document.term, _texts(document)) for document in documents]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {NAMES} (term_id, key, word, rank) VALUES (%s, %s, %s, %s)",
                [(document.term, *name) for document in documents for name in ranked_names(document)],
            )
            cursor.executemany(
                f"INSERT INTO {HEAD} (rowid, title, aliases, summary) VALUES (%s, %s, %s, %s)",
                [(term, *texts[:-1]) for term, texts in written],
            )
            cursor.executemany(
                f"INSERT INTO {TEXT} (rowid, words) VALUES (%s, %s)",
                [(term, texts[-1]) for term, texts in written],
            )

    def _differing_tokens(self, documents: Sequence[Document]) -> set[int]:
        rows = self._rows(
            f"SELECT {HEAD}.rowid, title, aliases, summary, words FROM {HEAD} JOIN {TEXT} "
            f"ON {TEXT}.rowid = {HEAD}.rowid WHERE {HEAD}.rowid IN ({self._given})",
            [self.as_value(document.term for document in documents)],
        )
        stored = {term: tuple(texts) for term, *texts in rows}
        return {each.term for each in documents if stored.get(each.term) != _texts(each)}

    def _query(self, scope: Scope, clauses: Sequence[Clause], *, any_of_them: bool = False) -> str:
        return f"{_COLUMNS[scope]} : ({(' OR ' if any_of_them else ' AND ').join(map(_any, clauses))})"

    def repair(self) -> None:
        with connection.cursor() as cursor:
            for table in (HEAD, TEXT):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")


def _texts(document: Document) -> tuple[str, ...]:
    title, aliases, summary, body = (" ".join(words) for words in fields(document))
    return title, aliases, summary, f" {BREAK} ".join((title, aliases, summary, body))


def _any(clause: Clause) -> str:
    return f"({' OR '.join(_phrase(phrase) for phrase in clause.phrases)})"


def _phrase(phrase: tuple[str, ...]) -> str:
    return f'"{" ".join(phrase)}"'
