"""Run checks and tests part by part; every part runs, and each that failed is named in the end.

Usage: python -m scripts.test all|fast|lint|soak
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from scripts.chromium import ensure_browser
from scripts.machine import clean_environment
from scripts.postgres import throwaway_server

PYTHON = sys.executable
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Part:
    """One command, the name that its outcome is reported under, and the variables set for it alone."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def lint() -> Iterator[Part]:
    """Everything that reads the code without running the site."""
    yield Part("lint (ruff)", [PYTHON, "-m", "ruff", "check", "--quiet"])
    yield Part("format (ruff)", [PYTHON, "-m", "ruff", "format", "--check", "--quiet"])
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    yield Part("format of templates (djade)", [_program("djade"), "--check", *templates])
    yield Part("types (mypy)", [PYTHON, "-m", "mypy"])
    yield Part("import rule (import-linter)", [_program("lint-imports"), "--cache-dir", "var/import-linter"])
    yield from system_checks()


def system_checks() -> Iterator[Part]:
    """Migration drift and Django's own checks, those for deployment with the settings of production."""
    manage = [PYTHON, "-W", "error", "manage.py"]
    testing = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    yield Part("migration drift", [*manage, "makemigrations", "--check", "--dry-run"], testing)
    yield Part("system checks", [*manage, "check", "--fail-level", "WARNING"], testing)
    production = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DJANGO_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "DJANGO_ALLOWED_HOSTS": "terms.example.org",
        "SITE_URL": "https://terms.example.org",
    }
    yield Part("deployment checks", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production)


def tests(kind: str, database: str, environment: dict[str, str], *options: str) -> Part:
    """Return the pytest run of the tests that the marker expression `kind` picks."""
    # Whoever runs this runs what CI runs: there, a test that is skipped fails the run.
    environment = {"CI": "true", **environment}
    command = [PYTHON, "-m", "pytest", "-q", "-m", kind, "--durations=10", "--durations-min=0.5", *options]
    return Part(f"{_subject(kind)} on {database}", command, environment)


def _subject(kind: str) -> str:
    return {"soak": "soak tests", "browser and not soak": "browser tests"}.get(kind, "unit and view tests")


def _program(name: str) -> str:
    """Return the path of a program that has no `python -m` form."""
    return str(Path(PYTHON).with_name(name))


def run(part: Part) -> bool:
    """Run one part, its output as it comes; tell whether it succeeded."""
    print(f"\n— {part.name}", flush=True)
    environment = clean_environment() | part.environment
    outcome = subprocess.run(part.command, cwd=ROOT, env=environment, check=False)
    return outcome.returncode == 0


_UNIT = "not browser and not soak"
_PARALLEL = ("--numprocesses", "2", "--dist", "loadfile")
# A browser leaves its test waiting, and files differ much in length.
_WAITING = ("--numprocesses", "2", "--dist", "worksteal")


def everything(stack: ExitStack) -> Iterator[Part]:
    """All that a change must pass."""
    yield from lint()
    yield tests(_UNIT, "SQLite", {}, *_PARALLEL)
    postgres = {"DATABASE_URL": stack.enter_context(throwaway_server())}
    yield tests(_UNIT, "PostgreSQL", postgres, *_PARALLEL)
    ensure_browser()
    yield tests("browser and not soak", "SQLite", {}, *_WAITING)


def fast(_stack: ExitStack) -> Iterator[Part]:
    """What is worth waiting for after each edit."""
    yield tests(_UNIT, "SQLite", {}, *_PARALLEL)


def soak(stack: ExitStack) -> Iterator[Part]:
    """What takes longer than `make test` may."""
    ensure_browser()
    yield tests("soak", "SQLite", {})
    yield tests("soak", "PostgreSQL", {"DATABASE_URL": stack.enter_context(throwaway_server())})


RUNS: dict[str, Callable[[ExitStack], Iterator[Part]]] = {
    "all": everything,
    "fast": fast,
    "lint": lambda _stack: lint(),
    "soak": soak,
}


def main() -> int:
    """Run what the command line names; return 0 only if every part succeeded."""
    if len(sys.argv) != 2 or sys.argv[1] not in RUNS:
        print(__doc__)
        return 2
    # Otherwise a terminated run would leave its database server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    outcomes: list[tuple[str, bool, float]] = []
    with ExitStack() as stack:
        for part in RUNS[sys.argv[1]](stack):
            started = time.monotonic()
            outcomes.append((part.name, run(part), time.monotonic() - started))
    print()
    for name, passed, seconds in outcomes:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:5.1f} s  {name}")
    failed = [name for name, passed, _ in outcomes if not passed]
    total = f"{sum(seconds for *_, seconds in outcomes):.0f} s"
    print(f"FAILED after {total}: {', '.join(failed)}" if failed else f"Everything passed, {total}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
