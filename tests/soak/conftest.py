"""The large glossary that these tests share, and the figures that they print in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.servers import fresh_database
from tests.soak import scaled
from tests.soak.programs import Glossary, load

_FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def figure(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Give a function that takes a line with something measured, to be printed after the tests."""
    return pytestconfig.stash.setdefault(_FIGURES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was measured."""
    lines = config.stash.get(_FIGURES, [])
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, figure: Callable[[str], None]) -> Iterator[Glossary]:
    """Give a glossary of 100,000 entries, loaded once: it takes minutes."""
    with fresh_database(tmp_path_factory.mktemp("large")) as url:
        glossary = load(url, scaled(100_000, at_least=4_000))
        loading = glossary.loading
        figure(
            f"loading: {glossary.entries} entries in {sum(loading.seconds):.0f} s, an entry in the second "
            f"half {loading.time_ratio:.2f} × one in the first; peak {loading.peak_mb:.0f} MB, "
            f"{loading.peak_mb_at_half:.0f} MB at half"
        )
        yield glossary


@pytest.fixture(scope="module")
def database_url(large: Glossary) -> str:
    """Have servers of these tests serve the large glossary."""
    return large.database_url
