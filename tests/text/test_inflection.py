"""What a word in English prose may be a form of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.inflection import (
    inflections,
    is_inflected,
    is_never_a_form,
    plain_forms,
    singulars_of_name,
)

# Words that look like forms: what the rule takes apart and what it leaves alone.
ENDINGS = ["", "s", "es", "ies", "'s", "s's", "y", "men", "man", "ses", "ches", "oes", "zzes", "ss", "ics"]
words = st.builds(
    str.__add__, st.text("abchimnosuxyz'", max_size=6), st.sampled_from(ENDINGS)
) | st.sampled_from(["indices", "criteria", "quiz", "child", "analyses", "women", "news", "means"])


class TestPlainForms:
    @pytest.mark.parametrize(
        ("word", "form", "by"),
        [
            ("prompts", "prompt", "plural"),
            ("prompt's", "prompt", "possessive"),
            ("prompts's", "prompt", "possessive plural"),
            ("agencies", "agency", "plural"),
            ("movies", "movie", "plural"),
            ("ties", "tie", "plural"),
            ("caches", "cache", "plural"),
            ("launches", "launch", "plural"),
            ("boxes", "box", "plural"),
            ("axes", "axe", "plural"),
            ("businesses", "business", "plural"),
            ("houses", "house", "plural"),
            ("echoes", "echo", "plural"),
            ("videos", "video", "plural"),
            ("quizzes", "quiz", "plural"),
            ("kpis", "kpi", "plural"),
            ("personas", "persona", "plural"),
            ("menus", "menu", "plural"),
            ("metrics", "metric", "plural"),
            ("cs", "c", "plural"),
            ("criteria", "criterion", "plural"),
            ("analyses", "analysis", "plural"),
            ("indices", "index", "plural"),
            ("indexes", "index", "plural"),
            ("cameramen", "cameraman", "plural"),
            ("women", "woman", "plural"),
            ("children's", "child", "possessive plural"),
        ],
    )
    def test_rule_says_what_it_took_off(self, word, form, by):
        assert (form, by) in plain_forms(word)

    @pytest.mark.parametrize(
        "word", ["prompt", "news", "sales", "process", "lens", "series", "canvas", "s", "", "is", "us", "men"]
    )
    def test_word_that_is_no_form_gives_none(self, word):
        assert plain_forms(word) == ()

    @pytest.mark.parametrize("word", ["lenses", "canvases", "processes"])
    def test_plural_of_a_word_in_s_gives_it_back(self, word):
        assert word.removesuffix("es") in dict(plain_forms(word))

    @settings(deadline=None)
    @given(words | st.text())
    def test_word_is_not_a_form_of_itself(self, word):
        assert word not in dict(plain_forms(word))


class TestInflections:
    @settings(max_examples=300, deadline=None)
    @given(words | st.text())
    def test_inverse_of_plain_forms(self, word):
        assert all(word in inflections(form) for form, _by in plain_forms(word))

    @settings(deadline=None)
    @given(st.text())
    def test_word_is_one_of_its_inflections(self, word):
        assert word in inflections(word)

    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("agency", {"agencies", "agency's", "agencies's"}),
            ("criterion", {"criteria", "criterions"}),
            ("launch", {"launches"}),
            ("cameraman", {"cameramen"}),
        ],
    )
    def test_forms_are_spelled_out(self, word, expected):
        assert expected <= inflections(word)

    @settings(deadline=None)
    @given(st.text())
    def test_they_are_few(self, word):
        assert len(inflections(word)) <= 12


class TestNamesInThePlural:
    @pytest.mark.parametrize(
        ("word", "singular"),
        [
            ("guardrails", "guardrail"),
            ("criteria", "criterion"),
            ("royalties", "royalty"),
            ("metrics", "metric"),
        ],
    )
    def test_are_found_in_the_singular(self, word, singular):
        assert singular in singulars_of_name(word)

    @pytest.mark.parametrize(
        "word", ["dailies", "rights", "likes", "dynamics", "logistics", "news", "shorts"]
    )
    def test_are_not_where_the_singular_is_another_word(self, word):
        assert singulars_of_name(word) == ()


class TestCommonWords:
    @pytest.mark.parametrize("word", ["its", "it's", "this", "has", "goes", "gas"])
    def test_are_no_forms_of_a_name(self, word):
        assert is_never_a_form(word)
        assert not is_never_a_form("prompts")


class TestLanguages:
    @pytest.mark.parametrize(
        ("language", "expected"),
        [("en", True), ("en-GB", True), ("EN", True), ("fr", False), ("", False), ("enm", False)],
    )
    def test_rule_is_for_english(self, language, expected):
        assert is_inflected(language) is expected
