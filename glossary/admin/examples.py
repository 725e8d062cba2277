"""How many examples the owner advises, as editors are told of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from glossary.http.site import site_of
from glossary.models import Term


def advised(request: HttpRequest) -> int:
    """Return the number of examples that an entry of this site should have."""
    return site_of(request).examples_advised


def advice(request: HttpRequest) -> str:
    """Return what the form says of the number."""
    number = advised(request)
    return ngettext("one reads best", "%(number)s read best", number) % {"number": number}


def advise_more(request: HttpRequest, term: Term) -> None:
    """Tell an editor whose published entry has fewer examples than advised; nothing is refused."""
    number, found = advised(request), term.examples.count()
    if found >= number:
        return
    counts = {"found": found, "number": number}
    if found:
        message = ngettext(
            "It has %(found)s example; %(number)s read best.",
            "It has %(found)s examples; %(number)s read best.",
            found,
        )
    else:
        message = ngettext(
            "It has no example; one reads best.", "It has no examples; %(number)s read best.", number
        )
    messages.info(request, message % counts)
