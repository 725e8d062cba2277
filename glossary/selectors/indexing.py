"""Reads what search engines may list: public entries but deprecated ones, their lists and their tags.

Entries are cut into pieces by their ids: a piece is one range of the primary key, so that the last costs what
the first does, and an entry never moves to another piece.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, IntegerField, Max, QuerySet, Value
from django.db.models.functions import Cast

from glossary.models import Status, TaggedTerm, Term
from glossary.models.terms import TermQuerySet, term_url
from glossary.selectors.links import list_url, tag_url

# One sitemap holds no more (https://www.sitemaps.org/protocol.html).
PIECE = 50_000

_LIST, _TAG, _ENTRY = range(3)


@dataclass(frozen=True, slots=True)
class Listed:
    """A path of the site, and when what stands there changed last."""

    path: str
    changed: datetime.datetime


def everything() -> list[Listed] | None:
    """Return lists, tags and entries, or None where the entries alone are more than a piece: one query."""
    too_many = Exists(_indexed().order_by()[PIECE : PIECE + 1])
    rows = _lists().union(_tags(), _entries(_indexed().filter(~too_many)), all=True)
    found = list(rows.order_by("kind", "place", "language"))
    is_too_many = sum(row[-1] for row in found) > PIECE
    return None if is_too_many else _listed(found)


def lists_and_tags() -> list[Listed]:
    """Return the A–Z of each language, and the tags of entries in the site's: one query."""
    return _listed(_lists().union(_tags(), all=True).order_by("kind", "place", "language"))


def entries_of_piece(number: int) -> list[Listed]:
    """Return the entries of a piece, counted from 1: one query."""
    first = (number - 1) * PIECE + 1
    return _listed(_entries(_indexed().filter(pk__range=(first, first + PIECE - 1))).order_by("pk"))


def pieces() -> list[tuple[int, datetime.datetime]]:
    """Return the numbers of the pieces that have entries, each with its last change.

    One query, which walks the entries once.
    """
    number = Cast((F("pk") - 1) / Value(PIECE) + 1, IntegerField())
    rows = _indexed().order_by().annotate(piece=number).values_list("piece")
    return sorted(rows.annotate(Max("updated_at")))


def _indexed() -> TermQuerySet:
    return Term.objects.published().exclude(status=Status.DEPRECATED)


# Each of the three returns rows (kind, id, language, slug, last change, how many entries stand there).


def _lists() -> QuerySet[Any, Any]:
    rows = _indexed().order_by().annotate(kind=Value(_LIST), place=Value(0), address=Value(""))
    grouped = rows.values_list("kind", "place", "language", "address")
    return grouped.annotate(changed=Max("updated_at"), count=Count("pk"))


def _tags() -> QuerySet[Any, Any]:
    public = _indexed().in_language(settings.LANGUAGE_CODE).order_by().values("pk")
    tagged = TaggedTerm.objects.filter(content_object__in=public).order_by()
    rows = tagged.annotate(kind=Value(_TAG), language=Value(settings.LANGUAGE_CODE))
    grouped = rows.values_list("kind", "tag", "language", "tag__slug")
    return grouped.annotate(changed=Max("content_object__updated_at"), count=Value(0))


def _entries(terms: TermQuerySet) -> QuerySet[Any, Any]:
    rows = terms.order_by().annotate(kind=Value(_ENTRY), count=Value(0))
    return rows.values_list("kind", "pk", "language", "slug", "updated_at", "count")


def _listed(rows: Iterable[Any]) -> list[Listed]:
    found = []
    for kind, _pk, language, slug, changed, _count in rows:
        if kind == _ENTRY:
            path = term_url(language, slug)
        else:
            path = tag_url(slug, language) if kind == _TAG else list_url(language)
        found.append(Listed(path, changed))
    return found
