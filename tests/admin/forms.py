"""Fill in and post the entry form as a browser would."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from glossary.models import Term

ADD = "/admin/glossary/term/add/"


def change_url(term: Term) -> str:
    """Return the address of the change form of `term`."""
    return reverse("admin:glossary_term_change", args=[term.pk])


def fields_of(response: Any) -> dict[str, Any]:
    """Return name and value of every input on the page, as a browser would send them."""
    form = response.context["adminform"].form
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms = [form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    values = {}
    for each in forms:
        for bound in each:
            value = bound.value()
            if value is not None and value is not False:
                values[bound.html_name] = "on" if value is True else str(value)
    return values


def open_form(client: Client, term: Term | None = None) -> dict[str, Any]:
    """Open the add form, or the change form of `term`, and return its fields."""
    response = client.get(change_url(term) if term else ADD)
    assert response.status_code == 200
    return fields_of(response)


def post_form(
    client: Client,
    values: dict[str, Any],
    term: Term | None = None,
    *,
    button: str = "_draft",
    **changes: str,
) -> Any:
    """Post the fields with `changes` (`sections__0__body` names `sections-0-body`) and press `button`."""
    renamed = {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(change_url(term) if term else ADD, {**values, **renamed, button: "1"})


def errors_of(response: Any) -> dict[str, list[str]]:
    """Return the messages beside each field of a form that came back."""
    assert response.status_code == 200
    form = response.context["adminform"].form
    found = {name: list(messages) for name, messages in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for row in inline.formset.forms:
            found |= {f"{row.prefix}-{name}": list(messages) for name, messages in row.errors.items()}
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = list(inline.formset.non_form_errors())
    return found
