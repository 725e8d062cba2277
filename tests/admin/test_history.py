"""Versions, comparison, restore, and the steps that have a page of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossary.models import Draft, Status, Term
from glossary.records import editable_record, record_of
from glossary.workflow import publish_term, save_draft
from tests.admin.forms import change_url
from tests.factories import make_draft, make_record, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def term():
    term = make_term(summary="The old sentence.", tags=("one", "two"))
    changed = replace(record_of(term), summary="The new sentence.", tags=("two",), examples=())
    publish_term(term, record=changed, actor=None, comment="Shorter")
    return Term.objects.get(pk=term.pk)


def history_url(term) -> str:
    return f"/admin/glossary/term/{term.pk}/history/"


class TestHistory:
    def test_lists_every_version(self, as_editor, term):
        page = as_editor.get(history_url(term)).content.decode()
        assert page.count("Restore version") >= 2
        assert "Shorter" in page

    def test_compares_any_two_in_words(self, as_editor, term):
        page = as_editor.get(history_url(term), {"old": 2, "new": 1}).content.decode()
        assert "<del>old</del>" in page
        assert "<ins>new</ins>" in page
        assert "Tags" in page

    def test_escapes_what_it_compares(self, as_editor, term):
        publish_term(term, record=replace(record_of(term), summary="<script>x</script>"), actor=None)
        page = as_editor.get(history_url(term), {"old": 2, "new": 3}).content
        assert b"<script>x" not in page

    @pytest.mark.parametrize("number", ["", "x", "0", "99", "²", "9" * 30, "-1"])
    def test_of_a_version_that_is_not_there_is_not_found(self, as_editor, term, number):
        assert as_editor.get(history_url(term), {"old": number, "new": 1}).status_code == 404

    def test_pages_when_there_are_many(self, as_editor, term):
        for n in range(55):
            publish_term(term, record=replace(record_of(term), summary=f"{n}."), actor=None)
            term.refresh_from_db()
        assert b"Older" in as_editor.get(history_url(term)).content
        assert as_editor.get(history_url(term), {"page": "999"}).status_code == 200

    def test_is_for_staff(self, client, term):
        assert client.get(history_url(term)).status_code == 302


class TestRestore:
    def test_brings_a_version_back_as_pending(self, as_editor, term):
        as_editor.post(f"/admin/glossary/term/{term.pk}/restore/1/")
        restored = editable_record(term)
        assert (restored.summary, restored.tags, len(restored.examples)) == (
            "The old sentence.",
            ("one", "two"),
            3,
        )
        assert record_of(Term.objects.get(pk=term.pk)).summary == "The new sentence."

    def test_is_not_done_by_a_link(self, as_editor, term):
        assert as_editor.get(f"/admin/glossary/term/{term.pk}/restore/1/").status_code == 405

    def test_of_another_persons_entry_is_refused_to_authors(self, as_author, term):
        assert as_author.post(f"/admin/glossary/term/{term.pk}/restore/1/").status_code == 403

    def test_of_a_missing_version_is_not_found(self, as_editor, term):
        assert as_editor.post(f"/admin/glossary/term/{term.pk}/restore/99/").status_code == 404


class TestSteps:
    def step(self, term, action) -> str:
        return f"/admin/glossary/term/{term.pk}/step/{action}/"

    def test_archive_asks_first_and_names_the_replacement(self, as_editor, term):
        other = make_term("Better Word")
        assert as_editor.get(self.step(term, "archive")).status_code == 200
        assert Term.objects.get(pk=term.pk).status == Status.PUBLISHED
        as_editor.post(self.step(term, "archive"), {"replaced_by": "better word"})
        term.refresh_from_db()
        assert (term.status, term.replaced_by) == (Status.ARCHIVED, other)

    def test_unknown_replacement_changes_nothing_and_keeps_what_was_typed(self, as_editor, term):
        response = as_editor.post(self.step(term, "deprecate"), {"replaced_by": "No Such Word"})
        assert b"No Such Word" in response.content
        assert Term.objects.get(pk=term.pk).status == Status.PUBLISHED

    def test_discard_drops_the_pending_version(self, as_editor, term):
        save_draft(replace(record_of(term), summary="Pending."), actor=None, term=term)
        assert b"Discard changes" in as_editor.get(change_url(term)).content
        as_editor.post(self.step(term, "discard"))
        assert not Draft.objects.exists()

    def test_reinstate_brings_it_back(self, as_editor, term):
        as_editor.post(self.step(term, "archive"))
        as_editor.post(self.step(term, "reinstate"))
        assert Term.objects.get(pk=term.pk).status == Status.PUBLISHED

    def test_that_does_not_lead_on_says_so(self, as_editor):
        draft = make_draft()
        response = as_editor.post(self.step(draft, "deprecate"))
        assert response.status_code == 200
        assert b"errors" in response.content

    def test_unknown_one_is_not_found(self, as_editor, term):
        assert as_editor.get(self.step(term, "explode")).status_code == 404

    @pytest.mark.parametrize("action", ["archive", "deprecate", "reinstate"])
    def test_is_refused_to_authors(self, as_author, author, action):
        mine = save_draft(make_record("Mine"), actor=author).term
        assert as_author.post(self.step(mine, action)).status_code == 403


def test_pending_version_says_when_the_live_text_moved_on(as_editor, term):
    save_draft(replace(record_of(term), summary="Pending."), actor=None, term=term)
    assert b"compare them in the history" not in as_editor.get(change_url(term)).content
    term.revisions.model.objects.create(
        term=term, number=99, record=term.revisions.first().record, schema=1, event="loaded"
    )
    assert b"compare them in the history" in as_editor.get(change_url(term)).content
