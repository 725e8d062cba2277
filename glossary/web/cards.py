"""The card of an entry: a piece of HTML that `cards.js` shows beside a link to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.selectors.card import entry_card
from glossary.selectors.links import card_url, meanings_url
from glossary.selectors.lookup import Choice, Found, Gone, Missing, Moved, find_entry, is_site_language
from glossary.web.fragments import fragment
from glossary.web.redirects import moved, with_language
from glossary.web.terms import term_detail


@reads_query()
@require_safe
@with_language
def term_card(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show an entry in short; its other names lead to its card.

    Where there is no such entry the address may be that of a name which ends like this, as Debit/Card does.
    """
    found = find_entry(language, slug)
    match found:
        case Found(term):
            card = entry_card(term)
            response = fragment(request, "card", card=card, is_foreign=not is_site_language(language))
            return storable(response, card.depends_on)
        case Moved(term):
            return moved(card_url(term.get_absolute_url()))
        case Choice():
            return moved(card_url(meanings_url(language, slug)))
    name = f"{slug}/card"
    if not isinstance(find_entry(language, name), Missing):
        return term_detail(request, None if is_site_language(language) else language, slug=name)
    if isinstance(found, Gone):
        return fragment(request, "card_gone", 410, replacement=found.replacement)
    return fragment(request, "card_missing", 404)
