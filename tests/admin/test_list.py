"""The list of entries: what it finds, counts and does in bulk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary.models import Status, Tag, Term
from glossary.records import record_of
from glossary.workflow import archive_term, create_terms, publish_term, save_draft
from tests.factories import make_draft, make_record, make_term

LIST = "/admin/glossary/term/"

pytestmark = pytest.mark.django_db


def shown(response) -> set[str]:
    return {str(term) for term in response.context["cl"].result_list}


def run(client, action: str, *terms: Term):
    return client.post(LIST, {"action": action, "_selected_action": [term.pk for term in terms]}, follow=True)


class TestSearch:
    @pytest.mark.parametrize(
        "text", ["draft", "DRAFT", "llm", "éclair", "ECLAIR", "Pending Name", "sentence"]
    )
    def test_finds_by_title_alias_summary_and_pending_title(self, as_editor, text):
        make_draft("Draft Word", summary="x.")
        make_term("Large Model", aliases=("LLM",), summary="x.")
        make_term("Éclair", summary="x.")
        make_term("Summed", summary="In one sentence.")
        live = make_term("Live Name", summary="x.")
        save_draft(replace(record_of(live), title="Pending Name"), actor=None, term=live)
        assert len(shown(as_editor.get(LIST, {"q": text}))) == 1

    @pytest.mark.parametrize("text", ["%", "_", "'", '"', "x" * 10_000, "💡", "(", "\\"])
    def test_answers_anything(self, as_editor, text):
        make_term()
        assert as_editor.get(LIST, {"q": text}).status_code == 200


class TestFilters:
    @pytest.fixture(autouse=True)
    def entries(self, editor):
        make_draft("A Draft")
        pending = make_term("Pending")
        save_draft(replace(record_of(pending), summary="New."), actor=None, term=pending)
        archive_term(make_term("Old"), actor=None)
        Tag.objects.filter(name="ai").update(is_topic=True)
        publish_term(record=make_record("Éclair", tags=("sweet",)), actor=editor)

    @pytest.mark.parametrize(
        ("parameters", "expected"),
        [
            ({"state": "draft"}, {"A Draft"}),
            ({"state": "pending"}, {"Pending"}),
            ({"state": "live"}, {"Pending", "Éclair"}),
            ({"state": "archived"}, {"Old"}),
            ({"topic": "ai"}, {"A Draft", "Pending", "Old"}),
            ({"letter": "E"}, {"Éclair"}),
            ({"owner": "(nobody)"}, {"A Draft", "Pending", "Old"}),
            ({"state": "nonsense", "letter": "nonsense"}, set()),
        ],
    )
    def test_keep_what_they_name(self, as_editor, parameters, expected):
        assert shown(as_editor.get(LIST, parameters)) == expected

    def test_show_counts(self, as_editor):
        page = as_editor.get(LIST).content.decode()
        assert "Live + draft (1)" in page
        assert "ai (3)" in page

    @pytest.mark.parametrize("owner", ["x", "1 or 1", "9" * 40, "²"])
    def test_of_a_forged_owner_fail_no_one(self, as_editor, owner):
        assert as_editor.get(LIST, {"owner": owner}).status_code in {200, 302}


class TestBulk:
    def test_publish_takes_drafts_and_pending_changes(self, as_editor):
        draft, live = make_draft("Draft"), make_term("Live")
        save_draft(replace(record_of(live), summary="New."), actor=None, term=live)
        response = run(as_editor, "publish", draft, live)
        assert set(Term.objects.values_list("status", flat=True)) == {Status.PUBLISHED}
        assert record_of(Term.objects.get(pk=live.pk)).summary == "New."
        assert b"2 entries are published." in response.content

    def test_archive_names_what_it_refused(self, as_editor):
        live, archived = make_term("Live"), make_term("Gone")
        archive_term(archived, actor=None)
        response = run(as_editor, "archive", live, archived)
        assert Term.objects.get(pk=live.pk).status == Status.ARCHIVED
        assert b"Gone: " in response.content

    def test_is_not_offered_to_authors(self, as_author):
        draft = make_draft()
        run(as_author, "publish", draft)
        assert Term.objects.get().status == Status.DRAFT

    def test_deletion_is_not_offered(self, as_editor):
        run(as_editor, "delete_selected", make_term())
        assert Term.objects.exists()


def test_page_costs_the_same_queries_with_many_entries(as_editor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_editor.get(LIST)
        return len(captured)

    for _ in create_terms([make_record(f"Term {n}") for n in range(5)], actor=None):
        pass
    few = queries()
    for _ in create_terms([make_record(f"More {n}") for n in range(80)], actor=None):
        pass
    assert queries() == few


class TestForgedRequests:
    @pytest.mark.parametrize("junk", ["x", "", "1" * 30, "-1", "１", "1 OR 1=1"])
    def test_ids_that_cannot_be_any_are_left_out(self, as_editor, junk):
        term = make_draft()
        response = as_editor.post(
            LIST, {"action": "publish", "_selected_action": [str(term.pk), junk]}, follow=True
        )
        assert response.status_code == 200
        assert Term.objects.get().status == Status.PUBLISHED

    def test_nothing_but_junk_is_nothing_chosen(self, as_editor):
        make_draft()
        response = as_editor.post(LIST, {"action": "publish", "_selected_action": ["x"]}, follow=True)
        assert response.status_code == 200
        assert Term.objects.get().status == Status.DRAFT

    @pytest.mark.parametrize(
        "query", ["sort_key=x", f"review_due__year={'9' * 30}", "owner__password__startswith=p", "id__in=x"]
    )
    def test_columns_that_no_filter_uses_are_no_filter(self, as_editor, query):
        make_term()
        assert as_editor.get(f"{LIST}?{query}").status_code == 400

    def test_tags_are_filtered_by_topic_alone(self, as_editor):
        make_term()
        assert as_editor.get("/admin/glossary/tag/?is_topic__exact=0").status_code == 200
        assert as_editor.get(f"/admin/glossary/tag/?id={'9' * 30}").status_code == 400


def test_live_entry_with_a_draft_looks_like_one(as_editor):
    term = make_term()
    save_draft(replace(record_of(term), summary="New."), actor=None, term=term)
    assert b"state-pending" in as_editor.get(LIST).content
