"""Every version of an entry, any two of them compared, and the way back to one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from glossary.models import Revision, Term
from glossary.records import stored_record
from glossary.workflow import Action, WorkflowError, compare, may, restore_version

A_PAGE = 50


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """List the versions, latest first; with `?old=` and `?new=`, compare two of them."""
    term = get_object_or_404(Term, pk=pk)
    if not request.user.has_perm("glossary.view_term"):
        raise PermissionDenied
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": Term._meta,
        "title": _("History of %(title)s") % {"title": term},
        "term": term,
        "page": Paginator(term.revisions.select_related("author"), A_PAGE).get_page(request.GET.get("page")),
        "may_restore": may(request.user, Action.RESTORE, term),
        "media": admin.site._registry[Term].media,
    }
    if "old" in request.GET or "new" in request.GET:
        old, new = _version(term, request.GET.get("old")), _version(term, request.GET.get("new"))
        if old.number > new.number:
            old, new = new, old
        context |= {"old": old, "new": new, "changes": compare(stored_record(old), stored_record(new))}
    return render(request, "admin/glossary/term/history.html", context)


def _version(term: Term, number: str | None) -> Revision:
    if not number or not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise Http404
    return get_object_or_404(term.revisions.select_related("author"), number=int(number))


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Bring a version back as pending changes, and show them."""
    term = get_object_or_404(Term, pk=pk)
    get_object_or_404(term.revisions, number=number)
    try:
        outcome = restore_version(term, number, actor=request.user)
    except WorkflowError as error:
        if isinstance(error, PermissionDenied):
            raise
        messages.error(request, str(error))
    else:
        if outcome.changed:
            message = _("Version %(number)s is back as a draft. Publish it when it is right.")
        else:
            message = _("Version %(number)s is what you have already.")
        messages.success(request, message % {"number": number})
    return HttpResponseRedirect(reverse("admin:glossary_term_change", args=[pk]))
