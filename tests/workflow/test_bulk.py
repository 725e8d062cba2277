"""The bulk path: many entries, one outcome each, and a bad one never costs the others."""

from __future__ import annotations

import pytest

from glossary.models import Relation, Revision, Status, Term
from glossary.records import RelationRecord, SourceKey, record_of, stored_record
from glossary.workflow import create_terms, publish_terms
from tests.factories import make_author, make_draft, make_record, make_term

pytestmark = pytest.mark.django_db


def load(*records, actor=None, **options):
    created, rejected, dangling = [], [], []
    for outcome in create_terms(records, actor=actor, **options):
        created += outcome.created
        rejected += [(each.index, each.problems[0].path) for each in outcome.rejected]
        dangling += [(term.title, relation.target) for term, relation in outcome.dangling]
    return [term.title for term in created], rejected, dangling


def published(title: str, **fields):
    return make_record(title, status=Status.PUBLISHED.value, **fields)


class TestCreate:
    def test_writes_whole_entries_with_their_revision(self):
        load(published("One"), published("Two", relations=(RelationRecord("related", "one"),)))
        for term in Term.objects.all():
            revision = term.revisions.get(number=term.version)
            assert stored_record(revision) == record_of(term)
        assert Term.objects.published().count() == 2

    def test_bad_ones_do_not_cost_the_others(self):
        make_term("Taken")
        titles, rejected, _ = load(published("One"), published("taken"), published(""), published("Two"))
        assert titles == ["One", "Two"]
        assert sorted(rejected) == [(1, "title"), (2, "title")]

    def test_same_title_twice_is_told_of_the_second(self):
        assert load(published("One"), published("ONE"))[:2] == (["One"], [(1, "title")])

    def test_one_concept_and_one_source_make_one_entry_a_language(self):
        concept = "11111111-1111-4111-8111-111111111111"
        key = SourceKey("elsewhere", "7")
        titles, rejected, _ = load(
            published("A", concept=concept),
            published("B", concept=concept),
            published("C", concept=concept, language="fr"),
            published("D", source_key=key),
            published("E", source_key=key),
        )
        assert titles == ["A", "C", "D"]
        assert rejected == [(1, "concept"), (4, "source_key")]

    def test_tie_to_nothing_is_left_out_and_told(self):
        titles, rejected, dangling = load(published("One", relations=(RelationRecord("related", "nowhere"),)))
        assert (titles, rejected, dangling) == (["One"], [], [("One", "nowhere")])

    def test_circle_within_a_chunk_or_with_what_is_there_is_refused(self):
        make_term("Top")
        make_term("Low", relations=(RelationRecord("broader", "top"),))
        titles, rejected, _ = load(
            published("A", relations=(RelationRecord("broader", "b"),)),
            published("B", relations=(RelationRecord("broader", "a"),)),
            published(
                "Ring", relations=(RelationRecord("broader", "low"), RelationRecord("narrower", "top"))
            ),
            published("Fine", relations=(RelationRecord("broader", "low"),)),
        )
        assert titles == ["A", "Fine"]
        assert rejected == [(1, "relations"), (2, "relations")]
        assert Relation.objects.filter(kind="broader").count() == 2

    def test_author_creates_drafts_whatever_the_records_say(self):
        load(published("One"), actor=make_author())
        assert Term.objects.get().status == Status.DRAFT

    def test_chunks_are_written_one_after_the_other(self):
        load(*(published(f"Term {n}") for n in range(7)), chunk=3)
        assert (Term.objects.count(), Revision.objects.count()) == (7, 7)


class TestPublish:
    def test_draft_without_a_summary_is_refused_with_its_reason(self):
        full, empty = make_draft("Full"), make_draft("Empty", summary="")
        outcome = publish_terms([full, empty], actor=None)
        assert outcome.done == [full]
        assert "one sentence" in outcome.refused[0][1]
