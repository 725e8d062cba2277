"""The home page, and the pages that the owner writes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import page_of, site_of
from glossary.models import PageName
from glossary.models.paths import path_of
from glossary.models.publication import LISTS, SITE
from glossary.rendering.markdown import plain_text, render_markdown
from glossary.selectors.home import home_page
from glossary.text.excerpt import excerpt
from glossary.web.page_meta import home_meta, page_meta


@reads_query()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what this is, the topics, the word of the day and where to start."""
    page = home_page()
    context = {"home": page, "meta": home_meta(site_of(request))}
    response = render(request, "glossary/home.html", context)
    return storable(response, {SITE, LISTS}, page.expires)


@reads_query()
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show who keeps the glossary and how."""
    return _written_page(request, PageName.ABOUT)


@reads_query()
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what reading leaves behind."""
    return _written_page(request, PageName.PRIVACY)


def _written_page(request: HttpRequest, name: PageName) -> HttpResponse:
    site, page = site_of(request), page_of(request, name)
    meta = page_meta(
        site,
        page.title,
        description=excerpt(plain_text(page.body)),
        canonical=site.url + path_of(f"glossary:{name}"),
    )
    context = {"title": page.title, "body": render_markdown(page.body, heading_level=2), "meta": meta}
    return storable(render(request, "glossary/page.html", context), {SITE})
