"""Links into an entry, `/glossary/ai-model/#definition`, work for as long as the section is there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from glossary.models import Term
from glossary.records import SectionRecord, record_of
from glossary.workflow import publish_term, restore_version
from tests.factories import make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def headings(client):
    """Return a function that lists (id, heading) of the sections on the page of an entry."""

    def headings(slug: str = "ai-model") -> list[tuple[str, str]]:
        text = client.get(f"/glossary/{slug}/").content.decode()
        return re.findall(r'<h2 id="([^"]+)">([^<]+)</h2>', text[: text.index('<div class="rail">')])

    return headings


def write(term: Term, *sections: SectionRecord) -> None:
    live = Term.objects.get(pk=term.pk)
    publish_term(live, record=replace(record_of(live), sections=sections), actor=None)


@pytest.fixture
def term():
    sections = (SectionRecord("Definition", "What it is."), SectionRecord("Why It Matters", "A reason."))
    return make_term(sections=sections, examples=())


class TestIdOfASection:
    def test_stays_when_headings_and_their_order_change(self, term, headings):
        first, second = record_of(term).sections
        write(term, replace(second, heading="What for?"), replace(first, heading="What It Is"))
        assert headings() == [("why-it-matters", "What for?"), ("definition", "What It Is")]

    def test_is_not_taken_over_by_a_new_section_of_the_old_heading(self, term, headings):
        first, second = record_of(term).sections
        write(term, SectionRecord("Definition", "Another."), replace(first, heading="What It Is"), second)
        assert dict(headings())["definition"] == "What It Is"

    def test_comes_back_with_an_earlier_version(self, term, headings):
        before = headings()
        first, _second = record_of(term).sections
        write(term, replace(first, heading="What It Is"), SectionRecord("Use", "How."))
        restored = restore_version(Term.objects.get(pk=term.pk), 1, actor=None).term
        publish_term(restored, actor=None)
        assert headings() == before

    def test_stays_where_a_heading_comes_without_it_as_from_a_file(self, term, headings):
        first, second = record_of(term).sections
        write(term, replace(first, key="what"), second)
        write(term, SectionRecord("Why It Matters", "More."), SectionRecord("Definition", "New."))
        assert headings() == [("why-it-matters", "Why It Matters"), ("what", "Definition")]

    def test_is_never_one_that_the_page_uses_itself(self, term, headings):
        write(term, *(SectionRecord(each, "Text.") for each in ("Mentions", "Sources", "Main", "Examples")))
        assert {key for key, _heading in headings()}.isdisjoint({"mentions", "sources", "main", "examples"})
