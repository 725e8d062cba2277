"""The index that readers search by follows every write, in its transaction, whichever way it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from glossary.models import AliasKind, Status, Tag, Term
from glossary.records import AliasRecord, SectionRecord, TermRecord, record_of
from glossary.selectors.suggesting import suggestions
from glossary.workflow import (
    InvalidRecord,
    WorkflowError,
    archive_term,
    archive_terms,
    create_terms,
    delete_draft_term,
    delete_tag,
    deprecate_term,
    deprecate_terms,
    discard_draft,
    publish_term,
    publish_terms,
    reinstate_term,
    reinstate_terms,
    restore_version,
    save_draft,
    save_tag,
)
from glossary.workflow.rebuilding import rebuild_index
from tests.factories import make_draft, make_term
from tests.search.asking import change, check_index, found, indexed, lose_index, offered

pytestmark = pytest.mark.django_db

HIDDEN = AliasKind.HIDDEN.value


@pytest.fixture(autouse=True)
def checked_index(db: None) -> Iterator[None]:
    """Start with an entry that no question is about; end each test with an index that is as it should be."""
    make_term("Bystander", summary="It stands by.")
    yield
    check_index()


class TestServices:
    def test_a_published_entry_is_found_by_every_part_of_it(self) -> None:
        make_term(
            "Marsupial",
            aliases=("Pouched one",),
            summary="It hops at dusk.",
            sections=(SectionRecord("Habitat", "Islands with **wallabies**."),),
            examples=("Rottnest, at noon.",),
        )
        for text in ("marsupial", "pouched one", "dusk", "wallabies", "rottnest", "habitat"):
            assert found(text) == ["Marsupial"], text
        assert offered("mars") == offered("pou") == ["Marsupial"]

    def test_a_draft_is_found_when_it_is_published(self) -> None:
        draft = make_draft("Quokka")
        assert found("quokka") == offered("quokka") == []
        save_draft(replace(record_of(draft), summary="A quokka smiles."), actor=None, term=draft)
        assert found("quokka") == []
        publish_term(draft, actor=None)
        assert found("quokka") == offered("quokka") == ["Quokka"]

    def test_a_draft_that_is_deleted_was_never_there(self) -> None:
        delete_draft_term(make_draft("Quokka"), actor=None)
        assert found("quokka") == []

    def test_a_pending_version_is_found_when_it_is_published(self) -> None:
        term = make_term("Marsupial")
        record = replace(
            record_of(term), title="Quokka", summary="It grins.", sections=(), examples=("At Rottnest.",)
        )
        save_draft(record, actor=None, term=term)
        assert found("quokka") == found("grins") == found("rottnest") == offered("quokka") == []
        publish_term(term, actor=None)
        assert found("quokka") == found("grins") == found("rottnest") == offered("quokka") == ["Quokka"]
        assert found("marsupial") == offered("marsup") == []

    def test_a_discarded_version_is_never_found(self) -> None:
        term = make_term("Marsupial")
        save_draft(replace(record_of(term), summary="A quokka."), actor=None, term=term)
        discard_draft(term, actor=None)
        assert found("quokka") == []

    def test_a_restored_version_is_found_when_it_is_published(self) -> None:
        term = make_term("Marsupial", summary="A quokka.")
        change(term, summary="A wallaby.")
        assert found("quokka") == []
        restore_version(term, 1, actor=None)
        assert found("quokka") == []
        publish_term(term, actor=None)
        assert found("quokka") == ["Marsupial"]
        assert found("wallaby") == []

    def test_a_deprecated_entry_stays_and_an_archived_one_goes_until_it_is_reinstated(self) -> None:
        term = make_term("Quokka")
        deprecate_term(term, actor=None)
        assert found("quokka") == offered("quokka") == ["Quokka"]
        archive_term(term, actor=None)
        assert found("quokka") == offered("quokka") == []
        reinstate_term(term, actor=None)
        assert found("quokka") == offered("quokka") == ["Quokka"]

    def test_other_names_come_go_and_hide(self) -> None:
        term = make_term("Marsupial", aliases=("Quokka",))
        assert [each.matched for each in suggestions("quokka")] == ["Quokka"]
        change(term, aliases=(AliasRecord("Quokka", HIDDEN),))
        assert found("quokka") == ["Marsupial"]
        assert [each.matched for each in suggestions("quokka")] == ["Marsupial"]
        change(term, aliases=())
        assert found("quokka") == offered("quokka") == []
        change(term, aliases=(AliasRecord("Quokka"),))
        assert found("quokka") == offered("quokka") == ["Marsupial"]

    def test_the_language_decides_how_words_are_inflected(self) -> None:
        term = make_term("Marsupial", summary="Es kennt Häuser.", language="de")
        assert found("haus") == ["Marsupial"]
        archive_term(term, actor=None)
        assert found("haus") == []


class TestTags:
    def test_a_tag_narrows_by_the_name_that_it_has_now(self) -> None:
        term = make_term("Quokka", tags=("animals",))
        make_term("Quokka house", tags=("houses",))
        assert found("quokka tag:animals") == found("tag:animals") == ["Quokka"]
        tag = Tag.objects.get(name="animals")
        tag.name, tag.slug = "Small beasts", ""
        save_tag(tag)
        assert found('quokka tag:"small beasts"') == ["Quokka"]
        assert found("quokka tag:animals") == []
        change(term, tags=("houses",))
        assert sorted(found("quokka tag:houses")) == ["Quokka", "Quokka house"]
        delete_tag(Tag.objects.get(name="houses"))
        assert found("quokka tag:houses") == []
        assert sorted(found("quokka")) == ["Quokka", "Quokka house"]


class TestPopularity:
    def test_what_is_mentioned_more_comes_first_among_equals(self) -> None:
        make_term("Quokka east"), make_term("Quokka west")
        pages: list[Term] = []
        for name in ("west", "west", "west", "east", "east", "east", "east", "east", "east", "east", "east"):
            pages.append(make_term(f"Page {len(pages)}", summary="A page.", examples=(f"A quokka {name}.",)))
            if len(pages) == 3:
                assert found("quokka")[:2] == offered("quokka")[:2] == ["Quokka west", "Quokka east"]
                check_index()
        assert found("quokka")[:2] == offered("quokka")[:2] == ["Quokka east", "Quokka west"]
        for page in pages[3:]:
            archive_term(page, actor=None)
        assert found("quokka")[:2] == offered("quokka")[:2] == ["Quokka west", "Quokka east"]


class TestMany:
    def test_at_once_are_found_in_the_states_that_they_are_in(self) -> None:
        records = [
            TermRecord(title=f"Quokka {status}", language="en", status=status, summary="It is.")
            for status in Status.values
        ]
        list(create_terms(records, actor=None, chunk=3))
        assert (
            sorted(found("quokka")) == sorted(offered("quokka")) == ["Quokka deprecated", "Quokka published"]
        )

    def test_move_at_once(self) -> None:
        terms = [make_draft(f"Quokka {letter}") for letter in "abc"]
        titles = [term.title for term in terms]
        publish_terms(terms, actor=None)
        assert sorted(found("quokka")) == titles
        deprecate_terms(terms[:1], actor=None)
        archive_terms(terms[1:], actor=None)
        assert found("quokka") == titles[:1]
        reinstate_terms(terms, actor=None)
        assert sorted(found("quokka")) == titles


FIXTURE = """
- model: glossary.term
  fields: {{language: en, title: {title}, slug: beast, summary: It is., status: {status}}}
