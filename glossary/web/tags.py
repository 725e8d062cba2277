"""Tags and the entries that carry them."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import site_of
from glossary.models.publication import LISTS, SITE, tag_key
from glossary.selectors.lists import NotListed, find_tag, tag_index, tag_page
from glossary.web.page_meta import tag_list_meta, tag_meta
from glossary.web.redirects import moved


@reads_query()
@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    """Show every tag that an entry carries, with counts, topics first and apart."""
    topics, tags = tag_index(settings.LANGUAGE_CODE)
    context = {"topics": topics, "tags": tags, "meta": tag_list_meta(site_of(request))}
    return storable(render(request, "glossary/tag_list.html", context), {SITE, LISTS})


@reads_query("page")
@require_safe
def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page of the entries that carry a tag; its former addresses and its name lead here."""
    try:
        tag, is_address = find_tag(slug)
        if not is_address:
            return moved(tag.get_absolute_url())
        page = tag_page(tag, page=request.GET.get("page", ""))
    except NotListed as problem:
        raise Http404 from problem
    context = {"tag_page": page, "meta": tag_meta(site_of(request), page)}
    return storable(render(request, "glossary/tag.html", context), {SITE, LISTS, tag_key(tag.pk)})
