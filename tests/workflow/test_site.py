"""What the owner says of the site is written through services: checked, permitted, touching every page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import IntegrityError, transaction

from glossary.http.site import default_site
from glossary.models import Page, PageChange, PageName, PageVersion, SiteSettings
from glossary.workflow import (
    InvalidRecord,
    NotAllowed,
    clear_brand,
    clear_page,
    save_page,
    save_site_settings,
)
from glossary.workflow.site import is_linkable
from tests.factories import make_editor, make_owner

pytestmark = pytest.mark.django_db


def refused(**fields) -> dict[str, str]:
    """Return path and sentence of what is wrong with settings of these fields."""
    with pytest.raises(InvalidRecord) as caught:
        save_site_settings(SiteSettings(**fields), actor=None)
    assert not SiteSettings.objects.exists()
    return {problem.path: problem.message for problem in caught.value.problems}


def counter() -> int:
    # A test that empties the database takes the row of the migration with it; the next change makes it anew.
    return PageVersion.objects.values_list("n", flat=True).first() or 0


class TestSettings:
    def test_saved_settings_touch_every_page(self):
        save_site_settings(SiteSettings(name="Words"), actor=None)
        assert SiteSettings.objects.get().name == "Words"
        assert PageChange.objects.latest("n").keys == ["site"]

    def test_texts_and_colours_are_written_one_way(self):
        given = SiteSettings(name="  Words \n of  the\ttrade ", accent=" 8A2D1A ", accent_dark="#FA8")
        row = save_site_settings(given, actor=None)
        assert (row.name, row.accent, row.accent_dark) == ("Words of the trade", "#8a2d1a", "#ffaa88")

    def test_saving_the_same_again_touches_nothing(self):
        save_site_settings(SiteSettings(name="Words"), actor=None)
        before = counter()
        save_site_settings(SiteSettings(name="Words"), actor=None)
        assert counter() == before

    def test_there_is_one_row_whatever_is_saved(self):
        save_site_settings(SiteSettings(pk=7, name="Words"), actor=None)
        save_site_settings(SiteSettings(name="Terms"), actor=None)
        assert list(SiteSettings.objects.values_list("pk", "name")) == [(1, "Terms")]
        with pytest.raises(IntegrityError), transaction.atomic():
            SiteSettings.objects.create(pk=2)

    @pytest.mark.parametrize(
        ("field", "limit"),
        [("name", 80), ("tagline", 160), ("publisher", 80), ("logo_alt", 150), ("invitation", 80)],
    )
    def test_text_may_be_as_long_as_its_place(self, field, limit):
        assert list(refused(**{field: "x" * (limit + 1)})) == [field]
        save_site_settings(SiteSettings(**{field: "x" * limit}), actor=None)

    def test_control_characters_are_refused(self):
        assert "U+202E" in refused(name="Words\u202e")["name"]
        assert "U+0000" in refused(tagline="a\x00b")["tagline"]

    def test_logo_without_text_is_refused(self):
        assert list(refused(logo="images/logo.webp", logo_width=10, logo_height=10)) == ["logo_alt"]

    @pytest.mark.parametrize("number", [0, 11])
    def test_number_of_examples_has_bounds(self, number):
        assert list(refused(examples_advised=number)) == ["examples_advised"]


class TestColours:
    @pytest.mark.parametrize("colour", ["red", "#12", "#12345g", "url(x)", "#fff; } body { display: none"])
    def test_what_is_no_colour_is_refused(self, colour):
        assert "such as #8a2d1a" in refused(accent=colour)["accent"]

    def test_refusal_names_scheme_contrast_and_the_nearest_colour(self):
        assert refused(accent="#ffcc00")["accent"] == (
            "On light pages this colour reaches a contrast of 1.30 : 1, and text needs 4.5 : 1; "
            "the nearest colour that does is #856900."
        )
        assert "On dark pages" in refused(accent_dark="#331100")["accent_dark"]

    def test_named_colour_is_taken(self):
        assert save_site_settings(SiteSettings(accent="#856900"), actor=None).accent == "#856900"

    def test_contrast_is_not_rounded_up(self):
        """A colour that misses by a hair is not told that it reaches what it needs."""
        assert "4.49 : 1" in refused(accent="#866900")["accent"]


class TestLinks:
    @pytest.mark.parametrize(
        "url",
        [
            "https://example.org",
            "http://example.org/a?b=c#d",
            "HTTPS://example.org/",
            "https://bücher.example/über",
            "mailto:words@example.org",
            "/about/",
            "/",
        ],
    )
    def test_address_that_leads_somewhere(self, url):
        assert is_linkable(url)
        save_site_settings(SiteSettings(footer_links=[{"title": "More", "url": url}]), actor=None)

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example/",
            "/\\evil.example/",
            "/\t/evil.example/",
            "https:evil.example",
            "https://",
            "https:///path",
            "http://[::1",
            "ftp://example.org/",
            "example.org",
            "mailto:nobody",
            "mailto:",
            "https://example.org/\u202e",
            "https://example.org/" + "a" * 500,
        ],
    )
    def test_any_other_is_refused(self, url):
        assert not is_linkable(url)
        problems = refused(footer_links=[{"title": "Fine", "url": "/"}, {"title": "Bad", "url": url or "x"}])
        assert list(problems) == ["footer_links.1.url"]

    def test_one_that_is_too_long_is_told_the_limit(self):
        url = "https://example.org/" + "a" * 500
        problem = refused(footer_links=[{"title": "More", "url": url}])["footer_links.0.url"]
        assert "520 characters, the limit is 500" in problem

    def test_title_is_needed_and_has_a_length(self):
        links = [{"title": "", "url": "/"}, {"title": "x" * 61, "url": "/"}]
        assert list(refused(footer_links=links)) == ["footer_links.0.title", "footer_links.1.title"]

    def test_number_of_links_has_a_bound(self):
        assert list(refused(footer_links=[{"title": "More", "url": "/"}] * 11)) == ["footer_links"]


class TestDefaultsAgain:
    def test_brand_goes_and_the_rest_stays(self):
        links = [{"title": "Imprint", "url": "/about/"}]
        given = SiteSettings(
            name="Words", tagline="For all", publisher="Guild", accent="#8a2d1a", invitation="Go on",
            logo="images/a.webp", logo_width=9, logo_height=9, logo_alt="Words",
            footer_links=links, examples_advised=2,
        )  # fmt: skip
        save_site_settings(given, actor=None)
        clear_brand(actor=None)
        row = SiteSettings.objects.get()
        assert {row.name, row.tagline, row.publisher, row.logo, row.logo_alt, row.accent, row.invitation} == {
            ""
        }
        assert (row.footer_links, row.examples_advised) == (links, 2)
        assert PageChange.objects.latest("n").keys == ["site"]

    def test_without_settings_there_is_nothing_to_clear(self):
        clear_brand(actor=None)
        assert not SiteSettings.objects.exists()


class TestPages:
    def test_page_is_written_and_touched(self):
        save_page(PageName.ABOUT, title=" Who we  are", body="Words.\r\n", actor=None)
        page = Page.objects.get()
        assert (page.slug, page.title, page.body) == ("about", "Who we are", "Words.\n")
        assert PageChange.objects.latest("n").keys == ["site"]

    def test_same_text_again_touches_nothing(self):
        save_page(PageName.ABOUT, title="Who", body="Words.", actor=None)
        before = counter()
        save_page(PageName.ABOUT, title="Who", body="Words.", actor=None)
        assert counter() == before

    @pytest.mark.parametrize(
        ("title", "body", "paths"),
        [("", " ", ["title", "body"]), ("x" * 121, "Text.", ["title"]), ("Who", "a\x00b", ["body"])],
    )
    def test_what_cannot_be_shown_is_refused(self, title, body, paths):
        with pytest.raises(InvalidRecord) as caught:
            save_page(PageName.ABOUT, title=title, body=body, actor=None)
        assert [problem.path for problem in caught.value.problems] == paths
        assert not Page.objects.exists()

    def test_text_longer_than_markdown_may_be_is_refused(self, settings):
        with pytest.raises(InvalidRecord):
            save_page(PageName.ABOUT, title="Who", body="x" * (settings.MARKDOWN_MAX_BYTES + 1), actor=None)

    def test_cleared_page_touches_once(self):
        save_page(PageName.PRIVACY, title="Privacy", body="None.", actor=None)
        clear_page(PageName.PRIVACY, actor=None)
        before = counter()
        clear_page(PageName.PRIVACY, actor=None)
        assert not Page.objects.exists()
        assert counter() == before

    def test_database_knows_the_pages(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Page.objects.create(slug="imprint", title="Imprint", body="Us.")


class TestPermission:
    def services(self):
        return [
            lambda actor: save_site_settings(SiteSettings(name="Words"), actor=actor),
            lambda actor: clear_brand(actor=actor),
            lambda actor: save_page(PageName.ABOUT, title="Who", body="Us.", actor=actor),
            lambda actor: clear_page(PageName.ABOUT, actor=actor),
        ]

    def test_editor_and_stranger_change_nothing(self):
        before = counter()
        retired = make_owner("retired")
        retired.is_active = False
        for actor in (make_editor(), AnonymousUser(), retired):
            for service in self.services():
                with pytest.raises(NotAllowed):
                    service(actor)
        assert counter() == before

    def test_owner_may(self):
        owner = make_owner()
        for service in self.services():
            service(owner)


class TestFixture:
    """`loaddata` is a write like any other."""

    def test_loaded_settings_touch_pages_and_a_second_load_changes_nothing(self, tmp_path):
        file = tmp_path / "site.json"
        file.write_text(
            '[{"model": "glossary.sitesettings", "pk": 1, "fields":'
            ' {"name": "Words", "updated_at": "2026-01-01T00:00:00Z"}},'
            ' {"model": "glossary.page", "pk": "about", "fields":'
            ' {"title": "Who", "body": "Us.", "updated_at": "2026-01-01T00:00:00Z"}}]'
        )
        before = counter()
        call_command("loaddata", str(file), verbosity=0)
        assert (SiteSettings.objects.get().name, Page.objects.get().title) == ("Words", "Who")
        assert counter() == before + 1
        call_command("loaddata", str(file), verbosity=0)
        assert counter() == before + 1


def test_default_publisher_follows_the_name_unless_the_environment_names_one(settings):
    settings.SITE_NAME = settings.SITE_PUBLISHER = "Glossary"
    assert default_site().publisher == "Glossary"
    settings.SITE_PUBLISHER = "The Guild"
    assert default_site().publisher == "The Guild"
