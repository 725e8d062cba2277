"""Pieces of HTML that a script shows on a page, and that are no pages themselves."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from glossary.web.page_meta import NOINDEX


def fragment(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    """Render the piece `_<template>.html`, which says its own words in `site_language`; nobody lists it."""
    context["site_language"] = settings.LANGUAGE_CODE
    response = render(request, f"glossary/_{template}.html", context, status=status)
    response.headers["X-Robots-Tag"] = NOINDEX
    return response
