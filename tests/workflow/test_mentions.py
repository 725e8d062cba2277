"""Names, mentions and the index of prose follow every write, and only where it matters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from glossary.models import AliasKind, LinkMode, Mention, Name, PageChange, Prose, Status, Tag, Term
from glossary.models.publication import LISTS, link_key, mentions_key, term_key
from glossary.records import AliasRecord, SectionRecord, TermRecord, record_of
from glossary.search import every_indexed_id, forget_prose
from glossary.workflow import (
    InvalidRecord,
    TransitionRefused,
    WorkflowError,
    archive_term,
    create_terms,
    delete_draft_term,
    delete_tag,
    deprecate_term,
    mentions,
    publish_term,
    reinstate_term,
    save_draft,
)
from glossary.workflow.rebuilding import rebuild_index
from tests.factories import make_draft, make_term

PUBLISHED = Status.PUBLISHED.value

pytestmark = pytest.mark.django_db


def text_of(*bodies: str) -> dict[str, Any]:
    """Return the parts of a record whose sections say nothing but these bodies."""
    sections = tuple(SectionRecord(f"Section {place}", body) for place, body in enumerate(bodies))
    return {"sections": sections, "examples": (), "summary": "It says what it is."}


def about(title: str, *bodies: str, **fields: Any) -> Term:
    """Return a published term with no prose but these bodies."""
    return make_term(title, **{**text_of(*bodies), **fields})


def mentioned_by(term: Term) -> dict[str, int]:
    """Return whom the prose of a term names, with the weights."""
    rows = Mention.objects.filter(from_term=term)
    return dict(rows.values_list("to_term__title", "weight"))


def touched_since(n: int) -> set[str]:
    """Return the keys of stored pages that writes after change `n` touched."""
    return {key for change in PageChange.objects.filter(n__gt=n) for key in change.keys}


def last_change() -> int:
    """Return the number of the last change."""
    return PageChange.objects.order_by("-n").values_list("n", flat=True).first() or 0


def change(term: Term, **fields: Any) -> None:
    """Publish a term with other values in some fields of its record."""
    term.refresh_from_db()
    publish_term(term, actor=None, record=replace(record_of(term), **fields), complete=False)


class TestFollowing:
    """What a write brings along."""

    def test_a_name_that_was_there_before_the_prose_is_found_in_it(self) -> None:
        about("Prompt")
        page = about("Chatbot", "It answers prompts.", "A prompt again, and another prompt.")
        assert mentioned_by(page) == {"Prompt": 3 + 2}

    def test_a_name_that_appears_is_found_where_it_stood_before(self) -> None:
        page = about("Chatbot", "It answers a Prompt’s author.")
        other = about("Venue", "A place.")
        before = last_change()
        prompt = about("Prompt")
        assert mentioned_by(page) == {"Prompt": 3}
        assert {term_key(page.pk), mentions_key(prompt.pk)} <= touched_since(before)
        assert term_key(other.pk) not in touched_since(before)

    def test_an_alias_that_appears_is_found(self) -> None:
        page = about("Chatbot", "It runs on an LLM.")
        model = about("Large Language Model")
        change(model, aliases=(AliasRecord("LLM", AliasKind.ABBREVIATION.value),))
        assert mentioned_by(page) == {"Large Language Model": 3}

    def test_a_hidden_alias_is_no_name(self) -> None:
        page = about("Chatbot", "It runs on a languge model.")
        about("Language Model", aliases=())
        change(Term.objects.get(title="Language Model"), aliases=(AliasRecord("languge model", "hidden"),))
        assert mentioned_by(page) == {}

    def test_a_rename_takes_the_old_name_along(self) -> None:
        prompt = about("Prompt")
        old, new = about("Chatbot", "A prompt."), about("Image model", "An instruction.")
        before = last_change()
        change(prompt, title="Instruction")
        assert mentioned_by(old) == {}
        assert mentioned_by(new) == {"Instruction": 3}
        assert {term_key(old.pk), term_key(new.pk), link_key(prompt.pk)} <= touched_since(before)

    def test_archiving_and_reinstating(self) -> None:
        prompt = about("Prompt")
        page = about("Chatbot", "A prompt.")
        before = last_change()
        archive_term(prompt, actor=None)
        assert mentioned_by(page) == {}
        assert term_key(page.pk) in touched_since(before)
        reinstate_term(prompt, actor=None)
        assert mentioned_by(page) == {"Prompt": 3}

    def test_a_deprecated_entry_is_not_linked_and_goes_on_linking(self) -> None:
        prompt = about("Prompt", "Read by a chatbot.")
        page = about("Chatbot", "A prompt.")
        deprecate_term(prompt, actor=None)
        assert mentioned_by(page) == {}
        assert mentioned_by(prompt) == {"Chatbot": 3}

    def test_an_archived_entry_mentions_nobody(self) -> None:
        prompt = about("Prompt")
        page = about("Chatbot", "A prompt.")
        before = last_change()
        archive_term(page, actor=None)
        prompt.refresh_from_db()
        assert mentioned_by(page) == {}
        assert prompt.mentioned == 0
        assert page.pk not in every_indexed_id()
        assert mentions_key(prompt.pk) in touched_since(before)

    def test_a_draft_has_no_names_and_mentions_nobody(self) -> None:
        about("Prompt")
        page = about("Chatbot", "A prompt, an answer.")
        draft = make_draft("Answer", **text_of("A prompt."))
        assert mentioned_by(draft) == {}
        assert mentioned_by(page) == {"Prompt": 3}

    def test_a_pending_version_changes_nothing_until_it_is_published(self) -> None:
        about("Prompt")
        page = about("Chatbot", "Nothing.")
        record = replace(record_of(page), **text_of("A prompt."))
        save_draft(record, actor=None, term=page)
        assert mentioned_by(page) == {}
        publish_term(page, actor=None)
        assert mentioned_by(page) == {"Prompt": 3}

    def test_links_can_be_switched_off_and_on(self) -> None:
        page = about("Chatbot", "A prompt.")
        prompt = about("Prompt", link_mode=LinkMode.NEVER.value)
        assert mentioned_by(page) == {}
        change(prompt, link_mode=LinkMode.NORMAL.value)
        assert mentioned_by(page) == {"Prompt": 3}
        change(prompt, link_mode=LinkMode.EXACT.value)
        assert mentioned_by(page) == {}

    def test_the_longest_name_counts_and_leaves_room_for_the_shorter_when_it_goes(self) -> None:
        about("Language Model")
        page = about("Chatbot", "A large language model.")
        large = about("Large Language Model")
        assert mentioned_by(page) == {"Large Language Model": 3}
        archive_term(large, actor=None)
        assert mentioned_by(page) == {"Language Model": 3}

    def test_its_own_names_are_nobody_elses_there(self) -> None:
        about("Model")
        page = about("Language Model", "A language model is a model.")
        assert mentioned_by(page) == {"Model": 3}

    def test_names_are_of_one_language(self) -> None:
        about("Prompt")
        page = about("Chatbot", "Un prompt.", language="fr")
        assert mentioned_by(page) == {}

    def test_bulk_loading_links_both_ways(self) -> None:
        old = about("Chatbot", "A prompt.")
        records = [
            TermRecord(
                title=title,
                language="en",
                status=Status.PUBLISHED.value,
                **text_of("For a chatbot, or a token."),
            )
            for title in ("Prompt", "Token")
        ]
        list(create_terms(records, actor=None))
        assert mentioned_by(old) == {"Prompt": 3}
        assert mentioned_by(Term.objects.get(title="Prompt")) == {"Chatbot": 3, "Token": 3}

    def test_a_change_of_text_alone_touches_no_page_that_links_to_it(self) -> None:
        prompt = about("Prompt", "A text.")
        page = about("Chatbot", "A prompt.")
        before = last_change()
        change(prompt, sections=(SectionRecord("Section 0", "Another text."),))
        assert touched_since(before) == {term_key(prompt.pk), LISTS}
        before = last_change()
        change(prompt, summary="It says something else.")
        assert link_key(prompt.pk) in touched_since(before)
        assert term_key(page.pk) not in touched_since(before)

    def test_counts_say_how_many_mention_an_entry(self) -> None:
        prompt = about("Prompt")
        pages = [about(f"Page {number}", "A prompt.") for number in "abc"]
        prompt.refresh_from_db()
        assert prompt.mentioned == 3
        archive_term(pages[0], actor=None)
        prompt.refresh_from_db()
        assert prompt.mentioned == 2


class TestReplacements:
    """What stands in the place of an entry, over others that were replaced in their turn."""

    def test_a_draft_in_between_that_changes_or_goes_is_followed(self) -> None:
        about("Third"), about("Fourth")
        draft = make_draft("Second", replaced_by="third")
        first = about("First")
        deprecate_term(first, actor=None, replaced_by=draft)
        before = last_change()
        save_draft(replace(record_of(draft), replaced_by="fourth"), actor=None, term=draft)
        assert link_key(draft.pk) in touched_since(before)
        before = last_change()
        key = link_key(draft.pk)
        delete_draft_term(draft, actor=None)
        assert {key, term_key(first.pk)} <= touched_since(before)
        first.refresh_from_db()
        assert first.revisions.order_by("-number")[0].record["replaced_by"] == ""


class TestAmbiguousNames:
    """Two entries with one name."""

    def test_neither_is_counted_where_tags_do_not_tell(self) -> None:
        about("Node", tags=("networking",))
        about("Node", qualifier="events", tags=("events",))
        page = about("Cluster", "A node.", tags=("databases",))
        assert list(Mention.objects.filter(from_term=page).values_list("weight", flat=True)) == [0, 0]

    def test_tags_tell_and_are_followed(self) -> None:
        about("Node", tags=("networking",))
        events = about("Node", qualifier="events", tags=("events",))
        page = about("Cluster", "A node.", tags=("networking",))
        weights = dict(Mention.objects.filter(from_term=page).values_list("to_term__qualifier", "weight"))
        assert weights == {"": 3, "events": 0}
        change(events, tags=("events", "networking", "x"))
        change(page, tags=("networking", "events"))
        weights = dict(Mention.objects.filter(from_term=page).values_list("to_term__qualifier", "weight"))
        assert weights == {"": 0, "events": 3}

    def test_a_deleted_tag_tells_nothing_more(self) -> None:
        about("Node", tags=("networking",))
        about("Node", qualifier="events", tags=("events",))
        page = about("Cluster", "A node.", tags=("networking",))
        delete_tag(page.tags.get(name="networking"))
        assert set(Mention.objects.filter(from_term=page).values_list("weight", flat=True)) == {0}
        assert not rebuild_index().changed


class TestCost:
    """A write looks again at what it may have changed, and at nothing else."""

    def test_publishing_costs_the_same_number_of_queries_in_a_larger_glossary(self) -> None:
        def publish(title: str) -> int:
            with CaptureQueriesContext(connection) as queries:
                about(title, "A text with a venue in it.")
            return len(queries)

        about("Venue", "A place.")
        small = publish("First")
        for number in range(30):
            about(f"Filler {chr(97 + number % 26)}{number}", "Words that are no names.")
        assert publish("Second") == small


class TestTooCommon:
    """A name in nearly every sentence is refused, with a reason."""

    def test_a_name_in_more_entries_than_are_linked_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mentions, "LINKED_AT_MOST", 2)
        for title in ("A1", "B2", "C3"):
            about(title, "The end.")
        with pytest.raises(InvalidRecord) as refusal:
            about("The")
        assert [(each.path, each.code) for each in refusal.value.problems] == [("title", "too_common")]
        assert "3 entries" in str(refusal.value)
        about("The", link_mode=LinkMode.NEVER.value)

    def test_an_exact_one_counts_where_it_stands_in_its_own_case(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(mentions, "AT_ONCE", 1)
        monkeypatch.setattr(mentions, "LINKED_AT_MOST", 2)
        for title in ("A1", "B2", "C3"):
            about(title, "There it is.")
        page = about("D4", "The IT department.")
        about("IT")
        assert mentioned_by(page) == {"IT": 3}
        with pytest.raises(InvalidRecord):
            about("Information Technology", aliases=("There",))

    def test_one_that_links_already_may_be_published_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        the = about("End")
        for title in ("A1", "B2", "C3"):
            about(title, "The end.")
        monkeypatch.setattr(mentions, "LINKED_AT_MOST", 2)
        change(the, summary="Another sentence.")

    def test_an_archived_one_does_not_come_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        the = about("The")
        archive_term(the, actor=None)
        for title in ("A1", "B2", "C3"):
            about(title, "The end.")
        monkeypatch.setattr(mentions, "LINKED_AT_MOST", 2)
        with pytest.raises(TransitionRefused, match="3 entries"):
            reinstate_term(the, actor=None)

    def test_a_bulk_load_loses_only_that_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mentions, "LINKED_AT_MOST", 2)
        for title in ("A1", "B2", "C3"):
            about(title, "The end.")
        records = [
            TermRecord(title=title, language="en", status=Status.PUBLISHED.value)
            for title in ("The", "Venue")
        ]
        (outcome,) = create_terms(records, actor=None)
        assert [term.title for term in outcome.created] == ["Venue"]
        assert [each.problems[0].code for each in outcome.rejected] == ["too_common"]


class TestRebuilding:
    """`rebuild_index` restores what is derived, and changes nothing where nothing is wrong."""

    def test_lost_rows_come_back(self) -> None:
        about("Prompt")
        page = about("Chatbot", "A prompt.")
        before = sorted(Name.objects.values_list("term", "key", "text", "exact"))
        Name.objects.all().delete()
        Mention.objects.all().delete()
        Prose.objects.all().delete()
        Term.objects.update(mentioned=7)
        assert rebuild_index().changed
        assert sorted(Name.objects.values_list("term", "key", "text", "exact")) == before
        assert mentioned_by(page) == {"Prompt": 3}
        assert Term.objects.get(title="Prompt").mentioned == 1
        assert not rebuild_index().changed

    def test_an_upgrade_that_filled_nothing_is_made_good_by_the_next_migrate(self) -> None:
        about("Prompt")
        page = about("Chatbot", "A prompt.")
        for model in (Name, Mention, Prose):
            model.objects.all().delete()
        call_command("migrate", verbosity=0)
        assert mentioned_by(page) == {"Prompt": 3}
        forget_prose(every_indexed_id())
        call_command("migrate", verbosity=0)
        about("Answer")
        change(page, examples=("An answer.",))
        assert every_indexed_id() == set(Prose.objects.values_list("term", flat=True))

    def test_what_is_published_while_it_runs_is_not_forgotten(self) -> None:
        about("Prompt")
        Name.objects.all().delete()
        pages: list[Term] = []

        def publish_one(_done: int, _of: int) -> None:
            if not pages:
                pages.append(about("Chatbot", "A prompt."))

        rebuild_index(publish_one)
        assert mentioned_by(pages[0]) == {"Prompt": 3}

    def test_the_command_says_what_it_changed(self, capsys: pytest.CaptureFixture[str]) -> None:
        about("Prompt")
        about("Chatbot", "A prompt.")
        call_command("rebuild_index")
        nothing = "0 names, 0 texts, 0 mentions, 0 counts, 0 searchable entries changed\n"
        assert capsys.readouterr().out == nothing
        Mention.objects.all().delete()
        call_command("rebuild_index")
        assert "1 mentions" in capsys.readouterr().out

    def test_seeds_loaded_as_a_fixture_are_linked(self) -> None:
        call_command("loaddata", "seed_terms.yaml", verbosity=0)
        assert Mention.objects.filter(weight__gt=0).count() > 48
        assert not rebuild_index().changed


WORDS = ["model", "language model", "large language model", "node", "prompt", "prompts", "IT", "it"]
TITLES = st.sampled_from([*WORDS, "Model Card", "The"])
BODIES = st.lists(
    st.sampled_from([*WORDS, "and", "a", "`model`", "**node**", "\n\n> prompt\n\n", "[model]()"]), max_size=8
)
STEPS = st.tuples(
    st.sampled_from(
        ["publish", "publish", "publish", "archive", "deprecate", "reinstate", "mode", "tag", "untag"]
    ),
    st.integers(0, 3),
    TITLES,
    st.lists(TITLES, max_size=2),
    BODIES.map(" ".join),
    st.sets(st.sampled_from(["ai", "events"])),
)


class TestAnySequence(TestCase):
    """Derived data after any writes is what a rebuild makes of the rows."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(STEPS, min_size=2, max_size=10))
    def test_rebuild_changes_nothing_after_any_sequence_of_writes(self, steps: list[Any]) -> None:
        terms: dict[int, Term] = {}
        for step in steps:
            take(terms, *step)
        assert not rebuild_index().changed


