"""Which entries contain these words: the contract, kept by the engine of this run."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary.search import entries_containing, every_indexed_id, forget_prose, index_prose
from glossary.search.postgresql import PIECE
from glossary.search.tokens import PHRASE_MAX, TOKEN_MAX
from glossary.text.names import worded

pytestmark = pytest.mark.django_db


def folded(text: str) -> tuple[str, ...]:
    return tuple(word.folded for word in worded(text).words)


def containing(*phrases: str) -> set[int]:
    return entries_containing(folded(phrase) for phrase in phrases)


@pytest.fixture(autouse=True)
def empty_index(db: None) -> None:
    """Start with nothing: tests that commit leave rows behind, as only tables of models are emptied."""
    forget_prose(every_indexed_id())


class TestStretches:
    def test_are_found_in_every_text_that_has_one_of_them(self):
        index_prose({1: "The click-through rate rises.", 2: "A rate of clicks.", 3: "Nothing of the kind."})
        assert containing("rate") == {1, 2}
        assert containing("click through") == {1}
        assert containing("click through", "the kind") == {1, 3}
        assert containing("conversion", "through click", "rate rise") == set()

    def test_are_whole_words_in_one_piece(self):
        index_prose({1: "the cost of every single click"})
        assert containing("cost of every single click") == {1}
        assert containing("cost click", "cos", "licks", "ost of") == set()

    def test_are_found_across_what_stands_between_words(self):
        index_prose({1: "Plan\n\nahead. Café\fau — lait, s’il vous plaît"})
        assert containing("plan ahead") == {1}
        assert containing("ahead cafe au lait") == {1}
        assert containing("s'il vous") == {1}

    def test_differ_in_their_last_word_alone_and_are_all_looked_for(self):
        index_prose({1: "ad server", 2: "ad servers", 3: "ad serving", 4: "servers"})
        assert containing("ad server", "ad servers") == {1, 2}

    def test_an_empty_one_and_none_at_all_stand_nowhere(self):
        index_prose({1: "word", 2: ""})
        assert entries_containing([]) == set()
        assert entries_containing([()]) == set()
        assert entries_containing([(), ("word",)]) == {1}

    @pytest.mark.parametrize(
        "text", ["值 机", "値引きする", "ผู้ชม", "قیمت کا", "приём", "Ελλάδα", "½ of it", "naïve"]
    )
    def test_of_any_script_are_found(self, text):
        index_prose({1: f"before {text} after", 2: "before after"})
        for word in folded(text):
            assert entries_containing([(word,)]) == {1}
        assert containing(text) == {1}

    def test_longer_than_a_name_are_found_by_their_first_words(self):
        text = " ".join(f"w{n}" for n in range(1000))
        index_prose({1: text, 2: "w1 w2 w3"})
        assert containing(text) == {1}
        assert containing("w1 w2 w3 w4 w5") == {1}

    def test_by_the_thousand_are_found(self):
        index_prose({n: f"sales forecast{n} and plan{n}" for n in range(1000, 1300)})
        asked = [("sales", f"forecast{n}") for n in range(3000)] + [(f"plan{n}",) for n in range(1200, 3000)]
        assert entries_containing(asked) == set(range(1000, 1300))
        assert entries_containing([("plan1001", f"forecast{n}") for n in range(3000)]) == set()


class TestLongTexts:
    """PostgreSQL keeps a text in pieces, a lexeme with 256 positions, and no lexeme over 2,046 bytes."""

    @pytest.mark.parametrize("length", [PIECE - PHRASE_MAX, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
    def test_every_stretch_is_found_wherever_it_stands(self, length):
        words = [f"w{n}" for n in range(length)]
        index_prose({1: " ".join(words), 2: " ".join(reversed(words))})
        lost = [
            start
            for start in range(length - PHRASE_MAX + 1)
            if entries_containing([tuple(words[start : start + PHRASE_MAX + 2])]) != {1}
        ]
        assert lost == []
        assert entries_containing([(words[-1],)]) == {1, 2}

    @pytest.mark.parametrize("times", [256, 300, 1000])
    def test_a_word_that_stands_hundreds_of_times_hides_nothing(self, times):
        index_prose({1: "the " * times + "end of the story"})
        assert containing("the end") == {1}
        assert containing("the story") == {1}
        assert containing("story the") == set()

    def test_a_word_longer_than_either_engine_takes_is_found(self):
        endless = "x" * 10_000
        index_prose({1: f"an {endless} word", 2: f"an {'𝒙' * 10_000}y word", 3: "an x word"})
        assert containing(f"an {endless} word") == {1, 2}
        assert containing("x" * (TOKEN_MAX - 1)) == set()
        assert containing("an x word") == {3}


class TestIndex:
    def test_holds_what_was_put_there_last(self):
        index_prose({1: "old words", 2: "other words"})
        index_prose({1: "new"})
        assert containing("old") == set()
        assert containing("words") == {2}
        assert containing("new") == {1}

    def test_keeps_nothing_of_a_longer_text_that_was_replaced(self):
        index_prose({1: "word " * 2000 + "tail"})
        index_prose({1: "head"})
        assert containing("word", "tail") == set()

    def test_forgets(self):
        index_prose({1: "some words", 2: "some words", 3: "some words"})
        forget_prose([1, 3, 99])
        assert containing("words") == {2}
        assert every_indexed_id() == {2}
        forget_prose(iter([]))
        assert every_indexed_id() == {2}

    def test_knows_every_entry_even_without_words(self):
        index_prose({})
        assert every_indexed_id() == set()
        index_prose({7: "", 2**62: "word " * 1000, 3: "…!"})
        assert every_indexed_id() == {7, 2**62, 3}

    def test_is_written_in_the_transaction_of_the_caller(self):
        index_prose({1: "kept"})
        with transaction.atomic():
            index_prose({1: "gone", 2: "gone"})
            forget_prose([1])
            transaction.set_rollback(True)
        assert every_indexed_id() == {1}
        assert containing("kept") == {1}

    def test_costs_two_queries_at_most_for_any_number_of_entries(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(2):
            index_prose(dict.fromkeys(range(1, 200), "some words"))
        with django_assert_max_num_queries(1):
            assert len(containing("some", "words", "some words", "words some")) == 199
        with django_assert_max_num_queries(1):
            forget_prose(range(1, 200))

    def test_goes_and_comes_back_with_its_migration(self):
        migration = import_module("glossary.migrations.0007_prose_index")
        index_prose({1: "word"})
        with connection.cursor() as cursor:
            editor = SimpleNamespace(connection=connection, execute=cursor.execute)
            migration.drop(apps, editor)
            assert "glossary_prose_index" not in connection.introspection.table_names()
            migration.create(apps, editor)
        assert every_indexed_id() == set()
        index_prose({1: "word"})
        assert containing("word") == {1}


# Letters that meet often, joined by what names and prose have between and inside words, and anything else.
_some_words = st.lists(
    st.sampled_from(["a", "ab", "ABC", "don't", "½", "机", "ж", "ß", "not", "OR"]), max_size=40
)
_anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=120)
_texts = st.one_of(_anything, _some_words.map(" ".join), _some_words.map("-".join))
_any_stretches = st.lists(st.lists(_anything, max_size=8).map(tuple), max_size=12)

BAD = [
    *('"', "'", '"a', "a'b", "''", '""', "\\", "a\\'b", "$$", "%", "_", "%s", "%(x)s", "?", "{}", "[", "…"),
    *("a*", "a:*", "^a", "a NEAR b", "NEAR(a b, 2)", "words:a", "-words:a", "a AND b", "OR", "NOT", "a & !b"),
    *("a <-> b", "a <3> b", "(a", "a)", "a + b", "a'; DROP TABLE glossary_term; --", "'a':1,2 'b':3"),
    *(
        "\x00",
        "a\x00b",
        "\x00a",
        "\ud800",
        "a\udfffb",
        "\U0001f600",
        "\ufffd",
        "\u200b",
        "\x85",
        "\u2028",
        "\x1c",
    ),
    *("机", "ー", "", " ", "\n", "x" * 10_000, "word " * 2000, "\U0010ffff", "\ufffe"),
]


class TestAnything:
    @settings(deadline=None, max_examples=150)
    @given(_texts, _texts, st.integers(0, 200), st.integers(1, PHRASE_MAX + 2))
    @example("a\x00b c", "", 0, 2)
    @example("½ ab", "½", 0, 2)
    @example("\x01 a", "a", 0, 1)
    def test_a_phrase_cut_out_of_a_text_is_found_there_and_not_where_it_was_replaced(
        self, text, other, start, length
    ):
        index_prose({1: text, 2: text, 3: other})
        words = folded(text)
        if not words:
            assert every_indexed_id() == {1, 2, 3}
            return
        start %= len(words)
        phrase = words[start : start + length]
        assert entries_containing([phrase]) >= {1, 2}
        assert entries_containing([("nowhere", "else"), phrase]) >= {1, 2}
        index_prose({1: "elsewhere"})
        forget_prose([2])
        assert entries_containing([phrase]) <= {3}

    @settings(deadline=None, max_examples=80)
    @given(_texts, _any_stretches)
    def test_gets_an_ordinary_answer(self, text, stretches):
        index_prose({1: text})
        assert entries_containing(stretches) <= {1}

    @pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
    def test_asked_for_is_no_operator_and_breaks_nothing(self, bad):
        index_prose({1: "a ordinary words b", 2: bad})
        self.answers([(bad,), ("a", bad), (bad, "b"), (bad,) * 20])
        assert 1 not in entries_containing([(bad,)])
        assert every_indexed_id() == {1, 2}
        if words := folded(bad):
            assert 2 in entries_containing([words])

    def answers(self, stretches: Iterable[tuple[str, ...]]) -> None:
        for stretch in stretches:
            assert entries_containing([stretch]) <= {1, 2}
