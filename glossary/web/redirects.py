"""Ways from an address to the one where the thing stands now."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from glossary.selectors.lookup import Moved, find_entry, is_site_language, public_language

_TRANSLATED = "translated-"


def moved(url: str) -> HttpResponse:
    """Return a redirect for good. Browsers ask again all the same: a name of today may be an entry soon."""
    response = HttpResponsePermanentRedirect(url)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def with_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the language of its address as its second argument, the site's where none is named.

    The site's own language in front, or another spelling of a code, leads to the one right address. A
    language without public entries is not found.
    """

    @wraps(view)
    def with_known_language(request: HttpRequest, language: str | None = None, **kwargs: str) -> HttpResponse:
        if language is None:
            return view(request, settings.LANGUAGE_CODE, **kwargs)
        match = request.resolver_match
        name = match.view_name if match else ""
        if is_site_language(language):
            return _elsewhere(request, name.replace(_TRANSLATED, ""), kwargs)
        stored = public_language(language)
        if stored is None:
            raise Http404
        if stored != language:
            return _elsewhere(request, name, {"language": stored, **kwargs})
        return view(request, stored, **kwargs)

    return with_known_language


def _elsewhere(request: HttpRequest, name: str, kwargs: dict[str, str]) -> HttpResponse:
    # One step for a former address under another spelling of its language, not two.
    if "slug" in kwargs:
        found = find_entry(kwargs.get("language", settings.LANGUAGE_CODE), kwargs["slug"])
        if isinstance(found, Moved):
            kwargs = {**kwargs, "slug": found.term.slug}
    query = request.META.get("QUERY_STRING", "")
    return moved(reverse(name, kwargs=kwargs) + (f"?{query}" if query else ""))
