"""The index of entries on PostgreSQL: names in a table, tokens as a tsvector for each scope.

PostgreSQL's parser would cut other words than ours, so the vectors are written out with their positions. A
vector holds the fields of its scope and of those before it, so one comparison answers for a scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from glossary.search.documents import Document, fields, ranked_names
from glossary.search.index import EntryIndex, Matching, Scope
from glossary.search.question import Clause
from glossary.search.tables import HEAD, NAMES, TEXT
from glossary.text.search_words import BREAK

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
    scopes = {
        Scope.TITLE: (HEAD, "title @@ %s::tsquery"),
        Scope.NAMES: (HEAD, "names @@ %s::tsquery"),
        Scope.SUMMARY: (HEAD, "summary @@ %s::tsquery"),
        Scope.ENTRY: (TEXT, "words @@ %s::tsquery"),
    }

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

    def _differing_tokens(self, documents: Sequence[Document]) -> set[int]:
        rows = self._rows(
            f"SELECT given.term_id FROM {_GIVEN} LEFT JOIN {HEAD} AS head USING (term_id) "
            f"LEFT JOIN {TEXT} AS stored USING (term_id) "
            "WHERE head.title IS DISTINCT FROM given.title::tsvector "
            "OR head.names IS DISTINCT FROM given.names::tsvector "
            "OR head.summary IS DISTINCT FROM given.summary::tsvector "
            "OR stored.words IS DISTINCT FROM given.words::tsvector",
            [list(column) for column in zip(*map(_vectors, documents), strict=True)],
        )
        return {term for (term,) in rows}

    def _query(self, scope: Scope, clauses: Sequence[Clause], *, any_of_them: bool = False) -> str:
        return (" | " if any_of_them else " & ").join(map(_any, clauses))

    def _matching_some(
        self, scope: Scope, wanted: Sequence[Clause], narrowed: str, values: Sequence[Any], limit: int
    ) -> Matching | None:
        """Compare a part of the rows that have all words with the phrases of them.

        Common words stand beside each other in few of the rows that have them; a part of those tells, unless
        it has hardly any.
        """
        phrases = self._query(scope, wanted)
        if scope is not Scope.ENTRY or "<->" not in phrases:
            return None
        table, condition = self.scopes[scope]
        some = f"SELECT * FROM {table} WHERE {condition}{narrowed} LIMIT {_COMPARED_AT_FIRST}"
        rows = self._rows(
            f"SELECT term_id FROM ({some}) AS first WHERE {condition} LIMIT {limit}",
            [phrases.replace("<->", "&"), *values, phrases],
        )
        return Matching([term for (term,) in rows], is_cut=True) if len(rows) >= _FEW else None

    def repair(self) -> None:
        """Do nothing: PostgreSQL keeps its indexes with the rows."""


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
