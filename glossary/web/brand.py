"""The owner's colours, as a style sheet that comes after tokens.css."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from glossary.http.conditional import CACHE_CONTROL, entity_tag, is_current
from glossary.http.site import brand_stylesheet, brand_version, site_of

# The address changes with the content, so nobody needs to ask again (RFC 8246).
_FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def brand(request: HttpRequest, version: str) -> HttpResponse:
    """Answer the style sheet; 404 where the site has the colours of tokens.css.

    An address of other colours, on a page that somebody opened before a change, gets those of today.
    """
    site = site_of(request)
    if not site.brand_css:
        raise Http404
    stylesheet = brand_stylesheet(site)
    etag = entity_tag(stylesheet.encode())
    headers = {
        "ETag": etag,
        "Cache-Control": _FOR_GOOD if version == brand_version(stylesheet) else CACHE_CONTROL,
    }
    if is_current(request.headers.get("If-None-Match", ""), etag):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(stylesheet, content_type="text/css; charset=utf-8", headers=headers)
