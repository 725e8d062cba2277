"""Comparison of two texts: true to both, readable, and done in bounded time."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.difference import Segment, differences

# Seconds of processor time; a few tenths are usual.
BOUND = 5.0

few_words = st.lists(
    st.sampled_from(["a", "model", "is", " ", " ", ".", "\n", "\n\n", "the", "人", ", "]), max_size=60
).map("".join)


def shown(old, new):
    """Return the comparison on one line: [-removed-]{+added+}."""
    frames = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(frames[segment.op].format(segment.text) for segment in differences(old, new))


class TestReading:
    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("same", "same", "same"),
            ("", "", ""),
            ("", "new", "{+new+}"),
            ("old", "", "[-old-]"),
            ("The quick fox runs.", "The slow fox runs.", "The [-quick-]{+slow+} fox runs."),
            ("It is useful.", "It is very useful.", "It is {+very +}useful."),
            ("人工智能模型", "人工智能系统", "人工智能[-模型-]{+系统+}"),
            ("हिन्दी में", "हिन्दी मे", "हिन्दी [-में-]{+मे+}"),
        ],
    )
    def test_words_are_the_smallest_thing_that_changes(self, old, new, expected):
        assert shown(old, new) == expected

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("It is. It is.", "It is. It was. It is.", "It is. {+It was. +}It is."),
            ("- a\n- c\n", "- a\n- b\n- c\n", "- a\n{+- b\n+}- c\n"),
            ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", "One.\n\n{+Two.\n\n+}Three."),
            ("It is so.", "It is not so.\n\nNew.", "It is {+not +}so.{+\n\nNew.+}"),
        ],
    )
    def test_whole_sentences_and_lines_are_added_whole(self, old, new, expected):
        assert shown(old, new) == expected

    def test_scrap_between_two_changes_counts_as_changed(self):
        old, new = "It reads every line of a book.", "It forgets most songs of an album."
        assert shown(old, new) == f"It [-{old[3:-1]}-]{{+{new[3:-1]}+}}."

    def test_paragraphs_that_both_changed_stay_apart(self):
        assert shown("first one\n\nsecond two", "entirely new\n\nother words") == (
            "[-first one-]{+entirely new+}\n\n[-second two-]{+other words+}"
        )


class TestTruth:
    @settings(deadline=None)
    @given(st.text(max_size=80) | few_words, st.text(max_size=80) | few_words)
    def test_segments_join_to_both_texts(self, old, new):
        found = differences(old, new)
        assert "".join(segment.text for segment in found if segment.op != "added") == old
        assert "".join(segment.text for segment in found if segment.op != "removed") == new

    @settings(deadline=None)
    @given(few_words, few_words)
    def test_segments_are_not_empty_and_neighbours_differ(self, old, new):
        found = differences(old, new)
        assert all(segment.text for segment in found)
        assert all(
            (one.op, other.op) not in {("same", "same"), ("added", "added"), ("removed", "removed")}
            and (one.op, other.op) != ("added", "removed")
            for one, other in pairwise(found)
        )

    @given(few_words.filter(bool))
    def test_equal_texts_are_one_segment(self, text):
        assert differences(text, text) == (Segment("same", text),)


def large_pairs():
    chance = random.Random(7)

    def of(choices, count):
        return "".join(chance.choice(choices) for _ in range(count))

    prose = "".join(f"Sentence number {n} says that the model is a {n % 97}. " for n in range(4000))[:200_000]
    yield "one-word-changed", prose, prose.replace("number 2000", "number two")
    yield "many-words-changed", prose, prose.replace("0", "zero")[:200_000]
    yield "two-words", "ab " * 66_000, "ba " * 66_000
    yield "few-characters", of("a b\n", 200_000), of("a b\n", 200_000)
    yield "few-lines", of(["a\n", "b\n", "c\n"], 100_000), of(["a\n", "b\n", "c\n"], 100_000)
    yield "only-signs", of(".,!", 200_000), of(".,!", 200_000)
    yield "only-spaces", " " * 200_000, " " * 199_999 + "x"
    yield "han", of("人工智能模型很大", 66_000), of("人工智能模型很小", 66_000)


class TestTime:
    @pytest.mark.parametrize(
        ("old", "new"), [pytest.param(old, new, id=name) for name, old, new in large_pairs()]
    )
    def test_large_texts_are_compared_in_bounded_time(self, old, new):
        started = time.process_time()
        found = differences(old, new)
        assert time.process_time() - started < BOUND
        assert "".join(segment.text for segment in found if segment.op != "added") == old

    def test_one_change_in_a_large_text_is_found(self):
        old = "".join(f"Line {n} of the text.\n" for n in range(8000))
        new = old.replace("Line 4000 of", "Line 4000 in")
        assert [segment for segment in differences(old, new) if segment.op != "same"] == [
            Segment("removed", "of"),
            Segment("added", "in"),
        ]
