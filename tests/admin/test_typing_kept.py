"""What was typed comes back whenever it cannot be saved."""

from __future__ import annotations

import pytest
from django.urls import reverse

from glossary.admin import terms
from glossary.models import Term
from glossary.records import record_of
from glossary.workflow import TransitionRefused, archive_term, delete_draft_term
from tests.admin.forms import ADD, change_url, errors_of, fields_of, open_form, post_form
from tests.factories import make_author, make_draft, make_editor, make_term

pytestmark = pytest.mark.django_db


class TestEntryDeletedMeanwhile:
    def test_form_comes_back_as_that_of_a_new_entry(self, as_editor, editor):
        term = make_draft()
        values = open_form(as_editor, term)
        address = change_url(term)
        delete_draft_term(term, actor=editor)
        response = as_editor.post(address, {**values, "summary": "Typed for an hour.", "_draft": "1"})
        assert "deleted" in errors_of(response)["__all__"][0]
        assert f'action="{ADD}"'.encode() in response.content
        assert not Term.objects.exists()
        again = post_form(as_editor, fields_of(response))
        assert again.status_code == 302, errors_of(again)
        assert Term.objects.get().summary == "Typed for an hour."

    def test_page_of_one_that_is_gone_leads_to_the_start(self, as_editor):
        assert as_editor.get("/admin/glossary/term/99/change/").status_code == 302


class TestEntryHandedOver:
    def test_form_comes_back_and_nothing_is_saved(self, as_author, author):
        term = make_draft()
        Term.objects.update(owner=author)
        values = open_form(as_author, term)
        Term.objects.update(owner=make_author("second"))
        before = record_of(Term.objects.get())
        response = post_form(as_author, values, term, summary="Typed for an hour.")
        assert response.status_code == 403
        assert b"Typed for an hour." in response.content
        assert b"not yours to change" in response.content
        assert record_of(Term.objects.get()) == before

    def test_publishing_without_the_right_keeps_it_too(self, as_author):
        response = post_form(as_author, open_form(as_author), title="Typed", button="_publish")
        assert (response.status_code, b"Typed" in response.content) == (403, True)
        assert not Term.objects.exists()


def test_step_that_leads_nowhere_keeps_what_was_typed(as_editor, monkeypatch):
    term = make_draft()
    values = open_form(as_editor, term)

    def save_too_late(**_given):
        raise TransitionRefused("This step does not lead on.")

    monkeypatch.setattr(terms, "save_draft", save_too_late)
    response = post_form(as_editor, values, term, summary="Typed.")
    assert errors_of(response)["__all__"] == ["This step does not lead on."]
    assert response.context["adminform"].form["summary"].value() == "Typed."


def test_pending_text_of_an_archived_entry_is_not_said_to_leave_readers_the_old_one(as_editor):
    term = make_term()
    archive_term(term, actor=None)
    response = as_editor.post(
        change_url(term), {**open_form(as_editor, term), "summary": "New.", "_draft": "1"}, follow=True
    )
    (message,) = [str(message) for message in response.context["messages"]]
    assert "archived" in message
    assert "old text" not in message


class TestNote:
    def test_too_long_is_told_beside_the_field(self, as_editor):
        response = post_form(as_editor, open_form(as_editor), title="X", comment="x" * 301)
        assert set(errors_of(response)) == {"comment"}
        assert not Term.objects.exists()

    def test_of_300_characters_is_kept(self, as_editor):
        post_form(as_editor, open_form(as_editor), title="X", comment="x" * 300)
        assert Term.objects.get().revisions.get().comment == "x" * 300


class TestManyRows:
    def test_1050_examples_survive_a_change_of_the_summary(self, as_editor):
        term = make_term(examples=tuple(f"Example {n}." for n in range(1050)))
        response = post_form(as_editor, open_form(as_editor, term), term, button="_publish", summary="New.")
        assert response.status_code == 302
        assert Term.objects.get().summary == "New."
        assert Term.objects.get().examples.count() == 1050

    def test_form_that_showed_fewer_is_refused(self, as_editor):
        term = make_term()
        values = {**open_form(as_editor, term), "examples-TOTAL_FORMS": "2"}
        errors = errors_of(post_form(as_editor, values, term, button="_publish", summary="New."))
        assert "2 of 3" in errors["examples"][0]
        assert Term.objects.get().examples.count() == 3


class TestForgedAddresses:
    def test_saving_as_new_is_not_on_offer(self, as_editor):
        term = make_term()
        values = {**open_form(as_editor, term), "title": "Other", "slug": "other", "_saveasnew": "1"}
        post_form(as_editor, values, term, button="_publish")
        assert Term.objects.get().title == "Other"

    def test_saving_as_new_does_not_pass_by_the_owner(self, as_author):
        term = make_draft()
        values = {"title": "Stolen", "_saveasnew": "1", "_draft": "1"}
        assert as_author.post(change_url(term), values).status_code == 403
        assert Term.objects.count() == 1

    def test_quoted_id_leads_to_the_same_rules(self, as_author, as_editor):
        term = make_draft()
        quoted = f"/admin/glossary/term/_2B{term.pk}/change/"
        assert as_author.get(quoted).url == reverse("glossary:term-preview", args=[term.pk])
        assert as_author.post(quoted, {"title": "Stolen"}).status_code == 403
        assert as_editor.get(quoted).status_code == 200


def test_refused_form_shows_nothing_to_those_who_may_not_see_entries(client):
    member = make_editor("bare")
    member.groups.clear()
    client.force_login(member)
    assert client.post(change_url(make_draft()), {"title": "X"}).status_code == 403
