"""Which addresses a text written by an editor may lead to or load from."""

import re

LINK_SCHEMES = frozenset({"http", "https", "mailto"})

# RFC 3986 3.1. Whatever has no scheme is relative (4.2).
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Browsers drop tabs and line ends inside an address and read a backslash as a slash (URL Standard 4.4), so
# with either of them `/\example.org` would leave the site.
_AMBIGUOUS = re.compile(r"[\x00-\x20\\]")


def is_link(address: str) -> bool:
    """Say whether a link may lead to `address`: http, https, mailto, or relative to the page."""
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in LINK_SCHEMES


def is_same_site(address: str) -> bool:
    """Say whether `address` stays on this site whatever the page: a path, with neither scheme nor host."""
    return not (
        not address or _SCHEME.match(address) or address.startswith("//") or _AMBIGUOUS.search(address)
    )


def is_external(address: str) -> bool:
    """Say whether a link to `address` leaves for a page elsewhere. A mail address is not a page."""
    return address.startswith("//") or address.lower().startswith(("http:", "https:"))
