"""Law 6 at full size: with 100,000 entries everything costs what it costs with a few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

import pytest

from glossary.bench.client import Client
from glossary.bench.corpus import title
from glossary.text.slug import slugify
from tests.servers import fresh_database
from tests.soak import scaled
from tests.soak.programs import Glossary, load, run

pytestmark = pytest.mark.soak

FEW = 1_000
ENTRIES_ASKED_FOR = 200
ROUND_SECONDS = 1.0


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Glossary]:
    """Give a glossary of 1,000 entries."""
    with fresh_database(tmp_path_factory.mktemp("few")) as url:
        yield load(url, FEW)


class TestLoading:
    """Ratios of one run, so that a slow machine passes as well."""

    def test_time_for_an_entry_stays_flat(self, large: Glossary):
        assert large.loading.time_ratio < 1.5

    def test_memory_stays_flat(self, large: Glossary):
        assert large.loading.peak_mb < 1.1 * large.loading.peak_mb_at_half


class TestPages:
    def test_queries_are_those_of_ten_entries(self, large: Glossary, tmp_path: Path):
        with fresh_database(tmp_path) as url:
            load(url, 10)
            expected = count(url)
        assert count(large.database_url) == expected

    def test_uncached_entry_takes_about_as_long_as_among_a_thousand(
        self, few: Glossary, large: Glossary, serve: Callable[..., str], figure: Callable[[str], None]
    ):
        no_store = {"PAGE_STORE_BYTES": "0"}
        ports = [
            urlsplit(serve(DATABASE_URL=glossary.database_url, **no_store)).port for glossary in (few, large)
        ]
        paths = [addresses(few), addresses(large)]
        # One connection: what is wanted is the time of an answer, not of waiting for one's turn.
        client = Client(connections=1)
        try:
            times = in_turns(client, ports, paths)
        finally:
            client.close()
        (few_p95, few_p50), (large_p95, large_p50) = ((p95(seen), median(seen)) for seen in times)
        figure(
            f"uncached entry page: p95 {large_p95:.1f} ms (median {large_p50:.1f}) among {large.entries}, "
            f"{few_p95:.1f} ms (median {few_p50:.1f}) among {few.entries}: ratio {large_p95 / few_p95:.2f}"
        )
        assert large_p95 < 2 * few_p95


def count(database_url: str) -> dict[str, int]:
    """Return the queries of each kind of page."""
    counts: dict[str, int] = run(
        "counting", DATABASE_URL=database_url, DJANGO_SETTINGS_MODULE="config.settings.test"
    )
    return counts


def addresses(glossary: Glossary) -> list[str]:
    """Return entries from all over a glossary, without the last, which have fewer ties than others."""
    last = glossary.entries - 400
    return [f"/glossary/{slugify(title(n))}/" for n in range(0, last, last // ENTRIES_ASKED_FOR)]


def in_turns(client: Client, ports: list[int | None], paths: list[list[str]]) -> list[list[float]]:
    """Return the milliseconds of answers of each server, asked in short turns that see the same machine."""
    times: list[list[float]] = [[] for _ in ports]
    for turn in range(scaled(15, at_least=3) + 1):
        for server, (port, wanted) in enumerate(zip(ports, paths, strict=True)):
            assert port
            answers = client.load(port, wanted, ROUND_SECONDS).milliseconds
            if turn:  # the first warms up
                times[server] += answers
    return times


def p95(milliseconds: list[float]) -> float:
    """Return what one answer in twenty exceeds."""
    return quantiles(milliseconds, n=20, method="inclusive")[18]
