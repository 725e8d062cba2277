"""The index of entries on PostgreSQL: names in a table, tokens as a tsvector for each scope.

PostgreSQL's parser would cut other words than ours, so the vectors are written out with their positions. A
vector holds the fields of its scope and of those before it, so one comparison answers for a scope.
"""

from __future__ import annotations

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
    Scope.TITLE: (HEAD, "title"),
    Scope.NAMES: (HEAD, "names"),
    Scope.SUMMARY: (HEAD, "summary"),
    Scope.ENTRY: (TEXT, "words"),
}
# A tsvector takes no position beyond, and of one lexeme the first 256; what is past them is found as a word
# and not as part of a phrase.
_POSITION_MAX = 16_383
# Bytes that a vector may have, with a reserve; so many words have fewer, however long they are.
_SIZE_MAX = 1_000_000
_SURELY_SHORT = 3000
# Rows whose vectors are compared with a phrase before all are, and how many found make that unnecessary.
_COMPARED_AT_FIRST = 2000
_FEW = 10
_GIVEN = (
    "unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[]) "
    "AS given (term_id, title, names, summary, words)"
)


class PostgresIndex(EntryIndex):
    """GIN finds the rows that have all lexemes; the order of phrases is compared in the rows."""

    each_text = "unnest(%s::text[]) AS given (value)"
    each_id = "unnest(%s::bigint[]) AS given (value)"

    def as_value(self, values: Iterable[Any]) -> list[Any]:
        return list(values)

    def add(self, documents: Sequence[Document]) -> None:
        heads = []
        with connection.cursor() as cursor:
            # The longest first: the server reads vectors while the next ones are made.
            with cursor.copy(f"COPY {TEXT} (term_id, words) FROM STDIN") as copy:
                for document in documents:
                    term, *head, words = _vectors(document)
                    copy.write_row((term, words))
                    heads.append((term, *head))
            with cursor.copy(f"COPY {HEAD} (term_id, title, names, summary) FROM STDIN") as copy:
                for row in heads:
                    copy.write_row(row)
            with cursor.copy(f"COPY {NAMES} (term_id, key, word, rank) FROM STDIN") as copy:
                for document in documents:
                    for name in sorted(ranked_names(document)):
                        copy.write_row((document.term, *name))

    def differing(self, documents: Sequence[Document]) -> set[int]:
        names = self.names_of([document.term for document in documents])
        found = {
            document.term
            for document in documents
            if names.get(document.term, set()) != ranked_names(document)
        }
        rows = self._rows(
            f"SELECT given.term_id FROM {_GIVEN} LEFT JOIN {HEAD} AS head USING (term_id) "
            f"LEFT JOIN {TEXT} AS stored USING (term_id) "
            "WHERE head.title IS DISTINCT FROM given.title::tsvector "
            "OR head.names IS DISTINCT FROM given.names::tsvector "
            "OR head.summary IS DISTINCT FROM given.summary::tsvector "
            "OR stored.words IS DISTINCT FROM given.words::tsvector",
            [list(column) for column in zip(*map(_vectors, documents), strict=True)],
        )
        return found | {term for (term,) in rows}

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
        table, column = _COLUMNS[scope]
        narrowed, values = self.narrowed("term_id", within, among)
        if unwanted:
            narrowed += f" AND term_id NOT IN (SELECT term_id FROM {TEXT} WHERE words @@ %s::tsquery)"
            values.append(" | ".join(map(_any, unwanted)))
        phrases = " & ".join(map(_any, wanted))
        if table == TEXT and among is None and "<->" in phrases:
            # Common words stand beside each other in few of the rows that have them; a part of those tells,
            # unless it has hardly any.
            some = f"SELECT * FROM {TEXT} WHERE words @@ %s::tsquery{narrowed} LIMIT {_COMPARED_AT_FIRST}"
            rows = self._rows(
                f"SELECT term_id FROM ({some}) AS first WHERE words @@ %s::tsquery LIMIT {limit}",
                [phrases.replace("<->", "&"), *values, phrases],
            )
            if len(rows) >= _FEW:
                return Matching([term for (term,) in rows], is_cut=True)
        rows = self._rows(
            f"SELECT term_id FROM {table} WHERE {column} @@ %s::tsquery{narrowed} LIMIT {limit + 1}",
            [phrases, *values],
        )
        return Matching([term for (term,) in rows[:limit]], len(rows) > limit)

    def repair(self) -> None:
        """Do nothing: PostgreSQL keeps its indexes with the rows."""

    def every_id(self) -> set[int]:
        rows = self._rows(
            f"SELECT term_id FROM {TEXT} UNION SELECT term_id FROM {HEAD} UNION SELECT term_id FROM {NAMES}",
            [],
        )
        return {term for (term,) in rows}


def _vectors(document: Document) -> tuple[int, str, str, str, str]:
    """Return the id of a document, and for each scope its vector as PostgreSQL writes it."""
    vectors: list[str] = []
    words: list[str] = []
    for field in fields(document):
        words += [BREAK, *field] if words and field else field
        vectors.append(_vector(words))
    title, names, summary, entry = vectors
    return document.term, title, names, summary, entry


def _vector(words: Sequence[str]) -> str:
    if len(words) > _SURELY_SHORT:
        words = _within_size(words)
    lexemes: dict[str, str] = {}
    for place, word in enumerate(words[:_POSITION_MAX], 1):
        lexemes[word] = f"{lexemes[word]},{place}" if word in lexemes else f"'{word}':{place}"
    for word in words[_POSITION_MAX:]:
        lexemes.setdefault(word, f"'{word}'")
    lexemes.pop(BREAK, None)
    return " ".join(lexemes.values())


def _within_size(words: Sequence[str]) -> Sequence[str]:
    """Return the beginning of a text whose vector is not too large for PostgreSQL: at most 1 MB."""
    size, seen = 0, set[str]()
    for place, word in enumerate(words):
        size += 2 if word in seen else len(word.encode()) + 8
        seen.add(word)
        if size > _SIZE_MAX:
            return words[:place]
    return words


def _any(clause: Clause) -> str:
    return f"({' | '.join(_phrase(phrase) for phrase in clause.phrases)})"


def _phrase(phrase: tuple[str, ...]) -> str:
    return " <-> ".join(f"'{word}'" for word in phrase)
