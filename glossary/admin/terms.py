"""The admin of entries: one page to write, save, publish and look back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glossary.admin import history, markdown, steps
from glossary.admin.changelist import (
    LetterFilter,
    OwnerFilter,
    StateFilter,
    TermList,
    TopicFilter,
)
from glossary.admin.completion import complete
from glossary.admin.conflict import chosen, conflict_rows, examples_moved, take_theirs
from glossary.admin.examples import advise_more
from glossary.admin.forms import TermForm
from glossary.admin.initial import row_initial
from glossary.admin.name_effect import show_effect, tell_effects
from glossary.admin.names import complete_tags, complete_terms
from glossary.admin.record_form import Typed, place_problems, read_forms
from glossary.admin.rows import ROWS
from glossary.models import Draft, Status, Term
from glossary.records import TermRecord, editable_record
from glossary.workflow import (
    Action,
    FieldProblem,
    InvalidRecord,
    NotAllowed,
    Outcome,
    StaleVersion,
    TransitionRefused,
    delete_draft_term,
    may,
    publish_term,
    save_draft,
)

SCRIPTS = ("rows", "markdown", "toolbar", "paste", "count", "completion", "names", "session")
# A form that does not say what it started from is out of date, not up to date.
NO_VERSION = 0
PUBLISH, PREVIEW = "_publish", "_preview"


@admin.register(Term)
class TermAdmin(TermList):
    """Entries. The form is filled from a record and yields one; the workflow does the rest."""

    form = TermForm
    inlines = ROWS
    change_form_template = "admin/glossary/term/change_form.html"
    list_filter = [StateFilter, TopicFilter, LetterFilter, OwnerFilter]
    fieldsets = [
        (None, {"fields": ["title", "tags", "summary"]}),
        (
            gettext_lazy("More about this entry"),
            {
                "classes": ["collapse"],
                "fields": [
                    "qualifier", "slug", "pronunciation", "language", "link_mode", "featured",
                    "replaced_by", "exact_match", "review_due", "owner",
                ],
            },
        ),
        (None, {"fields": ["comment", "base_version"], "classes": ["last-words"]}),
    ]  # fmt: skip

    class Media:
        css = {"all": ["glossary/admin/editor.css", "glossary/admin/toolbar.css"]}
        js = [
            "glossary/vendor/sortable-1.15.7.min.js",
            *(Script(f"glossary/admin/{name}.js", type="module") for name in SCRIPTS),
        ]

    # -- addresses

    def get_urls(self) -> list[URLPattern]:
        """Add history, steps, Markdown preview and upload, and completions to Django's addresses."""
        guard = self.admin_site.admin_view
        return [
            path("<int:pk>/history/", guard(history.history, cacheable=False), name="glossary_term_history"),
            path("<int:pk>/restore/<int:number>/", guard(history.restore), name="glossary_term_restore"),
            path("<int:pk>/step/<str:action>/", guard(steps.step), name="glossary_term_step"),
            path("markdown/preview/", markdown.preview, name="glossary_markdown_preview"),
            path("markdown/upload/", markdown.upload, name="glossary_markdown_upload"),
            path("complete/tags/", complete, {"find": complete_tags}, name="glossary_complete_tags"),
            path("complete/terms/", complete, {"find": complete_terms}, name="glossary_complete_terms"),
            path("names/effect/", show_effect, name="glossary_name_effect"),
            *super().get_urls(),
        ]

    # -- permissions

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may begin an entry."""
        return may(request.user, Action.SAVE)

    def has_change_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """Tell whether the person may edit this entry; without one, whether any could be theirs to edit."""
        if getattr(request, "refused", False):
            return True  # the form is shown for what was typed into it, and saves nothing
        if obj is None:
            return super().has_change_permission(request)
        return may(request.user, Action.SAVE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """Tell whether the entry may go for good: never once it was published, and never in bulk."""
        if obj is None:
            return False
        return obj.first_published_at is None and may(request.user, Action.DELETE, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Tell whether the bulk actions that publish and archive are offered."""
        return request.user.has_perm("glossary.publish_term")

    def delete_model(self, request: HttpRequest, obj: Term) -> None:
        """Delete a draft that was never published, through the workflow."""
        delete_draft_term(obj, actor=request.user)

    # -- the form

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Term | None:
        """Return the term with the record that its form starts from: pending, else live."""
        term = super().get_object(request, object_id, from_field)
        if term is not None:
            term.editable = editable_record(term)
        return term

    def get_form(
        self, request: HttpRequest, obj: Term | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form class of this request, carrying what the workflow found wrong just now."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.problems = _problems(request).get(("", ""), [])
        if not request.user.has_perm("glossary.change_every_term"):
            form.base_fields.pop("owner", None)  # who answers for an entry is an editor's to say
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Term | None = None) -> Any:
        """Return the fieldsets, without the owner for those who may not hand entries on."""
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.has_perm("glossary.change_every_term"):
            return fieldsets
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field != "owner"]})
            for name, options in fieldsets
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start a new entry from what the address names, such as `?title=`."""
        return {"link_mode": "normal", **super().get_changeform_initial_data(request)}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Term, inline: InlineModelAdmin, prefix: str
    ) -> dict[str, Any]:
        """Give each formset its rows, on GET alone: initial values on POST would hide unchanged rows."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method != "POST":
            kwargs["initial"] = row_initial(getattr(obj, "editable", None))[prefix]
        return kwargs

    def _create_formsets(self, request: HttpRequest, obj: Term, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        for formset in formsets:
            formset.problems = _problems(request).get((formset.prefix, ""), [])
            for form in formset.forms:
                form.problems = _problems(request).get((formset.prefix, form.prefix), [])
        return formsets, inlines

    # -- saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or take the form. What the workflow refuses comes back beside what was typed."""
        if request.method == "POST" and "_saveasnew" in request.POST:
            # Django would begin an entry that has the original's parts, whoever may edit the original.
            values = request.POST.copy()
            del values["_saveasnew"]
            request.POST = values  # type: ignore[assignment]
        term = self.get_object(request, unquote(object_id)) if object_id else None
        if term and not self.has_change_permission(request, term):
            if request.method == "POST" and self.has_view_permission(request, term):
                message = _("This entry is not yours to change any more. Nothing was saved.")
                return self._refuse(request, object_id, form_url, message, status=403)
            return self._show_only(request, term)
        if object_id and term is None and request.method == "POST":
            return self._refuse_deleted(request)
        context = {**(extra_context or {}), **self._page(request, term), **_knowing(request, term)}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except InvalidRecord as error:
            typed: Typed = request.typed  # type: ignore[attr-defined]
            request.problems = place_problems(  # type: ignore[attr-defined]
                error.problems, typed, error.record or typed.record
            )
        except StaleVersion as error:
            context |= self._conflict(request, error)
        except NotAllowed as error:
            return self._refuse(request, object_id, form_url, str(error), status=403)
        except TransitionRefused as error:
            if object_id and not Term.objects.filter(pk=unquote(object_id)).exists():
                return self._refuse_deleted(request)
            return self._refuse(request, object_id, form_url, str(error), status=200)
        return super().changeform_view(request, object_id, form_url, context)

    def _refuse(
        self, request: HttpRequest, object_id: str | None, form_url: str, message: str, *, status: int
    ) -> HttpResponse:
        """Show the form as it was posted, with the reason why nothing of it was saved."""
        request.refused = True  # type: ignore[attr-defined]
        request.problems = {("", ""): [FieldProblem("", message)]}  # type: ignore[attr-defined]
        term = self.get_object(request, unquote(object_id)) if object_id else None
        context = {**self._page(request, term), **_knowing(request, term)}
        response = super().changeform_view(request, object_id, form_url, context)
        response.status_code = status
        return response

    def _refuse_deleted(self, request: HttpRequest) -> HttpResponse:
        """Show what was typed into an entry that is gone as the form of a new one."""
        message = _("This entry was deleted after you opened it. Save to make a new one of what is below.")
        return self._refuse(request, None, reverse("admin:glossary_term_add"), message, status=200)

    def _show_only(self, request: HttpRequest, term: Term) -> HttpResponse:
        if request.method == "POST" or not self.has_view_permission(request, term):
            raise PermissionDenied
        messages.info(request, _("You may read this entry; its owner and editors may change it."))
        return HttpResponseRedirect(reverse("glossary:term-preview", args=[term.pk]))

    def _page(self, request: HttpRequest, term: Term | None) -> dict[str, Any]:
        """Return what the template shows around the form."""
        pending = Draft.objects.filter(term=term).select_related("author").first() if term else None
        owner = term or Term(owner_id=request.user.pk)
        return {
            "pending": pending,
            "behind": bool(term and pending and _live_moved_on(term, pending)),
            "may_publish": may(request.user, Action.PUBLISH, owner),
            "steps": steps.offered(request.user, term) if term else [],
            "is_live": bool(term and term.status in {Status.PUBLISHED, Status.DEPRECATED}),
            "public_url": term.get_absolute_url() if term else "",
        }

    def _conflict(self, request: HttpRequest, error: StaleVersion) -> dict[str, Any]:
        """Return the comparison that the page shows, and make the next save a knowing one."""
        typed: Typed = request.typed  # type: ignore[attr-defined]
        values = request.POST.copy()
        values["base_version"] = str(error.term.version)
        request.POST = values  # type: ignore[assignment]
        # The form counts as wrong this time, so that nothing is saved before the two texts were seen.
        request.problems = {("", ""): [FieldProblem("", str(error))]}  # type: ignore[attr-defined]
        base = error.base or error.theirs
        rows = conflict_rows(base=base, theirs=error.theirs, mine=typed.record, ticked=_ticked(request))
        return {"conflict": rows, "conflict_kept": None, **_against(error.term)}

    def save_form(self, request: HttpRequest, form: TermForm, change: bool) -> Term:
        """Return the instance untouched."""
        return form.instance

    def save_model(self, request: HttpRequest, obj: Term, form: TermForm, change: bool) -> None:
        """Leave the row alone: `save_related` has the whole record."""

    def save_related(self, request: HttpRequest, form: TermForm, formsets: Any, change: bool) -> None:
        """Hand the record to the workflow."""
        existing: TermRecord | None = getattr(form.instance, "editable", None)
        typed = read_forms(form, formsets, existing)
        base_version = form.cleaned_data["base_version"]
        request.typed = typed  # type: ignore[attr-defined]
        if existing and _knowing(request, form.instance):
            ticked = _ticked(request)
            if examples_moved(typed.record, existing, ticked):
                message = _("You changed the number of examples. Say once more which text should stay.")
                raise StaleVersion(message, term=form.instance, theirs=existing, base=None)
            typed = Typed(take_theirs(typed.record, existing, ticked), typed.rows)
            request.typed = typed  # type: ignore[attr-defined]
        outcome = self._service(request)(
            record=typed.record,
            term=form.instance if change else None,
            actor=request.user,
            base_version=(base_version or NO_VERSION) if change else None,
            comment=form.cleaned_data["comment"],
        )
        request.outcome = outcome  # type: ignore[attr-defined]
        form.instance.pk = outcome.term.pk
        form.instance.refresh_from_db()

    @staticmethod
    def _service(request: HttpRequest) -> Any:
        return publish_term if PUBLISH in request.POST else save_draft

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Log what the service did, in the words of the history."""
        outcome: Outcome = request.outcome  # type: ignore[attr-defined]
        event = outcome.revision.get_event_display() if outcome.revision else _("Nothing to change")
        return str(event)

    # -- afterwards

    def response_add(
        self, request: HttpRequest, obj: Term, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Say what happened and stay on the entry."""
        return self._response(request, obj)

    def response_change(self, request: HttpRequest, obj: Term) -> HttpResponse:
        """Say what happened and stay on the entry."""
        return self._response(request, obj)

    def _response(self, request: HttpRequest, term: Term) -> HttpResponse:
        outcome: Outcome = request.outcome  # type: ignore[attr-defined]
        if PREVIEW in request.POST:
            return HttpResponseRedirect(reverse("glossary:term-preview", args=[term.pk]))
        messages.success(request, _what_happened(outcome, published=PUBLISH in request.POST))
        if PUBLISH in request.POST:
            advise_more(request, outcome.term)
        elif outcome.changed:
            tell_effects(request, outcome.term, request.typed.record, getattr(term, "editable", None))  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("admin:glossary_term_change", args=[term.pk]))


