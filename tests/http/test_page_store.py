"""The store in front of Django: what readers get, and that it is never stale."""

from datetime import datetime

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError

from glossary.http.page_counter import PageCounter
from glossary.models import PageChange, PageVersion, Tag
from tests.http.asking import Site, ask

MUSIC = "/tags/music/"


@pytest.mark.usefixtures("tag")
class TestStoredPage:
    """A second reader gets what the first one got."""

    def test_second_reader_is_answered_without_django(self, site):
        first, second = site.get(MUSIC), site.get(MUSIC)
        assert site.rendered == 1
        assert first.status == second.status == 200
        assert "What is played." in second.text
        assert first.body == second.body

    @pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
    def test_stored_answer_carries_the_same_headers_as_a_fresh_one(self, site, coding):
        fresh = site.get(MUSIC, accept_encoding=coding)
        stored = site.get(MUSIC, accept_encoding=coding)
        assert site.rendered == 1
        assert sorted(stored.fields) == sorted(fresh.fields)

    def test_stored_answer_carries_the_security_headers(self, site):
        site.get(MUSIC)
        assert site.get(MUSIC).headers.keys() >= {
            "content-security-policy",
            "cross-origin-opener-policy",
            "referrer-policy",
            "x-content-type-options",
            "x-frame-options",
        }

    def test_stored_answer_sets_no_cookie_and_differs_by_coding_alone(self, site):
        for answer in (site.get(MUSIC), site.get(MUSIC)):
            assert "set-cookie" not in answer.headers
            assert answer.headers["vary"] == "Accept-Encoding"

    def test_every_use_is_asked_about_first(self, site):
        assert site.get(MUSIC).headers["cache-control"] == "public, max-age=0, must-revalidate"

    def test_pages_of_different_addresses_are_different(self, site):
        Tag.objects.create(name="Film", slug="film")
        site.get(MUSIC)
        assert "Film" in site.get("/tags/film/").text

    def test_scheme_and_host_have_pages_of_their_own(self, site):
        site.get(MUSIC)
        site.get(MUSIC, host="localhost")
        site.get(MUSIC, scheme="https")
        assert site.rendered == 3


