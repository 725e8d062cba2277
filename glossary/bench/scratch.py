"""A database for the length of a measurement, beside the site's own: same server, same engine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

_NUMBERS = count(1)


@contextmanager
def scratch_database() -> Iterator[str]:
    """Make an empty database, give its address as DATABASE_URL takes it, remove it in the end, come what may.

    Where the site is on SQLite that is a file in a temporary folder; on a server it is a database of its own,
    for which the account needs the right to create one (raises django.db.Error without it).
    """
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix="glossary-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        return
    name = f"glossary_bench_{os.getpid()}_{next(_NUMBERS)}"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            # By force: a server that was killed leaves its connections behind for a moment.
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
