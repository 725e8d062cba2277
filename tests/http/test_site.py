"""The site as its owner set it: right for each request, and read once for many."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from glossary.http.page_counter import PageCounter
from glossary.http.site import MEMORY, FooterLink, Logo, page_of, site_at_hand, site_of
from glossary.imaging.colour import least_contrast
from glossary.imaging.palette import DARK, LIGHT
from glossary.models import Page, PageName, PageVersion, SiteSettings
from glossary.workflow import clear_brand, save_page, save_site_settings
from tests.http.asking import Site


def a_request(**environ):
    return RequestFactory().get("/", **environ)


def save(**fields) -> None:
    save_site_settings(SiteSettings(**fields), actor=None)


@pytest.mark.django_db
class TestWhatTheOwnerSaid:
    def test_settings_take_the_place_of_the_environment(self, settings):
        settings.SITE_NAME, settings.SITE_PUBLISHER = "Glossary", "The Guild"
        save(
            name="Words",
            tagline="For all",
            publisher="The Harbour",
            logo="images/2026/11/a.webp",
            logo_width=900,
            logo_height=160,
            logo_alt="Words",
            invitation="Go on",
            footer_links=[{"title": "Imprint", "url": "/about/"}],
            examples_advised=2,
        )
        site = site_of(a_request())
        assert (site.name, site.tagline, site.publisher) == ("Words", "For all", "The Harbour")
        assert site.logo == Logo("/media/images/2026/11/a.webp", 256, 46, "Words")
        assert site.invitation == "Go on"
        assert site.footer_links == (FooterLink("Imprint", "/about/"),)
        assert site.examples_advised == 2

    def test_small_logo_is_not_blown_up(self):
        save(logo="images/a.webp", logo_width=120, logo_height=40, logo_alt="Words")
        logo = site_of(a_request()).logo
        assert logo == Logo("/media/images/a.webp", 120, 40, "Words")

    def test_empty_settings_leave_the_environment_its_word(self, settings):
        settings.SITE_NAME, settings.SITE_PUBLISHER = "Terms", "The Guild"
        unset = site_of(a_request())
        save(invitation="Go on")
        site = site_of(a_request())
        assert (site.name, site.publisher) == (unset.name, unset.publisher) == ("Terms", "The Guild")
        assert (site.logo, site.accent, site.brand_css) == (None, LIGHT.accent, "")

    def test_new_name_is_the_publishers_too_where_the_environment_names_none(self, settings):
        settings.SITE_NAME = settings.SITE_PUBLISHER = "Glossary"
        save(name="Words")
        assert site_of(a_request()).publisher == "Words"

    def test_deleted_row_leaves_the_default(self):
        save(name="Words", accent="#123456")
        SiteSettings.objects.all().delete()
        site = site_of(a_request())
        assert (site.name, site.accent, site.brand_css) == ("Glossary", LIGHT.accent, "")

    @pytest.mark.parametrize("accent", ["#123456", "#856900", "#7a0000", "#000000"])
    def test_accent_of_light_pages_makes_one_that_reads_as_well_on_dark_ones(self, accent):
        save(accent=accent)
        site = site_of(a_request())
        on_light = least_contrast(site.accent, LIGHT.grounds)
        assert site.accent == accent
        assert least_contrast(site.accent_dark, DARK.grounds) >= min(on_light, 7)

    def test_accent_of_dark_pages_may_be_said(self):
        save(accent_dark="#ffffff")
        site = site_of(a_request())
        assert (site.accent, site.accent_dark) == (LIGHT.accent, "#ffffff")
        assert site.brand_css

    @pytest.mark.parametrize(
        "bad",
        [
            {"logo": "images/x.webp", "logo_alt": "X"},
            {"footer_links": [{"title": "x"}]},
            {"footer_links": "abc"},
            {"footer_links": 7},
            {"accent": "red;}*{"},
            {"accent_dark": "red;}*{"},
            {"name": "a\x01b"},
        ],
    )
    def test_what_no_service_wrote_leaves_its_part_the_default(self, bad):
        default = site_of(a_request())
        SiteSettings.objects.create(pk=1, **{"invitation": "Go on", **bad})
        assert site_of(a_request()) == replace(default, invitation="Go on")

    def test_page_that_no_service_wrote_leaves_the_default(self):
        Page.objects.create(slug="about", title="Who", body="x" * 200_001)
        assert page_of(a_request(), PageName.ABOUT).title == "About this glossary"

    def test_written_page_takes_the_place_of_the_one_that_came(self):
        assert page_of(a_request(), PageName.ABOUT).title == "About this glossary"
        save_page(PageName.ABOUT, title="Who we are", body="Us.", actor=None)
        assert page_of(a_request(), PageName.ABOUT).title == "Who we are"
        assert page_of(a_request(), PageName.PRIVACY).title == "Privacy"
        Page.objects.all().delete()
        assert page_of(a_request(), PageName.ABOUT).title == "About this glossary"


@pytest.mark.django_db
class TestReading:
    def test_one_query_for_a_request_without_memory_and_none_for_one_with(self):
        request = a_request()
        with CaptureQueriesContext(connection) as queries:
            assert site_of(request) == site_of(request)
        assert len(queries) == 1
        memory: dict[str, object] = {}
        site_of(a_request(**{MEMORY: memory}))
        with CaptureQueriesContext(connection) as queries:
            site_of(a_request(**{MEMORY: memory}))
        assert len(queries) == 0

    def test_two_requests_that_read_at_once_tell_one_state(self, monkeypatch):
        memory: dict[str, object] = {}

        def read_while_another_request_does():
            mine = SiteSettings.objects.first()
            monkeypatch.undo()
            save(name="Later")
            site_of(a_request(**{MEMORY: memory}))
            return mine

        save(name="Sooner")
        monkeypatch.setattr("glossary.http.site.site_settings", read_while_another_request_does)
        request = a_request(**{MEMORY: memory})
        assert [site_of(request).name, site_of(request).name] == ["Later", "Later"]

    def test_page_of_trouble_asks_nothing(self):
        request = a_request()
        with CaptureQueriesContext(connection) as queries:
            assert site_at_hand(request).name == "Glossary"
        assert len(queries) == 0


@pytest.fixture
def pages(transactional_db, settings):
    """The site's own pages with a page store in front."""
    settings.PAGE_STORE_BYTES = 10_000_000
    site = Site()
    yield site
    site.close()


