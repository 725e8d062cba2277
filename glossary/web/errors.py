"""Answers to what cannot be shown. Each says what is wrong and where to go on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from glossary.http.site import site_at_hand, site_of
from glossary.selectors.links import TermLink
from glossary.web.page_meta import problem_meta

# Not reachable, overloaded or restarted: nothing that the request is to blame for, and soon over.
_DATABASE_FAILED = (OperationalError, InterfaceError)
_RETRY_SECONDS = 30


def not_found(
    request: HttpRequest, exception: Exception | None = None, *, nearest: Sequence[TermLink] = ()
) -> HttpResponse:
    """Answer 404; `nearest` are entries whose names look like what was asked for. No query is made."""
    return _page(request, "not_found", 404, _("Nothing at this address"), nearest=nearest)


def gone(request: HttpRequest, replacement: TermLink | None) -> HttpResponse:
    """Answer 410 for an entry that was taken out, naming what replaces it."""
    return _page(request, "gone", 410, _("This entry was taken out"), replacement=replacement)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 for a request that makes no sense."""
    return _page(request, "bad_request", 400, _("This request makes no sense"))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 for what the person who is logged in may not do."""
    return _page(request, "permission_denied", 403, _("Not for this account"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 where it was the database that failed.

    The page asks nothing of the database, and of static files their plain names.
    """
    context = {"site": site_at_hand(request), "static_url": settings.STATIC_URL}
    # Django calls this while it handles the exception, from wherever it came: view, template or middleware.
    if isinstance(sys.exc_info()[1], _DATABASE_FAILED):
        text = render_to_string("glossary/unavailable.html", context)
        return HttpResponse(text, status=503, headers={"Retry-After": str(_RETRY_SECONDS)})
    return HttpResponse(render_to_string("glossary/server_error.html", context), status=500)


def _page(request: HttpRequest, template: str, status: int, title: str, **context: Any) -> HttpResponse:
    context["meta"] = problem_meta(site_of(request), title)
    return render(request, f"glossary/{template}.html", context, status=status)
