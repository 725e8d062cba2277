"""The search."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.site import site_of
from glossary.models.paths import path_of
from glossary.models.publication import LISTS, SITE
from glossary.selectors.finding import find_terms
from glossary.selectors.lists import NotListed
from glossary.web.page_meta import numbered, page_meta


# Without `reads_query`: there are as many questions as people ask, so answers get their tag but are not kept.
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the entries that answer `?q=`, best first, and where nothing does, what looks like it."""
    try:
        found = find_terms(
            request.GET.get("q", ""), url=path_of("glossary:search"), page=request.GET.get("page", "")
        )
    except NotListed as problem:
        raise Http404 from problem
    title = _("Search: %(text)s") % {"text": found.text} if found.text else _("Search")
    meta = page_meta(site_of(request), numbered(title, found.place), robots="noindex")
    response = render(request, "glossary/search.html", {"found": found, "meta": meta})
    return storable(response, {SITE, LISTS})
