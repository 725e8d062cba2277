"""Middleware of the public side."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import has_vary_header

from glossary.http.conditional import CACHE_CONTROL, entity_tag, headers_when_current, is_current
from glossary.http.page_store import IN_FRONT, OPT_IN, opt_in_of


class PublicPageMiddleware:
    """Gives pages that a view opted in with `storable` their ETag and Cache-Control.

    A conditional request is answered here when no store stands in front; else the store is told of the page
    and does it. It belongs outside of every middleware that touches cookies or bodies.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the view's response, completed where it is a public page."""
        response = self.get_response(request)
        opt_in = opt_in_of(response)
        if opt_in is None or not isinstance(response, HttpResponse) or not _is_public(request, response):
            return response
        etag = entity_tag(response.content)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = CACHE_CONTROL
        if request.META.get(IN_FRONT):
            request.META[OPT_IN] = opt_in
        elif is_current(request.headers.get("If-None-Match", ""), etag):
            return HttpResponseNotModified(headers=dict(headers_when_current(response.items())))
        return response


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether an opted-in page really is one for everyone: found, asked for safely, without a cookie."""
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and not response.cookies
        and not has_vary_header(response, "Cookie")
    )
