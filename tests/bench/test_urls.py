"""The constant page that the others are measured against."""

import pytest

from tests.http.asking import Site

CONSTANT = "/bench/constant/?bytes=5000"


@pytest.fixture
def site(own_pages, settings):
    settings.ROOT_URLCONF = "glossary.bench.urls"
    site = Site()
    yield site
    site.close()


class TestConstantPage:
    """It stands behind the same middleware, and outside of the store."""

    def test_page_is_as_long_as_asked(self, site):
        answer = site.get(CONSTANT)
        assert (answer.status, len(answer.body)) == (200, 5000)

    def test_page_is_made_by_django_each_time(self, site):
        site.get(CONSTANT)
        site.get(CONSTANT)
        assert site.rendered == 2

    def test_page_carries_the_security_headers(self, site):
        assert site.get(CONSTANT).headers.keys() >= {"content-security-policy", "x-frame-options"}

    @pytest.mark.parametrize("size", ["", "-1", "many", "99999999999"])
    def test_odd_sizes_are_harmless(self, site, size):
        answer = site.get(f"/bench/constant/?bytes={size}")
        assert answer.status == 200
        assert len(answer.body) <= 1_000_000
