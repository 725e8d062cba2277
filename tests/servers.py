"""Production processes and fresh databases, for tests that need more than one process."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from scripts.machine import clean_environment

ROOT = Path(__file__).resolve().parent.parent


def production_environment(**different: str) -> dict[str, str]:
    """Return the environment of a production process on this machine, with `different` on top."""
    required = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DJANGO_SECRET_KEY": "made up for tests 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJ",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": "http://127.0.0.1:8000",
    }
    return clean_environment() | required | different


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a management command in a process of its own; return what it printed and its exit code."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=production_environment(**environment), capture_output=True, text=True, check=False,
    )  # fmt: skip


def collect_static_files(folder: Path) -> None:
    """Fill `folder` as `make run` fills its own."""
    outcome = manage("collectstatic", "--no-input", "--verbosity", "0", STATIC_ROOT=str(folder))
    assert outcome.returncode == 0, outcome.stderr


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """Make a migrated database on the engine of this run; give its address; drop it in the end."""
    with _empty_database(folder) as url:
        outcome = manage("migrate", "--no-input", "--verbosity", "0", DATABASE_URL=url)
        assert outcome.returncode == 0, outcome.stderr
        yield url


@contextmanager
def _empty_database(folder: Path) -> Iterator[str]:
    database = settings.DATABASES["default"]
    name = f"glossary_{uuid4().hex}"
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # In the test's own temporary folder, which goes with it.
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    import psycopg

    server = f"host={database['HOST']} port={database['PORT']} user={database['USER']} dbname=postgres"
    if database["PASSWORD"]:
        server += f" password={database['PASSWORD']}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        account = ":".join(part for part in (database["USER"], database["PASSWORD"]) if part)
        yield f"postgres://{account}@{database['HOST']}:{database['PORT']}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
