"""The list of entries: search, filters with counts, and bulk steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from glossary.admin.selection import SoundList
from glossary.models import Draft, Status, Tag, Term
from glossary.text.fold import match_key
from glossary.workflow import (
    BulkOutcome,
    archive_terms,
    deprecate_terms,
    publish_terms,
    reinstate_terms,
)

NOBODY = "(nobody)"  # brackets are no part of a user name


class StateFilter(admin.SimpleListFilter):
    """By state, "live + draft" among them."""

    title = gettext_lazy("status")
    parameter_name = "state"
    conditions = {
        "draft": Q(status=Status.DRAFT),
        "live": Q(status=Status.PUBLISHED),
        "pending": Q(is_public=True, draft__isnull=False),
        "deprecated": Q(status=Status.DEPRECATED),
        "archived": Q(status=Status.ARCHIVED),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the choices."""
        return [
            ("draft", _("Draft")),
            ("live", _("Published")),
            ("pending", _("Live + draft")),
            ("deprecated", _("Deprecated")),
            ("archived", _("Archived")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Term]) -> QuerySet[Term]:
        """Keep what the choice names."""
        condition = self.conditions.get(self.value() or "")
        return queryset.filter(condition) if condition is not None else queryset


class TopicFilter(admin.SimpleListFilter):
    """By topic, the tags that are industries."""

    title = gettext_lazy("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the topics."""
        return list(Tag.objects.filter(is_topic=True).values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Term]) -> QuerySet[Term]:
        """Keep the entries that carry the topic."""
        if not self.value():
            return queryset
        return queryset.filter(tagged__tag__slug=self.value(), tagged__tag__is_topic=True)


class LetterFilter(admin.SimpleListFilter):
    """By initial."""

    title = gettext_lazy("letter")
    parameter_name = "letter"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the letters that exist."""
        letters = Term.objects.order_by("initial").values_list("initial", flat=True).distinct()
        return [(letter, letter) for letter in letters]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Term]) -> QuerySet[Term]:
        """Keep the entries under the letter."""
        return queryset.filter(initial=self.value()) if self.value() else queryset


class OwnerFilter(admin.SimpleListFilter):
    """By the person who answers for the entry."""

    title = gettext_lazy("owner")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the people who own an entry, and nobody."""
        owns = Term.objects.filter(owner=OuterRef("pk"))
        owners = get_user_model()._default_manager.filter(Exists(owns)).order_by("username")
        return [*((user.get_username(), str(user)) for user in owners), (NOBODY, _("Nobody"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Term]) -> QuerySet[Term]:
        """Keep the entries of the chosen person."""
        value = self.value()
        if not value:
            return queryset
        return (
            queryset.filter(owner__isnull=True) if value == NOBODY else queryset.filter(owner__username=value)
        )


class TermList(SoundList):
    """What TermAdmin shows as a list."""

    list_display = ["entry", "state", "tag_names", "owner_name", "updated_at"]
    list_display_links = ["entry"]
    list_per_page = 100
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = True
    search_fields = ["title"]
    search_help_text = gettext_lazy("Titles, other names, summaries; published texts and drafts alike.")
    ordering = ["sort_key", "pk"]
    actions = ["publish", "archive", "deprecate", "reinstate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        """Return all entries with what a row shows, at a fixed number of queries."""
        return super().get_queryset(request).select_related("owner", "draft").prefetch_related("tagged__tag")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Term], search_term: str
    ) -> tuple[QuerySet[Term], bool]:
        """Find entries whose names, summary or pending title hold the text; accents and case don't matter."""
        text = search_term.strip()[:200]
        key = match_key(text)
        if not key:
            return queryset, False
        pending = Draft.objects.filter(record__title__icontains=text).values("term")
        found = (
            Q(match_key__contains=key)
            | Q(aliases__match_key__contains=key)
            | Q(summary__icontains=text)
            | Q(pk__in=pending)
        )
        return queryset.filter(found), True

    @admin.display(description=gettext_lazy("entry"), ordering="sort_key")
    def entry(self, term: Term) -> str:
        """Return the title with its qualifier."""
        return str(term)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, term: Term) -> str:
        """Return the state in words, colour beside them."""
        label = term.get_status_display()
        if hasattr(term, "draft"):
            if term.status == Status.PUBLISHED:
                return _state("pending", _("Live + draft"))
            label = f"{label} + {_('draft')}"
        return _state(term.status, label)

    @admin.display(description=gettext_lazy("tags"))
    def tag_names(self, term: Term) -> str:
        """Return the tags in the editor's order."""
        return ", ".join(row.tag.name for row in term.tagged.all())

    @admin.display(description=gettext_lazy("owner"), ordering="owner", empty_value="")
    def owner_name(self, term: Term) -> str | None:
        """Return who answers for the entry, if anybody does."""
        return str(term.owner) if term.owner else None

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Term]) -> None:
        """Publish the chosen entries, with their pending changes."""
        report(request, publish_terms(_each(queryset), actor=request.user), _published)

    @admin.action(description=gettext_lazy("Archive"), permissions=["publish"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Term]) -> None:
        """Archive the chosen entries."""
        report(request, archive_terms(_each(queryset), actor=request.user), _archived)

    @admin.action(description=gettext_lazy("Deprecate"), permissions=["publish"])
    def deprecate(self, request: HttpRequest, queryset: QuerySet[Term]) -> None:
        """Deprecate the chosen entries."""
        report(request, deprecate_terms(_each(queryset), actor=request.user), _deprecated)

    @admin.action(description=gettext_lazy("Reinstate"), permissions=["publish"])
    def reinstate(self, request: HttpRequest, queryset: QuerySet[Term]) -> None:
        """Bring the chosen entries back."""
        report(request, reinstate_terms(_each(queryset), actor=request.user), _reinstated)


def _state(name: str, label: str) -> str:
    return format_html('<span class="state state-{}">{}</span>', name, label)


def _each(queryset: QuerySet[Term]) -> Iterable[Term]:
    """Return the chosen entries once each, in a list: the services change what the filters look at."""
    return list(Term.objects.filter(pk__in=queryset.values("pk")))


def report(request: HttpRequest, outcome: BulkOutcome, sentence: Callable[[int], str]) -> None:
    """Tell what became of the chosen entries, refusals with their reason."""
    if outcome.done:
        messages.success(request, sentence(len(outcome.done)))
    if outcome.unchanged:
        count = len(outcome.unchanged)
        messages.info(
            request,
            ngettext("%(count)s entry needed no change.", "%(count)s entries needed no change.", count)
            % {"count": count},
        )
    for term, reason in outcome.refused[:10]:
        messages.error(request, f"{term}: {reason}")
    if len(outcome.refused) > 10:
        more = len(outcome.refused) - 10
        messages.error(
            request,
            ngettext("… and %(count)s more was refused.", "… and %(count)s more were refused.", more)
            % {"count": more},
        )


def _published(count: int) -> str:
    return ngettext("%(count)s entry is published.", "%(count)s entries are published.", count) % {
        "count": count
    }


def _archived(count: int) -> str:
    return ngettext(
        "%(count)s entry is archived. Reinstate it to bring it back.",
        "%(count)s entries are archived. Reinstate them to bring them back.",
        count,
    ) % {"count": count}


def _deprecated(count: int) -> str:
    return ngettext("%(count)s entry is deprecated.", "%(count)s entries are deprecated.", count) % {
        "count": count
    }


def _reinstated(count: int) -> str:
    return ngettext(
        "%(count)s entry is published again.", "%(count)s entries are published again.", count
    ) % {"count": count}
