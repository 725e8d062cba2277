"""What tests of every room may ask for: a browser, a live site, a database of their own."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
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


@pytest.fixture(autouse=True)
def forgotten_limits() -> None:
    """Forget how often other tests asked for what is limited: they all come from one address."""
    cache.clear()


# Axe leaves the rule on WCAG 2.2, 2.5.8, off by itself.
ALL_RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOUR_RULES = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


@pytest.fixture
def accessibility_problems() -> Callable[[Page], list[str]]:
    """Return a function that lists what axe finds on a page: the rule, what it asks and where it fails.

    Only colours differ between light and dark, so only they are looked at twice.
    """

    def told(scheme: str, broken: list[dict[str, Any]]) -> list[str]:
        return [
            f"{scheme}: {rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']]}"
            for rule in broken
        ]

    def wear(page: Page, scheme: Literal["light", "dark"]) -> None:
        page.emulate_media(color_scheme=scheme)
        # The admin fades from one to the other, and colours half-way are neither's.
        page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")

    def problems(page: Page) -> list[str]:
        wear(page, "light")
        light = Axe().run(page, options=ALL_RULES).response["violations"]
        wear(page, "dark")
        dark = page.evaluate("(options) => axe.run(options)", COLOUR_RULES)["violations"]
        return told("light", light) + told("dark", dark)

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
    """Leave out, rather than skip, what the engine of this run has no part in.

    On SQLite that is what says something about PostgreSQL. On PostgreSQL, the second run, it is every module
    in which no test knows a database.
    """
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        modules = {item.location[0] for item in items if _knows_a_database(item)}
        left_out = [item for item in items if item.location[0] not in modules]
    else:
        left_out = [item for item in items if item.get_closest_marker("postgres")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        kept = {id(item) for item in items} - {id(item) for item in left_out}
        items[:] = [item for item in items if id(item) in kept]


def _knows_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(
        item.get_closest_marker("django_db")
        or fixtures & {"db", "transactional_db", "live_server", "database_url"}
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests measured: those that they recorded as the property `figure`."""
    reports = [report for name in ("passed", "failed") for report in terminalreporter.stats.get(name, [])]
    for report in reports:
        for name, value in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(str(value))


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
