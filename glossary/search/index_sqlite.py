"""The index of entries on SQLite: names in a table, tokens in FTS5 with rowid = id of the entry."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from glossary.search.documents import Document, fields, ranked_names
from glossary.search.index import EntryIndex, Matching, Scope
from glossary.search.question import Clause
from glossary.search.tables import HEAD, NAMES, TEXT
from glossary.text.search_words import BREAK

_COLUMNS = {
    Scope.TITLE: (HEAD, "{title}"),
    Scope.NAMES: (HEAD, "{title aliases}"),
    Scope.SUMMARY: (HEAD, "{title aliases summary}"),
    Scope.ENTRY: (TEXT, "{words}"),
}


class SqliteIndex(EntryIndex):
    """FTS5 finds the entries that have some words in the order of their ids, and stops where it may."""

    each_text = each_id = "json_each(%s) AS given"
    id_of_text = "rowid"

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

    def differing(self, documents: Sequence[Document]) -> set[int]:
        ids = [document.term for document in documents]
        names = self.names_of(ids)
        stored = {
            term: tuple(texts)
            for term, *texts in self._rows(
                f"SELECT {HEAD}.rowid, title, aliases, summary, words FROM {HEAD} JOIN {TEXT} "
                f"ON {TEXT}.rowid = {HEAD}.rowid "
                f"WHERE {HEAD}.rowid IN (SELECT given.value FROM {self.each_id})",
                [self.as_value(ids)],
            )
        }
        return {
            document.term
            for document in documents
            if stored.get(document.term) != _texts(document)
            or names.get(document.term, set()) != ranked_names(document)
        }

    def matching(
        self,
        scope: Scope,
        wanted: Sequence[Clause],
        unwanted: Sequence[Clause] = (),
        *,
        within: QuerySet[Any, Any] | None = None,
        among: Collection[int] | None = None,
        limit: int,
    ) -> Matching:
        table, columns = _COLUMNS[scope]
        # The sign keeps SQLite from asking FTS5 anew for each of the ids.
        query = f"{columns} : ({' AND '.join(map(_any, wanted))})"
        narrowed, values = self.narrowed("+rowid", within, among)
        if unwanted:
            narrowed += f" AND rowid NOT IN (SELECT rowid FROM {TEXT} WHERE {TEXT} MATCH %s)"
            values.append(" OR ".join(map(_any, unwanted)))
        rows = self._rows(
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s{narrowed} LIMIT {limit + 1}", [query, *values]
        )
        return Matching([term for (term,) in rows[:limit]], len(rows) > limit)

    def every_id(self) -> set[int]:
        rows = self._rows(
            f"SELECT rowid FROM {TEXT} UNION SELECT rowid FROM {HEAD} UNION SELECT term_id FROM {NAMES}", []
        )
        return {term for (term,) in rows}

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
