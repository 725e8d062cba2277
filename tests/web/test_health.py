"""Whether the site can do its work, for machines that watch over it."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


class TestHealth:
    def test_is_ok_when_the_database_is_migrated(self, client):
        response = client.get("/healthz")
        assert response.status_code == 200
        assert response.json() == {"status": "ok"}

    def test_is_never_kept(self, client):
        assert "no-store" in client.get("/healthz")["Cache-Control"]

    def test_costs_next_to_nothing(self, client):
        client.get("/healthz")
        with CaptureQueriesContext(connection) as queries:
            client.get("/healthz")
        assert len(queries) <= 2

    def test_is_not_when_a_migration_is_missing(self, client):
        newest = MigrationLoader(connection).graph.leaf_nodes("glossary")[0]
        MigrationRecorder(connection).record_unapplied(*newest)
        response = client.get("/healthz")
        assert response.status_code == 503
        assert response.json()["reason"] == "1 migrations are not applied"

    def test_is_not_when_the_database_does_not_answer(self, client):
        def refuse(*_arguments):
            raise OperationalError("could not connect to server: password=hunter2")

        with connection.execute_wrapper(refuse):
            response = client.get("/healthz")
        assert response.status_code == 503
        assert response.json()["reason"] == "the database does not answer"
