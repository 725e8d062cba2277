"""The site under its production server, on a free port of this machine, for the length of a measurement."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings

_START_SECONDS = 30
_STOP_SECONDS = 10


class ServerFailed(RuntimeError):
    """The server did not start or did not serve; the message ends with what it said last."""


@contextmanager
def running_server(environment: Mapping[str, str]) -> Iterator[int]:
    """Start the site's server with variables added to this process's; give its port; stop it in the end.

    A RuntimeError raised while it runs is completed with what the server said last.
    """
    port = free_port()
    with tempfile.TemporaryFile() as output:
        server = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", "scripts.serve", str(port)],
            cwd=settings.BASE_DIR,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
            # In a session of its own: Ctrl+C is for the command, which then stops the server itself.
            start_new_session=True,
        )
        try:
            _wait_until_ready(server, port)
            yield port
        except RuntimeError as problem:
            output.seek(0)
            said = output.read().decode(errors="replace")[-3000:].strip()
            raise ServerFailed(f"{problem}\n{said}".strip()) from problem
        finally:
            _stop(server)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise ServerFailed(f"The server ended with status {server.returncode}.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise ServerFailed(f"The server did not listen within {_START_SECONDS} seconds.")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to end and wait; by force, if it does not, together with the workers in its session."""
    server.terminate()
    try:
        server.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
