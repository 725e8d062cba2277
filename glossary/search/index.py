"""What the index of entries promises, on whichever database.

Three tables: `glossary_search_name` has a row for every word of every name, from that word on, in the order
of their ranks; `glossary_search_head` has the tokens of names and summaries, `glossary_search_text` those of
whole entries. All hold public entries alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from glossary.search.documents import RANKS_IN_TIER, Document, Tier, popularity, ranked_names
from glossary.search.question import Clause
from glossary.search.tables import HEAD, NAMES, SHORT, TEXT, make_empty, make_missing

# Of names that begin alike so many are looked at; the better ones come first where there are more.
BEGINNING_AT_MOST = 2000
EACH_AT_MOST = 4
# Keeps PostgreSQL's planner from making one join of many look-ups, which would read the table for each.
_APART = "LIMIT 1 OFFSET 0"
# After every text that begins with another one, in the order of bytes.
_LAST = "\U0010ffff"
_CALLED_AT_MOST = 500


class Scope(IntEnum):
    """Which fields of an entry count; each scope has those of the one before it."""

    TITLE = 0
    NAMES = 1
    SUMMARY = 2
    ENTRY = 3


class Matching(NamedTuple):
    """Entries that have some words; `is_cut` where there are more, or may be."""

    ids: list[int]
    is_cut: bool


class EntryIndex(ABC):
    """Finds public entries by how their names begin, and by their words.

    What is asked of names is the same SQL on both databases, and here; how tokens are kept is theirs.
    """

    # The databases' own way to make rows of a list that is given as one value.
    each_text: str
    each_id: str
    # The column of ids in the tables of tokens, and how it is compared with ids beside the words.
    id_of_text = "term_id"
    id_beside_words = "term_id"
    # The table that answers for a scope, and in it what is compared with a query.
    scopes: Mapping[Scope, tuple[str, str]]

    @abstractmethod
    def as_value(self, values: Iterable[Any]) -> Any:
        """Return a list as the one value that `each_text` or `each_id` makes rows of."""

    @abstractmethod
    def add(self, documents: Sequence[Document]) -> None:
        """Put documents into the index whose entries are not in it."""

    def replace(self, documents: Sequence[Document]) -> None:
        """Put what is indexed of each document in the place of what there was of its entry."""
        self.forget([document.term for document in documents])
        self.add(documents)

    def differing(self, documents: Sequence[Document]) -> set[int]:
        """Return the entries of which something else is indexed than their documents say."""
        names = self._names_of([document.term for document in documents])
        others = {each.term for each in documents if names.get(each.term, set()) != ranked_names(each)}
        return others | self._differing_tokens(documents)

    @abstractmethod
    def _differing_tokens(self, documents: Sequence[Document]) -> set[int]:
        """Return the entries of which other tokens are indexed than their documents have."""

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
        """Return entries that have all of `wanted` and none of `unwanted` in a scope, no more than `limit`.

        They are `among` some ids, and those that the query `within` gives. Which of more than `limit` come is
        up to the database. `wanted` must not be empty.
        """
        narrowed, values = self._narrowed(unwanted, within, among)
        if among is None and (some := self._matching_some(scope, wanted, narrowed, values, limit)):
            return some
        table, condition = self.scopes[scope]
        rows = self._rows(
            f"SELECT {self.id_of_text} FROM {table} WHERE {condition}{narrowed} LIMIT {limit + 1}",
            [self._query(scope, wanted), *values],
        )
        return Matching([term for (term,) in rows[:limit]], len(rows) > limit)

    def _matching_some(
        self, scope: Scope, wanted: Sequence[Clause], narrowed: str, values: Sequence[Any], limit: int
    ) -> Matching | None:
        """Return a part of what matches where that is enough and all would take long, else None."""
        return None

    @abstractmethod
    def _query(self, scope: Scope, clauses: Sequence[Clause], *, any_of_them: bool = False) -> str:
        """Return the query for entries that have all of the clauses in a scope, or any of them."""

    def every_id(self) -> set[int]:
        """Return all entries of which something is indexed."""
        rows = self._rows(
            " UNION ".join(f"SELECT {column} FROM {table}" for table, column in self._tables()), []
        )
        return {term for (term,) in rows}

    @abstractmethod
    def repair(self) -> None:
        """Make anew what the database derives from the rows of the index by itself."""

    def those(self, ids: Collection[int]) -> RawSQL:
        """Return what `pk__in` compares with in place of thousands of ids: one value, whose parts count."""
        return self.those_in(self.as_value(ids))

    def those_in(self, value: Any) -> RawSQL:
        """Return the same for a list that `as_value` made one value of."""
        return RawSQL(self._given, [value])  # noqa: S611 - nobody's text is in it

    def _narrowed(
        self,
        unwanted: Sequence[Clause],
        within: QuerySet[Any, Any] | None,
        among: Collection[int] | None,
    ) -> tuple[str, list[Any]]:
        """Return the conditions on ids, as SQL that goes after another one, and their values."""
        sql, values = "", []
        if among is not None:
            sql += f" AND {self.id_beside_words} IN ({self._given})"
            values.append(self.as_value(among))
        if within is not None:
            subquery, parameters = within.query.sql_with_params()
            sql += f" AND {self.id_beside_words} IN ({subquery})"
            values += parameters
        if unwanted:
            table, condition = self.scopes[Scope.ENTRY]
            sql += f" AND {self.id_of_text} NOT IN (SELECT {self.id_of_text} FROM {table} WHERE {condition})"
            values.append(self._query(Scope.ENTRY, unwanted, any_of_them=True))
        return sql, values

    def forget(self, ids: Collection[int]) -> None:
        """Take away what is indexed of some entries."""
        with connection.cursor() as cursor:
            for table, column in self._tables():
                cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({self._given})", [self.as_value(ids)])

    def _tables(self) -> tuple[tuple[str, str], ...]:
        """Return the tables, each with its column of ids."""
        return (NAMES, "term_id"), (HEAD, self.id_of_text), (TEXT, self.id_of_text)

    @property
    def _given(self) -> str:
        """The query for the ids of a list that is its parameter."""
        return f"SELECT given.value FROM {self.each_id}"

    def _names_of(self, ids: Collection[int]) -> dict[int, set[tuple[str, str, int]]]:
        """Return the rows (key, word, rank) that are kept of some entries."""
        found: dict[int, set[tuple[str, str, int]]] = {}
        rows = self._rows(
            f"SELECT term_id, key, word, rank FROM {NAMES} WHERE term_id IN ({self._given})",
            [self.as_value(ids)],
        )
        for term, key, word, rank in rows:
            found.setdefault(term, set()).add((key, word, rank))
        return found

    @contextmanager
    def filled_anew(self) -> Iterator[None]:
        """Empty the index, for a block that puts every document into it with `add`."""
        with transaction.atomic(), connection.cursor() as cursor:
            make_empty(cursor.execute)
            yield
            make_missing(cursor.execute)

    def set_popularity(self, mentioned: dict[int, int]) -> None:
        """Say how often entries are mentioned now."""
        rows = [(popularity(count), term) for term, count in sorted(mentioned.items())]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {NAMES} SET rank = rank / {RANKS_IN_TIER} * {RANKS_IN_TIER} "
                f"+ {RANKS_IN_TIER - 1} - %s WHERE term_id = %s",
                rows,
            )

    def called(self, keys: Collection[str]) -> list[tuple[int, int, str]]:
        """Return (entry, rank, key) of whole names that are kept under any of the keys."""
        return self._rows(
            f"SELECT term_id, rank, {NAMES}.key FROM {self.each_text} CROSS JOIN {NAMES} "
            f"WHERE {NAMES}.key = given.value AND rank < %s ORDER BY rank, term_id LIMIT {_CALLED_AT_MOST}",
            [self.as_value(keys), Tier.IN_TITLE * RANKS_IN_TIER],
        )

    def beginning(self, start: str, limit: int) -> list[tuple[int, int, str]]:
        """Return (entry, rank, key) of names that begin with `start` at one of their words, best first.

        An entry may come more than once.
        """
        if len(start) in SHORT:
            return self._rows(
                f"SELECT term_id, rank, key FROM {NAMES} WHERE substr(key, 1, {len(start)}) = %s "
                f"ORDER BY rank, term_id LIMIT {limit}",
                [start],
            )
        # A whole word may begin thousands of names, and the best of them must come all the same.
        return self._rows(
            f"SELECT term_id, rank, key FROM (SELECT * FROM (SELECT term_id, rank, key FROM {NAMES} "
            f"WHERE key >= %s AND key < %s ORDER BY key, rank, term_id LIMIT {BEGINNING_AT_MOST}) AS alike "
            f"UNION ALL SELECT * FROM (SELECT term_id, rank, key FROM {NAMES} "
            f"WHERE word = %s ORDER BY rank, term_id LIMIT {limit}) AS whole_word) AS rows_found "
            f"ORDER BY rank, term_id LIMIT {limit}",
            [start, start + _LAST, start],
        )

    def beginning_each(self, starts: Sequence[str], limit: int) -> list[tuple[int, int]]:
        """Return (entry, rank) of the names of entries in which words begin so, in whatever order.

        Of many beginnings the longest count.
        """
        first, *others = sorted(set(starts), key=lambda start: (-len(start), start))[:EACH_AT_MOST]
        also = "".join(
            f" AND EXISTS (SELECT 1 FROM {NAMES} AS other WHERE other.term_id = first.term_id "
            f"AND other.key >= %s AND other.key < %s {_APART})"
            for _other in others
        )
        return self._rows(
            f"SELECT term_id, rank FROM (SELECT term_id, rank FROM {NAMES} WHERE key >= %s AND key < %s "
            f"ORDER BY key, rank, term_id LIMIT {BEGINNING_AT_MOST}) AS first WHERE 1 = 1{also} "
            f"ORDER BY rank, term_id LIMIT {limit}",
            [value for start in (first, *others) for value in (start, start + _LAST)],
        )

    def popular(self, limit: int) -> list[int]:
        """Return about so many entries that others mention most, as far as ranks tell."""
        rows = self._rows(
            f"SELECT term_id FROM {NAMES} WHERE rank < {RANKS_IN_TIER} ORDER BY rank, term_id LIMIT {limit}",
            [],
        )
        return list(dict.fromkeys(term for (term,) in rows))

    def known_starts(self, starts: Collection[str]) -> set[str]:
        """Return those of thousands of texts with which a name begins, at one of its words."""
        rows = self._rows(
            f"SELECT given.value FROM {self.each_text} WHERE EXISTS (SELECT 1 FROM {NAMES} "
            f"WHERE key >= given.value AND key < given.value || %s {_APART})",
            [self.as_value(starts), _LAST],
        )
        return {value for (value,) in rows}

    def known_words(self, words: Collection[str]) -> dict[str, int]:
        """Return those of thousands of words that are in names, each with its best rank."""
        rows = self._rows(
            f"SELECT given.value, (SELECT MIN(rank) FROM {NAMES} WHERE word = given.value) AS best "
            f"FROM {self.each_text}",
            [self.as_value(words)],
        )
        return {word: best for word, best in rows if best is not None}

    def words_from(self, start: str, shortest: int, longest: int, cut: int) -> list[str]:
        """Return words of names that begin with `start` and have so many characters, each cut to `cut`."""
        rows = self._rows(
            f"SELECT DISTINCT substr(word, 1, %s) FROM {NAMES} WHERE word >= %s AND word < %s "
            "AND length(word) BETWEEN %s AND %s",
            [cut, start, start + _LAST, shortest, longest],
        )
        return [word for (word,) in rows]

    def languages(self) -> list[str]:
        """Return the languages that entries are in, at the cost of a look-up for each."""
        rows = self._rows(
            "WITH RECURSIVE each (language) AS (SELECT MIN(language) FROM glossary_term UNION ALL "
            "SELECT (SELECT MIN(language) FROM glossary_term WHERE language > each.language) "
            "FROM each WHERE each.language IS NOT NULL) "
            "SELECT language FROM each WHERE language IS NOT NULL",
            [],
        )
        return [language for (language,) in rows]

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found: list[Any] = cursor.fetchall()
        return found
