"""A name that several entries share: the page that a link of such a name leads to, and its card."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import site_of
from glossary.selectors.links import card_url, meanings_url, name_address
from glossary.selectors.lookup import Choice, Found, Gone, Moved, find_entry
from glossary.selectors.meanings import meanings_of
from glossary.web.errors import gone, not_found
from glossary.web.fragments import fragment
from glossary.web.page_meta import problem_meta
from glossary.web.redirects import moved, with_language


@reads_query()
@require_safe
@with_language
def meanings(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """Show the entries that share a name, or lead to the one that is called so."""
    return _answer(request, language, name)


@reads_query()
@require_safe
@with_language
def meanings_card(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """Answer with the entries that share a name as a card."""
    return _answer(request, language, name, is_card=True)


def _answer(request: HttpRequest, language: str, name: str, *, is_card: bool = False) -> HttpResponse:
    address = name_address(name)
    if address != name:
        return _moved(meanings_url(language, name), is_card)
    shared = meanings_of(language, address)
    match shared.choice.terms:
        case [only]:
            return _moved(only.url, is_card)
        case [_first, *_others]:
            return _shown(request, language, shared.name, shared.choice, is_card=is_card)
    # No prose is linked by it, or no longer; it may still be what somebody looks for.
    found = find_entry(language, address)
    match found:
        case Found(term) | Moved(term):
            return _moved(term.get_absolute_url(), is_card)
        case Choice():
            return _shown(request, language, name, found, is_card=is_card)
        case Gone(replacement):
            return gone(request, replacement)
    return not_found(request, nearest=found.nearest)


def choice_page(request: HttpRequest, name: str, choice: Choice) -> HttpResponse:
    """Show what a name may mean.

    With status 200, not 300: it is a page for readers, complete in itself, and common clients take a 300
    without a Location for an error (RFC 9110, section 15.4.1, asks for none).
    """
    meta = problem_meta(site_of(request), _("What “%(name)s” can mean") % {"name": name})
    context = {"name": name, "terms": choice.terms, "meta": meta}
    return storable(render(request, "glossary/choice.html", context), choice.depends_on)


def _shown(request: HttpRequest, language: str, name: str, choice: Choice, *, is_card: bool) -> HttpResponse:
    if not is_card:
        return choice_page(request, name, choice)
    url = meanings_url(language, name)
    response = fragment(request, "card_meanings", name=name, url=url, terms=choice.terms)
    return storable(response, choice.depends_on)


def _moved(url: str, is_card: bool) -> HttpResponse:
    return moved(card_url(url) if is_card else url)
