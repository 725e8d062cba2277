"""The entry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import site_of
from glossary.selectors.entry import PublicEntry, entry_page, linked_entry
from glossary.selectors.links import list_url
from glossary.selectors.lists import topics
from glossary.selectors.lookup import Choice, Found, Gone, Moved, find_entry
from glossary.web.errors import gone, not_found
from glossary.web.meanings import choice_page
from glossary.web.page_meta import entry_meta
from glossary.web.redirects import moved, with_language


@reads_query()
@require_safe
@with_language
def term_detail(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show the entry that the address names, or lead to it."""
    found = find_entry(language, slug)
    match found:
        case Found(term):
            entry = linked_entry(term)
            return storable(render_entry(request, entry), entry.depends_on)
        case Moved(term):
            return moved(term.get_absolute_url())
        case Choice():
            return choice_page(request, slug, found)
        case Gone(replacement):
            return gone(request, replacement)
    return not_found(request, nearest=found.nearest)


@reads_query()
@require_safe
@with_language
def term_without_slash(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Lead from an address that lacks its last slash to where it leads with one, in one step."""
    found = find_entry(language, slug)
    if isinstance(found, Found | Moved):
        return moved(found.term.get_absolute_url())
    return moved(f"{request.path}/")


def render_entry(
    request: HttpRequest, entry: PublicEntry, *, is_preview: bool = False, **context: Any
) -> HttpResponse:
    """Render the page of an entry: the public one, and with more `context` the editors' preview of it."""
    page, site = entry_page(entry), site_of(request)
    context = {
        "entry": page,
        "is_foreign": page.language != site.language,
        "browse_url": list_url(page.language),
        "topics": topics(),
        "is_preview": is_preview,
        "meta": entry_meta(site, page, is_preview=is_preview),
        **context,
    }
    return render(request, "glossary/entry.html", context)
