"""What of a query a page depends on, so that one page is kept once whatever else stands in its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode
from wsgiref.types import WSGIEnvironment

from django.core.handlers.wsgi import get_path_info
from django.urls import Resolver404, resolve

_NAMES = "glossary_query_names"
# Campaigns make queries long; what pages read is short.
_ASKED_MAX = 2000
_READ_MAX = 300

_View = TypeVar("_View", bound=Callable[..., object])


def reads_query(*names: str) -> Callable[[_View], _View]:
    """Say of a view whose pages may be stored which parameters of the query it reads, an empty one as none.

    Behind the store it sees only these, each once. It has to stand above the decorators that do not copy
    attributes; a view without it is not answered from the store where there is a query.
    """

    def mark(view: _View) -> _View:
        vars(view)[_NAMES] = frozenset(names)
        return view

    return mark


def normal_query(environ: WSGIEnvironment) -> str | None:
    """Return the query of a request in one spelling and without what its view does not read.

    None stands for a query that nothing is known about: another view's, or one too long.
    """
    query = environ.get("QUERY_STRING", "")
    if not query:
        return ""
    # A NUL is refused wherever it stands (NulMiddleware).
    if len(query) > _ASKED_MAX or "%00" in query:
        return None
    try:
        view = resolve(get_path_info(environ)).func
    except Resolver404:
        return None
    names: frozenset[str] | None = getattr(view, _NAMES, None)
    if names is None:
        return None
    # WSGI speaks Latin-1 (PEP 3333), which keeps every byte as it came. Of equal names the last counts, as in
    # Django.
    given = dict(parse_qsl(query, keep_blank_values=True, encoding="latin-1"))
    read = sorted((name, value) for name, value in given.items() if name in names and value)
    normal = urlencode(read, encoding="latin-1")
    return normal if len(normal) <= _READ_MAX else None
