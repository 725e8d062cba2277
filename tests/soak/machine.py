"""How much memory processes hold, without a package for it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A process: its parent, its command line and the memory that it holds now."""

    pid: int
    parent: int
    command: str
    resident_bytes: int


def worker_memory(port: int) -> dict[int, int]:
    """Return the bytes that each worker of the server on `port` holds, by process id."""
    processes = list(_processes())
    servers = {process.pid for process in processes if process.command.endswith(f"scripts.serve {port}")}
    return {
        process.pid: process.resident_bytes
        for process in processes
        # Where workers are started anew instead of forked, Python sets one more process beside them.
        if process.parent in servers and "resource_tracker" not in process.command
    }


def _processes() -> list[Process]:
    return _from_proc() if sys.platform == "linux" else _from_ps()


def _from_proc() -> list[Process]:
    """Read what Linux says; a container may have no `ps`."""
    page = os.sysconf("SC_PAGE_SIZE")
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().rstrip(b"\0").replace(b"\0", b" ").decode()
            # The name in brackets may hold anything, spaces too.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            resident = int((folder / "statm").read_text().split()[1]) * page
        except OSError:
            continue  # it ended meanwhile
        found.append(Process(int(folder.name), int(fields[1]), command, resident))
    return found


def _from_ps() -> list[Process]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss=,command="], capture_output=True, text=True, check=True
    )
    rows = [line.split(maxsplit=3) for line in listed.stdout.splitlines()]
    return [Process(int(pid), int(parent), command, int(kb) * 1024) for pid, parent, kb, command in rows]
