"""Steps beside saving and publishing, each on a page of its own that says what it will do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from glossary.admin.names import NoSuchTerm, find_term
from glossary.admin.widgets import term_input
from glossary.models import Draft, Term
from glossary.workflow import (
    TRANSITIONS,
    Action,
    Outcome,
    WorkflowError,
    archive_term,
    deprecate_term,
    discard_draft,
    may,
    reinstate_term,
)


@dataclass(frozen=True)
class Step:
    """A step as the page offers it."""

    action: Action
    label: Promise
    explanation: Promise
    done: Promise
    service: Callable[..., Outcome]
    replacement: bool = False


STEPS = {
    step.action.value: step
    for step in (
        Step(
            Action.DISCARD,
            gettext_lazy("Discard changes"),
            gettext_lazy(
                "The changes that wait are dropped. Readers keep the text they see; the history keeps yours."
            ),
            gettext_lazy("The changes to “%(title)s” are discarded. The history still has them."),
            discard_draft,
        ),
        Step(
            Action.DEPRECATE,
            gettext_lazy("Deprecate"),
            gettext_lazy(
                "Readers still find the entry, with a notice that it is out of use and what replaces it."
            ),
            gettext_lazy("“%(title)s” is deprecated."),
            deprecate_term,
            replacement=True,
        ),
        Step(
            Action.ARCHIVE,
            gettext_lazy("Archive"),
            gettext_lazy("The entry leaves the glossary. Its address says so and names the replacement."),
            gettext_lazy("“%(title)s” is archived. Reinstate it to bring it back."),
            archive_term,
            replacement=True,
        ),
        Step(
            Action.REINSTATE,
            gettext_lazy("Reinstate"),
            gettext_lazy(
                "Readers see the entry again, with the text it had before. Changes that wait keep waiting."
            ),
            gettext_lazy("“%(title)s” is published again."),
            reinstate_term,
        ),
    )
}


def offered(user: Any, term: Term) -> list[Step]:
    """Return the steps that this person may take with this entry now."""
    return [
        step
        for step in STEPS.values()
        if may(user, step.action, term)
        and term.status in TRANSITIONS[step.action].start
        and (step.action is not Action.DISCARD or Draft.objects.filter(term=term).exists())
    ]


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Say what a step will do, and do it when confirmed."""
    term = get_object_or_404(Term, pk=pk)
    chosen = STEPS.get(action)
    if chosen is None:
        raise Http404
    if not may(request.user, chosen.action, term):
        raise PermissionDenied
    error = ""
    named = request.POST.get("replaced_by", "").replace("\x00", "").strip()
    if request.method == "POST":
        try:
            replacement = (
                {"replaced_by": find_term(named, term.language)} if named and chosen.replacement else {}
            )
            outcome = chosen.service(term, actor=request.user, **replacement)
        except (NoSuchTerm, WorkflowError) as refused:
            error = str(refused)
        else:
            messages.success(request, str(chosen.done) % {"title": outcome.term})
            return HttpResponseRedirect(reverse("admin:glossary_term_change", args=[term.pk]))
    context = {
        **admin.site.each_context(request),
        "opts": Term._meta,
        "title": chosen.label,
        "term": term,
        "step": chosen,
        "error": error,
        "named": named,
        "replacement_input": term_input().render("replaced_by", named, {"id": "id_replaced_by"}),
        "media": admin.site._registry[Term].media,
    }
    return render(request, "admin/glossary/term/step.html", context)
