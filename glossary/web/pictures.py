"""The pictures that other sites show beside a link to ours (Open Graph)."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from glossary.http.conditional import CACHE_CONTROL, is_current
from glossary.http.site import Site, site_of
from glossary.imaging.social import FORM, SocialPicture, draw
from glossary.models.paths import path_of
from glossary.selectors.lookup import Found, Gone, Moved, find_entry
from glossary.text.direction import direction
from glossary.web.redirects import moved

# Some 15 kB each. The page store would give up pages that people read for pictures that few programs ask for,
# and drawing one takes some 20 ms.
_REMEMBERED = 64

_drawn = lru_cache(maxsize=_REMEMBERED)(draw)


@require_safe
def site_picture(request: HttpRequest) -> HttpResponse:
    """Answer with the picture of the site, which stands for every page but entries. No query."""
    site = site_of(request)
    line = site.tagline or _("Words of the trade, explained")
    return _answer(request, _picture(site, "", line, site.language))


@require_safe
def term_picture(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Answer with the picture of an entry: one query. Its former addresses lead here."""
    found = find_entry(language, slug)
    match found:
        case Found(term):
            return _answer(request, _picture(site_of(request), str(term), term.summary, term.language))
        case Moved(term):
            return moved(picture_url(term.language, term.slug))
    text = _("No entry has this address.")
    return HttpResponse(
        f"{text}\n", "text/plain; charset=utf-8", status=410 if isinstance(found, Gone) else 404
    )


def picture_url(language: str, slug: str) -> str:
    """Return the path of an entry's picture."""
    return path_of("glossary:term-picture", language, slug)


def _picture(site: Site, title: str, line: str, language: str) -> SocialPicture:
    return SocialPicture(title, site.name, line, site.accent, is_rtl=direction(language) == "rtl")


def _answer(request: HttpRequest, picture: SocialPicture) -> HttpResponse:
    """Send a picture. Its tag follows from what it shows, so whoever holds it is told without drawing it."""
    tag = hashlib.blake2b(repr((FORM, picture)).encode(), digest_size=15).hexdigest()
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": f'"{tag}"'}
    if is_current(request.headers.get("If-None-Match", ""), headers["ETag"]):
        return HttpResponseNotModified(headers=headers)
    body = _drawn(picture)
    headers["Content-Length"] = str(len(body))
    return HttpResponse(b"" if request.method == "HEAD" else body, "image/png", headers=headers)
