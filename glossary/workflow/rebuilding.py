"""Make names, prose, mentions and both indexes anew from the rows of entries.

After any sequence of writes this changes nothing; it is for a database that came from elsewhere, or from a
version that kept none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate

from glossary import search
from glossary.models import PageVersion, Prose, Term
from glossary.models.publication import ALL
from glossary.search.entries import entry_index
from glossary.search.tables import make_missing, missing_tables
from glossary.workflow import findable
from glossary.workflow.chunks import in_chunks
from glossary.workflow.holding import whole
from glossary.workflow.mentions import keep_mentions, keep_names, keep_prose, recount


@dataclass
class Rebuilt:
    """How many rows were not as they follow from the entries."""

    names: int = 0
    prose: int = 0
    mentions: int = 0
    counts: int = 0
    findable: int = 0

    @property
    def changed(self) -> bool:
        """Tell whether anything was not as it should have been."""
        return bool(self.names or self.prose or self.mentions or self.counts or self.findable)


def rebuild_index(progress: Callable[[int, int], None] = lambda done, of: None) -> Rebuilt:
    """Bring everything derived from names and prose up to the rows; return what had to be changed.

    Works in chunks, each a transaction and a writer's turn of its own, so that editors can write meanwhile.
    `progress` hears how many steps are done, of how many.
    """
    rebuilt = Rebuilt()
    with whole(), connection.cursor() as cursor:
        make_missing(cursor.execute)
    with whole():
        search.forget_prose(search.every_indexed_id() - _with_prose())
    chunks = _chunks()
    for done, chunk in enumerate(chunks, 1):
        with whole():
            rebuilt.names += keep_names(chunk).rows
            rebuilt.prose += keep_prose(chunk, anew=True)
        progress(done, 2 * len(chunks))
    # Only now are all names known that any prose may hold; what was published meanwhile is there as well.
    chunks = _chunks()
    for done, chunk in enumerate(chunks, 1):
        with whole():
            rebuilt.mentions += keep_mentions(chunk).rows
        progress(len(chunks) + done, 2 * len(chunks))
    for chunk in _chunks():
        with whole():
            rebuilt.counts += recount(chunk)
            rebuilt.findable += findable.keep_anew(chunk)
    with whole():
        rebuilt.findable += findable.forget_strays()
        entry_index().repair()
    if rebuilt.changed:
        with whole():
            PageVersion.objects.touch([ALL])
    return rebuilt


def _chunks() -> list[Sequence[int]]:
    """Return the ids of all entries as they are now, in chunks."""
    return list(in_chunks(Term.objects.values_list("pk", flat=True)))


def _with_prose() -> set[int]:
    return set(Prose.objects.values_list("term", flat=True))


def fill_new_tables(sender: AppConfig, **kwargs: Any) -> None:
    """Fill what an upgrade made and left empty, or did not come to fill; after `flush`, empty what it leaves.

    It goes by what is there and not by which migrations just ran, because one may have been interrupted. The
    index is of no model, so `flush` knows nothing of it.
    """
    if sender.label != "glossary" or missing_tables():
        return
    indexed = search.every_indexed_id()
    if not Term.objects.exists():
        search.forget_prose(indexed)
        findable.forget_strays()
    elif indexed != _with_prose() or Term.objects.published().filter(prose__isnull=True).exists():
        rebuild_index()
    elif not findable.is_complete():
        findable.fill()


def connect() -> None:
    """Attach `fill_new_tables`; called once when the app is ready."""
    post_migrate.connect(fill_new_tables, dispatch_uid="glossary-fill-names-and-mentions")
