"""Each field says in one line what to write, and the entry's address is always one click away."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.admin.forms import ADD, change_url
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db


def test_every_field_is_helped_by_one_line(as_editor):
    response = as_editor.get(ADD)
    forms = [response.context["adminform"].form]
    forms += [inline.formset.empty_form for inline in response.context["inline_admin_formsets"]]
    # The hidden ones, and what ties a row to its entry, are nobody's to fill in.
    fields = [
        bound
        for form in forms
        for bound in form
        if not bound.is_hidden and bound.name not in {"id", "DELETE"}
    ]
    fields = [bound for bound in fields if not hasattr(bound.field, "parent_instance")]
    assert len(fields) > 20
    for bound in fields:
        assert 0 < len(str(bound.help_text)) <= 90, bound.html_name
        assert "\n" not in str(bound.help_text), bound.html_name


def test_public_address_and_saved_version_are_in_the_bar(as_editor):
    live, draft = make_term("Live"), make_draft("Draft")
    page = as_editor.get(change_url(live)).content.decode()
    bar = page[page.index("editor-actions") :]
    assert f'<a href="{live.get_absolute_url()}" target="_blank">' in bar
    assert reverse("glossary:term-preview", args=[live.pk]) not in bar
    page = as_editor.get(change_url(draft)).content.decode()
    bar = page[page.index("editor-actions") :]
    assert f'href="{draft.get_absolute_url()}"' not in bar
    assert reverse("glossary:term-preview", args=[draft.pk]) in bar
    assert draft.get_absolute_url() in bar
