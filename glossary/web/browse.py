"""The A–Z."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.models.publication import LISTS, SITE
from glossary.selectors.lists import NotListed, browse_page
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
    context = {"browse": page, "canonical": settings.SITE_URL + page.url}
    return storable(render(request, "glossary/browse.html", context), {SITE, LISTS})
