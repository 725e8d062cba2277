"""Refuse addresses with a NUL character: no name holds one, and PostgreSQL takes none in a text."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class NulMiddleware:
    """Answers 400 instead of asking the database what it can't be asked; SQLite would answer, so both do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass sound addresses on."""
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)