def queries_of(get) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        get()
    return [query["sql"] for query in queries]


class TestBehindTheStore:
    """What the store hands on is never older than the last change."""

    def test_site_is_read_once_for_many_pages(self, pages):
        assert any("sitesettings" in sql for sql in queries_of(lambda: pages.get("/about/")))
        for path in ("/privacy/", "/nowhere/", "/glossary/", "/llms.txt"):
            assert not any("sitesettings" in sql for sql in queries_of(lambda path=path: pages.get(path)))

    def test_change_shows_on_the_next_request(self, pages):
        pages.get("/about/")
        save(name="Words of the quay")
        assert "Words of the quay" in pages.get("/about/").text
        assert "Words of the quay" in pages.get("/nowhere/").text
        clear_brand(actor=None)
        assert "Words of the quay" not in pages.get("/about/").text

    def test_written_page_shows_on_the_next_request(self, pages):
        pages.get("/about/")
        save_page(PageName.ABOUT, title="Who we are", body="Us **two**.", actor=None)
        assert "<strong>two</strong>" in pages.get("/about/").text

    def test_change_during_a_slow_rendering_is_not_covered_by_it(self, pages):
        pages.during_render = lambda: save(name="Words of the quay")
        pages.get("/about/")
        pages.during_render = lambda: None
        assert "Words of the quay" in pages.get("/about/").text

    def test_change_of_an_entry_leaves_the_memory(self, pages):
        pages.get("/about/")
        memory = pages.store.site_memory
        PageVersion.objects.touch(["term:1"])
        pages.get("/about/")
        assert pages.store.site_memory is memory
        PageVersion.objects.touch(["all"])
        pages.get("/about/")
        assert pages.store.site_memory is not memory

    def test_memory_serves_those_whom_the_store_does_not(self, pages, session_cookie):
        pages.get("/about/")
        found = queries_of(lambda: pages.get("/about/", cookie=session_cookie))
        assert not any("sitesettings" in sql for sql in found)

    def test_memory_works_with_the_store_switched_off(self, transactional_db):
        site = Site(max_bytes=0)
        site.get("/about/")
        assert queries_of(lambda: site.get("/about/")) == []
        save(name="Words of the quay")
        assert "Words of the quay" in site.get("/about/").text
        site.close()

    def test_without_a_counter_the_site_is_read_afresh(self, pages, monkeypatch):
        pages.get("/about/")
        SiteSettings.objects.create(pk=1, name="Words of the quay")

        def broken(self):
            raise DatabaseError("gone")

        monkeypatch.setattr(PageCounter, "read", broken)
        assert "Words of the quay" in pages.get("/about/").text

    def test_page_of_trouble_names_the_site_as_last_known(self, pages, monkeypatch):
        save(name="Words of the quay")
        pages.get("/about/")

        def broken(*_arguments):
            raise OperationalError("gone")

        monkeypatch.setattr(PageCounter, "read", broken)
        with connection.execute_wrapper(broken):
            answer = pages.get("/glossary/")
        assert answer.status == 503
        assert "Words of the quay" in answer.text


class TestBrand:
    """The style sheet with the owner's colours."""

    def test_site_without_colours_of_its_own_has_none(self, pages):
        assert 'href="/brand.' not in pages.get("/").text
        assert pages.get("/brand.abc.css").status == 404

    def test_page_names_it_and_it_holds_both_colours(self, pages):
        save(accent="#123456", accent_dark="#abcdef")
        address = pages.get("/").text.partition('href="/brand.')[2].partition('"')[0]
        sheet = pages.get(f"/brand.{address}")
        assert sheet.headers["content-type"] == "text/css; charset=utf-8"
        assert sheet.text == ":root {\n  --accent: light-dark(#123456, #abcdef);\n}\n"
        assert "immutable" in sheet.headers["cache-control"]
        assert "set-cookie" not in sheet.headers
        again = pages.get(f"/brand.{address}", if_none_match=sheet.headers["etag"])
        assert (again.status, again.body) == (304, b"")

    def test_it_comes_after_the_tokens(self, pages):
        save(accent="#123456")
        page = pages.get("/").text
        assert page.index("tokens.css") < page.index("/brand.")

    def test_other_colours_have_another_address(self, pages):
        addresses = set()
        for accent in ("#123456", "#654321"):
            save(accent=accent)
            addresses.add(site_of(a_request()).brand_css)
        assert len(addresses) == 2

    def test_former_address_gives_the_colours_of_today_and_is_not_kept(self, pages):
        save(accent="#123456")
        former = site_of(a_request()).brand_css
        save(accent="#654321")
        sheet = pages.get(former)
        assert "#654321" in sheet.text
        assert "immutable" not in sheet.headers["cache-control"]
