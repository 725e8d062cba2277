"""A change that one process publishes shows on the next request in every other."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.servers import ROOT, fresh_database

# Long enough for two links.
HANGING = "It hangs from a truss, high over the stage, where nobody who plays there sees much of it."


class Process:
    """A process of the site."""

    def __init__(self, database_url: str) -> None:
        environment = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.http.site_process"],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self) -> None:
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n"

    def get(self, address: str) -> dict[str, Any]:
        return self._do(get=address)

    def publish(self, publish: str, summary: str, **more: str) -> str:
        path: str = self._do(publish=publish, summary=summary, **more)["path"]
        return path

    def archive(self, title: str) -> None:
        self._do(archive=title)

    def name_site(self, name: str) -> None:
        self._do(name=name)

    def _do(self, **job: str) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        done: dict[str, Any] = json.loads(self._process.stdout.readline())
        return done

    def stop(self) -> None:
        self._process.communicate()
        assert self._process.returncode == 0


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    """Two processes of the site on one database, started at the same time and shared by the tests here."""
    with fresh_database(tmp_path_factory.mktemp("database")) as database_url:
        processes = [Process(database_url), Process(database_url)]
        for process in processes:
            process.wait_until_ready()
        yield processes
        for process in processes:
            process.stop()


class TestTwoProcesses:
    """Each process has a store of its own; none is ever stale. Each test has entries of its own."""

    def test_published_change_shows_on_the_next_request_in_the_other_process(self, processes):
        editors, readers = processes
        page = editors.publish("Load-in", "When everything is carried in, version 0.")
        for number in range(1, 6):
            assert f"version {number - 1}." in readers.get(page)["text"]
            assert readers.get(page)["stored"]
            editors.publish("Load-in", f"When everything is carried in, version {number}.")
            shown = readers.get(page)
            assert f"version {number}." in shown["text"]
            assert not shown["stored"]

    def test_change_leaves_the_pages_that_do_not_show_it(self, processes):
        editors, readers = processes
        rider = editors.publish("Rider", "The list a performer sends ahead.")
        stage = editors.publish("Stage plot", "A drawing of who stands where.")
        for page in (rider, stage, "/glossary/"):
            readers.get(page)
            assert readers.get(page)["stored"]
        editors.publish("Rider", "What a performer asks for.")
        assert readers.get(stage)["stored"]
        assert not readers.get(rider)["stored"]
        browse = readers.get("/glossary/")
        assert not browse["stored"]
        assert "What a performer asks for." in browse["text"]

    def test_new_entry_shows_in_the_lists_of_the_other_process(self, processes):
        editors, readers = processes
        assert "Backline" not in readers.get("/glossary/")["text"]
        page = editors.publish("Backline", "The instruments that a venue provides.")
        assert "Backline" in readers.get("/glossary/")["text"]
        assert readers.get(page)["status"] == 200

    def test_new_name_of_the_site_shows_on_every_page_of_the_other_process(self, processes):
        owners, readers = processes
        for path in ("/", "/about/", "/nowhere/"):
            assert "Words of the quay" not in readers.get(path)["text"]
        owners.name_site("Words of the quay")
        for path in ("/", "/about/", "/nowhere/"):
            assert "Words of the quay" in readers.get(path)["text"]
        owners.name_site("")
        for path in ("/", "/about/", "/nowhere/"):
            assert "Words of the quay" not in readers.get(path)["text"]

    def test_a_name_that_comes_and_goes_is_linked_and_not_in_the_next_answer_of_the_other_process(
        self, processes
    ):
        editors, readers = processes
        page = editors.publish("Rigging", "What hangs.", text=HANGING)
        other = editors.publish("Curfew", "When all is quiet.", text="Nobody may play on.")

        def is_linked_to(path: str) -> bool:
            # Another page is not made anew meanwhile: a change costs what it touches.
            assert readers.get(other)["stored"]
            shown = readers.get(page)
            assert not shown["stored"]
            assert readers.get(page)["stored"]
            return f'<a href="{path}" class="term-link">' in shown["text"]

        readers.get(other)
        assert not is_linked_to("/glossary/truss/")
        path = editors.publish("Truss", "A frame.")
        assert is_linked_to(path)
        stage = editors.publish("Stage", "Where it is played.")
        assert is_linked_to(stage)
        assert editors.publish("Truss", "A frame.", title="Girder") == path
        assert not is_linked_to(path)
        editors.archive("Stage")
        assert not is_linked_to(stage)
