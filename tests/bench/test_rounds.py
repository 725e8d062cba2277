"""From times to figures."""

import pytest

from glossary.bench.rounds import figures, with_growth


class TestFigures:
    """Requests per second and percentiles."""

    def test_rate_and_percentiles(self):
        seen = figures([float(n) for n in range(101)], seconds=2.0)
        assert seen.rps == 50.5
        assert (seen.p50_ms, seen.p99_ms) == (50.0, 99.0)

    @pytest.mark.parametrize("order", [1, -1])
    def test_order_of_the_answers_does_not_matter(self, order):
        assert figures([1.0, 2.0, 3.0, 4.0][::order], seconds=1.0).p50_ms == 2.5


class TestWithGrowth:
    """Beside what a smaller glossary takes."""

    def test_growth_is_that_of_the_first_of_a_row(self):
        grown = with_growth({"update": {"ms": 3.0, "found": 1.0}}, {"update": {"ms": 2.0, "found": 0.5}})
        assert grown == {"update": {"ms": 3.0, "found": 1.0, "growth": 1.5}}

    def test_something_grows_out_of_nothing(self):
        assert with_growth({"update": {"ms": 1.0}}, {"update": {"ms": 0.0}})["update"]["growth"] == 100
