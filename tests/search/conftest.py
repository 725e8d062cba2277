"""What tests of the search share: a glossary for a module, written once and undone after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import transaction

Keeping = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def keeping(django_db_setup: None, django_db_blocker: Any) -> Keeping:
    """Return a context in which a fixture of a module may write; what it wrote is undone in the end.

    The transactions of single tests run inside of it.
    """

    @contextmanager
    def keep() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return keep
