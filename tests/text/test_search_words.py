"""What is searched and what is searched for are cut into the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text.search_words import closed_up, markdown_tokens, search_key, search_words, starts_of, tokens


class TestWords:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("AI Models", "ai model"),
            ("e-mail", "E mail"),
            ("résumé", "resume"),
            ("optimisation", "optimizing"),
            ("colour", "Colors"),
            ("licence", "license"),
            ("criteria", "criterion"),
            ("the model’s", "the models'"),
            ("generating", "generative"),
            ("کتاب", "كتاب"),
            ("مشین ہے", "مشين هے"),
            ("S.E.O. and A.I", "seo and ai"),
            ("Ä", "ä"),
            ("ネコ", "ねこ"),
        ],
    )
    def test_alike_are_the_same_words(self, one, other):
        assert tokens(one, "en") == tokens(other, "en")

    @pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("C#", "C"), (".NET", "net")])
    def test_that_signs_tell_apart_stay_apart(self, one, other):
        assert tokens(one, "en") != tokens(other, "en")

    def test_of_scripts_without_spaces_are_characters(self):
        assert search_words("机器学习 ML") == ["机", "器", "学", "习", "ml"]

    def test_are_brought_to_their_stem_by_their_language(self):
        assert tokens("Verträge", "de") == tokens("Vertrag", "de")
        assert tokens("Verträge", "xx") != tokens("Vertrag", "xx")

    def test_keep_the_marks_of_their_script(self):
        assert search_words("हिन्दी भाषा") == ["हिन्दी", "भाषा"]

    @given(st.text())
    def test_have_no_sign_that_a_query_could_take_for_its_own(self, text):
        for token in tokens(text, "en"):
            assert token
            assert all(sign.isalnum() or not sign.isascii() for sign in token)

    @given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
    def test_of_ascii_are_those_of_any_text(self, text):
        assert search_words(text) == search_words(f"{text} é")[:-1]


class TestMarkdown:
    def test_leaves_out_where_links_lead(self):
        source = "See [the *book*](https://a.example/b_(c) 'd') or <https://e.example>.\n\n[f]: https://g.example\n"
        assert markdown_tokens(source, "xx") == ["see", "the", "book", "d", "or"]

    def test_reads_escapes_and_entities(self):
        assert markdown_tokens("C\\+\\+ R&amp;D **bold**", "xx") == ["c⁺⁺", "r", "d", "bold"]


class TestStarts:
    @pytest.mark.parametrize(
        ("name", "starts"),
        [
            ("A/B Test", ["a b test", "b test", "test"]),
            (".NET", [".net", "net"]),
            ("C++", ["c++"]),
            ("学习率", ["学习率", "习率", "率"]),
            ("الذکاء", ["الذكاء", "ذكاء"]),
            ("S.E.O.", ["seo"]),
            ("???", ["???"]),
        ],
    )
    def test_are_those_of_its_words(self, name, starts):
        assert starts_of(search_key(name)) == starts

    def test_of_a_long_name_are_bounded(self):
        assert len(starts_of(" ".join(map(str, range(1000))))) <= 40

    def test_closed_up_leaves_scripts_without_spaces_alone(self):
        assert closed_up("e commerce") == "ecommerce"
        assert closed_up("学 习") == "学 习"
