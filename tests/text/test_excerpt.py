"""Excerpts: the beginning of a text in a given room."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.excerpt import excerpt


class TestExcerpt:
    def test_text_that_fits_is_whole(self):
        assert excerpt("A model is a program.", 21) == "A model is a program."

    def test_longer_text_is_cut_after_a_word(self):
        assert excerpt("A model is a program.", 14) == "A model is a…"

    def test_cut_may_fall_at_the_very_end_of_a_word(self):
        assert excerpt("A model is a program.", 13) == "A model is a…"

    def test_lines_become_one(self):
        assert excerpt("A model\n\nis  here") == "A model is here"

    def test_punctuation_does_not_stand_before_the_mark(self):
        assert excerpt("One thing, another thing", 12) == "One thing…"

    def test_text_without_spaces_is_cut_between_characters(self):
        assert excerpt("人工智能模型", 4) == "人工智…"

    def test_character_keeps_its_combining_marks(self):
        assert excerpt("ab" + "e\u0323\u0302" * 3, 5) == "ab…"

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_nothing_gives_nothing(self, text):
        assert excerpt(text) == ""

    @settings(deadline=None)
    @given(st.text(max_size=300), st.integers(1, 200))
    def test_never_longer_than_asked(self, text, length):
        assert len(excerpt(text, length)) <= length
