"""What a Markdown text says, without its marks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.rendering.markdown import plain_text


class TestPlainText:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("# Title\n\nA **bold** *word* and `code`.", "Title\nA bold word and code."),
            ("one\ntwo  \nthree", "one two three"),
            ("- a\n- b\n\n1. c", "a\nb\nc"),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
            ("```python\nx = 1\n```", "x = 1"),
            ("[words](https://e.example) ![alt *text*](/a.png)", "words alt text"),
            ("> quoted\n\n---", "quoted"),
            ("Context<T> & <b>x</b>", "Context<T> & <b>x</b>"),
            ("[a]: /unused", ""),
            ("", ""),
        ],
    )
    def test_words_stay_and_marks_go(self, source, expected):
        assert plain_text(source) == expected

    @settings(deadline=None)
    @given(st.text(st.characters(codec=None, exclude_categories=())))
    def test_any_text_gives_lines_that_are_not_blank(self, source):
        assert all(line.strip() for line in plain_text(source).split("\n")) or plain_text(source) == ""
