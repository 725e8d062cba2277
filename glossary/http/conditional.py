"""The parts of HTTP by which one page serves many: codings, entity tags, and the answer "not modified"."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from functools import lru_cache

import brotli
from django.utils.http import parse_etags

IDENTITY = "identity"
# Best first: brotli makes a page of prose about a fifth smaller than gzip does.
CODINGS = ("br", "gzip", IDENTITY)

# A public page may be kept by anybody but is asked about before each use: a change shows on the next request,
# and an unchanged page costs a 304 without a body (RFC 9111, sections 5.2.2.2 and 5.2.2.9).
CACHE_CONTROL = "public, max-age=0, must-revalidate"

# A 304 describes no body; what else the 200 would say, it repeats (RFC 9110, section 15.4.5).
_ABOUT_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-language"})

# Levels that cost a page of 14 kB about a millisecond together; the last few per cent would cost ten times
# that.
_GZIP_LEVEL = 6
_BROTLI_QUALITY = 5

# Longer than any browser sends: not worth reading, and not worth remembering.
_ACCEPT_ENCODING_MAX = 200


def compress(body: bytes, coding: str) -> bytes:
    """Return `body` in `coding`, one of CODINGS. The same body gives the same bytes each time."""
    if coding == "br":
        smaller: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
        return smaller
    if coding == "gzip":
        return gzip.compress(body, compresslevel=_GZIP_LEVEL, mtime=0)
    return body


def acceptable_codings(accept_encoding: str | None) -> tuple[str, ...]:
    """Return the codings a client takes, the one to send first (RFC 9110, section 12.5.3).

    `accept_encoding` is the header or None where there was none, which means identity here: whoever does not
    say that it can decompress usually cannot. The client's weights decide; equal ones fall to the smaller
    body. Identity comes last even when refused, since the page as it is serves better than a 406.
    """
    if not accept_encoding or len(accept_encoding) > _ACCEPT_ENCODING_MAX:
        return (IDENTITY,)
    return _acceptable_codings(accept_encoding)


@lru_cache(maxsize=256)
def _acceptable_codings(accept_encoding: str) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = _weight(parameters)
    others = weights.get("*", 0.0)
    # Identity is acceptable unless refused, yet nobody who names a coding prefers it by saying nothing of it.
    offered = {coding: weights.get(coding, others) for coding in CODINGS if coding != IDENTITY}
    offered[IDENTITY] = weights.get(IDENTITY, 0.0)
    taken = [coding for coding in CODINGS if offered[coding] > 0]
    taken.sort(key=lambda coding: -offered[coding])
    return tuple(taken) if IDENTITY in taken else (*taken, IDENTITY)


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def entity_tag(body: bytes) -> str:
    """Return the weak entity tag of a page: one for all its codings, which say the same (RFC 9110, 8.8.1)."""
    return f'W/"{hashlib.blake2b(body, digest_size=15).hexdigest()}"'


def is_current(if_none_match: str, etag: str) -> bool:
    """Tell whether a client that sent `if_none_match` holds the page with `etag` already.

    Tags are compared weakly, any of a list will do, and `*` stands for every page there is (RFC 9110,
    section 13.1.2). A malformed header matches nothing.
    """
    if if_none_match == etag:
        return True
    held = parse_etags(if_none_match)
    return held == ["*"] or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in held}


def headers_when_current(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those of a page's headers that its 304 carries too."""
    return [(name, value) for name, value in headers if name.lower() not in _ABOUT_THE_BODY]
