"""Two people at one entry: each keeps what the other did not touch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossary.admin.conflict import conflict_rows, take_theirs
from glossary.records import SectionRecord, editable_record, record_of
from glossary.workflow import save_draft
from tests.admin.forms import change_url, errors_of, fields_of, open_form, post_form
from tests.factories import make_editor, make_record, make_term

pytestmark = pytest.mark.django_db

BASE = make_record(slug="ai-model")
DEFINITION, WHY = BASE.sections


@pytest.fixture
def other(db):
    return make_editor("second")


def ticked(response) -> list[str]:
    return [row.change.field for row in response.context["conflict"] if row.ticked]


def save_knowingly(client, term, response, names=None, **changes):
    values = fields_of(response)
    renamed = {name.replace("__", "-"): value for name, value in changes.items()}
    knowing = {
        "conflict_number": str(response.context["conflict_number"]),
        "conflict_theirs": ticked(response) if names is None else names,
    }
    return client.post(change_url(term), {**values, **renamed, **knowing, "_draft": "1"})


def merged(theirs, mine):
    rows = conflict_rows(base=BASE, theirs=theirs, mine=mine)
    return take_theirs(mine, theirs, [row.change.field for row in rows if row.ticked])


class TestForm:
    def test_section_of_each_is_kept(self, as_editor, other):
        term = make_term()
        values = open_form(as_editor, term)
        theirs = replace(record_of(term), sections=(DEFINITION, replace(WHY, body="Theirs.")))
        save_draft(theirs, actor=other, term=term)
        response = post_form(as_editor, values, term, sections__0__body="Mine.")
        assert ticked(response) == ["sections.why-it-matters"]
        assert b'value="sections.why-it-matters" checked' in response.content
        assert save_knowingly(as_editor, term, response).status_code == 302
        assert [section.body for section in editable_record(term).sections] == ["Mine.", "Theirs."]

    def test_example_of_each_is_kept(self, as_editor, other):
        term = make_term()
        values = open_form(as_editor, term)
        theirs = replace(record_of(term), examples=("Theirs.", *BASE.examples[1:]))
        save_draft(theirs, actor=other, term=term)
        response = post_form(as_editor, values, term, examples__2__body="Mine.")
        assert ticked(response) == ["examples.0"]
        save_knowingly(as_editor, term, response)
        assert editable_record(term).examples == ("Theirs.", "A bank uses it.", "Mine.")

    def test_unknown_names_count_for_nothing(self, as_editor, other):
        term = make_term()
        values = open_form(as_editor, term)
        save_draft(replace(record_of(term), summary="Theirs."), actor=other, term=term)
        response = post_form(as_editor, values, term, summary="Mine.")
        names = ["status", "schema", "sections.", "examples.99", "examples.x", "x", "examples.-1"]
        assert save_knowingly(as_editor, term, response, names).status_code == 302
        result = editable_record(term)
        assert (result.summary, result.sections, result.examples) == ("Mine.", BASE.sections, BASE.examples)

    @pytest.mark.parametrize("wrong", [{"title": "bell\x07"}, {"review_due": "never"}])
    def test_choice_survives_a_save_that_was_refused(self, as_editor, other, wrong):
        term = make_term()
        values = open_form(as_editor, term)
        theirs = replace(record_of(term), sections=(DEFINITION, replace(WHY, body="Theirs.")))
        save_draft(theirs, actor=other, term=term)
        response = post_form(as_editor, values, term, summary="Mine.")
        response = save_knowingly(as_editor, term, response, **wrong)
        assert errors_of(response)
        assert b'value="sections.why-it-matters" checked' in response.content
        kept = list(response.context["conflict_kept"])
        right = {"title": "AI Model", "review_due": ""}
        assert save_knowingly(as_editor, term, response, kept, **right).status_code == 302
        result = editable_record(term)
        assert (result.summary, result.sections[1].body) == ("Mine.", "Theirs.")

    def test_choice_survives_a_third_save_in_between(self, as_editor, other):
        term = make_term()
        values = open_form(as_editor, term)
        save_draft(replace(record_of(term), summary="Second."), actor=other, term=term)
        response = post_form(as_editor, values, term, pronunciation="mine")
        save_draft(replace(editable_record(term), qualifier="third"), actor=other, term=term)
        response = save_knowingly(as_editor, term, response)
        assert set(ticked(response)) == {"summary", "qualifier"}

    def test_example_removed_on_the_page_of_the_conflict_asks_again(self, as_editor, other):
        term = make_term()
        values = open_form(as_editor, term)
        theirs = replace(record_of(term), examples=("Theirs.", *BASE.examples[1:]))
        save_draft(theirs, actor=other, term=term)
        response = post_form(as_editor, values, term, summary="Mine.")
        response = save_knowingly(as_editor, term, response, examples__1__body="")
        assert [row.change.field for row in response.context["conflict"]] == ["summary", "examples"]
        assert editable_record(term).examples == theirs.examples


class TestPieces:
    def test_section_that_they_added_stands_where_they_put_it(self):
        added = SectionRecord("New", "Theirs.", "new")
        mine = replace(BASE, sections=(DEFINITION, replace(WHY, body="Mine.")))
        result = merged(replace(BASE, sections=(DEFINITION, added, WHY)), mine)
        assert [section.key for section in result.sections] == ["definition", "new", "why-it-matters"]
        assert result.sections[2].body == "Mine."

    def test_section_that_they_removed_goes_and_one_that_i_added_stays(self):
        mine = replace(BASE, sections=(*BASE.sections, SectionRecord("Mine", "Text.")))
        result = merged(replace(BASE, sections=(WHY,)), mine)
        assert [section.heading for section in result.sections] == ["Why It Matters", "Mine"]

    def test_order_that_they_changed_is_theirs_and_texts_are_mine(self):
        mine = replace(BASE, sections=(replace(DEFINITION, body="Mine."), WHY))
        result = merged(replace(BASE, sections=(WHY, DEFINITION)), mine)
        assert result.sections == (WHY, replace(DEFINITION, body="Mine."))

    def test_same_section_of_both_is_mine_unless_ticked(self):
        mine = replace(BASE, sections=(replace(DEFINITION, body="Mine."), WHY))
        theirs = replace(BASE, sections=(replace(DEFINITION, body="Theirs."), WHY))
        (row,) = conflict_rows(base=BASE, theirs=theirs, mine=mine)
        assert (row.change.field, row.ticked) == ("sections.definition", False)
        assert take_theirs(mine, theirs, ["sections.definition"]).sections == theirs.sections

    def test_new_section_of_the_same_heading_is_one_piece(self):
        theirs = replace(BASE, sections=(*BASE.sections, SectionRecord("Notes", "Theirs.", "notes")))
        mine = replace(BASE, sections=(*BASE.sections, SectionRecord("Notes", "Mine.")))
        (row,) = conflict_rows(base=BASE, theirs=theirs, mine=mine)
        assert (row.change.field, row.ticked) == ("sections.notes", False)

    def test_examples_count_as_one_once_their_number_differs(self):
        theirs = replace(BASE, examples=(*BASE.examples, "Theirs."))
        (row,) = conflict_rows(base=BASE, theirs=theirs, mine=replace(BASE, examples=("A.", *BASE.examples)))
        assert (row.change.field, row.ticked) == ("examples", False)
        (row,) = conflict_rows(base=BASE, theirs=theirs, mine=BASE)
        assert (row.change.field, row.ticked) == ("examples", True)
