"""The home page, and the pages that the owner writes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.models.publication import LISTS, SITE
from glossary.rendering.markdown import plain_text, render_markdown
from glossary.selectors.home import home_page
from glossary.text.excerpt import excerpt


@reads_query()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what this is, the topics, the word of the day and where to start."""
    page = home_page()
    context = {"home": page, "canonical": settings.SITE_URL + reverse("glossary:home")}
    response = render(request, "glossary/home.html", context)
    return storable(response, {SITE, LISTS}, page.expires)


@reads_query()
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show who keeps the glossary and how."""
    return _written_page(request, "about", _("About this glossary"))


@reads_query()
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what reading leaves behind."""
    return _written_page(request, "privacy", _("Privacy"))


def _written_page(request: HttpRequest, name: str, title: str | Promise) -> HttpResponse:
    source = render_to_string(f"glossary/pages/{name}.md", request=request)
    context = {
        "title": title,
        "description": excerpt(plain_text(source)),
        "body": render_markdown(source, heading_level=2),
        "canonical": settings.SITE_URL + reverse(f"glossary:{name}"),
    }
    return storable(render(request, "glossary/page.html", context), {SITE})
