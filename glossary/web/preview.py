"""The preview of an entry, for editors: the public page with what is pending in it."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from glossary.selectors.entry import pending_entry
from glossary.web.terms import render_entry


@require_safe
@cache_control(private=True, no_store=True)
def term_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show members of staff who may view terms the entry as it would be if published now.

    Nobody keeps it: no cache, no search engine. Whoever is not logged in is asked to.
    """
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if not (user.is_staff and user.has_perm("glossary.view_term")):
        raise PermissionDenied
    entry = pending_entry(pk)
    if entry is None:
        raise Http404
    response = render_entry(
        request, entry, is_preview=True, edit_url=reverse("admin:glossary_term_change", args=[pk])
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
