"""The index on PostgreSQL: a tsvector of our own making for each piece of a text, under a GIN index.

PostgreSQL's parser would cut other words than ours, so the vectors are written out with their positions. A
lexeme keeps no more than 256 positions, so a text is kept in pieces that short; they overlap, and every
stretch stands whole in one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from glossary.search.engine import Engine
from glossary.search.tokens import PHRASE_MAX, Choice

PIECE = 256
_OVERLAP = PHRASE_MAX - 1


class PostgresEngine(Engine):
    """The index finds the rows that have all lexemes of a phrase, the rows say whether in this order."""

    def replace(self, entries: Iterable[tuple[int, list[str]]]) -> None:
        ids: list[int] = []
        parts: list[int] = []
        vectors: list[str] = []
        for entry, words in entries:
            for part, vector in enumerate(_vectors(words)):
                ids.append(entry)
                parts.append(part)
                vectors.append(vector)
        self.forget(sorted(set(ids)))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO glossary_prose_index (term_id, part, words) "
                "SELECT term_id, part, words::tsvector "
                "FROM unnest(%s::bigint[], %s::integer[], %s::text[]) AS pieces (term_id, part, words)",
                [ids, parts, vectors],
            )

    def forget(self, ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM glossary_prose_index WHERE term_id = ANY(%s::bigint[])", [list(ids)])

    def containing(self, asked: Sequence[Choice]) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT term_id FROM unnest(%s::text[]) AS asked (query) "
                "JOIN glossary_prose_index ON words @@ query::tsquery",
                [[_query(choice) for choice in asked]],
            )
            return {entry for (entry,) in cursor.fetchall()}

    def every_id(self) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT term_id FROM glossary_prose_index")
            return {entry for (entry,) in cursor.fetchall()}

    def names(self, language: str, keys: Collection[str]) -> list[Any]:
        with connection.cursor() as cursor:
            # OFFSET keeps the planner from reading the whole table once there are many keys.
            cursor.execute(
                "SELECT wanted.key, text, term_id, exact FROM unnest(%s::text[]) AS wanted (key) "
                "CROSS JOIN LATERAL (SELECT text, term_id, exact FROM glossary_name "
                "WHERE language = %s AND glossary_name.key = wanted.key OFFSET 0) AS names",
                [list(keys), language],
            )
            found: list[Any] = cursor.fetchall()
        return found


def _vectors(words: list[str]) -> Iterable[str]:
    """Yield the written form of a tsvector for each piece; of an empty text that is one empty piece."""
    for start in range(0, max(len(words) - _OVERLAP, 1), PIECE - _OVERLAP):
        places: defaultdict[str, list[str]] = defaultdict(list)
        for place, word in enumerate(words[start : start + PIECE], 1):
            places[word].append(str(place))
        yield " ".join(f"'{word}':{','.join(where)}" for word, where in places.items())


def _query(choice: Choice) -> str:
    last = " | ".join(f"'{word}'" for word in choice.lasts)
    return " <-> ".join([*(f"'{word}'" for word in choice.first), f"({last})"])
