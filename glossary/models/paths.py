"""Addresses by name, remembered. A page names some twenty; resolving each anew was a tenth of its cost."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.http import RFC3986_SUBDELIMS

REMEMBERED = 8192

# What `reverse` leaves as it is.
_SAFE = f"{RFC3986_SUBDELIMS}/~:@"


def path_of(name: str, *args: str) -> str:
    """Return what `reverse` returns for a view's name and its arguments. Raises NoReverseMatch as it does."""
    return _path(get_urlconf(), get_script_prefix(), name, args)


def path_to(name: str, *args: str) -> str:
    """Return what `path_of` returns for an address that ends with its last argument and a slash.

    There are as many of these as entries: lists of all of them would push every other path out of memory.
    """
    *others, last = args
    return f"{path_of(name, *others, 'x').removesuffix('x/')}{quote(last, safe=_SAFE)}/"


@lru_cache(maxsize=REMEMBERED)
def _path(urlconf: str | None, prefix: str, name: str, args: tuple[str, ...]) -> str:
    return reverse(name, urlconf=urlconf, args=args)
