"""Whether a form was sent from a page of this site: what stands in for a token where pages have none."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says that a page of this site sent the request.

    `Sec-Fetch-Site` decides (W3C Fetch Metadata, 2.3), which pages can't forge. Browsers that don't know it,
    and all of them on plain HTTP, say where from in `Origin` (RFC 6454, section 7.3), else in `Referer`. Who
    says none of these is no browser with a page of ours.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    here = {_origin(f"{request.scheme}://{request.get_host()}"), _origin(settings.SITE_URL)}
    return _origin(source) in here - {None}


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Return scheme, host and port of an address (RFC 6454, section 4), or None where it is not one."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or {"http": 80, "https": 443}[parts.scheme]
