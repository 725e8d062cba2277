"""What people read of a measurement."""

from glossary.bench.table import table

PAGE = {"rps": 1234.5, "p50_ms": 1.25, "p99_ms": 9.75, "ratio": 2.5}
RESULT = {
    "entries": 10,
    "database": "sqlite",
    "loading": {"seconds": 1.0, "entries_per_second": 10.0, "peak_mb": 90.0, "peak_mb_before": 60.0},
    "page_links": 3.5,
    "constant": {"rps": 493.8, "p50_ms": 1.0, "p99_ms": 2.0},
    **dict.fromkeys(("entry", "browse", "tag", "entry_no_store"), PAGE),
    "entry_while_publishing": {**PAGE, "ratio": 0.9, "without": PAGE, "published": 6},
    "publishing": {"none_ms": 20.0, "fifty_ms": 100.0, "ratio": 5.0, "growth": 1.1},
    "linking": {"page_ms": 3.0, "names_1000_ms": 6.0, "names_100000_ms": 6.6, "ratio": 1.1},
    "search": {
        "writing_s": 2.5,
        "figures": {
            "building": {"s": 3.25, "growth": 9.8},
            "results_rare": {"ms": 4.5, "page_ms": 7.75, "found": 1.0, "growth": 1.2},
        },
    },
}


class TestTable:
    """Every measure is in it."""

    def test_lines_say_what_was_measured(self):
        lines = list(table(RESULT))
        assert lines[0].startswith("10 entries on sqlite: loaded in 1.0 s")
        assert [line.split()[0] for line in lines[3:8]] == list(RESULT)[4:9]
        assert "publishing            1234.5      1.25      9.75    0.90" in lines
        assert lines[-5:-3] == [
            "Publishing a term: none 20.00 ms, fifty 100.00 ms, ratio 5.00, growth 1.10",
            "Linking a text: page 3.00 ms, names 1000 6.00 ms, names 100000 6.60 ms, ratio 1.10",
        ]

    def test_search_alone_is_what_was_measured(self):
        alone = {name: RESULT[name] for name in ("entries", "database", "search")}
        first, *rows = table(alone)
        assert first.startswith("Search among 10 entries on sqlite, written in 2.5 s")
        assert [" ".join(row.split()) for row in rows] == [
            "building s 3.25 growth 9.8",
            "results rare ms 4.5 page ms 7.75 found 1 growth 1.2",
        ]