@pytest.mark.usefixtures("tag")
class TestCodings:
    """Clients get what they can read."""

    @pytest.mark.parametrize(
        ("accepted", "coding"),
        [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0", None), ("", None)],
    )
    def test_body_comes_in_the_coding_that_the_client_likes(self, site, accepted, coding):
        plain = site.get(MUSIC).text
        for answer in (site.get(MUSIC, accept_encoding=accepted), site.get(MUSIC, accept_encoding=accepted)):
            assert answer.headers.get("content-encoding") == coding
            assert answer.headers["content-length"] == str(len(answer.body))
            assert answer.text == plain

    def test_all_codings_share_one_weak_tag(self, site):
        tags = {site.get(MUSIC, accept_encoding=coding).headers["etag"] for coding in ("", "gzip", "br")}
        assert len(tags) == 1
        assert tags.pop().startswith('W/"')

    def test_page_that_no_coding_makes_smaller_comes_plain(self, site):
        answer = site.get("/short/", accept_encoding="br, gzip")
        assert "content-encoding" not in answer.headers
        assert answer.text == "ok"

    def test_page_that_is_not_kept_is_compressed_all_the_same(self, site, session_cookie):
        answer = site.get(MUSIC, accept_encoding="gzip, br", cookie=session_cookie)
        assert answer.headers["content-encoding"] == "br"
        assert "What is played." in answer.text
        assert len(site.store) == 0

    def test_private_page_is_not_compressed(self, site):
        answer = site.get("/private/", accept_encoding="gzip, br")
        assert "content-encoding" not in answer.headers
        assert "etag" not in answer.headers


@pytest.mark.usefixtures("tag")
class TestConditionalRequests:
    """RFC 9110, section 13."""

    def test_client_that_holds_the_page_gets_not_modified(self, site):
        etag = site.get(MUSIC).headers["etag"]
        answer = site.get(MUSIC, if_none_match=etag)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == etag
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"
        assert not answer.headers.keys() & {"content-type", "content-length", "content-encoding"}

    def test_first_request_may_be_conditional_and_still_fills_the_store(self, site, session_cookie):
        etag = site.get(MUSIC, cookie=session_cookie).headers["etag"]
        fresh = site.get(MUSIC, if_none_match=etag)
        stored = site.get(MUSIC, if_none_match=f'"other", {etag}')
        assert site.rendered == 2
        assert fresh.status == stored.status == 304
        assert sorted(fresh.fields) == sorted(stored.fields)

    def test_client_that_holds_another_page_gets_this_one(self, site):
        site.get(MUSIC)
        answer = site.get(MUSIC, if_none_match='W/"other"')
        assert answer.status == 200
        assert answer.body

    def test_changed_page_is_modified(self, site, tag, change):
        etag = site.get(MUSIC).headers["etag"]
        change(tag, "What is heard.")
        assert site.get(MUSIC, if_none_match=etag).status == 200

    def test_not_modified_to_a_head_request(self, site):
        etag = site.get(MUSIC).headers["etag"]
        assert site.head(MUSIC, if_none_match=etag).status == 304


@pytest.mark.usefixtures("tag")
class TestHead:
    """RFC 9110, section 9.3.2: the headers of GET, and no body."""

    def test_head_is_answered_from_the_page_of_get(self, site):
        page = site.get(MUSIC, accept_encoding="gzip")
        head = site.head(MUSIC, accept_encoding="gzip")
        assert site.rendered == 1
        assert sorted(head.fields) == sorted(page.fields)
        assert head.body == b""

    def test_head_of_an_unknown_page_tells_the_same_and_keeps_nothing(self, site):
        head = site.head(MUSIC, accept_encoding="gzip")
        assert len(site.store) == 0
        assert sorted(site.get(MUSIC, accept_encoding="gzip").fields) == sorted(head.fields)
        assert head.body == b""


class TestChanges:
    """A committed change shows on the next request."""

    def test_change_shows_on_the_next_request(self, site, tag, change):
        site.get(MUSIC)
        change(tag, "What is heard.")
        assert "What is heard." in site.get(MUSIC).text

    def test_change_of_something_else_leaves_the_page(self, site, tag, change):
        other = Tag.objects.create(name="Film", slug="film")
        site.get(MUSIC)
        change(other, "What is seen.")
        site.get(MUSIC)
        assert site.rendered == 1

    def test_change_during_a_slow_rendering_is_not_covered_by_it(self, site, tag, change):
        site.during_render = lambda: change(tag, "What is heard.")
        assert "What is played." in site.get(MUSIC).text
        site.during_render = lambda: None
        assert "What is heard." in site.get(MUSIC).text

    def test_change_that_another_reader_sees_during_a_slow_rendering(self, site, tag, change):
        def change_and_read() -> None:
            site.during_render = lambda: None
            change(tag, "What is heard.")
            site.get("/short/")

        site.during_render = change_and_read
        site.get(MUSIC)
        assert "What is heard." in site.get(MUSIC).text

    def test_log_trimmed_since_drops_everything(self, site, tag, change):
        site.get(MUSIC)
        change(tag, "What is heard.")
        PageVersion.objects.touch(["term:999"])
        PageChange.objects.all().delete()
        assert "What is heard." in site.get(MUSIC).text

    def test_change_of_everything_shows(self, site, tag):
        site.get(MUSIC)
        Tag.objects.update(description="What is heard.")
        PageVersion.objects.touch(["all"])
        assert "What is heard." in site.get(MUSIC).text

    def test_page_of_a_day_ends_with_it(self, own_pages):
        now = datetime.now().timestamp()  # noqa: DTZ005 - seconds since the epoch know no zone
        site = Site(clock=lambda: now)
        site.get("/daily/")
        site.get("/daily/")
        assert site.rendered == 1
        now += 3601
        site.get("/daily/")
        assert site.rendered == 2
        site.close()


@pytest.mark.usefixtures("tag")
class TestWhatIsNotKept:
    """Only pages that are the same for everyone."""

    @pytest.mark.parametrize(
        "path",
        [
            "/private/",
            "/with-cookie/",
            "/with-session/",
            "/by-language/",
            "/missing/",
            "/streamed/",
            "/outdated/",
            "/nowhere/",
        ],
    )
    def test_page_that_may_differ_or_end_is_made_anew_each_time(self, site, path):
        assert site.get(path).status == site.get(path).status
        assert site.rendered == 2
        assert len(site.store) == 0

    @pytest.mark.parametrize("path", ["/private/", "/with-cookie/", "/with-session/", "/missing/"])
    def test_page_that_may_differ_is_not_called_public(self, site, path):
        assert "public" not in site.get(path).headers.get("cache-control", "")

    @pytest.mark.parametrize(
        "headers",
        [
            {"cookie": "sessionid=abc"},
            {"cookie": "theme=dark; sessionid=abc"},
            {"authorization": "Basic YTpi"},
            {"if_match": '"abc"'},
        ],
    )
    def test_reader_with_credentials_or_preconditions_is_passed_by(self, site, headers):
        site.get(MUSIC)
        site.get(MUSIC, **headers)
        assert site.rendered == 2

    def test_cookies_of_others_do_not_matter(self, site):
        site.get(MUSIC)
        site.get(MUSIC, cookie="consent=yes; csrftoken=abc")
        assert site.rendered == 1

    @pytest.mark.parametrize("query", ["page=2", "letter=A&page=2"])
    def test_queries_that_the_view_reads_have_pages_of_their_own(self, site, query):
        site.get(MUSIC)
        site.get(f"{MUSIC}?{query}")
        site.get(f"{MUSIC}?{query}")
        assert site.rendered == 2

    @pytest.mark.parametrize("query", ["q=word&x=%00", "page=" + "1" * 300, "q=" + "x" * 2000])
    def test_query_too_long_or_with_a_nul_is_passed_by(self, site, query):
        assert site.get(f"{MUSIC}?{query}").status == site.get(f"{MUSIC}?{query}").status
        assert site.rendered == 2
        assert len(site.store) == 0

    def test_query_of_a_view_that_says_nothing_of_queries_is_passed_by_as_it_is(self, site):
        assert "(a=1&b=2)" in site.get("/echo/?a=1&b=2").text
        assert "(b=2)" in site.get("/echo/?b=2").text
        assert len(site.store) == 0

    def test_page_query_is_not_mixed_up(self, site):
        site.get(f"{MUSIC}?page=2")
        assert "(page 1)" in site.get(MUSIC).text
        assert "(page 2)" in site.get(f"{MUSIC}?page=2").text

    @pytest.mark.parametrize(
        "query",
        ["", "utm_source=x", "letter=A", "page=", "page=2&page=", "=&&x", "q=%FF", "q=\xff", "x=1&x=2"],
    )
    def test_query_that_the_view_does_not_read_makes_no_page_of_its_own(self, site, query):
        site.get(MUSIC)
        assert "(page 1)" in site.get(f"{MUSIC}?{query}").text
        assert (site.rendered, len(site.store)) == (1, 1)

    @pytest.mark.parametrize(
        "query", ["page=2", "p%61ge=2", "page=%32", "page=1&page=2", "tag=x&page=2&utm_source=y", "&page=2&"]
    )
    def test_query_in_another_spelling_is_the_same_page(self, site, query):
        fresh = site.get(f"{MUSIC}?{query}")
        assert "(page 2)" in fresh.text
        assert site.get(f"{MUSIC}?page=2").body == fresh.body
        assert (site.rendered, len(site.store)) == (1, 1)

    @pytest.mark.parametrize("value", ["%C3%A4", "\u00c3\u00a4", "a+b%26c%3D", "%FF"])
    def test_view_reads_the_value_as_it_was_sent(self, site, own_pages, value):
        """Also one that a client sent without escapes, which a server passes on as Latin-1 (PEP 3333)."""
        plain = ask(WSGIHandler(), f"{MUSIC}?page={value}").text
        assert site.get(f"{MUSIC}?x=1&page={value}").text == plain

    def test_first_reader_cannot_put_another_page_in_the_place_of_the_plain_one(self, site):
        """A view that reads what it did not declare does not see it."""
        site.get("/undeclared/?page=2")
        assert "(page 1)" in site.get("/undeclared/").text

    def test_store_of_no_bytes_is_off(self, own_pages):
        site = Site(max_bytes=0)
        site.get(MUSIC)
        answer = site.get(MUSIC, accept_encoding="gzip")
        assert site.rendered == 2
        assert answer.headers["content-encoding"] == "gzip"
        site.close()


@pytest.mark.usefixtures("tag")
class TestChecksInFront:
    """What Django refuses, the store does not answer."""

    @pytest.mark.parametrize(
        "host", ["evil.example", "testserver.evil.example", "", "test server", "x" * 300]
    )
    def test_foreign_host_is_refused(self, site, host):
        site.get(MUSIC)
        assert site.get(MUSIC, host=host).status == 400

    def test_host_with_a_port_is_allowed(self, site):
        site.get(MUSIC, host="localhost:8000")
        assert site.get(MUSIC, host="localhost:8000").status == 200

    @pytest.mark.parametrize("host", ["testserver:8000", "TestServer", "testserver.", "testserver:1"])
    def test_host_in_another_spelling_or_with_a_port_has_the_same_page(self, site, host):
        site.get(MUSIC)
        site.get(MUSIC, host=host)
        assert (site.rendered, len(site.store)) == (1, 1)

    def test_plain_http_is_redirected_where_tls_is_demanded(self, own_pages, settings):
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS = 3600
        site = Site()
        assert site.get(MUSIC, scheme="https").status == 200
        assert "strict-transport-security" in site.get(MUSIC, scheme="https").headers
        assert site.rendered == 1
        assert site.get(MUSIC).status == 301
        site.close()


@pytest.mark.usefixtures("tag")
class TestTrouble:
    """Without a counter there is no store, and readers are served all the same."""

    def test_database_error_passes_the_reader_on_to_django(self, site, monkeypatch):
        site.get(MUSIC)

        def broken(self):
            raise DatabaseError("gone")

        with monkeypatch.context() as patch:
            patch.setattr(PageCounter, "read", broken)
            assert site.get(MUSIC, accept_encoding="br").text == site.get(MUSIC).text
            assert site.rendered == 3
        site.get(MUSIC)
        assert site.rendered == 3

    def test_missing_counter_passes_the_reader_on_to_django(self, site):
        PageVersion.objects.all().delete()
        assert site.get(MUSIC).status == site.get(MUSIC).status == 200
        assert site.rendered == 2
