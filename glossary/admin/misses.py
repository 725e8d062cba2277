"""The queue of what readers looked for and did not find, and the way from there to a draft."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from glossary.admin.selection import SoundList
from glossary.models import SearchMiss, Status, Term
from glossary.models.readers import MISSED_TEXT_MAX
from glossary.text.fold import match_key
from glossary.workflow import misses

DISMISSED, EVERY = "dismissed", "all"


class RequestFilter(admin.SimpleListFilter):
    """By whether somebody asked for it."""

    title = gettext_lazy("requests")
    parameter_name = "asked"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("yes", _("Asked for")), ("no", _("Only searched for"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SearchMiss]) -> QuerySet[SearchMiss]:
        """Keep what the choice names."""
        if self.value() == "yes":
            return queryset.filter(requests__gt=0)
        return queryset.filter(requests=0) if self.value() == "no" else queryset


class DismissalFilter(admin.SimpleListFilter):
    """By whether an editor dismissed it; what was dismissed is out of the way at first."""

    title = gettext_lazy("decision")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the choices beside the one that holds at first."""
        return [(DISMISSED, _("Dismissed")), (EVERY, _("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Name the first choice for what it keeps."""
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Open")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[SearchMiss]) -> QuerySet[SearchMiss]:
        """Keep what the choice names."""
        if self.value() == EVERY:
            return queryset
        return queryset.filter(dismissed_at__isnull=self.value() != DISMISSED)


class MissList(ChangeList):
    """A page of the queue, which knows the entries that have these names by now: one query for all rows."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the page, and give each row what may be done about it."""
        super().get_results(request)
        terms = self.model_admin.admin_site.get_model_admin(Term)
        rows = list(self.result_list)
        there: dict[str, Term] = {}
        if terms.has_view_permission(request):
            keys = {key for row in rows for key in (row.key, match_key(row.text))}
            found = Term.objects.filter(match_key__in=keys).order_by("-pk")
            there = {misses.key_of(term.title): term for term in found}
        may_create = terms.has_add_permission(request)
        for row in rows:
            row.entry = there.get(row.key)
            row.may_create = may_create
        self.result_list = rows


@admin.register(SearchMiss)
class SearchMissAdmin(SoundList):
    """What was looked for and not found. Readers write it; editors create, dismiss or delete."""

    list_display = ["looked_for", "next_step", "requests", "searches", "since", "last_time"]
    list_display_links = None
    list_filter = [RequestFilter, DismissalFilter]
    list_per_page = 100
    search_fields = ["text"]
    search_help_text = gettext_lazy("Any part of what was looked for; accents and case do not matter.")
    ordering = ["-requests", "-searches", "-last_at", "pk"]
    actions = ["dismiss", "bring_back"]
    fields = ["text", "searches", "requests", "first_at", "last_at", "dismissed_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: SearchMiss | None = None) -> bool:
        """Tell whether the person may dismiss; a row is shown, never edited."""
        return obj is None and super().has_change_permission(request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the list that knows the entries."""
        return MissList

    def get_list_display(self, request: HttpRequest) -> Any:
        """Return the columns; when something was dismissed is said where such rows are shown."""
        is_decided = DismissalFilter.parameter_name in request.GET
        return [*self.list_display, "dismissed"] if is_decided else self.list_display

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list under its name."""
        return super().changelist_view(
            request, {"title": _("Looked for and not found"), **(extra_context or {})}
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[SearchMiss], search_term: str
    ) -> tuple[QuerySet[SearchMiss], bool]:
        """Find rows that hold the text."""
        key = misses.key_of(search_term.strip()[:MISSED_TEXT_MAX])
        return (queryset.filter(key__contains=key) if key else queryset), False

    @admin.display(description=gettext_lazy("looked for"), ordering="text")
    def looked_for(self, miss: SearchMiss) -> str:
        """Return the text, kept apart from the direction of the page."""
        return format_html("<bdi>{}</bdi>", miss.text)

    @admin.display(description=gettext_lazy("since"), ordering="first_at")
    def since(self, miss: SearchMiss) -> datetime.date:
        """Return the day of the first time."""
        return localdate(miss.first_at)

    @admin.display(description=gettext_lazy("last time"), ordering="last_at")
    def last_time(self, miss: SearchMiss) -> datetime.date:
        """Return the day of the last time."""
        return localdate(miss.last_at)

    @admin.display(description=gettext_lazy("dismissed"), ordering="dismissed_at", empty_value="")
    def dismissed(self, miss: SearchMiss) -> datetime.date | None:
        """Return the day of the dismissal, where there is one."""
        return localdate(miss.dismissed_at) if miss.dismissed_at else None

    @admin.display(description=gettext_lazy("what to do"), empty_value="")
    def next_step(self, miss: SearchMiss) -> str | None:
        """Return a link to the entry that has this name, else one that begins it."""
        entry: Term | None = miss.entry  # type: ignore[attr-defined]
        if entry is not None:
            address = reverse("admin:glossary_term_change", args=[entry.pk])
            is_draft = entry.status == Status.DRAFT
            return _link(address, _("Open the draft") if is_draft else _("Open the entry"), str(entry))
        if miss.may_create:  # type: ignore[attr-defined]
            address = f"{reverse('admin:glossary_term_add')}?{urlencode({'title': miss.text})}"
            return _link(address, _("Create this term"), miss.text)
        return None

    @admin.action(description=gettext_lazy("Dismiss"), permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[SearchMiss]) -> None:
        """Say of the chosen rows that the glossary is not the place for them."""
        self._report(request, misses.dismiss(queryset), _dismissed)

    @admin.action(description=gettext_lazy("Bring back"), permissions=["change"])
    def bring_back(self, request: HttpRequest, queryset: QuerySet[SearchMiss]) -> None:
        """Put the chosen rows back among the open ones."""
        self._report(request, misses.bring_back(queryset), _brought_back)

    def _report(self, request: HttpRequest, count: int, sentence: Callable[[int], str]) -> None:
        if count:
            messages.success(request, sentence(count))
        else:
            messages.info(request, _("None of these needed a change."))


def _link(address: str, words: str, title: str) -> str:
    """Return a link that says of which row it is to those who do not see the row (WCAG 2.4.9)."""
    hidden = format_html('<span class="visually-hidden">: {}</span>', title)
    return format_html('<a href="{}">{}{}</a>', address, words, hidden)


def _dismissed(count: int) -> str:
    return ngettext(
        "%(count)s is dismissed. The filter “Dismissed” still shows it.",
        "%(count)s are dismissed. The filter “Dismissed” still shows them.",
        count,
    ) % {"count": count}


def _brought_back(count: int) -> str:
    return ngettext("%(count)s is open again.", "%(count)s are open again.", count) % {"count": count}
