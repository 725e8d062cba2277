"""What robots and browsers ask for at fixed addresses: where they may go, and how to search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import site_of
from glossary.models.publication import SITE
from glossary.text.excerpt import excerpt


@reads_query()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what is not for them (RFC 9309), and where the sitemap is."""
    previews = reverse("glossary:term-preview", args=[0]).removesuffix("0/")
    text = (
        "User-agent: *\n"
        f"Disallow: {reverse('admin:index')}\n"
        f"Disallow: {previews}\n"
        f"Disallow: {reverse('glossary:search')}\n"
        f"Sitemap: {site_of(request).url}{reverse('glossary:sitemap')}\n"
    )
    return storable(HttpResponse(text, "text/plain; charset=utf-8"), {SITE})


@reads_query()
@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Tell browsers how to search here (OpenSearch 1.1, draft 6; the lengths are its own)."""
    site = site_of(request)
    context = {
        "short_name": excerpt(site.name, 16),
        "long_name": excerpt(site.name, 48),
        "description": excerpt(_("Search the terms of %(site)s.") % {"site": site.name}, 1024),
        "search_url": site.url + reverse("glossary:search"),
        "self_url": site.url + reverse("glossary:opensearch"),
    }
    response = render(
        request,
        "glossary/opensearch.xml",
        context,
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
    return storable(response, {SITE})
