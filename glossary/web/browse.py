"""The A–Z."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import site_of
from glossary.models.publication import LISTS, SITE
from glossary.selectors.lists import NotListed, browse_page
from glossary.web.page_meta import browse_meta
from glossary.web.redirects import with_language


@reads_query("letter", "tag", "page")
@require_safe
@with_language
def term_list(request: HttpRequest, language: str) -> HttpResponse:
    """Show a page of the A–Z, narrowed by `?letter=` and `?tag=`; what has no entries is not found."""
    asked = {name: request.GET.get(name, "") for name in ("letter", "tag", "page")}
    try:
        page = browse_page(language, **asked)
    except NotListed as problem:
        raise Http404 from problem
    context = {"browse": page, "meta": browse_meta(site_of(request), page)}
    return storable(render(request, "glossary/browse.html", context), {SITE, LISTS})
