"""Fill derived columns whichever way a row is saved: `loaddata` calls no `save()` of ours.

`bulk_create` and `update` send no signal; the one writer that uses them calls `fill_derived` itself.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save

from glossary.models.parts import Alias
from glossary.models.relations import Relation
from glossary.models.taxonomy import Tag
from glossary.models.terms import Term


def fill_derived(sender: type, instance: Term | Alias | Relation | Tag, **kwargs: Any) -> None:
    """Compute the columns that follow from others before the row is written."""
    instance.fill_derived()


def connect() -> None:
    """Attach the receiver to every model that has derived columns; called once when the app is ready."""
    for model in (Term, Alias, Relation, Tag):
        pre_save.connect(fill_derived, sender=model, dispatch_uid=f"fill-derived-{model.__name__}")
