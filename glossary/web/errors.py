"""Answers to what cannot be shown. Each says what is wrong and where to go on."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from glossary.http.context_processors import site
from glossary.selectors.links import TermLink

# Not reachable, overloaded or restarted: nothing that the request is to blame for, and soon over.
_DATABASE_FAILED = (OperationalError, InterfaceError)
_RETRY_SECONDS = 30


def not_found(
    request: HttpRequest, exception: Exception | None = None, *, nearest: Sequence[TermLink] = ()
) -> HttpResponse:
    """Answer 404; `nearest` are entries whose names look like what was asked for. No query is made."""
    return render(request, "glossary/not_found.html", {"nearest": nearest}, status=404)


def gone(request: HttpRequest, replacement: TermLink | None) -> HttpResponse:
    """Answer 410 for an entry that was taken out, naming what replaces it."""
    return render(request, "glossary/gone.html", {"replacement": replacement}, status=410)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 for a request that makes no sense."""
    return render(request, "glossary/bad_request.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 for what the person who is logged in may not do."""
    return render(request, "glossary/permission_denied.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 where it was the database that failed.

    The page asks nothing of the database, and of static files their plain names.
    """
    context = {**site(request), "static_url": settings.STATIC_URL}
    # Django calls this while it handles the exception, from wherever it came: view, template or middleware.
    if isinstance(sys.exc_info()[1], _DATABASE_FAILED):
        text = render_to_string("glossary/unavailable.html", context)
        return HttpResponse(text, status=503, headers={"Retry-After": str(_RETRY_SECONDS)})
    return HttpResponse(render_to_string("glossary/server_error.html", context), status=500)
