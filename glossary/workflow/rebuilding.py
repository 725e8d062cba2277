"""Make names, prose, mentions and the index of prose anew from the rows of entries.

After any sequence of writes this changes nothing; it is for a database that came from elsewhere, or from a
version that kept none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from glossary import search
from glossary.models import PageVersion, Prose, Term
from glossary.models.publication import ALL
from glossary.workflow.holding import whole
from glossary.workflow.mentions import in_chunks, keep_mentions, keep_names, keep_prose, recount

# The migration that makes the tables; whoever applies it to a glossary that has entries needs them filled.
_MADE_BY = "0006_names_and_mentions"


@dataclass
class Rebuilt:
    """How many rows were not as they follow from the entries."""

    names: int = 0
    prose: int = 0
    mentions: int = 0
    counts: int = 0

    @property
    def changed(self) -> bool:
        """Tell whether anything was not as it should have been."""
        return bool(self.names or self.prose or self.mentions or self.counts)


def rebuild_index(progress: Callable[[int, int], None] = lambda done, of: None) -> Rebuilt:
    """Bring everything derived from names and prose up to the rows; return what had to be changed.

    Works in chunks, each a transaction and a writer's turn of its own, so that editors can write meanwhile.
    `progress` hears how many steps are done, of how many.
    """
    ids = list(Term.objects.order_by("pk").values_list("pk", flat=True))
    chunks = list(in_chunks(ids))
    rebuilt = Rebuilt()
    with whole():
        search.forget_prose(search.every_indexed_id() - set(Prose.objects.values_list("term", flat=True)))
    for done, chunk in enumerate(chunks, 1):
        with whole():
            rebuilt.names += keep_names(chunk).rows
            rebuilt.prose += keep_prose(chunk, anew=True)
        progress(done, 2 * len(chunks))
    # Only now are all names known that any prose may hold.
    for done, chunk in enumerate(chunks, len(chunks) + 1):
        with whole():
            rebuilt.mentions += keep_mentions(chunk).rows
        progress(done, 2 * len(chunks))
    for chunk in chunks:
        with whole():
            rebuilt.counts += recount(chunk)
    if rebuilt.changed:
        with whole():
            PageVersion.objects.touch([ALL])
    return rebuilt


def fill_new_tables(sender: AppConfig, plan: Any = (), **kwargs: Any) -> None:
    """Fill the tables of names and mentions for entries that were there before them.

    `flush` calls this as well: it empties the tables of models, and the index is none.
    """
    if sender.label != "glossary":
        return
    made = {migration.name for migration, backwards in plan if not backwards}
    if _MADE_BY in made and Term.objects.exists():
        rebuild_index()
    elif search.is_there() and not Prose.objects.exists():
        search.forget_prose(search.every_indexed_id())


def connect() -> None:
    """Attach `fill_new_tables`; called once when the app is ready."""
    post_migrate.connect(fill_new_tables, dispatch_uid="glossary-fill-names-and-mentions")
