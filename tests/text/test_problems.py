"""Checks of what somebody wants to store, and the sentences that explain them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.problems import Problem, describe, line_problems, prose_problems

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


def codes(problems):
    return [problem.code for problem in problems]


class TestLine:
    @pytest.mark.parametrize(
        "title",
        [
            "AI Model",
            "C++",
            ".NET",
            "404",
            "Context<T>",
            "AR+",
            "پاکستان",
            "人工智能",
            "می\u200cخواهم",
            "👩\u200d💻",
        ],
    )
    def test_title_in_any_script_is_accepted(self, title):
        assert line_problems(title, max_length=200) == []

    @pytest.mark.parametrize("title", ["", "  \t", "\u00a0", "\u200b", "\u00ad", "\u200d\ufe0f"])
    def test_title_of_nothing_visible_is_empty(self, title):
        assert codes(line_problems(title, max_length=200)) == ["empty"]

    def test_optional_line_may_be_empty(self):
        assert line_problems("", max_length=200, required=False) == []

    def test_limit_itself_is_allowed(self):
        assert line_problems("a" * 200, max_length=200) == []

    def test_surplus_spaces_do_not_count(self):
        assert line_problems("  a  b ", max_length=3) == []

    def test_too_long_says_how_long(self):
        problem = Problem("too_long", {"length": 203, "limit": 200, "unit": "characters"})
        assert line_problems("a" * 203, max_length=200) == [problem]

    @pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\uffff"])
    def test_control_character_is_refused_with_its_place(self, character):
        [problem] = line_problems(f"AI{character}", max_length=200)
        assert problem.code == "control_character"
        assert problem.params == {"character": f"U+{ord(character):04X}", "position": 3}

    @pytest.mark.parametrize(
        "character", [*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
    )
    def test_direction_mark_is_refused(self, character):
        assert codes(line_problems(f"a{character}b", max_length=200)) == ["bidi_control"]

    def test_half_a_character_is_refused(self):
        assert codes(line_problems("a\ud83d", max_length=200)) == ["surrogate"]

    def test_every_kind_is_reported_once(self):
        problems = line_problems("\x00\x01\u202e\u202d\ud83d", max_length=2)
        assert codes(problems) == ["too_long", "control_character", "bidi_control", "surrogate"]


class TestProse:
    def test_lines_tabs_and_direction_marks_are_accepted(self):
        assert prose_problems("# a\r\n\tb\u200f\n", max_bytes=100) == []

    def test_length_is_counted_in_bytes(self):
        assert prose_problems("人" * 10, max_bytes=30) == []
        [problem] = prose_problems("人" * 10, max_bytes=29)
        assert problem == Problem("too_long", {"length": 30, "limit": 29, "unit": "bytes"})

    @pytest.mark.parametrize("character", ["\x00", "\x0c", "\x1f", "\x9b"])
    def test_control_character_is_refused(self, character):
        assert codes(prose_problems(f"a{character}", max_bytes=100)) == ["control_character"]

    def test_half_a_character_is_refused(self):
        assert codes(prose_problems("\udc00", max_bytes=100)) == ["surrogate"]

    def test_blank_prose_is_empty_unless_optional(self):
        assert codes(prose_problems(" \n", max_bytes=100)) == ["empty"]
        assert prose_problems(" \n", max_bytes=100, required=False) == []


class TestDescribe:
    @pytest.mark.parametrize(
        ("problem", "sentence"),
        [
            (Problem("empty"), "Nothing is written here: enter a text that can be seen."),
            (
                Problem("too_long", {"length": 201, "limit": 200, "unit": "characters"}),
                "This has 201 characters, the limit is 200: take away 1 character.",
            ),
            (
                Problem("too_long", {"length": 203, "limit": 200, "unit": "characters"}),
                "This has 203 characters, the limit is 200: take away 3 characters.",
            ),
            (
                Problem("too_long", {"length": 200_001, "limit": 200_000, "unit": "bytes"}),
                "This text is 200.001 kB long, the limit is 200 kB: divide or shorten it.",
            ),
            (
                Problem("control_character", {"character": "U+0007", "position": 3}),
                "Character 3 is an invisible control character (U+0007): remove it.",
            ),
            (
                Problem("bidi_control", {"character": "U+202E", "position": 1}),
                "Character 1 is an invisible mark that changes the direction of writing (U+202E): remove it.",
            ),
            (
                Problem("surrogate", {"character": "U+D83D", "position": 9}),
                "Character 9 is half a character (U+D83D): type it again.",
            ),
        ],
    )
    def test_sentence_says_what_is_wrong_and_what_to_do(self, problem, sentence):
        assert describe(problem) == sentence

    def test_describing_leaves_the_problem_as_it_was(self):
        problem = Problem("too_long", {"length": 203, "limit": 200, "unit": "characters"})
        assert describe(problem) == describe(problem)

    def test_unknown_code_is_a_mistake_of_the_program(self):
        with pytest.raises(ValueError, match="unknown problem code: 'odd'"):
            describe(Problem("odd"))

    @settings(deadline=None)
    @given(any_text)
    def test_every_problem_of_any_text_has_a_sentence(self, text):
        found = line_problems(text, max_length=5) + prose_problems(text, max_bytes=5)
        assert all(describe(problem).endswith(".") for problem in found)