def take(
    terms: dict[int, Term],
    action: str,
    place: int,
    title: str,
    aliases: Collection[str],
    body: str,
    tags: set[str],
) -> None:
    """Take a step with the entry at a place; what the workflow refuses does not happen."""
    try:
        if action == "publish":
            record = TermRecord(
                title=title,
                qualifier="" if place < 2 else f"sense {place}",
                language="en",
                aliases=tuple(AliasRecord(text) for text in aliases),
                tags=tuple(sorted(tags)),
                sections=(SectionRecord("Definition", body), SectionRecord("More", "a model, IT")),
            )
            outcome = publish_term(terms.get(place), actor=None, record=record, complete=False)
            terms[place] = outcome.term
        elif action == "untag":
            for tag in Tag.objects.filter(name__in=tags):
                delete_tag(tag)
        elif place not in terms:
            return
        elif action == "archive":
            archive_term(terms[place], actor=None)
        elif action == "deprecate":
            deprecate_term(terms[place], actor=None)
        elif action == "reinstate":
            reinstate_term(terms[place], actor=None)
        elif action == "mode":
            change(terms[place], link_mode=LinkMode.NEVER.value)
        elif action == "tag":
            change(terms[place], tags=tuple(sorted(tags)))
    except WorkflowError:
        return
