"""Addresses that stand for every kind of answer the page store must tell apart."""

from datetime import timedelta

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotFound,
    StreamingHttpResponse,
)
from django.urls import path
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.models import Tag
from glossary.models.publication import tag_key

PROSE = "A sentence that compresses well, as sentences of a glossary do. " * 50


@reads_query("page")
def tag(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A public page that shows one row and depends on it."""
    try:
        row = Tag.objects.get(slug=slug)
    except Tag.DoesNotExist as missing:
        raise Http404 from missing
    page = f"{row.name}: {row.description} (page {request.GET.get('page', '1')}) {PROSE}"
    return storable(HttpResponse(page), {"site", tag_key(row.pk)})


@reads_query()
def undeclared(request: HttpRequest) -> HttpResponseBase:
    """A public page that reads more of the query than it says."""
    return storable(HttpResponse(f"(page {request.GET.get('page', '1')}) {PROSE}"), {"site"})


def echo(request: HttpRequest) -> HttpResponseBase:
    """A public page that shows its query and says nothing of it."""
    return storable(HttpResponse(f"({request.META['QUERY_STRING']}) {PROSE}"), {"site"})


def private(request: HttpRequest) -> HttpResponseBase:
    """A page that says nothing of the store."""
    return HttpResponse(PROSE)


def with_cookie(request: HttpRequest) -> HttpResponseBase:
    """A page that opts in and yet sets a cookie."""
    response = HttpResponse(PROSE)
    response.set_cookie("seen", "1")
    return storable(response, {"site"})


def with_session(request: HttpRequest) -> HttpResponseBase:
    """A page that opts in and yet reads the session."""
    return storable(HttpResponse(f"{request.session.get('name', 'stranger')} {PROSE}"), {"site"})


def by_language(request: HttpRequest) -> HttpResponseBase:
    """A page that opts in and yet differs by a header."""
    response = HttpResponse(PROSE)
    patch_vary_headers(response, ["Accept-Language"])
    return storable(response, {"site"})


def missing(request: HttpRequest) -> HttpResponseBase:
    """A page that opts in and is not there."""
    return storable(HttpResponseNotFound(PROSE), {"site"})


def streamed(request: HttpRequest) -> HttpResponseBase:
    """A page that opts in and is streamed."""
    return storable(StreamingHttpResponse([PROSE.encode()]), {"site"})


def daily(request: HttpRequest) -> HttpResponseBase:
    """A page that ends in an hour."""
    return storable(HttpResponse(PROSE), {"site"}, expires=timezone.now() + timedelta(hours=1))


def outdated(request: HttpRequest) -> HttpResponseBase:
    """A page that ended before it was made."""
    return storable(HttpResponse(PROSE), {"site"}, expires=timezone.now() - timedelta(seconds=1))


def short(request: HttpRequest) -> HttpResponseBase:
    """A page that no coding makes smaller."""
    return storable(HttpResponse("ok"), {"site"})


urlpatterns = [
    path("tags/<slug:slug>/", tag),
    path("undeclared/", undeclared),
    path("echo/", echo),
    path("private/", private),
    path("with-cookie/", with_cookie),
    path("with-session/", with_session),
    path("by-language/", by_language),
    path("missing/", missing),
    path("streamed/", streamed),
    path("daily/", daily),
    path("outdated/", outdated),
    path("short/", short),
]
