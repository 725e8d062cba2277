"""The programs beside this file, each a process of its own, as tests start them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.servers import ROOT, production_environment


def start(module: str, *arguments: object, **environment: str) -> subprocess.Popen[str]:
    """Start a program of this room; what it prints is for the caller to read."""
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.soak.{module}", *map(str, arguments)],
        cwd=ROOT,
        env=production_environment(**environment),
        stdout=subprocess.PIPE,
        text=True,
    )


def result(process: subprocess.Popen[str]) -> Any:
    """Wait for a program to end well; return the JSON that it printed last."""
    output, _ = process.communicate()
    assert process.returncode == 0, f"{process.args!r} ended with {process.returncode}"
    return json.loads(output)


def run(module: str, *arguments: object, **environment: str) -> Any:
    """Run a program of this room; return the JSON that it printed."""
    return result(start(module, *arguments, **environment))


@dataclass(frozen=True)
class Loading:
    """What loading took: the seconds of each chunk, and the peak of memory half-way and in the end."""

    seconds: list[float]
    peak_mb_at_half: float
    peak_mb: float

    @property
    def time_ratio(self) -> float:
        """How much longer a chunk of the second half took than one of the first, in the middle of each."""
        half = len(self.seconds) // 2
        return median(self.seconds[half:]) / median(self.seconds[:half])


@dataclass(frozen=True)
class Glossary:
    """A database, how many entries of glossary.bench.corpus it holds, and what loading them took."""

    database_url: str
    entries: int
    loading: Loading


def load(database_url: str, entries: int) -> Glossary:
    """Fill a migrated database through the bulk form of the workflow."""
    return Glossary(database_url, entries, Loading(**run("loading", entries, DATABASE_URL=database_url)))
