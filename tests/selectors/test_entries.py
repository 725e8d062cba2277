"""Many entries at once are what each of them is alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary.models import Term
from glossary.records import RelationRecord, SectionRecord
from glossary.selectors import entries
from glossary.selectors.entries import every_entry, public_entries
from glossary.selectors.entry import live_entry
from glossary.workflow import deprecate_term
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def some() -> list[Term]:
    draft = make_draft("Drafted", tags=("ai",))
    make_term("Agent", tags=("ai", "b"), aliases=("A", "B"))
    make_term("Bare", tags=(), sections=(SectionRecord("Definition", "Text."),), examples=(), sources=())
    make_term(
        "Tied",
        relations=(
            RelationRecord("related", "agent", "A note."),
            RelationRecord("broader", "bare"),
            RelationRecord("related", draft.slug),
        ),
    )
    make_term("Misspelt", exact_match=("https://x.example/1",))
    Term.objects.get(title="Misspelt").aliases.create(text="Mispelt", kind="hidden", match_key="mispelt")
    deprecate_term(make_term("Old"), actor=None, replaced_by=Term.objects.get(title="Agent"))
    deprecate_term(make_term("Older"), actor=None, replaced_by=draft)
    return list(Term.objects.published().select_related("replaced_by").in_order())


def test_each_is_what_it_is_alone(some):
    assert len(some) == 6
    for term, entry in zip(some, public_entries(some), strict=True):
        alone = live_entry(term)
        assert entry.record == alone.record
        assert entry.terms == alone.terms
        assert (entry.url, entry.updated_at) == (alone.url, alone.updated_at)
        assert [(tag.name, tag.url) for tag in entry.tags] == [(tag.name, tag.url) for tag in alone.tags]


def test_without_ties_they_lead_nowhere(some):
    for entry in public_entries(some, with_ties=False):
        assert entry.record.relations == ()
        assert entry.record.replaced_by == ""
        assert entry.terms == {}


def test_all_come_once_language_by_language_in_order(monkeypatch):
    for title in ("b", "a", "C", "ä", "A!", "a b"):
        make_term(title)
    make_term("Ein", language="de")
    make_term("Une", language="fr")
    make_draft("Drafted")
    expected = [
        term.title
        for language in ("en", "de", "fr")
        for term in Term.objects.published().in_language(language).in_order()
    ]
    for size in (1, 2, 3, 100):
        monkeypatch.setattr(entries, "CHUNK", size)
        assert [entry.record.title for entry in every_entry()] == expected


def test_equal_places_in_the_order_lose_nothing(monkeypatch):
    for number in range(5):
        make_term("Same", qualifier=f"sense {number}", slug=f"same-{number}")
    assert Term.objects.values("sort_key").distinct().count() == 1
    monkeypatch.setattr(entries, "CHUNK", 2)
    assert sorted(entry.record.slug for entry in every_entry()) == [f"same-{n}" for n in range(5)]


def test_queries_follow_the_chunks(monkeypatch):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            list(every_entry())
        return len(found)

    make_term("Word 0")
    one = queries()
    for number in range(1, 20):
        make_term(f"Word {number}", relations=(RelationRecord("related", "word-0"),))
    assert queries() <= one + 1
    monkeypatch.setattr(entries, "CHUNK", 5)
    assert queries() <= 2 + 4 * 5 + 1
