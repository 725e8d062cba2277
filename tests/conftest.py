"""What tests of every room may ask for: a browser, a live site, a database of their own."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from glossary.bench.server import running_server
from scripts.chromium import launch_arguments
from tests.servers import collect_static_files, fresh_database, production_environment

# Playwright keeps an event loop in the thread that runs the tests, and Django then takes every query there
# for one that blocks a loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the browser of this machine, as root too."""
    return browser_type_launch_args | launch_arguments()


@pytest.fixture
def accessibility_problems() -> Callable[[Page], list[str]]:
    """Return a function that lists what axe finds on a page: the rule, what it asks and where it fails."""

    def problems(page: Page) -> list[str]:
        return [
            f"{found['id']}: {found['help']}: {', '.join(str(node['target']) for node in found['nodes'])}"
            for found in Axe().run(page).response["violations"]
        ]

    return problems


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a migrated database on the engine of this run, which the tests of a module share.

    For programs that tests start: they do not see what tests write into the test database.
    """
    with fresh_database(tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of collected static files that servers started by tests share."""
    folder = tmp_path_factory.mktemp("static")
    collect_static_files(folder)
    return folder


@pytest.fixture(scope="module")
def serve(
    database_url: str, static_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., str]]:
    """Return a function that starts the server of `make run` on `database_url` and returns its address.

    Keyword arguments become variables of its environment. All the servers are stopped after the module.
    """
    paths = {"STATIC_ROOT": str(static_root), "MEDIA_ROOT": str(tmp_path_factory.mktemp("media"))}
    with ExitStack() as servers:

        def start(**environment: str) -> str:
            complete = production_environment(**{"DATABASE_URL": database_url, **paths, **environment})
            return f"http://127.0.0.1:{servers.enter_context(running_server(complete))}"

        yield start


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, rather than skip, what says something about PostgreSQL when the run is on another engine."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in CI that skipped a test: CI has what tests need, except for the sample corpora."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None:
        return
    skipped = [report for report in reporter.stats.get("skipped", []) if "corpora" not in report.keywords]
    if skipped and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        names = ", ".join(sorted({report.nodeid for report in skipped}))
        reporter.ensure_newline()
        reporter.write_line(f"Skipped in CI, where nothing may be missing: {names}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
