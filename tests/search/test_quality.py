"""How good the answers are: the seeds, asked what readers ask, and the place at which the right entry comes.

The first answers of SQLite are kept in first_answers.json, and PostgreSQL is compared with them: a run knows
one engine only. After a change of the order, write them anew and read what the difference says:

    RECORD_FIRST_ANSWERS=1 .venv/bin/python -m pytest tests/search/test_quality.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from glossary.selectors.finding import find_terms
from glossary.selectors.suggesting import suggestions
from tests.search.conftest import Keeping
from tests.search.judged import QUERIES, Expected
from tests.search.judged_typing import TYPED

pytestmark = pytest.mark.django_db

KEPT = Path(__file__).with_name("first_answers.json")
# How far down an answer still counts, how far down a suggestion does, and how alike two engines are.
PLACES, OFFERED, ALIKE = 10, 3, 0.95
OVERALL = 0.95
# The mean reciprocal rank that each kind of question keeps; a kind may be harder than the whole.
LEAST = {
    "names": 0.99,
    "other names": 0.98,
    "beginnings": 0.97,
    "orders": 0.97,
    "typos": 0.95,
    "questions": 0.95,
    "paraphrases": 0.85,
}

Answers = dict[str, list[str]]


@pytest.fixture(scope="module")
def answers(keeping: Keeping) -> tuple[Answers, Answers]:
    """Return the titles found and offered for each question: the seeds are loaded once and asked at once."""
    with keeping():
        call_command("loaddata", "seed_terms.yaml", verbosity=0)
        found = {query: titles_found(query) for queries in QUERIES.values() for query in queries}
        offered = {typed: [each.title for each in suggestions(typed)] for typed in TYPED}
    return found, offered


def titles_found(query: str) -> list[str]:
    return [hit.term.title for hit in find_terms(query, url="/search/").hits[:PLACES]]


def reciprocal_rank(titles: list[str], expected: Expected) -> float:
    right = (expected,) if isinstance(expected, str) else expected
    return next((1 / place for place, title in enumerate(titles, 1) if title in right), 0.0)


def quality(queries: dict[str, Expected], found: Answers) -> float:
    """Return the mean reciprocal rank of the right entries."""
    return sum(reciprocal_rank(found[query], right) for query, right in queries.items()) / len(queries)


def told(queries: dict[str, Expected], found: Answers) -> str:
    """Say which questions are not answered by the right entry first, and what came in its place."""
    wrong = [
        f"  {query!r}: {expected}, not {found[query][:3]}"
        for query, expected in queries.items()
        if reciprocal_rank(found[query], expected) < 1
    ]
    return "\n".join(["", *wrong])


class TestResults:
    def test_put_the_right_entry_first(
        self, answers: tuple[Answers, Answers], record_property: Callable[[str, object], None]
    ) -> None:
        found, _offered = answers
        every = {query: expected for queries in QUERIES.values() for query, expected in queries.items()}
        overall = quality(every, found)
        kinds = ", ".join(f"{kind} {quality(queries, found):.3f}" for kind, queries in QUERIES.items())
        figure = f"search quality: mean reciprocal rank {overall:.3f} over {len(every)} queries ({kinds})"
        record_property("figure", figure)
        assert overall >= OVERALL, figure + told(every, found)

    @pytest.mark.parametrize("kind", QUERIES)
    def test_put_the_right_entry_first_for_each_kind_of_question(
        self, answers: tuple[Answers, Answers], kind: str
    ) -> None:
        found, _offered = answers
        reached = quality(QUERIES[kind], found)
        assert reached >= LEAST[kind], f"{kind}: {reached:.3f}{told(QUERIES[kind], found)}"

    def test_are_those_that_were_kept(
        self, answers: tuple[Answers, Answers], record_property: Callable[[str, object], None]
    ) -> None:
        found, _offered = answers
        first = {query: titles[0] if titles else None for query, titles in found.items()}
        if os.environ.get("RECORD_FIRST_ANSWERS"):
            assert connection.vendor == "sqlite", "The first answers are kept as SQLite gives them."
            KEPT.write_text(json.dumps(first, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        assert kept.keys() == first.keys(), "Questions came or went: write the first answers anew."
        other = {query: (first[query], kept[query]) for query in first if first[query] != kept[query]}
        alike = 1 - len(other) / len(first)
        record_property(
            "figure", f"first answers as kept: {alike:.1%} of {len(first)} on {connection.vendor}"
        )
        # The figure compares two engines only while one of them answers exactly as it was kept.
        assert alike >= (1 if connection.vendor == "sqlite" else ALIKE), other


class TestSuggestions:
    def test_have_the_right_entry_among_the_first_three(
        self, answers: tuple[Answers, Answers], record_property: Callable[[str, object], None]
    ) -> None:
        _found, offered = answers
        missed = {
            typed: offered[typed] for typed, title in TYPED.items() if title not in offered[typed][:OFFERED]
        }
        hits = 1 - len(missed) / len(TYPED)
        figure = f"suggestions: the right entry among the first {OFFERED} for {hits:.1%} of {len(TYPED)}"
        record_property("figure", figure)
        assert hits >= OVERALL, {typed: (TYPED[typed], titles) for typed, titles in missed.items()}
