"""Reads the home page: topics, the word of the day, entries to start with, what is new."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Subquery
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from glossary.models import Status, Term
from glossary.models.terms import TermQuerySet
from glossary.selectors.links import LINK_FIELDS, TagLink, TermLink, term_link
from glossary.selectors.lists import Letter, counted_topics, letters
from glossary.text.fold import sort_key

_WINDOW = 50
_FEATURED_READ = 100
FEATURED_AT_MOST = 3
RECENT_AT_MOST = 6
SUBJECTS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page shows; `expires` is when the word of the day ends."""

    total: int
    letters: tuple[Letter, ...]
    topics: tuple[TagLink, ...]
    word: TermLink | None
    featured: tuple[TermLink, ...]
    recent: tuple[TermLink, ...]
    expires: datetime.datetime

    @property
    def subjects(self) -> str:
        """What the entries are about, for a sentence: the largest topics, by name; empty without any."""
        largest = sorted(self.topics, key=lambda topic: -(topic.count or 0))[:SUBJECTS_AT_MOST]
        named = [topic.in_sentence for topic in self.topics if topic in largest]
        if len(self.topics) > len(named):
            named.append(_("more"))
        return get_text_list(named, _("and"))


def home_page(today: datetime.date | None = None) -> HomePage:
    """Return the home page of a day (None: of today where the site is): eight queries at most."""
    today = today or timezone.localdate()
    language = settings.LANGUAGE_CODE
    public = Term.objects.published().in_language(language).only(*LINK_FIELDS)
    headings = letters(language)
    return HomePage(
        total=sum(letter.count for letter in headings),
        letters=headings,
        topics=counted_topics(language),
        word=_word_of(today),
        featured=_featured(public),
        recent=tuple(
            term_link(term) for term in public.order_by("-first_published_at", "-pk")[:RECENT_AT_MOST]
        ),
        expires=_midnight(today + datetime.timedelta(days=1)),
    )


def _featured(public: TermQuerySet) -> tuple[TermLink, ...]:
    """Return the first of the featured entries. Told to sort, SQLite would walk all entries."""
    rows = public.filter(featured__in=[True]).order_by()[:_FEATURED_READ]
    return tuple(term_link(term) for term in sorted(rows, key=lambda term: sort_key(term.title)))[
        :FEATURED_AT_MOST
    ]


def _word_of(day: datetime.date) -> TermLink | None:
    """Return the same entry all day: the first at or after a place among the ids that the date decides.

    Entries published during the day wait for the next, unless there are no others.
    """
    words = (
        Term.objects.published()
        .in_language(settings.LANGUAGE_CODE)
        .exclude(status=Status.DEPRECATED)
        .order_by("pk")
        .only(*LINK_FIELDS)
    )
    settled = words.filter(first_published_at__lt=_midnight(day))
    newest = Term.objects.order_by("-pk").values("pk")[:1]
    ends = Term.objects.order_by("pk").values_list("pk", Subquery(newest)).first()
    if ends is None:
        return None
    first, last = ends
    # The rows after the place are picked first: left to itself, SQLite would sort every public entry.
    after = (
        Term.objects.filter(pk__gte=first + _draw(day, last - first)).order_by("pk").values("pk")[:_WINDOW]
    )
    word = settled.filter(pk__in=after).first() or settled.first() or words.first()
    return term_link(word) if word else None


def _draw(day: datetime.date, last: int) -> int:
    """Draw a number from 0 to `last` that hardly ever changes when `last` grows during the day.

    Numbers are drawn below a power of two, and those beyond `last` thrown away.
    """
    below = 1 << last.bit_length()
    attempt = 0
    while True:
        digest = hashlib.blake2b(f"{day} {attempt}".encode(), digest_size=8).digest()
        place = int.from_bytes(digest, "big") % below
        if place <= last:
            return place
        attempt += 1


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
