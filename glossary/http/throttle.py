"""How often one client may ask for what costs more than a page does."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from glossary.http.site import site_at_hand
from glossary.workflow.limits import times

_MINUTE = 60
# What one household or office is given (RFC 6177): whoever has one such network has all of its addresses.
_IPV6_NETWORK = 64

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def throttled(scope: str, per_minute: int) -> Callable[[_View], _View]:
    """Answer 429 with Retry-After once a client asked `per_minute` times in the running minute of the clock.

    All views of one `scope` count together. Where the cache fails, everybody is answered (RFC 6585, section
    4). `PageStoreApplication` answers from memory before this counts.
    """

    def limit(view: _View) -> _View:
        @wraps(view)
        def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if times(f"throttle.{scope}", client_of(request), _MINUTE) > per_minute:
                return _too_many(request)
            return view(request, *args, **kwargs)

        return limited  # type: ignore[return-value]

    return limit


def client_of(request: HttpRequest) -> str:
    """Return what tells one client from another: its address, of IPv6 the network that it is in.

    Proxies of `TRUSTED_PROXIES` have their reader's address put in place of their own before Django is asked
    (`config.wsgi`). Whoever keeps it, keeps a hash of it (`glossary.workflow.limits`).
    """
    text = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if not isinstance(address, IPv6Address):
        return text
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _IPV6_NETWORK), strict=False))


def _too_many(request: HttpRequest) -> HttpResponse:
    """Return the refusal; like the other pages of trouble it asks nothing of the database."""
    context = {"site": site_at_hand(request), "static_url": settings.STATIC_URL}
    text = render_to_string("glossary/too_many.html", context)
    seconds = _MINUTE - int(time.time()) % _MINUTE
    return HttpResponse(text, status=429, headers={"Retry-After": str(seconds)})
