"""Addresses by name, remembered. A page names some twenty; resolving each anew was a tenth of its cost."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

REMEMBERED = 8192


def path_of(name: str, *args: str) -> str:
    """Return what `reverse` returns for a view's name and its arguments. Raises NoReverseMatch as it does."""
    return _path(get_urlconf(), get_script_prefix(), name, args)


@lru_cache(maxsize=REMEMBERED)
def _path(urlconf: str | None, prefix: str, name: str, args: tuple[str, ...]) -> str:
    return reverse(name, urlconf=urlconf, args=args)