- model: glossary.section
  fields: {{term: [en, beast], key: definition, heading: Definition, position: 1, body: {body}}}
- model: glossary.alias
  fields: {{term: [en, beast], text: {alias}, kind: synonym}}
"""


class TestFixtures:
    @pytest.fixture
    def load(self, tmp_path: Path) -> Callable[..., None]:
        def load(**values: str) -> None:
            path = tmp_path / "beasts.yaml"
            path.write_text(FIXTURE.format(**values), encoding="utf-8")
            call_command("loaddata", str(path), verbosity=0)

        return load

    def test_are_found_and_found_anew_when_another_is_loaded_over_them(
        self, load: Callable[..., None]
    ) -> None:
        load(title="Quokka", status="published", body="It hops.", alias="Grinner")
        assert found("quokka") == found("hops") == found("grinner") == offered("gri") == ["Quokka"]
        before = indexed()
        load(title="Quokka", status="published", body="It hops.", alias="Grinner")
        assert indexed() == before
        load(title="Numbat", status="published", body="It digs.", alias="Banded one")
        assert found("quokka") == found("hops") == []
        assert found("digs") == found("banded one") == ["Numbat"]
        load(title="Numbat", status="archived", body="It digs.", alias="Banded one")
        assert found("numbat") == offered("num") == []

    def test_of_drafts_are_not(self, load: Callable[..., None]) -> None:
        load(title="Quokka", status="draft", body="It hops.", alias="Grinner")
        assert found("quokka") == found("hops") == offered("gri") == []


class TestTransactions:
    def test_the_index_is_written_with_the_entry_and_goes_back_with_it(self) -> None:
        term = make_term("Quokka", summary="It hops.")
        before = indexed()
        with transaction.atomic():
            change(term, title="Numbat", summary="It digs.")
            make_term("Bilby")
            archive_term(Term.objects.get(title="Bystander"), actor=None)
            assert found("numbat") == offered("num") == ["Numbat"]
            assert found("bystander") == []
            transaction.set_rollback(True)
        assert indexed() == before
        assert found("quokka") == offered("quokka") == ["Quokka"]

    def test_a_refused_write_leaves_the_index_as_it_was(self) -> None:
        term = make_term("Quokka")
        before = indexed()
        with pytest.raises(InvalidRecord):
            change(term, title="")
        with pytest.raises(InvalidRecord):
            make_term("Quokka")
        assert indexed() == before

    def test_what_was_lost_comes_back_with_a_rebuild(self) -> None:
        make_term("Quokka", aliases=("Grinner",))
        before = indexed()
        lose_index()
        assert found("quokka") == offered("quokka") == []
        assert rebuild_index().changed
        assert indexed() == before

    def test_what_should_not_be_there_goes_with_a_rebuild(self) -> None:
        make_term("Quokka")
        before = indexed()
        term = make_term("Numbat")
        Term.objects.filter(pk=term.pk).update(status=Status.ARCHIVED)
        assert rebuild_index().changed
        assert indexed() == before


WORDS = ["quokka", "grinning quokka", "Numbat", "numbats", "East", "C++", "机器", "Straße"]
TITLES = st.sampled_from(WORDS)
ALIASES = st.lists(st.tuples(TITLES, st.sampled_from(["synonym", HIDDEN, "abbreviation"])), max_size=2)
STEPS = st.tuples(
    st.sampled_from(
        [
            "publish",
            "publish",
            "draft",
            "pending",
            "archive",
            "deprecate",
            "reinstate",
            "discard",
            "restore",
            "delete",
            "bulk",
            "untag",
            "undo",
        ]
    ),
    st.integers(0, 2),
    TITLES,
    ALIASES,
    st.lists(st.sampled_from([*WORDS, "a", "**x**"]), max_size=5).map(" ".join),
)


class TestAnySequence(TestCase):
    """What is indexed after any writes is what a rebuild makes of the rows."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(STEPS, min_size=2, max_size=8))
    def test_of_writes_leaves_what_a_rebuild_would_make(self, steps: list[Any]) -> None:
        terms: dict[int, Term] = {}
        for action, place, title, aliases, body in steps:
            record = TermRecord(
                title=title,
                qualifier=f"sense {place}",
                language="en",
                status=Status.PUBLISHED.value,
                aliases=tuple(AliasRecord(text, kind) for text, kind in aliases),
                tags=("ai",),
                sections=(SectionRecord("Definition", body),),
            )
            with transaction.atomic():
                with suppress(WorkflowError):
                    take(terms, "publish" if action == "undo" else action, place, record)
                if action == "undo":
                    transaction.set_rollback(True)
            if action == "undo" and place in terms and not Term.objects.filter(pk=terms[place].pk):
                del terms[place]
        check_index()


def take(terms: dict[int, Term], action: str, place: int, record: TermRecord) -> None:
    """Take a step with the entry at a place, where there is one; the workflow may refuse it."""
    term = terms.get(place)
    if action == "publish":
        terms[place] = publish_term(term, actor=None, record=record, complete=False).term
    elif action == "bulk" and term is None:
        for outcome in create_terms([record], actor=None):
            terms.update((place, created) for created in outcome.created)
    elif action == "draft" and term is None:
        terms[place] = save_draft(record, actor=None).term
    elif action == "untag":
        for tag in Tag.objects.filter(name="ai"):
            delete_tag(tag)
    elif term is not None:
        if action == "pending":
            save_draft(record, actor=None, term=term)
        elif action == "restore":
            restore_version(term, 1, actor=None)
        elif action == "delete":
            delete_draft_term(term, actor=None)
            del terms[place]
        elif action in MOVES:
            MOVES[action](term, actor=None)


MOVES: dict[str, Callable[..., Any]] = {
    "archive": archive_term,
    "deprecate": deprecate_term,
    "reinstate": reinstate_term,
    "discard": discard_draft,
}
