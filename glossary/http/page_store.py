"""Answers readers from memory before Django does, never with a page that a committed change made stale.

What makes it possible: a public page is the same for everyone. A view opts its response in with `storable`;
`PublicPageMiddleware` checks it and tells this wrapper; everything else passes through untouched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import Error
from django.http import HttpResponseBase
from django.http.request import split_domain_port, validate_host

from glossary.http.conditional import acceptable_codings, is_current
from glossary.http.page_counter import PageCounter
from glossary.http.queries import normal_query
from glossary.http.site import LAST_KNOWN, MEMORY
from glossary.http.stored_pages import Headers, Page, PageStore

# How the wrapper and PublicPageMiddleware speak to each other; clients set only names that start with HTTP_.
IN_FRONT = "glossary.page_store"
OPT_IN = "glossary.page_store.opt_in"

_HOST_MAX = 260  # a name of 253 characters (RFC 1035) and a port

# Whoever has credentials gets nothing from memory; the preconditions are rare, and left to Django.
_PASSED_BY = ("HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")

# Scheme, host, script name, path and query; what is in none of them, no stored page may depend on.
Key = tuple[str, str, str, str, str]

_Response = TypeVar("_Response", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class OptIn:
    """What a view said about its response: what it depends on, and when it ends (seconds since the epoch)."""

    depends_on: frozenset[str]
    expires: float | None


def storable(response: _Response, keys: Collection[str], expires: datetime | None = None) -> _Response:
    """Opt a public page in: it may be kept until a change touches one of `keys` or `expires` passes.

    Keys are those of `PageVersion.objects.touch`: 'site', 'lists', 'term:<id>', 'tag:<id>'. `expires` is an
    aware datetime, for pages that depend on the date. The page must be the same for everyone. Return the
    response.
    """
    vars(response)[OPT_IN] = OptIn(frozenset(keys), expires.timestamp() if expires else None)
    return response


def opt_in_of(response: HttpResponseBase) -> OptIn | None:
    """Return what the view said with `storable`, or None."""
    opt_in: OptIn | None = vars(response).get(OPT_IN)
    return opt_in


class PageStoreApplication:
    """WSGI application in front of Django's (PEP 3333).

    The counter of public changes is read first, on every request but those for files, and before a page is
    rendered; where the database does not say, the request goes to Django as if there were no store.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        store: PageStore | None = None,
        counter: PageCounter | None = None,
    ) -> None:
        self._application = application
        # An empty store is false, so `or` would not do.
        self._store = PageStore(settings.PAGE_STORE_BYTES) if store is None else store
        self._counter = PageCounter() if counter is None else counter
        self._allowed_domain = lru_cache(maxsize=256)(_allowed_domain)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from the store where it can, else have Django answer."""
        if environ.get("PATH_INFO", "").startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return self._pass_on(environ, start_response)
        try:
            n = self._counter.read()
            self._store.follow(n, read=self._counter.read, changes=self._counter.changes)
        except Error:
            environ[LAST_KNOWN] = self._store.site_memory
            return self._pass_on(environ, start_response)
        # Also for requests that the store never answers: the site is on every page, the editors' too.
        environ[MEMORY] = self._store.site_memory
        key = self._key(environ)
        if key is None:
            return self._pass_on(environ, start_response)
        page = self._store.get(key)
        if page is None:
            return self._pass_on(environ, start_response, key=key, n=n)
        return _answer(page, environ, start_response)

    def close(self) -> None:
        """Close the store's database connections; for tests and for servers that say when they end."""
        self._counter.close()

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """Return the name under which the answer is kept, or None where the request is none of the store's.

        One page has one name, however its address is spelled: nobody fills the store with copies of it. The
        host counts without its case and port, of the query what the view reads. HSTS depends on the scheme.
        What Django checks before it calls a view is checked here: the host, and that TLS is used where it
        must be.
        """
        if not self._store.max_bytes or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        if any(name in environ for name in _PASSED_BY):
            return None
        if settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", ""):
            return None
        scheme = environ["wsgi.url_scheme"]
        if settings.SECURE_SSL_REDIRECT and scheme != "https":
            return None
        host = environ.get("HTTP_HOST", "")
        domain = self._allowed_domain(host) if len(host) <= _HOST_MAX else ""
        query = normal_query(environ)
        if not domain or query is None:
            return None
        return (scheme, domain, environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), query)

    def _pass_on(
        self,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        *,
        key: Key | None = None,
        n: int = 0,
    ) -> Iterable[bytes]:
        """Have Django answer. A public page is compressed on the way and, where `key` says so, kept."""
        held_back: list[Headers] = []

        def start(status: str, headers: Headers, exc_info: object = None, /) -> object:
            if OPT_IN in environ and _may_be_coded(headers):
                held_back.append(headers)
                return None
            return start_response(status, headers, exc_info)  # type: ignore[arg-type]

        environ[IN_FRONT] = True
        if key is not None:
            # The view sees what the page is kept under and no more, so it can't make a page of anything else.
            *_, environ["QUERY_STRING"] = key
        answer = self._application(environ, start)  # type: ignore[arg-type]
        if not held_back:
            return answer
        try:
            body = b"".join(answer)
        finally:
            answer.close()  # type: ignore[attr-defined]
        (headers,) = held_back
        if key is None or environ["REQUEST_METHOD"] != "GET" or not _may_be_kept(headers):
            codings = acceptable_codings(environ.get("HTTP_ACCEPT_ENCODING"))[:1]
            return _answer(Page.from_response(headers, body, codings), environ, start_response)
        page = Page.from_response(headers, body)
        opt_in: OptIn = environ[OPT_IN]
        self._store.put(key, page, n=n, depends_on=opt_in.depends_on, expires=opt_in.expires)
        return _answer(page, environ, start_response)


def _answer(page: Page, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Send a page, fresh or stored alike, as the client's headers ask for it."""
    if_none_match = environ.get("HTTP_IF_NONE_MATCH")
    if if_none_match and is_current(if_none_match, page.etag):
        start_response("304 Not Modified", list(page.headers_when_current))
        return []
    headers, body = page.variant(environ.get("HTTP_ACCEPT_ENCODING"))
    # A copy: a server may change the list that it is given (PEP 3333).
    start_response("200 OK", list(headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _allowed_domain(host: str) -> str:
    """Return the name in a Host header, in lower case and without the port; nothing for a foreign one."""
    domain, _port = split_domain_port(host)
    return domain if domain and validate_host(domain, settings.ALLOWED_HOSTS) else ""


def _may_be_coded(headers: Headers) -> bool:
    """Tell whether an opted-in answer still has no cookie and no coding once every middleware had its say."""
    return not any(name.lower() in {"set-cookie", "content-encoding"} for name, _ in headers)


def _may_be_kept(headers: Headers) -> bool:
    """Tell whether an answer differs by nothing in the request but the coding it accepts."""
    return all(value.lower() == "accept-encoding" for name, value in headers if name.lower() == "vary")
