"""Tells whoever watches over the server whether it can do its work."""

from __future__ import annotations

from functools import lru_cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and every migration is applied, else 503 with the reason."""
    try:
        missing = _missing_migrations()
    except DatabaseError:
        return _unavailable("the database does not answer")
    if missing:
        return _unavailable(f"{missing} migrations are not applied")
    return JsonResponse({"status": "ok"})


def _unavailable(reason: str) -> JsonResponse:
    return JsonResponse({"status": "unavailable", "reason": reason}, status=503)


def _missing_migrations() -> int:
    """Return how many migrations are to be applied. Where all are, that is two small queries."""
    if _known_migrations() <= set(MigrationRecorder(connection).applied_migrations()):
        return 0
    # Those that a squashed one replaces count as applied with it; only the executor knows.
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@lru_cache(maxsize=1)
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations that this version of the program comes with; reading them takes a while."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)
