"""What there is to find, for search engines (https://www.sitemaps.org/protocol.html).

Up to 50,000 addresses stand in /sitemap.xml itself. Beyond that it lists others: number 0 holds the pages
that are no entries, number n the entries of the nth piece.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import site_of
from glossary.models.paths import path_of
from glossary.models.publication import LISTS, SITE
from glossary.selectors import indexing
from glossary.selectors.indexing import Listed

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PIECES_MAX = 100_000
_FIXED = ("home", "term-list", "tag-list", "about", "privacy")

_Rows = Iterable[tuple[str, datetime.datetime | None]]


@reads_query()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the addresses that search engines may show; where they are too many, the sitemaps that do."""
    listed = indexing.everything()
    if listed is not None:
        addresses = _with_fixed_pages(listed)
        if len(addresses) <= indexing.PIECE:
            return _answer(request, "urlset", "url", addresses.items())
    pieces = [(0, None), *indexing.pieces()]
    return _answer(
        request,
        "sitemapindex",
        "sitemap",
        [(path_of("glossary:sitemap-piece", str(number)), changed) for number, changed in pieces],
    )


@reads_query()
@require_safe
def sitemap_piece(request: HttpRequest, number: int) -> HttpResponse:
    """List the addresses of one piece; one without any is not found."""
    if number == 0:
        addresses = _with_fixed_pages(indexing.lists_and_tags()[: indexing.PIECE - len(_FIXED)])
        return _answer(request, "urlset", "url", addresses.items())
    # No database counts further, and no glossary comes near.
    listed = indexing.entries_of_piece(number) if number < _PIECES_MAX else []
    entries = [(each.path, each.changed) for each in listed]
    if not entries:
        raise Http404
    return _answer(request, "urlset", "url", entries)


def _with_fixed_pages(listed: Iterable[Listed]) -> dict[str, datetime.datetime | None]:
    """Return addresses and their last changes, those of pages that are always there first."""
    fixed: dict[str, datetime.datetime | None] = {path_of(f"glossary:{name}"): None for name in _FIXED}
    return fixed | {each.path: each.changed for each in listed}


def _answer(request: HttpRequest, root: str, element: str, rows: _Rows) -> HttpResponse:
    # Written by hand: a template takes some ten times as long for 50,000 addresses.
    site_url = escape(site_of(request).url)
    lines = [
        f"<{element}><loc>{site_url}{escape(path)}</loc>"
        + (f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else "")
        + f"</{element}>"
        for path, changed in rows
    ]
    text = "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<{root} xmlns="{_NAMESPACE}">',
            *lines,
            f"</{root}>\n",
        ]
    )
    return storable(HttpResponse(text, "application/xml"), {SITE, LISTS})
