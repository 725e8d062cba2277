"""Programs of their own: what they use of the processor and of memory is theirs, and not the command's.

Each prints what it found as a line of JSON. One that stays gets its jobs as lines of JSON and answers each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings


class Program:
    """A program that stays and does one job after another."""

    def __init__(self, module: str, process: subprocess.Popen[str]) -> None:
        self._module = module
        self.process = process

    def begin(self, job: Any) -> None:
        """Hand over a job; `answer` waits for what comes of it."""
        if self.process.stdin is None:
            raise RuntimeError(f"{self._module} has no pipes.")
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        """Wait for the next line that the program prints. Raises RuntimeError if it ends instead."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError(f"{self._module} ended before it had answered.")
        return json.loads(line)

    def do(self, job: Any) -> Any:
        """Hand over a job and wait for what comes of it."""
        self.begin(job)
        return self.answer()


@contextmanager
def running_program(
    module: str, *arguments: object, environment: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """Start a program that stays; end it in the end, come what may."""
    with subprocess.Popen(  # noqa: S603 - our own program, no shell
        _command(module, arguments),
        cwd=settings.BASE_DIR,
        env=os.environ | (environment or {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # In a session of its own: Ctrl+C is for the command, which then ends the program itself.
        start_new_session=True,
    ) as process:
        try:
            yield Program(module, process)
        finally:
            process.terminate()


def run_program(module: str, *arguments: object, environment: Mapping[str, str]) -> Any:
    """Run a program to its end; return what it printed. Raises CalledProcessError if it fails."""
    done = subprocess.run(  # noqa: S603 - our own program, no shell
        _command(module, arguments),
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _command(module: str, arguments: tuple[object, ...]) -> list[str]:
    return [sys.executable, "-m", module, *map(str, arguments)]
