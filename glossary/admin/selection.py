"""Lists in which rows are chosen for an action."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import helpers
from django.http import HttpRequest, HttpResponse


class SoundList(admin.ModelAdmin):
    """A list that answers forged requests too: Django fails on some of them."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what the filters put into addresses; Django allows every column, and some break the query."""
        return lookup in {getattr(each, "parameter_name", "") for each in self.get_list_filter(request)}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list or run an action on it; chosen ids that cannot be any are left out."""
        if helpers.ACTION_CHECKBOX_NAME in request.POST:
            values = request.POST.copy()
            ids = values.getlist(helpers.ACTION_CHECKBOX_NAME)
            values.setlist(helpers.ACTION_CHECKBOX_NAME, [each for each in ids if _may_be_id(each)])
            request.POST = values  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)


def _may_be_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
