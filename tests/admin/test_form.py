"""The entry form: filled from a record, yields one, loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from glossary.models import Draft, Event, Revision, Status, Term
from glossary.records import AliasRecord, RelationRecord, SectionRecord, editable_record, record_of
from glossary.workflow import publish_term, same_content, save_draft
from tests.admin.forms import ADD, change_url, errors_of, open_form, post_form
from tests.factories import PASSWORD, make_draft, make_record, make_term

pytestmark = pytest.mark.django_db

ODD = ["C++", ".NET", "404", "Context<T>", "8(a)", "<script>alert(1)</script>", "人工智能", "مصنوعی ذہانت"]


class TestNewEntry:
    def test_starts_with_definition_why_it_matters_and_three_examples(self, as_editor):
        values = open_form(as_editor)
        assert [values[f"sections-{n}-heading"] for n in (0, 1)] == ["Definition", "Why It Matters"]
        assert values["examples-TOTAL_FORMS"] == "3"

    def test_is_saved_as_a_draft_with_everything_that_was_typed(self, as_editor, editor):
        response = post_form(
            as_editor,
            open_form(as_editor),
            title="AI Model",
            tags="ai, generative-ai",
            summary="A sentence.",
            sections__0__body="What it is.\r\n\r\nMore.",
            sections__1__body="Why.",
            examples__0__body="One.",
            examples__1__body="Two.",
            examples__2__body="Three.",
            aliases__0__text="model",
            aliases__0__kind="synonym",
        )
        term = Term.objects.get()
        assert response.url == change_url(term)
        assert (term.status, term.owner) == (Status.DRAFT, editor)
        record = record_of(term)
        assert record.tags == ("ai", "generative-ai")
        assert record.sections[0] == SectionRecord("Definition", "What it is.\n\nMore.", "definition")
        assert record.examples == ("One.", "Two.", "Three.")
        assert record.aliases == (AliasRecord("model", "synonym"),)

    def test_publish_shows_it_to_readers(self, as_editor):
        post_form(as_editor, open_form(as_editor), title="AI Model", summary="S.", button="_publish")
        assert Term.objects.get().status == Status.PUBLISHED

    def test_preview_saves_a_draft_and_shows_it(self, as_editor):
        response = post_form(as_editor, open_form(as_editor), title="AI Model", button="_preview")
        term = Term.objects.get()
        assert (term.status, response.url) == (Status.DRAFT, f"/preview/{term.pk}/")

    def test_title_can_come_with_the_address(self, as_editor):
        response = as_editor.get(f"{ADD}?title=Sought+Word")
        assert response.context["adminform"].form["title"].value() == "Sought Word"


class TestChange:
    def test_untouched_form_yields_the_record_it_was_filled_from(self, as_editor):
        make_term("Other")
        term = make_term(
            aliases=("model",),
            tags=("zebra", "apple"),
            relations=(RelationRecord("contrast", "other", "The difference."),),
            exact_match=("https://example.org/1", "https://example.org/2"),
            pronunciation="ay-eye",
            featured=True,
            review_due="2027-05-01",
            replaced_by="other",
        )
        before = record_of(term)
        post_form(as_editor, open_form(as_editor, term), term)
        assert not Draft.objects.exists()
        assert record_of(Term.objects.get(pk=term.pk)) == before
        assert term.revisions.count() == 1

    def test_of_a_live_entry_waits_as_pending(self, as_editor):
        term = make_term()
        post_form(as_editor, open_form(as_editor, term), term, summary="New.")
        assert record_of(Term.objects.get(pk=term.pk)).summary != "New."
        assert open_form(as_editor, term)["summary"] == "New."

    def test_publish_changes_replaces_the_live_text(self, as_editor):
        term = make_term()
        post_form(as_editor, open_form(as_editor, term), term, summary="New.")
        post_form(as_editor, open_form(as_editor, term), term, button="_publish")
        assert record_of(Term.objects.get(pk=term.pk)).summary == "New."
        assert not Draft.objects.exists()

    def test_rows_are_ordered_by_their_places(self, as_editor):
        term = make_term()
        post_form(
            as_editor,
            open_form(as_editor, term),
            term,
            button="_publish",
            examples__0__position="3",
            examples__2__position="1",
        )
        assert record_of(Term.objects.get(pk=term.pk)).examples == (
            "A school uses it.",
            "A bank uses it.",
            "A shop uses it.",
        )

    def test_emptied_row_is_removed(self, as_editor):
        term = make_term()
        values = open_form(as_editor, term)
        post_form(as_editor, values, term, button="_publish", examples__1__body=" ")
        assert len(record_of(Term.objects.get(pk=term.pk)).examples) == 2

    def test_heading_changes_and_fragment_id_stays(self, as_editor):
        term = make_term()
        values = open_form(as_editor, term)
        post_form(as_editor, values, term, button="_publish", sections__0__heading="What It Is")
        section = Term.objects.get(pk=term.pk).sections.first()
        assert (section.heading, section.key) == ("What It Is", "definition")

    def test_markdown_keeps_white_space_at_its_ends(self, as_editor):
        term = make_term()
        values = open_form(as_editor, term)
        post_form(as_editor, values, term, button="_publish", sections__0__body="    code\r\nend\r\n")
        assert Term.objects.get(pk=term.pk).sections.first().body == "    code\nend\n"

    def test_260_sections_survive(self, as_editor):
        sections = tuple(SectionRecord(f"Section {n}", f"Text {n}.") for n in range(260))
        term = make_term(sections=sections)
        values = open_form(as_editor, term)
        response = post_form(as_editor, values, term, button="_publish", sections__259__body="Changed.")
        assert response.status_code == 302
        bodies = [section.body for section in Term.objects.get(pk=term.pk).sections.all()]
        assert (len(bodies), bodies[259]) == (260, "Changed.")

    def test_parts_that_the_form_does_not_show_are_kept(self, as_editor):
        term = make_term()
        concept = Term.objects.get(pk=term.pk).concept
        post_form(as_editor, open_form(as_editor, term), term, button="_publish", summary="New.")
        assert Term.objects.get(pk=term.pk).concept == concept

    def test_relation_is_named_by_title_or_by_address(self, as_editor):
        make_term("Node", qualifier="networking")
        make_term("Other")
        term = make_term()
        rows = {"relations_out-TOTAL_FORMS": "2"}
        values = {**open_form(as_editor, term), **rows}
        post_form(
            as_editor,
            values,
            term,
            button="_publish",
            relations_out__0__kind="related",
            relations_out__0__target="node (Networking)",
            relations_out__1__kind="narrower",
            relations_out__1__target="other",
        )
        assert record_of(Term.objects.get(pk=term.pk)).relations == (
            RelationRecord("related", "node-networking"),
            RelationRecord("narrower", "other"),
        )


class TestProblems:
    def test_each_is_beside_its_field_and_what_was_typed_stays(self, as_editor):
        response = post_form(
            as_editor,
            open_form(as_editor),
            title="bell\x07",
            summary="x" * 501,
            sections__0__body="fine",
            sections__1__heading="",
            sections__1__body="headless",
            aliases__0__text="over\u202eride",
            aliases__0__kind="synonym",
        )
        errors = errors_of(response)
        assert set(errors) == {"title", "summary", "sections-1-heading", "aliases-0-text"}
        assert b"headless" in response.content
        assert not Term.objects.exists()

    def test_taken_title_offers_a_qualifier(self, as_editor):
        make_term("AI Model")
        errors = errors_of(post_form(as_editor, open_form(as_editor), title="ai model"))
        assert "qualifier" in errors["title"][0]

    def test_unknown_related_entry_is_named(self, as_editor):
        values = {**open_form(as_editor), "relations_out-TOTAL_FORMS": "1"}
        response = post_form(
            as_editor, values, title="X", relations_out__0__kind="related", relations_out__0__target="Nothing"
        )
        assert "no entry called" in errors_of(response)["relations_out-0-target"][0]

    def test_circle_of_broader_is_told_above_the_rows(self, as_editor):
        make_term("A")
        make_term("B", relations=(RelationRecord("broader", "a"),))
        term = Term.objects.get(slug="a")
        values = {**open_form(as_editor, term), "relations_out-TOTAL_FORMS": "2"}
        response = post_form(
            as_editor, values, term, relations_out__1__kind="broader", relations_out__1__target="b"
        )
        assert "relations_out" in errors_of(response)

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//host", "https://[x"])
    def test_source_needs_a_web_address(self, as_editor, url):
        values = {**open_form(as_editor), "sources-TOTAL_FORMS": "1"}
        response = post_form(as_editor, values, title="X", sources__0__title="S", sources__0__url=url)
        assert "sources-0-url" in errors_of(response)

    @pytest.mark.parametrize("title", ODD)
    def test_odd_titles_are_saved_and_shown_as_text(self, as_editor, title):
        post_form(as_editor, open_form(as_editor), title=title, summary="S.", button="_publish")
        term = Term.objects.get()
        assert term.title == title
        assert b"<script>alert" not in as_editor.get(change_url(term)).content
        assert b"<script>alert" not in as_editor.get("/admin/glossary/term/").content

    def test_text_of_200_kb_is_saved_and_one_of_more_is_refused(self, as_editor):
        body = "word " * 39_999
        post_form(as_editor, open_form(as_editor), title="Long", sections__0__body=body)
        assert Term.objects.get().sections.first().body == body
        response = post_form(as_editor, open_form(as_editor), title="Longer", sections__0__body="x" * 200_001)
        assert "sections-0-body" in errors_of(response)
        assert b"x" * 200_001 in response.content

    def test_same_slug_as_another_is_refused_beside_the_address(self, as_editor):
        make_term("AI Model")
        errors = errors_of(post_form(as_editor, open_form(as_editor), title="Other", slug="ai-model"))
        assert "slug" in errors


class TestCompleteness:
    def test_publishing_asks_for_the_one_sentence_and_a_draft_does_not(self, as_editor):
        values = open_form(as_editor)
        errors = errors_of(post_form(as_editor, values, title="Only a title", button="_publish"))
        assert "one sentence" in errors["summary"][0]
        assert not Term.objects.exists()
        post_form(as_editor, values, title="Only a title")
        assert Term.objects.get().status == Status.DRAFT


class TestConflict:
    @pytest.fixture
    def other(self):
        from tests.factories import make_editor

        return make_editor("second")

    def test_shows_both_texts_and_overwrites_nothing(self, as_editor, other):
        term = make_term()
        values = open_form(as_editor, term)
        save_draft(replace(record_of(term), summary="Theirs."), actor=other, term=term)
        response = post_form(as_editor, values, term, summary="Mine.")
        assert response.status_code == 200
        assert editable_record(term).summary == "Theirs."
        row = next(row for row in response.context["conflict"] if row.change.field == "summary")
        assert (row.change.old, row.change.new, row.suggested) == ("Theirs.", "Mine.", False)
        assert str(other).encode() in response.content
        assert response.context["adminform"].form["summary"].value() == "Mine."

    def test_next_save_is_a_knowing_one(self, as_editor, other):
        from tests.admin.forms import fields_of

        term = make_term()
        values = open_form(as_editor, term)
        save_draft(replace(record_of(term), summary="Theirs."), actor=other, term=term)
        again = fields_of(post_form(as_editor, values, term, summary="Mine."))
        post_form(as_editor, again, term)
        assert editable_record(term).summary == "Mine."
        assert Revision.objects.filter(term=term, record__summary="Theirs.").exists()

    def test_fields_that_only_they_changed_can_be_kept_as_theirs(self, as_editor, other):
        from tests.admin.forms import fields_of

        term = make_term()
        values = open_form(as_editor, term)
        theirs = replace(record_of(term), summary="Theirs.", examples=("Only one.",))
        save_draft(theirs, actor=other, term=term)
        response = post_form(as_editor, values, term, pronunciation="mine")
        assert {r.change.field for r in response.context["conflict"] if r.suggested} == {
            "summary",
            "examples",
        }
        values = fields_of(response)
        as_editor.post(
            change_url(term),
            {
                **values,
                "conflict_number": str(response.context["conflict_number"]),
                "conflict_theirs": ["summary", "examples"],
                "_draft": "1",
            },
        )
        result = editable_record(term)
        assert (result.summary, result.examples, result.pronunciation) == ("Theirs.", ("Only one.",), "mine")

    def test_third_save_in_between_is_a_conflict_again(self, as_editor, other):
        from tests.admin.forms import fields_of

        term = make_term()
        values = open_form(as_editor, term)
        save_draft(replace(record_of(term), summary="Second."), actor=other, term=term)
        again = fields_of(post_form(as_editor, values, term, summary="Mine."))
        save_draft(replace(record_of(term), summary="Third."), actor=other, term=term)
        response = post_form(as_editor, again, term)
        assert response.context["conflict"]
        assert editable_record(term).summary == "Third."

    def test_same_person_in_two_tabs_is_told_too(self, as_editor):
        term = make_term()
        tab_one, tab_two = open_form(as_editor, term), open_form(as_editor, term)
        post_form(as_editor, tab_one, term, summary="One.", button="_publish")
        response = post_form(as_editor, tab_two, term, summary="Two.", button="_publish")
        assert response.context["conflict"]
        assert record_of(Term.objects.get(pk=term.pk)).summary == "One."

    def test_missing_version_does_not_pass_for_the_latest(self, as_editor):
        term = make_term()
        values = open_form(as_editor, term)
        del values["base_version"]
        response = post_form(as_editor, values, term, summary="Blind.")
        assert response.status_code == 200
        assert editable_record(term).summary != "Blind."


class TestExpiredLogin:
    def test_keeps_what_was_typed_and_sends_it_on_after_the_login(self, as_editor, editor):
        values = open_form(as_editor)
        as_editor.logout()
        response = post_form(as_editor, values, title="Typed for an hour", sections__0__body="A\r\nB")
        assert response.status_code == 403
        assert not Term.objects.exists()
        kept = dict(response.context["typed"])
        assert kept["title"] == "Typed for an hour"
        login = {"again-username": editor.username, "again-password": PASSWORD}
        response = as_editor.post(ADD, {**kept, **login})
        assert response.status_code == 302
        assert Term.objects.get().title == "Typed for an hour"

    def test_wrong_password_keeps_it_still(self, as_editor, editor):
        values = open_form(as_editor)
        as_editor.logout()
        response = post_form(
            as_editor, values, title="Typed", **{"again-username": editor.username, "again-password": "no"}
        )
        assert response.status_code == 403
        assert dict(response.context["typed"])["title"] == "Typed"
        assert "again-password" not in dict(response.context["typed"])

    def test_needs_the_csrf_token_like_every_form(self, editor):
        client = Client(enforce_csrf_checks=True)
        login = {"again-username": editor.username, "again-password": PASSWORD}
        response = client.post(ADD, {"title": "Forged", **login})
        assert response.status_code == 403
        assert not Term.objects.exists()

    def test_page_can_ask_whether_the_login_holds(self, as_editor):
        assert as_editor.get("/admin/session/").json()["token"]
        as_editor.logout()
        assert as_editor.get("/admin/session/").status_code == 401


class TestWhoMayDoWhat:
    def test_author_has_no_publish_button_and_cannot_press_it(self, as_author):
        assert b"_publish" not in as_author.get(ADD).content
        response = post_form(as_author, open_form(as_author), title="Mine", button="_publish")
        assert response.status_code == 403
        assert not Term.objects.exists()

    def test_author_edits_own_draft(self, as_author):
        post_form(as_author, open_form(as_author), title="Mine")
        term = Term.objects.get()
        post_form(as_author, open_form(as_author, term), term, summary="Better.")
        assert Term.objects.get().summary == "Better."

    def test_author_is_shown_the_entry_of_another_but_not_its_form(self, as_author):
        term = make_draft("Theirs")
        response = as_author.get(change_url(term))
        assert response.url == f"/preview/{term.pk}/"
        assert as_author.post(change_url(term), {"title": "Stolen"}).status_code == 403

    def test_author_sees_no_owner_field(self, as_author, as_editor):
        assert "owner" not in as_author.get(ADD).context["adminform"].form.fields
        assert "owner" in as_editor.get(ADD).context["adminform"].form.fields

    def test_only_a_draft_can_be_deleted(self, as_editor):
        draft, live = make_draft("Draft"), make_term("Live")
        assert as_editor.post(f"/admin/glossary/term/{live.pk}/delete/", {"post": "yes"}).status_code == 403
        assert as_editor.post(f"/admin/glossary/term/{draft.pk}/delete/", {"post": "yes"}).status_code == 302
        assert list(Term.objects.all()) == [live]


class TestRevisionNotes:
    def test_note_is_in_the_history(self, as_editor):
        post_form(as_editor, open_form(as_editor), title="X", comment="First attempt")
        assert Revision.objects.get().comment == "First attempt"

    def test_log_of_the_admin_says_what_happened(self, as_editor):
        from django.contrib.admin.models import LogEntry

        post_form(as_editor, open_form(as_editor), title="X", summary="S.", button="_publish")
        assert Revision.objects.get().event == Event.PUBLISHED
        assert LogEntry.objects.get().get_change_message() == "Published"


def test_record_of_the_factory_is_sound():
    term = publish_term(record=make_record(), actor=None).term
    assert same_content(record_of(term), replace(make_record(), slug="ai-model"))


def test_enter_saves_a_draft_and_never_publishes(as_editor):
    page = as_editor.get(ADD).content.decode()
    first = page[page.index('type="submit"', page.index("editor-actions")) :].partition(">")[0]
    assert 'name="_draft"' in first