def _problems(request: HttpRequest) -> dict[tuple[str, str], list[Any]]:
    return getattr(request, "problems", {})


def _ticked(request: HttpRequest) -> list[str]:
    """Return the names of the pieces of which the editor chose the other text, as they were posted."""
    return request.POST.getlist("conflict_theirs") if "conflict_number" in request.POST else []


def _knowing(request: HttpRequest, term: Term | None) -> dict[str, Any]:
    """Return what a save brings along that was made in view of `term` as it stands; else nothing."""
    number = str(term.version) if term else ""
    if not term or {request.POST.get("conflict_number"), request.POST.get("base_version")} != {number}:
        return {}
    theirs: TermRecord = term.editable  # type: ignore[attr-defined]
    return {"conflict_kept": chosen(_ticked(request), theirs), **_against(term)}


def _against(term: Term) -> dict[str, Any]:
    last = term.revisions.select_related("author").first()
    return {"conflict_with": last, "conflict_number": term.version}


def _live_moved_on(term: Term, pending: Draft) -> bool:
    """Tell whether the live text changed after the pending version was started from it."""
    return term.revisions.filter(
        number__gt=pending.base_number, event__in=["loaded", "found", "published"]
    ).exists()


def _what_happened(outcome: Outcome, *, published: bool) -> str:
    title = {"title": str(outcome.term)}
    if not outcome.changed:
        return _("Nothing was changed in “%(title)s”.") % title
    if published:
        return _("“%(title)s” is published: readers see this text now.") % title
    if outcome.term.status == Status.DRAFT:
        return _("The draft of “%(title)s” is saved. Readers do not see it yet.") % title
    if outcome.term.status == Status.ARCHIVED:
        return _("Your changes to “%(title)s” are saved. Readers see nothing of an archived entry.") % title
    return _("Your changes to “%(title)s” are saved. Readers see the old text until you publish.") % title
