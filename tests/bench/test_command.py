"""`manage.py bench` from end to end."""

import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from glossary.bench.scratch import scratch_database
from glossary.bench.search_questions import RESULTS, SUGGESTIONS
from tests.servers import ROOT

COMMAND = "glossary.management.commands.bench"
# What is measured for a moment only, and of a few.
SMALL = {
    "ROUNDS": 1,
    "SECONDS": 0.1,
    "SECONDS_OF_PUBLISHING": 0.5,
    "MENTIONING": 4,
    "PUBLICATIONS": 1,
    "AT_LEAST": 6,
    "FEW_NAMES": 40,
    "MANY_NAMES": 120,
    "REPETITIONS": 2,
    "QUESTIONS": 3,
    "FEW_QUESTIONS": 2,
}


def scratch_databases() -> list[str]:
    """Return the scratch databases that are there now."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", ["glossary\\_bench\\_%"])
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.usefixtures("transactional_db")
class TestScratchDatabase:
    """Made beside the site's own, and gone afterwards."""

    def test_database_is_removed_when_something_goes_wrong(self):
        seen = []

        def interrupted() -> None:
            with scratch_database() as url:
                seen.append(url)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert connection.settings_dict["NAME"] not in seen[0]
        assert not scratch_databases()
        assert not Path(seen[0].removeprefix("sqlite:///")).parent.is_dir() or "postgres" in seen[0]


@pytest.mark.usefixtures("transactional_db")
class TestBench:
    """A real server and a real client, for a moment."""

    def test_json_is_one_line_with_the_agreed_keys(self, monkeypatch):
        for name, value in SMALL.items():
            monkeypatch.setattr(f"{COMMAND}.{name}", value)
        output = StringIO()
        call_command("bench", "--json", "--entries", "30", stdout=output)
        (line,) = output.getvalue().splitlines()
        result = json.loads(line)["bench"]
        assert result["entries"] == 30
        assert result["database"] == connection.vendor
        assert set(result["constant"]) == {"rps", "p50_ms", "p99_ms"}
        for page in ("entry", "browse", "tag", "entry_no_store"):
            assert set(result[page]) == {"rps", "p50_ms", "p99_ms", "ratio"}
        for page in ("entry", "browse", "tag"):
            ratio = result[page]["rps"] / result["constant"]["rps"]
            assert result[page]["ratio"] == pytest.approx(ratio, abs=0.001)
        assert result["page_links"] > 0
        publishing = result["entry_while_publishing"]
        assert set(publishing) == {"rps", "p50_ms", "p99_ms", "ratio", "without", "published"}
        assert publishing["published"] == 1
        assert publishing["ratio"] == pytest.approx(
            publishing["rps"] / publishing["without"]["rps"], abs=0.001
        )
        assert set(result["publishing"]) == {"none_ms", "fifty_ms", "ratio", "growth"}
        assert set(result["linking"]) == {"page_ms", "names_40_ms", "names_120_ms", "ratio"}
        assert result["search"]["figures"].keys() == {"building", "size", "update", *SUGGESTIONS, *RESULTS}
        assert not scratch_databases()

    def test_the_search_is_measured_alone(self, monkeypatch):
        for name, value in SMALL.items():
            monkeypatch.setattr(f"{COMMAND}.{name}", value)
        output = StringIO()
        call_command("bench", "--json", "--entries", "60", "--only", "search", stdout=output)
        result = json.loads(output.getvalue())["bench"]
        assert result.keys() == {"entries", "database", "search"}
        figures = result["search"]["figures"]
        assert figures["building"].keys() == {"s", "growth"}
        assert figures["size"].keys() == {"ratio", "text_mb", "index_mb", "growth"}
        assert figures["update"].keys() == {"ms", "without_commit_ms", "growth"}
        for kind in (*SUGGESTIONS, *RESULTS):
            assert figures[kind].keys() == {"ms", "page_ms", "found", "growth"}
        for kind in ("suggest_three_letters", "results_rare", "results_common"):
            assert figures[kind]["found"] == 1
        assert not scratch_databases()

    def test_no_entries_are_refused(self):
        with pytest.raises(CommandError, match="at least 1"):
            call_command("bench", "--entries", "0")


@pytest.fixture
def interruptible():
    """Have SIGINT reach what a test starts: run in the background of a shell, both would ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("transactional_db", "interruptible")
class TestInterruption:
    """Whoever stops it finds nothing left."""

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_scratch_database_is_removed(self, tmp_path, number):
        with subprocess.Popen(
            [sys.executable, "manage.py", "bench", "--entries", "100000"],
            cwd=ROOT,
            env=os.environ
            | {"TMPDIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.development"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout
            assert "Loading" in process.stdout.readline()
            process.send_signal(number)
            process.communicate(timeout=20)
        assert process.returncode == (130 if number == signal.SIGINT else 1)
        assert not list(tmp_path.iterdir())
        assert not scratch_databases()
