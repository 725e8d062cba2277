"""The store in front of Django: what readers get, and that it is never stale."""

from datetime import datetime

import pytest
from django.db import DatabaseError

from glossary.http.page_counter import PageCounter
from glossary.models import PageChange, PageVersion, Tag
from tests.http.asking import Site

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

    @pytest.mark.parametrize("query", ["page=2", "letter=A&page=2", "tag=music", "page="])
    def test_known_queries_have_pages_of_their_own(self, site, query):
        site.get(MUSIC)
        site.get(f"{MUSIC}?{query}")
        site.get(f"{MUSIC}?{query}")
        assert site.rendered == 2

    @pytest.mark.parametrize(
        "query", ["q=word", "page=2&utm_source=x", "page=1&page=2", "p%61ge=1&x", "page=" + "1" * 300]
    )
    def test_other_queries_are_passed_by(self, site, query):
        site.get(f"{MUSIC}?{query}")
        site.get(f"{MUSIC}?{query}")
        assert site.rendered == 2
        assert len(site.store) == 0

    def test_page_query_is_not_mixed_up(self, site):
        site.get(f"{MUSIC}?page=2")
        assert "(page 1)" in site.get(MUSIC).text
        assert "(page 2)" in site.get(f"{MUSIC}?page=2").text

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
