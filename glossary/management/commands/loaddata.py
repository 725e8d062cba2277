"""Django's `loaddata`, with what entries need beside their rows: whole entries, history, fresh pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.management import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject
from django.db import transaction

from glossary.workflow import InvalidRecord
from glossary.workflow.holding import take_turn
from glossary.workflow.loading import FixtureLoad


class Command(loaddata.Command):
    """Load fixtures. A second load of the same fixtures leaves the database exactly as it was."""

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        """Load, then bring entries whole; where nothing differs in the end, take everything back."""
        self.load = FixtureLoad()
        try:
            with transaction.atomic(using=self.using):
                take_turn()
                super().loaddata(fixture_labels)
                if not self.load.finish():
                    transaction.set_rollback(True, using=self.using)
        except InvalidRecord as error:
            raise CommandError(f"Nothing was loaded. {error}") from error

    def save_obj(self, obj: DeserializedObject) -> bool:
        """Save one row of a fixture, unless it is one that must stay as it is."""
        return self.load.prepare(obj.object) and super().save_obj(obj)
