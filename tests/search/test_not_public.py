"""What is no reader's shows nowhere: not among the results, not in what is offered, not as a spelling."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client

from glossary.models import AliasKind
from glossary.records import AliasRecord, SectionRecord, record_of
from glossary.selectors.finding import find_terms
from glossary.workflow import archive_term, save_draft
from tests.factories import make_draft, make_term
from tests.search.asking import change, found, offered

pytestmark = pytest.mark.django_db

HIDDEN = "Quokkamisspelt"
ADDRESS = "/glossary/marsupial/"

Shown = tuple[str, str]


@pytest.fixture
def shown(client: Client) -> Callable[[str], Shown]:
    """A function that returns the results page and what is offered as text, both without what was typed."""

    def shown(text: str) -> Shown:
        page = client.get("/search/", {"q": text})
        offer = client.get("/search/suggest/", {"q": text})
        assert (page.status_code, offer.status_code) == (200, 200)
        assert isinstance(json.loads(offer.content)["results"], list)
        bodies = (unescape(each.content.decode()).casefold() for each in (page, offer))
        first, second = (body.replace(text.casefold(), "") for body in bodies)
        return first, second

    return shown


class TestTexts:
    MARKS = ("title", "summary", "alias", "heading", "body", "example", "tag")

    @pytest.fixture(autouse=True)
    def hidden(self) -> None:
        """A draft, an archived entry and a pending version that say what nobody is to read."""
        texts: dict[str, Any] = {
            "title": "Quokkatitle",
            "summary": "A quokkasummary.",
            "sections": (SectionRecord("Quokkaheading", "A quokkabody."),),
            "examples": ("A quokkaexample.",),
            "tags": ("quokkatag",),
        }
        aliases = (AliasRecord("Quokkaalias"),)
        make_draft(**texts, aliases=aliases)
        archive_term(make_term(**texts, qualifier="two", aliases=("Quokkaalias",)), actor=None)
        live = make_term("Marsupial")
        pending = replace(record_of(live), **texts, qualifier="three", aliases=aliases)
        save_draft(pending, actor=None, term=live)

    @pytest.mark.parametrize("typed", ["quokka{}", "QUOKKA{}s", '"quokka{}"', "tag:quokka{}", "qoukka{}"])
    def test_of_drafts_archived_entries_and_pending_versions_show_nowhere(
        self, shown: Callable[[str], Shown], typed: str
    ) -> None:
        for mark in self.MARKS:
            text = typed.format(mark)
            assert found(text) == offered(text) == [], text
            for body in shown(text):
                assert f"quokka{mark}" not in body, text
                assert ADDRESS not in body, text


class TestHiddenNames:
    @pytest.fixture(autouse=True)
    def entry(self) -> None:
        aliases = (AliasRecord(HIDDEN, AliasKind.HIDDEN.value), AliasRecord("Pouched one"))
        change(make_term("Marsupial"), aliases=aliases)

    @pytest.mark.parametrize(
        "typed", ["quokk", "quokkamisspel", "quokkamispelt", "qoukkamisspelt", "marsupial"]
    )
    def test_find_and_are_displayed_nowhere(self, shown: Callable[[str], Shown], typed: str) -> None:
        assert found(typed) == offered(typed) == ["Marsupial"]
        for body in shown(typed):
            assert HIDDEN.casefold() not in body

    def test_typed_just_so_find_and_are_not_said_to_be_names(self, shown: Callable[[str], Shown]) -> None:
        hits = find_terms(HIDDEN, url="/search/").hits
        assert [(hit.term.title, hit.via) for hit in hits] == [("Marsupial", ())]
        for body in shown(HIDDEN):
            assert ADDRESS in body
            assert HIDDEN.casefold() not in body
