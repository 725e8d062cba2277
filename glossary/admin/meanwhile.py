"""What a form of the owner's says when somebody else saved it between opening and sending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from glossary.workflow import ChangedMeanwhile

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


class OwnersAdmin(admin.ModelAdmin):
    """A form of the owner's over a row that is always there: nothing is added or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one: each has its place in the site."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one; its owner goes back to the default instead."""
        return False

    def form_title(self, request: HttpRequest, object_id: str) -> str:
        """Return what the form is called."""
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or take the form."""
        title = self.form_title(request, object_id or "")
        context = {"title": title, "subtitle": None, **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except ChangedMeanwhile:
            # Between the form's look at the row and the turn to write. Now the form sees it too.
            return self.changeform_view(request, object_id, form_url, extra_context)
