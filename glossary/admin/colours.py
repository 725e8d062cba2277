"""Inputs for the accent colours: a text that a script joins with the browser's picker, and a sample.

A picker alone would not do: it has no way to say "none", and none is the default here.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy

from glossary.http.site import on_dark
from glossary.imaging.colour import parse_colour
from glossary.imaging.palette import DARK, LIGHT, Scheme
from glossary.workflow.site import colour_problem

SCHEMES = {"accent": LIGHT, "accent_dark": DARK}


class AccentInput(AdminTextInputWidget):
    """A text input for a colour, with a sample of it on the grounds of its scheme."""

    template_name = "admin/glossary/sitesettings/accent.html"

    def __init__(self, name: str) -> None:
        super().__init__(
            {
                "maxlength": 20,
                "spellcheck": "false",
                "autocomplete": "off",
                "class": "vTextField accent-input",
                "data-accent": name,
                "data-check-url": reverse_lazy("admin:glossary_sitesettings_colours"),
            }
        )
        self.name = name
        # What the sample shows and the input suggests; the form fills them in.
        self.shown = SCHEMES[name].accent
        self.nearest = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the sample, and the colour that would be allowed where this one is not."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["placeholder"] = self.shown
        sample = {"scheme": SCHEMES[self.name], "shown": self.shown, "nearest": self.nearest}
        return {**context, **sample, "is_dark": SCHEMES[self.name] is DARK}


def accent_field(name: str, label: Any, help_text: Any) -> forms.CharField:
    """Return the field of one accent, `accent` or `accent_dark`; the workflow judges the colour."""
    return forms.CharField(label=label, help_text=help_text, required=False, widget=AccentInput(name))


def shown_accents(written: dict[str, str]) -> dict[str, str]:
    """Return the colour that each scheme would show, from what was written for either or left empty."""
    accent, accent_dark = (_parsed(written.get(name, "")) for name in SCHEMES)
    derived = on_dark(accent) if accent else DARK.accent
    return {"accent": accent or LIGHT.accent, "accent_dark": accent_dark or derived}


def judge(request: HttpRequest) -> JsonResponse:
    """Answer what the two accents in the query would look like and what, if anything, is wrong with them."""
    written = {name: request.GET.get(name, "") for name in SCHEMES}
    answer = {}
    for name, shown in shown_accents(written).items():
        sentence, nearest = colour_problem(shown, SCHEMES[name]) or ("", "")
        answer[name] = {"shown": shown, "problem": sentence, "nearest": nearest}
    return JsonResponse(answer)


def nearest_to(colour: str, scheme: Scheme) -> str:
    """Return the colour that is allowed in a scheme where `colour` is not; else an empty text."""
    parsed = _parsed(colour)
    problem = colour_problem(parsed, scheme) if parsed else None
    return problem[1] if problem else ""


def _parsed(text: str) -> str:
    try:
        return parse_colour(text) if text.strip() else ""
    except ValueError:
        return ""
