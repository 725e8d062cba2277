"""The site's addresses and one page that costs nothing to make, to measure the others against."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

_LARGEST = 1_000_000


@require_safe
def constant(request: HttpRequest) -> HttpResponse:
    """Answer with as many bytes of HTML as `?bytes=` says.

    The page store passes a query that it does not know by without reading anything, so this page costs what
    the server, Django and the middleware cost.
    """
    size = request.GET.get("bytes", "")
    return HttpResponse(_page(min(int(size), _LARGEST) if size.isdecimal() else 0))


@lru_cache(maxsize=8)
def _page(size: int) -> bytes:
    head, foot = b"<!doctype html><title>Constant</title><p>", b"</p>"
    return head + b"x" * max(0, size - len(head) - len(foot)) + foot


handler404 = "glossary.web.errors.not_found"
handler500 = "glossary.web.errors.server_error"

urlpatterns = [
    path("bench/constant/", constant, name="bench-constant"),
    path("", include("config.urls")),
]
