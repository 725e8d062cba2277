"""The search."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.site import site_of
from glossary.models.paths import path_of
from glossary.models.publication import LISTS, SITE
from glossary.selectors.finding import Findings, find_terms
from glossary.selectors.lists import NotListed
from glossary.web.page_meta import NOINDEX, numbered, page_meta


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
    meta = page_meta(site_of(request), numbered(_title(found), found.place), robots=NOINDEX)
    response = render(request, "glossary/search.html", {"found": found, "meta": meta})
    return storable(response, {SITE, LISTS})


def _title(found: Findings) -> str:
    """Return the title, which says what came of the search: a screen reader begins with it (WCAG 2.4.2)."""
    if not found.text:
        return _("Search")
    if found.is_cut:
        said = _("%(text)s: more than %(count)s entries")
    elif found.total:
        said = ngettext("%(text)s: %(count)s entry", "%(text)s: %(count)s entries", found.total)
    else:
        said = _("%(text)s: nothing found")
    return said % {"text": found.text, "count": found.total}
