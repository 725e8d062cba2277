"""Where words begin and end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.words import is_unspaced, pieces, word_count


class TestPieces:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("An AI model.", ["An", " ", "AI", " ", "model", "."]),
            ("don’t use Node.js 1.5!", ["don’t", " ", "use", " ", "Node.js", " ", "1.5", "!"]),
            ("a\n\nb  c", ["a", "\n", "\n", "b", "  ", "c"]),
            ("हिन्दी में", ["हिन्दी", " ", "में"]),
            ("人工智能", ["人", "工", "智", "能"]),
            ("", []),
        ],
    )
    def test_text_is_cut_into_words_spaces_and_signs(self, text, expected):
        assert pieces(text) == expected

    @settings(deadline=None)
    @given(st.text())
    def test_nothing_is_lost(self, text):
        assert "".join(pieces(text)) == text


class TestUnspaced:
    @pytest.mark.parametrize(
        ("character", "expected"),
        [
            ("人", True),
            ("ア", True),
            ("ｱ", True),
            ("𠮷", True),
            ("ก", True),
            ("a", False),
            ("한", False),
            ("・", False),
            ("。", False),
            ("", False),
        ],
    )
    def test_scripts_without_spaces(self, character, expected):
        assert is_unspaced(character) is expected


class TestWordCount:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", 0),
            ("an AI-powered event", 3),
            ("  a\n b ", 2),
            ("naïve café", 2),
            ("人工智能改变行业", 1 + 4),
        ],
    )
    def test_two_characters_of_a_script_without_spaces_are_a_word(self, text, expected):
        assert word_count(text) == expected

    @settings(deadline=None)
    @given(st.text())
    def test_any_text_has_a_count(self, text):
        assert 0 <= word_count(text) <= 2 * len(text)
