"""The answer to a form whose token is out of date: Django renews the token at every login, in any tab."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import get_resolver
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.translation import gettext as _

from glossary.admin.site import typed_fields

PREVIEW = "admin:glossary_markdown_preview"
UPLOAD = "admin:glossary_markdown_upload"
LOGIN = "admin:login"


def failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 in the shape that the asking page can use; setting CSRF_FAILURE_VIEW names this function.

    A form of the admin comes back with what was typed and a token that works, if this site's own page sent
    it. A form from elsewhere is never offered for sending again: that would turn forgery into a click.
    """
    match = request.resolver_match
    if match is None or "admin" not in match.app_names:
        refuse: Any = get_resolver().resolve_error_handler(403)
        answer: HttpResponse = refuse(request, PermissionDenied(reason))
    elif match.view_name == PREVIEW:
        answer = HttpResponse(format_html('<p class="errornote">{}</p>', _sentence()), status=403)
    elif match.view_name == UPLOAD:
        answer = JsonResponse({"error": _sentence()}, status=403)
    else:
        answer = _form_page(request, may_send_again=_sent_from_here(request) and match.view_name != LOGIN)
    add_never_cache_headers(answer)
    return answer


def _sentence() -> str:
    return _("There was a login in another tab since this page was opened. Nothing is lost; try once more.")


def _sent_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says that a page of this site sent the form."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _form_page(request: HttpRequest, *, may_send_again: bool) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("This page was opened before a login"),
        "typed": typed_fields(request) if may_send_again else [],
        "may_send_again": may_send_again,
        "files": bool(request.FILES),
    }
    return render(request, "admin/csrf_failure.html", context, status=403)
