"""Editors are told of the number of examples that the owner advises, and nothing is refused for it."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages

from glossary.models import SiteSettings, Status, Term
from glossary.workflow import save_site_settings
from tests.admin.forms import open_form, post_form
from tests.factories import make_draft


def said(response) -> list[str]:
    """Return what was said after the message that it is published."""
    return [str(message) for message in get_messages(response.wsgi_request)][1:]


class TestPublishing:
    @pytest.mark.parametrize(
        ("examples", "message"),
        [
            ((), ["It has no examples; 3 read best."]),
            (("One.",), ["It has 1 example; 3 read best."]),
            (("One.", "Two."), ["It has 2 examples; 3 read best."]),
            (("One.", "Two.", "Three."), []),
        ],
    )
    def test_fewer_examples_than_advised_are_told(self, as_editor, examples, message):
        term = make_draft(examples=examples)
        response = post_form(as_editor, open_form(as_editor, term), term, button="_publish")
        assert said(response) == message
        assert Term.objects.get().status == Status.PUBLISHED

    def test_owner_says_how_many(self, as_editor):
        save_site_settings(SiteSettings(examples_advised=1), actor=None)
        term = make_draft(examples=("One.",))
        assert said(post_form(as_editor, open_form(as_editor, term), term, button="_publish")) == []

    def test_saving_a_draft_says_nothing_of_it(self, as_editor):
        term = make_draft(examples=())
        assert said(post_form(as_editor, open_form(as_editor, term), term)) == []


class TestForm:
    def test_form_says_how_many_and_has_room_for_them(self, as_editor):
        save_site_settings(SiteSettings(examples_advised=5), actor=None)
        response = as_editor.get("/admin/glossary/term/add/")
        assert "5 read best" in response.content.decode()
        (examples,) = (
            inline.formset
            for inline in response.context["inline_admin_formsets"]
            if inline.formset.prefix == "examples"
        )
        assert len(examples.forms) == 5
