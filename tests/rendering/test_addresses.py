"""Addresses: where a link may lead and what an image may load."""

import pytest

from glossary.rendering.addresses import is_external, is_link, is_same_site


class TestLink:
    @pytest.mark.parametrize(
        "address",
        [
            "https://e.example/",
            "HTTP://e.example",
            "mailto:a@b.example",
            "/glossary/",
            "../x",
            "#a:b",
            "?a=b:c",
            "",
        ],
    )
    def test_page_mail_or_relative_address(self, address):
        assert is_link(address)

    @pytest.mark.parametrize(
        "address",
        ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x", "file:///x", "ftp://x"],
    )
    def test_anything_else_is_not_one(self, address):
        assert not is_link(address)


class TestSameSite:
    @pytest.mark.parametrize("address", ["/media/a.png", "a.png", "../a.png", "/a?b=c:d"])
    def test_path(self, address):
        assert is_same_site(address)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "https://e.example/a.png",
            "//e.example/a.png",
            "/\\e.example/a.png",
            "/\t/e.example",
            "data:image/png,x",
        ],
    )
    def test_elsewhere_or_doubtful(self, address):
        assert not is_same_site(address)


class TestExternal:
    @pytest.mark.parametrize("address", ["https://e.example", "HTTP://e.example", "//e.example"])
    def test_page_elsewhere(self, address):
        assert is_external(address)

    @pytest.mark.parametrize("address", ["/glossary/", "x", "#x", "mailto:a@b.example"])
    def test_here_or_not_a_page(self, address):
        assert not is_external(address)
