"""Where words begin and end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.words import pieces


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
