"""The production server and fresh databases, for tests that need more than one process."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30


def production_environment(**different: str) -> dict[str, str]:
    """Return the environment of a production process on this machine, with `different` on top."""
    required = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DJANGO_SECRET_KEY": "made up for tests 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJ",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": "http://127.0.0.1:8000",
    }
    return dict(os.environ) | required | different


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
    with empty_database(folder) as url:
        outcome = manage("migrate", "--no-input", "--verbosity", "0", DATABASE_URL=url)
        assert outcome.returncode == 0, outcome.stderr
        yield url


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Make a database without a table on the engine of this run; give its address; drop it in the end."""
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


class Server:
    """The production server in a process group of its own: one worker, on a free port."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = production_environment(**{"SITE_URL": self.url, **environment})
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return when the server answers whatever it is asked."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port)]
        options = ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
        self._process = subprocess.Popen(
            [*command, *options, "config.wsgi:application"],
            cwd=ROOT, env=self._environment, start_new_session=True,
        )  # fmt: skip
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise RuntimeError("The server did not start; what it said stands above.")

    def stop(self) -> None:
        """Stop the server and its worker, and wait until they are gone."""
        if self._process and self._process.poll() is None:
            # To the main process alone: see `WakeUps` in scripts/serve.py.
            self._process.terminate()
            self._process.wait(START_SECONDS)
