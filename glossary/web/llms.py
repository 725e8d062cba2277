"""The glossary for language models: what there is, and all of it in one text (https://llmstxt.org)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import compress_sequence
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from glossary.http.conditional import CACHE_CONTROL, acceptable_codings, is_current
from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import Site, site_of
from glossary.models import PageVersion
from glossary.models.paths import path_of
from glossary.models.publication import LISTS, SITE
from glossary.selectors.entries import CHUNK, every_entry
from glossary.selectors.lists import every_term
from glossary.web.alternates import as_markdown, escaped

_PLAIN_TEXT = "text/plain; charset=utf-8"
# Raised when the form of the text changes, for whoever holds one of an older version of the program.
_FORM = 2


@reads_query()
@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """List every public entry."""
    site = site_of(request)
    lines = [
        f"# {site.name}",
        "",
        "> "
        + (_("A glossary published by %s.") % site.kept_by + " " if site.kept_by else "")
        + _(
            "Each line is an entry: its name, its address and, in one sentence, what it is. Put .md in place "
            "of the last slash of an address for the entry as Markdown, .json for its record."
        ),
        "",
        f"- [{_('All entries in full')}]({site.url}{path_of('glossary:llms-full')})",
        "",
        f"## {_('Entries')}",
        "",
    ]
    for term in every_term():
        link = f"- [{escaped(term.title)}]({site.url}{term.url})"
        lines.append(f"{link}: {escaped(term.summary)}" if term.summary else link)
    text = "\n".join(lines) + "\n"
    return storable(HttpResponse(text, _PLAIN_TEXT), {SITE, LISTS})


@require_safe
def llms_full(request: HttpRequest) -> HttpResponseBase:
    """Answer with every public entry as Markdown, one after the other, while they are read.

    It may be large, so nobody keeps it and it is never in memory as a whole. Its tag follows from the counter
    of public changes: whoever holds the text is told so without making it. A change during an answer makes
    the tag too old, never too new: then the next request gets the text again.
    """
    site = site_of(request)
    coding = "gzip" if "gzip" in acceptable_codings(request.headers.get("Accept-Encoding")) else "identity"
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": _etag(site), "Vary": "Accept-Encoding"}
    if is_current(request.headers.get("If-None-Match", ""), headers["ETag"]):
        return HttpResponseNotModified(headers=headers)
    if coding == "gzip":
        headers["Content-Encoding"] = coding
    # How long it is, nobody knows before it is made.
    pieces = iter(()) if request.method == "HEAD" else _whole_glossary(site)
    if coding == "gzip" and request.method == "GET":
        pieces = compress_sequence(pieces)
    return StreamingHttpResponse(pieces, content_type=_PLAIN_TEXT, headers=headers)


def _etag(site: Site) -> str:
    n = PageVersion.objects.values_list("n", flat=True).filter(pk=1).first()
    made_of = repr((_FORM, n, site.name, site.publisher, site.url, site.language))
    return f'W/"{hashlib.blake2b(made_of.encode(), digest_size=15).hexdigest()}"'


def _whole_glossary(site: Site) -> Iterator[bytes]:
    """Yield the text in pieces, of a chunk of entries each."""
    introduction = (
        _("Every entry of %(site)s, published by %(publisher)s.")
        if site.kept_by
        else _("Every entry of %(site)s.")
    ) % {"site": site.name, "publisher": site.kept_by}
    piece = [f"# {site.name}\n\n> {introduction}\n"]
    for entry in every_entry():
        piece.append(as_markdown(entry, site.url))
        if len(piece) >= CHUNK:
            yield ("\n---\n\n".join(piece) + "\n---\n\n").encode()
            piece.clear()
    if piece:
        yield "\n---\n\n".join(piece).encode()
