"""Codings, entity tags and the headers of a 304."""

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.http.conditional import (
    CODINGS,
    IDENTITY,
    acceptable_codings,
    compress,
    entity_tag,
    headers_when_current,
    is_current,
)


class TestAcceptableCodings:
    """RFC 9110, section 12.5.3."""

    @pytest.mark.parametrize(
        ("header", "first"),
        [
            (None, IDENTITY),
            ("", IDENTITY),
            ("gzip, deflate, br, zstd", "br"),
            ("gzip, deflate", "gzip"),
            ("GZIP", "gzip"),
            ("*", "br"),
            ("br;q=0, gzip", "gzip"),
            ("br;q=0, *", "gzip"),
            ("gzip;q=1.0, br;q=0.5", "gzip"),
            ("identity, br;q=0.2", IDENTITY),
            ("gzip; q=0", IDENTITY),
            ("br;q=0,gzip;q=0.000", IDENTITY),
            ("deflate", IDENTITY),
            ("br;q=nonsense", IDENTITY),
            ("br;q=", IDENTITY),
            (",,;", IDENTITY),
            ("br, " + "x" * 1000, IDENTITY),
        ],
    )
    def test_client_gets_the_coding_that_it_likes_best(self, header, first):
        assert acceptable_codings(header)[0] == first

    def test_refused_coding_is_never_among_them(self):
        assert "br" not in acceptable_codings("gzip, br;q=0, *;q=0.5")

    def test_identity_is_left_even_where_everything_is_refused(self):
        assert acceptable_codings("identity;q=0, *;q=0") == (IDENTITY,)

    @given(st.text(max_size=300))
    def test_any_header_gives_codings_that_exist(self, header):
        codings = acceptable_codings(header)
        assert IDENTITY in codings
        assert len(set(codings)) == len(codings)
        assert set(codings) <= set(CODINGS)


class TestCompress:
    """Each coding can be undone and is the same each time."""

    @given(st.binary(max_size=2000))
    def test_codings_can_be_undone(self, body):
        assert brotli.decompress(compress(body, "br")) == body
        assert gzip.decompress(compress(body, "gzip")) == body
        assert compress(body, IDENTITY) == body

    def test_gzip_does_not_carry_the_time(self):
        assert compress(b"same", "gzip")[4:8] == b"\0\0\0\0"


class TestEntityTag:
    """RFC 9110, sections 8.8.3 and 13.1.2."""

    def test_tag_is_weak_and_differs_by_content(self):
        assert entity_tag(b"one").startswith('W/"')
        assert entity_tag(b"one") == entity_tag(b"one")
        assert entity_tag(b"one") != entity_tag(b"two")

    @pytest.mark.parametrize(
        "header",
        ['W/"abc"', '"abc"', '"x", W/"abc"', '"x","abc" , "y"', "*", ' W/"abc" '],
    )
    def test_client_that_holds_the_page_is_current(self, header):
        assert is_current(header, 'W/"abc"')

    @pytest.mark.parametrize("header", ["", '"abcd"', 'W/"ABC"', "abc", "W/abc", '"', '"x", "y"', "**"])
    def test_any_other_client_is_not(self, header):
        assert not is_current(header, 'W/"abc"')

    def test_not_modified_keeps_what_is_not_about_the_body(self):
        headers = [
            ("Content-Type", "text/html"),
            ("Content-Length", "3"),
            ("Content-Encoding", "br"),
            ("Content-Language", "en"),
            ("Content-Security-Policy", "default-src 'self'"),
            ("ETag", 'W/"abc"'),
            ("Cache-Control", "no-cache"),
            ("Vary", "Accept-Encoding"),
        ]
        assert headers_when_current(headers) == headers[4:]
