"""The owner's colours, as a style sheet that comes after tokens.css, and the icon of the site in them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from glossary.http.conditional import CACHE_CONTROL, entity_tag, is_current
from glossary.http.site import brand_icon, brand_stylesheet, brand_version, site_of

# The address changes with the content, so nobody needs to ask again (RFC 8246).
_FOR_GOOD = "public, max-age=31536000, immutable"
# Browsers ask for it unasked, often; an icon of yesterday does no harm.
_FOR_A_DAY = "public, max-age=86400"


@require_safe
def brand(request: HttpRequest, version: str) -> HttpResponse:
    """Answer the style sheet; 404 where the site has the colours of tokens.css.

    An address of other colours, on a page that somebody opened before a change, gets those of today.
    """
    site = site_of(request)
    if not site.brand_css:
        raise Http404
    return _answer(request, version, brand_stylesheet(site), "text/css; charset=utf-8")


@require_safe
def icon(request: HttpRequest, version: str) -> HttpResponse:
    """Answer the icon of the site as it is today; pages name it where it is not the one of the project."""
    return _answer(request, version, brand_icon(site_of(request)), "image/svg+xml")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the icon that pages name: the admin, and whoever has not read a page."""
    address = site_of(request).icon or static("glossary/favicon.svg")
    return HttpResponseRedirect(address, headers={"Cache-Control": _FOR_A_DAY})


def _answer(request: HttpRequest, version: str, text: str, content_type: str) -> HttpResponse:
    etag = entity_tag(text.encode())
    headers = {"ETag": etag, "Cache-Control": _FOR_GOOD if version == brand_version(text) else CACHE_CONTROL}
    if is_current(request.headers.get("If-None-Match", ""), etag):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(text, content_type=content_type, headers=headers)
