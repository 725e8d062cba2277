"""Serve the site to this machine until told to stop.

Usage: python -m scripts.serve PORT
"""

import importlib
import os
import signal
import sys
import threading
import time
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

WORKERS = 2
# Few: each may hold a database connection, and left alone the server starts hundreds.
THREADS_PER_WORKER = 4
# A request that takes longer than this does not hold up the end.
STOP_SECONDS = 10


def load_application(target: str) -> Any:
    """Return the application for one worker, and make the worker listen to the main process alone.

    Ctrl+C, or SIGTERM to the process group, would otherwise reach a worker twice, once directly and once from
    the main process. The server's handlers take locks that the code they interrupt may hold, so the second
    signal now and then leaves a worker, or the main process, waiting for itself for ever.
    """
    os.setpgid(0, 0)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        # The handlers copied from the main process do nothing here, and the server sets its own only later.
        signal.signal(number, signal.SIG_DFL)
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def _end_with(parent: int) -> None:
    """End this worker when its main process is gone without having told it, killed for one."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


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
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    )
    # The server takes a hang-up for the wish to load its workers anew; here it is a terminal that was closed.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.serve(target_loader=load_application)


if __name__ == "__main__":
    main()
