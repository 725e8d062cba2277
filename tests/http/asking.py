"""Asks a WSGI application as a server would, without a server."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

import brotli
from django.core.handlers.wsgi import WSGIHandler

from glossary.http.page_store import PageStoreApplication
from glossary.http.stored_pages import PageStore


@dataclass
class Answer:
    """What a server would have sent."""

    status: int
    fields: list[tuple[str, str]]
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        """The header fields by lower-case name; none may come twice."""
        assert len({name.lower() for name, _ in self.fields}) == len(self.fields), self.fields
        return {name.lower(): value for name, value in self.fields}

    @property
    def text(self) -> str:
        """The body, decoded as its Content-Encoding says."""
        coding = self.headers.get("content-encoding")
        if coding == "br":
            return bytes(brotli.decompress(self.body)).decode()
        if coding == "gzip":
            return gzip.decompress(self.body).decode()
        assert coding is None
        return self.body.decode()


class Site:
    """Django with the page store in front, and a count of how often Django was asked."""

    def __init__(self, max_bytes: int = 10_000_000, clock: Callable[[], float] | None = None) -> None:
        self.rendered = 0
        self.during_render: Callable[[], object] = lambda: None
        self._django = WSGIHandler()
        options = {"clock": clock} if clock else {}
        self.store = PageStore(max_bytes, **options)
        self.application = PageStoreApplication(self._count, store=self.store)

    def _count(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.rendered += 1
        answer = self._django(environ, start_response)
        self.during_render()
        return answer

    def get(self, address: str, **headers: str) -> Answer:
        """Ask for `address` with headers written in snake case."""
        return ask(self.application, address, **headers)

    def head(self, address: str, **headers: str) -> Answer:
        """Ask for the headers of `address` alone."""
        return ask(self.application, address, method="HEAD", **headers)

    def close(self) -> None:
        """Close the store's connections."""
        self.application.close()


def ask(application: WSGIApplication, address: str, *, method: str = "GET", **headers: str) -> Answer:
    """Ask `application` for `address`, a path with its query. A `scheme` among the headers is the scheme."""
    path, _, query = address.partition("?")
    environ: WSGIEnvironment = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ["wsgi.url_scheme"] = headers.pop("scheme", "http")
    environ["HTTP_HOST"] = "testserver"
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status, fields, exc_info=None, /):
        started.append((status, fields))
        return lambda data: None

    answer = application(environ, start_response)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    ((status, fields),) = started
    return Answer(int(status.split()[0]), list(fields), body)
