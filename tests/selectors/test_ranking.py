"""In which order a question is answered, past what the judged questions over the seeds show."""

from __future__ import annotations

import pytest

from glossary.models import Tag, Term
from glossary.selectors.finding import find_terms
from glossary.selectors.found import Answer
from glossary.selectors.lists import NotListed
from glossary.selectors.suggesting import suggestions
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db


def titles(text: str, **narrowed: str) -> list[str]:
    return [hit.term.title for hit in find_terms(text, url="/search/", **narrowed).hits]


def exact(text: str, **narrowed: str) -> str:
    found = find_terms(text, url="/search/", **narrowed).exact
    return found.title if found else ""


def entry(title: str, *aliases: str, summary: str = "Says something.", **fields) -> Term:
    return make_term(title, aliases=aliases, summary=summary, sections=(), examples=(), **fields)


class TestOrder:
    def test_is_titles_aliases_beginnings_words_summaries_and_texts(self):
        entry("Rate")
        entry("Ratio", "rate")
        entry("Rate card")
        entry("Click rate")
        entry("Costs", summary="What a rate is made of.")
        make_term("Zest", summary="Nothing.", sections=(), examples=("A rate is agreed.",))
        assert titles("rate") == ["Rate", "Ratio", "Rate card", "Click rate", "Costs", "Zest"]

    def test_of_the_same_kind_is_by_how_many_mention_an_entry(self):
        entry("Ash rate")
        entry("Birch rate")
        make_term("Forest", summary="Trees.", sections=(), examples=("A Birch rate.",))
        assert titles("rate")[:2] == ["Birch rate", "Ash rate"]

    @pytest.mark.parametrize(
        ("asked", "other"),
        [("Every day", "Everyday"), ("Résumé", "Resume"), ("NET", ".NET"), ("What is love?", "Love")],
    )
    def test_begins_with_the_title_that_is_spelt_just_so(self, asked, other):
        entry(other)
        entry(asked)
        make_term("Page", summary="Text.", sections=(), examples=(f"It names {other}.",))
        assert titles(asked.lower())[:2] == [asked, other]
        assert exact(asked.lower()) == asked

    @pytest.mark.parametrize("asked", ["S.E.O.", "seo", "S.E.O"])
    def test_finds_initials_with_points_and_without(self, asked):
        entry("S.E.O.")
        assert titles(asked) == ["S.E.O."]
        assert [each.title for each in suggestions(asked)] == ["S.E.O."]

    @pytest.mark.parametrize("sign", ["=>", "&&", "…"])
    def test_finds_titles_of_nothing_but_signs(self, sign):
        entry(sign)
        assert titles(sign) == [sign]

    def test_of_a_sentence_has_what_a_summary_is_about_before_a_long_text_with_all_words(self):
        entry("Till", summary="A machine that counts what a shop is paid.")
        text = "A counts and, on another page, a machine. Much later somebody paid for a hat."
        make_term("Diary", summary="A book of days.", sections=(), examples=(text,))
        assert titles("machine counts paid hat")[0] == "Till"

    def test_suggests_what_is_typed_before_other_forms_of_it(self):
        entry("Model")
        entry("Models")
        assert [each.title for each in suggestions("models")] == ["Models", "Model"]


class TestExact:
    def test_is_none_where_several_are_called_so(self):
        entry("Computer Tomography", "CT")
        entry("Click Test", "CT")
        assert exact("ct") == ""

    def test_is_none_where_the_letter_leaves_it_out(self):
        entry("Apple Pie")
        entry("Bapple", summary="An apple pie.")
        assert exact("apple pie") == "Apple Pie"
        assert exact("apple pie", letter="B") == ""


class TestNarrowed:
    def test_counts_are_those_of_where_the_links_lead(self):
        for number in range(4):
            entry(f"Model {number}", tags=("ai", "web") if number % 2 else ("ai",))
        found = find_terms("model", url="/search/", tag="ai")
        assert [(facet.text, facet.count, facet.is_chosen) for facet in (*found.topics, *found.tags)] == [
            ("ai", 4, True)
        ]

    def test_tag_of_drafts_alone_is_as_one_that_is_not_there(self):
        entry("Model")
        make_draft("Plan", tags=("secret",))
        assert Tag.objects.filter(slug="secret").exists()
        with pytest.raises(NotListed):
            find_terms("model", url="/search/", tag="secret")


class TestCorrection:
    def test_of_a_phrase_takes_its_place(self):
        entry("Machine Learning")
        found = find_terms('"machin lerning"', url="/search/")
        assert (found.answer, found.searched) == (Answer.CORRECTED, "machine learning")

    def test_nothing_found_offers_what_the_box_offered(self):
        entry("Booking Agent")
        found = find_terms("boook", url="/search/")
        assert [link.title for link in found.nearest] == [each.title for each in suggestions("boook")]
        assert found.nearest

    def test_two_words_of_a_script_without_spaces_are_found_apart(self):
        entry("机器与学习")
        entry("习机")
        assert titles("学习 机器") == ["机器与学习"]


class TestMarks:
    @pytest.mark.parametrize(
        ("title", "asked"), [("مصنوعی ذہانت", "مصنوعى"), ("ネコ", "ねこ"), ("کتاب", "كتاب")]
    )
    def test_stand_on_letters_that_are_typed_in_two_ways(self, title, asked):
        entry(f"{title} one")
        (hit,) = find_terms(asked, url="/search/").hits
        assert hit.title[0].is_match
        assert hit.title[0].text == title.split()[0]
