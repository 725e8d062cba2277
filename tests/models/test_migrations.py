"""What a migration does to rows, where it does more than Django's own operations."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from glossary.models import PageChange, Term
from tests.factories import make_term

pytestmark = pytest.mark.django_db

alphabets = import_module("glossary.migrations.0005_tag_title_and_alphabets")


class TestAlphabets:
    def run(self) -> None:
        alphabets.place_again(apps, SimpleNamespace(connection=connection))

    def test_moved_entries_make_every_stored_page_stale(self):
        term = make_term("Émile")
        Term.objects.filter(pk=term.pk).update(sort_key=b"old", initial="#")
        self.run()
        assert Term.objects.get().initial == "E"
        assert bytes(Term.objects.get().sort_key) == bytes(term.sort_key)
        assert PageChange.objects.latest("n").keys == ["all"]

    def test_where_all_stand_in_place_nothing_is_stale(self):
        make_term("Émile")
        before = PageChange.objects.count()
        self.run()
        assert PageChange.objects.count() == before
