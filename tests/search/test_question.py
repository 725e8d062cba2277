"""What somebody typed is read as words, phrases, exclusions and tags; whatever it is, it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.search.question import clauses, exclusions, read_question


class TestQuestion:
    def test_has_words_phrases_exclusions_and_tags(self):
        question = read_question('Rate "click through" -cost -"per view" tag:ads tag:"paid media"')
        assert question.words == ("rate",)
        assert question.phrases == (("click", "through"),)
        assert question.excluded == (("cost",), ("per", "view"))
        assert question.tags == ("ads", "paid media")
        assert question.plain == 'Rate "click through"'

    @pytest.mark.parametrize("quoted", ["“click through”", "„click through“", "«click through»"])
    def test_has_phrases_in_the_quotes_of_other_languages(self, quoted):
        assert read_question(quoted).phrases == (("click", "through"),)

    def test_with_one_quote_has_words(self):
        assert read_question('"click through').words == ("click", "through")

    def test_keeps_hyphens_within_words(self):
        question = read_question("click-through")
        assert question.words == ("click", "through")
        assert not question.excluded

    @pytest.mark.parametrize(
        ("text", "key", "short"),
        [
            ("What is an AI model?", "what is an ai model", "ai model"),
            ("meaning of SEO", "meaning of seo", "seo"),
            ("(AI model).", "ai model", "ai model"),
            (".NET", ".net", ".net"),
            ("C++", "c++", "c++"),
            ("a/b", "a b", "a b"),
            ("the", "the", "the"),
            ("", "", ""),
        ],
    )
    def test_has_the_key_of_a_name_and_one_without_what_makes_it_a_question(self, text, key, short):
        question = read_question(text)
        assert (question.key, question.short_key) == (key, short)

    def test_asks_for_small_words_where_there_are_no_others(self):
        assert read_question("what is the rate").asked == ("rate",)
        assert read_question("what is it").asked == ("what", "is", "it")

    def test_asks_for_characters_that_follow_each_other_in_pairs(self):
        wanted = clauses(read_question("机器学习 ai"), ["zh"])
        assert [clause.phrases for clause in wanted] == [
            (("机", "器"),),
            (("器", "学"),),
            (("学", "习"),),
            (("ai",),),
        ]

    def test_asks_for_characters_with_a_space_between_wherever_they_are(self):
        wanted = clauses(read_question("学习 机器 学"), ["zh"])
        assert [clause.phrases for clause in wanted] == [(("学", "习"),), (("机", "器"),)]

    @pytest.mark.parametrize(
        ("text", "phrases"),
        [
            ("a/b test", [("a", "b"), ("test",)]),
            ("R&D", [("r", "d")]),
            ("click-rate", [("click",), ("rate",)]),
        ],
    )
    def test_asks_for_what_a_single_letter_holds_together_as_it_stands(self, text, phrases):
        assert [clause.phrases[0] for clause in clauses(read_question(text), ["xx"])] == phrases

    def test_asks_for_the_stems_of_each_language(self):
        (clause,) = clauses(read_question("Verträge"), ["de", "xx"])
        assert clause.phrases == (("vertrag",), ("vertrage",))

    def test_with_other_words_keeps_the_rest(self):
        question = read_question("genrative modle -agent tag:ai").with_words(["generative", "model"])
        assert question.text == "generative model -agent tag:ai"
        assert read_question(question.text) == question

    @given(st.text())
    def test_of_any_text_is_bounded(self, text):
        question = read_question(text)
        wanted = [*clauses(question, ["en"]), *exclusions(question, ["en"])]
        assert len(wanted) <= 40
        assert len(question.text) <= 300
        assert read_question(question.text).words == question.words
