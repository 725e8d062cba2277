"""What readers looked for and did not find: counted, asked for, answered, dismissed.

Nothing is kept of who it was. No page shows any of this, so the counter of public changes stays as it is, and
nobody takes a turn among the writers of entries for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Least
from django.utils import timezone

from glossary.models import SearchMiss
from glossary.models.readers import MISSED_TEXT_MAX
from glossary.models.terms import KEY_LENGTH
from glossary.search.impatience import impatient
from glossary.search.question import Question, read_question
from glossary.text.fold import normalise_line
from glossary.text.problems import line_problems
from glossary.text.search_words import search_key
from glossary.workflow import limits

ROWS_AT_MOST = 5_000
# Beyond this, one more says nothing.
COUNT_AT_MOST = 1_000_000

# Whoever turns pages or goes back and forth looks once.
_SAME_SEARCH_SECONDS = 10 * 60
_SAME_REQUEST_SECONDS = 24 * 3600
# More than anybody looks for in vain; a program that tries words fills no queue.
_SEARCHES_AN_HOUR = 60
_REQUESTS_A_DAY = 300
_HOUR, _DAY = 3600, 24 * 3600
_NAMES_AT_ONCE = 1_000

_QUOTES = re.compile('["“”„‟«»″‶＂]')


def count_miss(text: str, client: str = "") -> None:
    """Count a search that no entry answers.

    `client` tells one client from another: the same search counts once in ten minutes for each, and only the
    first 60 in an hour count. Without it, every search counts. Texts that `is_kept` refuses do not count, nor
    do searches that `tag:` or `-word` narrowed: their words may stand in entries that were left out.

    Whoever searches is never held up: where another writer has the database, this search is not counted, and
    nothing is raised.
    """
    question = read_question(text)
    kept = _kept(text, question)
    if kept is None or question.tags or question.excluded:
        return
    key, line = kept
    if client and not (
        limits.is_first("search", f"{client} {key}", _SAME_SEARCH_SECONDS)
        and limits.times("searches", client, _HOUR) <= _SEARCHES_AN_HOUR
    ):
        return
    try:
        with impatient():
            _raise(key, line, "searches")
    except Error:
        # Whatever it was, the reader's page is worth more than the number.
        return


def ask_for(text: str, client: str) -> bool:
    """Add a reader's request to what is missed; tell whether the editors have it.

    A client that asks for the same again within a day is told so too, and counts once. False is for a text
    that `is_kept` refuses, and for more than 300 requests of one client in a day. Raises what the database
    raises: a request that is lost must not look like one that was taken.
    """
    kept = _kept(text, read_question(text))
    if kept is None:
        return False
    key, line = kept
    who = f"{client} {key}"
    if not limits.is_first("request", who, _SAME_REQUEST_SECONDS):
        return True
    if limits.times("requests", client, _DAY) > _REQUESTS_A_DAY:
        limits.forget("request", who)
        return False
    try:
        with transaction.atomic():
            _raise(key, line, "requests")
    except Error:
        limits.forget("request", who)
        raise
    return True


def is_kept(text: str) -> bool:
    """Tell whether a text can be a row: a line of up to 200 characters with a letter or a digit in it.

    None has control characters or marks that change the direction of writing.
    """
    return _kept(text, read_question(text)) is not None


def answered(keys: Collection[str]) -> None:
    """Take out what entries of these names answer; `keys` are names, folded or as written.

    The caller's transaction holds it, so that a publishing that fails leaves the queue as it was.
    """
    names = {key_of(name) for name in keys}
    if len(names) > _NAMES_AT_ONCE:
        # More than a query should carry; the queue is never as long as a bulk load.
        names.intersection_update(SearchMiss.objects.values_list("key", flat=True))
    if names:
        SearchMiss.objects.filter(key__in=names).delete()


def key_of(name: str) -> str:
    """Return what all spellings of a name have in common here; folding once more changes nothing."""
    return search_key(_QUOTES.sub(" ", name))[:KEY_LENGTH]


def dismiss(rows: QuerySet[SearchMiss]) -> int:
    """Say of rows that nobody will write an entry for them; return of how many that was news."""
    return rows.filter(dismissed_at__isnull=True).update(dismissed_at=timezone.now())


def bring_back(rows: QuerySet[SearchMiss]) -> int:
    """Take the dismissal of rows back; return how many were dismissed."""
    return rows.filter(dismissed_at__isnull=False).update(dismissed_at=None)


def _kept(text: str, question: Question) -> tuple[str, str] | None:
    """Return the key and the text of a row, or None for a text that is not kept."""
    if line_problems(text, max_length=MISSED_TEXT_MAX):
        return None
    # Quotes, tags and exclusions are how somebody searches, not what for.
    line = normalise_line(_QUOTES.sub(" ", question.plain))
    return (key_of(line), line) if any(map(str.isalnum, line)) else None


def _raise(key: str, line: str, column: str) -> None:
    """Add one to a count of a row, which is made where it is missing; the transaction is the caller's."""
    rows = SearchMiss.objects.filter(key=key)
    changes: dict[str, Any] = {column: Least(F(column) + 1, COUNT_AT_MOST), "last_at": timezone.now()}
    if rows.update(**changes):
        return
    # Somebody else may have made it just now: then theirs is the row.
    SearchMiss.objects.bulk_create([SearchMiss(key=key, text=line)], ignore_conflicts=True)
    rows.update(**changes)
    _make_room()


def _make_room() -> None:
    """Delete what nobody has looked for as long as it is kept, and what is beyond the limit of rows.

    Of the latter those with the fewest requests go, those that were unseen for longest first.
    """
    if settings.SEARCH_MISS_DAYS:
        oldest = timezone.now() - timedelta(days=settings.SEARCH_MISS_DAYS)
        SearchMiss.objects.filter(last_at__lt=oldest).delete()
    excess = SearchMiss.objects.count() - ROWS_AT_MOST
    if excess > 0:
        leaving = SearchMiss.objects.order_by("requests", "last_at").values_list("pk", flat=True)[:excess]
        SearchMiss.objects.filter(pk__in=list(leaving)).delete()
