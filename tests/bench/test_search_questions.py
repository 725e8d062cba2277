"""What is asked when the search is timed."""

import pytest

from glossary.bench.search_corpus import COMMON, entries, vocabulary
from glossary.bench.search_questions import RESULTS, SUGGESTIONS, questions

COUNT = 60


@pytest.fixture(scope="module")
def some():
    return list(entries(300))


@pytest.fixture(scope="module")
def asked(some):
    return questions(COUNT, [entry.title for entry in some], [entry.examples[0] for entry in some])


class TestQuestions:
    """As many of each kind as wanted, each what its kind says."""

    def test_every_kind_has_as_many_as_wanted(self, asked):
        assert {kind: len(texts) for kind, texts in asked.items()} == dict.fromkeys(
            (*SUGGESTIONS, *RESULTS), COUNT
        )

    def test_they_are_the_same_each_time(self, asked, some):
        again = questions(COUNT, [entry.title for entry in some], [entry.examples[0] for entry in some])
        assert again == asked

    @pytest.mark.parametrize(
        "kind",
        ["suggest_three_letters", "suggest_typo", "results_rare", "results_mid", "results_phrase"],
    )
    def test_no_question_comes_twice(self, asked, kind):
        assert len(set(asked[kind])) == COUNT

    @pytest.mark.parametrize(
        ("kind", "length"),
        [("suggest_one_letter", 1), ("suggest_two_letters", 2), ("suggest_three_letters", 3)],
    )
    def test_beginnings_are_as_long_as_their_kind_says(self, asked, kind, length):
        assert {len(text) for text in asked[kind]} == {length}

    def test_common_words_are_asked_for_over_and_over(self, asked):
        assert set(asked["results_common"]) == {vocabulary()[rank] for rank in COMMON}

    def test_misspelt_words_are_no_words(self, asked):
        assert not set(asked["results_misspelt"]) & set(vocabulary())

    def test_words_of_a_question_with_several_are_those_of_one_entry(self, asked, some):
        passages = [set(entry.examples[0].lower().replace(".", "").split()) for entry in some]
        for text in asked["results_several"]:
            assert any(set(text.split()) <= passage for passage in passages)

    def test_a_hundred_beginnings_are_a_hundred(self, asked):
        assert {text.count("* ") + 1 for text in asked["results_hundred_beginnings"]} == {100}
