"""Serve the site to this machine until told to stop.

Usage: python -m scripts.serve PORT
"""

import importlib
import queue
import signal
import sys
import threading
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

WORKERS = 2
# Few: each may hold a database connection, and left alone the server starts hundreds.
THREADS_PER_WORKER = 4


class WakeUps(threading.Event):
    """What the server's main thread waits for, safe to set from a signal handler.

    A plain Event takes a lock in `set`. Ctrl+C, or SIGTERM to the process group, ends the workers just when
    it interrupts the main thread. Their end wakes that thread, which may hold the lock when its own handler asks
    for it: then nothing stops the server any more. This queue needs no such lock; and as a wake-up is kept
    until it has been answered, none is lost to `clear` either.
    """

    def __init__(self) -> None:
        super().__init__()
        self._wakeups: queue.SimpleQueue[None] = queue.SimpleQueue()

    def set(self) -> None:
        """Wake the waiting thread, or let its next wait return at once."""
        self._wakeups.put(None)

    def wait(self, timeout: float | None = None) -> bool:
        """Return after the next wake-up, or False when `timeout` seconds have passed."""
        try:
            self._wakeups.get(timeout=timeout)
        except queue.Empty:
            return False
        return True

    def clear(self) -> None:
        """Keep what has not been answered: waking once too often costs nothing."""


def load_application(target: str) -> Any:
    """Return the application for one worker.

    A worker starts with a copy of the main process's signal handlers, which do nothing in it; until it has
    its own, a signal to stop ends it outright.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def main() -> None:
    """Start the workers and return when they have stopped."""
    server = Granian(
        "config.wsgi:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS_PER_WORKER,
        websockets=False,
        respawn_failed_workers=True,
        # A request that takes longer than this does not hold up the end.
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )
    server.main_loop_interrupt = WakeUps()
    server.serve(target_loader=load_application)


if __name__ == "__main__":
    main()
