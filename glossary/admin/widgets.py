"""Inputs of the entry form: Markdown with preview, and text inputs that offer completions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.forms import Media
from django.urls import reverse_lazy
from django.utils.functional import Promise
from markdownx.widgets import AdminMarkdownxWidget


class MarkdownWidget(AdminMarkdownxWidget):
    """markdownx's widget, with its script loaded as ours expects and rows enough for a paragraph.

    `of_term` is the entry whose text it holds, "" for one to come: its preview links names as the page does.
    """

    of_term: str | None = None

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 6, **(attrs or {})})

    def get_context(self, name: Any, value: Any, attrs: Any = None) -> dict[str, Any]:
        """Add to the preview's address whose text it is."""
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[no-untyped-call]
        if self.of_term is not None:
            context["widget"]["attrs"]["data-markdownx-urls-path"] += f"?term={self.of_term}"
        return context

    @property
    def media(self) -> Media:
        """Load the unminified script's twin always, whatever DEBUG was when markdownx was imported."""
        return forms.Media(js=["markdownx/js/markdownx.min.js"])


class CompletedInput(AdminTextInputWidget):
    """A text input that a script turns into a combobox (ARIA APG) fed from `url`.

    With `several`, the value is a list parted by commas, and completion works on the part being typed.
    """

    def __init__(self, url: str | Promise, *, several: bool = False) -> None:
        super().__init__({"data-complete-url": url, "autocomplete": "off"})
        if several:
            self.attrs["data-complete-several"] = ""


def tag_input() -> CompletedInput:
    """Return the input for the tags of an entry."""
    return CompletedInput(reverse_lazy("admin:glossary_complete_tags"), several=True)


def term_input() -> CompletedInput:
    """Return the input that names another entry."""
    return CompletedInput(reverse_lazy("admin:glossary_complete_terms"))


class NameInput(AdminTextInputWidget):
    """A title or another name, beside which a script shows what it does in the prose of other entries."""

    def __init__(self) -> None:
        super().__init__({"data-name-effect": reverse_lazy("admin:glossary_name_effect")})


class CountedInput(forms.Textarea):
    """A short text with a live count against the advised length; the limit itself is the server's to say."""

    def __init__(self, advised: int, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"rows": 2, "class": "vLargeTextField", "data-count-advised": advised, **(attrs or {})}
        )
