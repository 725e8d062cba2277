"""From times to figures."""

import pytest

from glossary.bench.rounds import figures


class TestFigures:
    """Requests per second and percentiles."""

    def test_rate_and_percentiles(self):
        seen = figures([float(n) for n in range(101)], seconds=2.0)
        assert seen.rps == 50.5
        assert (seen.p50_ms, seen.p99_ms) == (50.0, 99.0)

    @pytest.mark.parametrize("order", [1, -1])
    def test_order_of_the_answers_does_not_matter(self, order):
        assert figures([1.0, 2.0, 3.0, 4.0][::order], seconds=1.0).p50_ms == 2.5
