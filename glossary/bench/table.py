"""What was measured, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PAGES = ("constant", "entry", "browse", "tag", "entry_no_store")


def table(result: dict[str, Any]) -> Iterator[str]:
    """Yield the lines that say what `manage.py bench` measured: everything, or the search alone."""
    if "loading" in result:
        yield from _of_pages_and_writes(result)
    yield from _of_search(result)


def _of_pages_and_writes(result: dict[str, Any]) -> Iterator[str]:
    loading = result["loading"]
    yield (
        f"{result['entries']} entries on {result['database']}: loaded in {loading['seconds']} s "
        f"({loading['entries_per_second']}/s), at most {loading['peak_mb']} MB of memory "
        f"({loading['peak_mb_before']} MB before)"
    )
    yield f"Links that are made of names, on an entry page: {result['page_links']}"
    yield f"{'page':<16}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'ratio':>8}"
    for name in PAGES:
        yield _row(name, result[name])
    publishing = result["entry_while_publishing"]
    yield f"Random entries, {publishing['published']} published meanwhile, beside nothing published:"
    yield _row("resting", publishing["without"])
    yield _row("publishing", publishing)
    yield from _times("Publishing a term", result["publishing"])
    yield from _times("Linking a text", result["linking"])


def _of_search(result: dict[str, Any]) -> Iterator[str]:
    yield (
        f"Search among {result['entries']} entries on {result['database']}, written in "
        f"{result['search']['writing_s']} s: p95 of the search and of the whole answer, the share of "
        "questions that found something, growth from a tenth of the entries"
    )
    for name, row in result["search"]["figures"].items():
        what = name.replace("_", " ")
        shown = "".join(f"{key.replace('_', ' ')} {value:g}".rjust(18) for key, value in row.items())
        yield f"{what:<32}{shown}"


def _row(name: str, row: dict[str, Any]) -> str:
    ratio = row.get("ratio", 1.0)
    return f"{name:<16}{row['rps']:>12.1f}{row['p50_ms']:>10.2f}{row['p99_ms']:>10.2f}{ratio:>8.2f}"


def _times(what: str, figures: dict[str, float]) -> Iterator[str]:
    shown = (
        f"{name.removesuffix('_ms').replace('_', ' ')} {value:.2f}{' ms' if name.endswith('_ms') else ''}"
        for name, value in figures.items()
    )
    yield f"{what}: {', '.join(shown)}"
