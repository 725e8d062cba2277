"""What a form of the owner's says when somebody else saved it between opening and sending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _

BASE = "base"
_SHOWN_AT_MOST = 300


class BaseField(forms.CharField):
    """A hidden field with the marks of what the form showed when it was opened."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never: nobody types into it, and the history names what somebody typed."""
        return False


def sentence(theirs: str) -> str:
    """Return what stands beside a field that somebody changed to `theirs`; an empty text means emptied."""
    if not theirs:
        return _("Somebody emptied this while you wrote. Save again to put what stands here in its place.")
    return _(
        "Somebody changed this while you wrote, to “%(theirs)s”. "
        "Save again to put what stands here in its place."
    ) % {"theirs": Truncator(theirs).chars(_SHOWN_AT_MOST)}
