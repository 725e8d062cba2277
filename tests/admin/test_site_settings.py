"""The owner's page of settings: saved as typed, refused beside the field, and nothing typed is lost."""

from __future__ import annotations

import re
from contextlib import closing
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from glossary.models import SiteSettings
from glossary.workflow import save_site_settings
from tests.factories import make_owner

FORM = "/admin/glossary/sitesettings/1/change/"
DEFAULTS = "/admin/glossary/sitesettings/defaults/"
COLOURS = "/admin/glossary/sitesettings/colours/"


@pytest.fixture
def as_owner(db):
    client = Client()
    client.force_login(make_owner())
    return client


def typed(**values) -> dict:
    """Return what the form posts, `links` as pairs of title and address."""
    links = values.pop("links", [("", "")])
    empty = dict.fromkeys(
        ("name", "tagline", "publisher", "logo_alt", "accent", "accent_dark", "invitation", "kept_logo"), ""
    )
    return {
        **empty,
        "examples_advised": "3",
        "footer_links-title": [title for title, _ in links],
        "footer_links-url": [url for _, url in links],
        **values,
    }


def picture(width=900, height=240, kind="PNG") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (width, height), "#146e5a").save(content, format=kind)
    return SimpleUploadedFile("logo.png", content.getvalue(), "image/png")


def errors_of(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def saved(response) -> SiteSettings:
    assert response.status_code == 302, errors_of(response)
    return SiteSettings.objects.get()


class TestForm:
    def test_list_leads_to_the_form(self, as_owner):
        response = as_owner.get("/admin/glossary/sitesettings/")
        assert response.headers["Location"] == FORM

    def test_there_is_one_site(self, as_owner):
        assert as_owner.get("/admin/glossary/sitesettings/2/change/").status_code == 302
        assert as_owner.get("/admin/glossary/sitesettings/add/").status_code == 403
        assert as_owner.get("/admin/glossary/sitesettings/1/delete/").status_code == 403

    def test_empty_form_suggests_the_defaults(self, as_owner, settings):
        settings.SITE_NAME = "Words of the trade"
        page = as_owner.get(FORM).content.decode()
        assert 'placeholder="Words of the trade"' in page
        assert 'placeholder="#8a2d1a"' in page

    def test_everything_typed_is_saved_and_shown_to_readers(self, as_owner, client):
        response = as_owner.post(
            FORM,
            typed(
                name="Words of the quay",
                publisher="The Harbour",
                accent="#146E5A",
                invitation="Go on",
                links=[("Imprint", "https://example.org/"), ("", ""), ("Write", "mailto:a@example.org")],
                examples_advised="2",
            ),
        )
        row = saved(response)
        assert (row.name, row.publisher, row.accent, row.invitation, row.examples_advised) == (
            "Words of the quay", "The Harbour", "#146e5a", "Go on", 2,
        )  # fmt: skip
        assert row.footer_links == [
            {"title": "Imprint", "url": "https://example.org/"},
            {"title": "Write", "url": "mailto:a@example.org"},
        ]
        page = client.get("/").content.decode()
        assert "Words of the quay" in page
        assert 'href="mailto:a@example.org"' in page
        assert "Words of the quay" in as_owner.get("/admin/").content.decode()

    def test_saving_is_in_the_history(self, as_owner):
        as_owner.post(FORM, typed(name="Words"))
        assert "Name" in LogEntry.objects.get().get_change_message()
        assert "Name" in as_owner.get("/admin/glossary/sitesettings/1/history/").content.decode()

    def test_saving_what_is_shown_changes_nothing(self, as_owner):
        save_site_settings(
            SiteSettings(name="Words", accent="#146e5a", footer_links=[{"title": "More", "url": "/about/"}]),
            actor=None,
        )
        before = SiteSettings.objects.get()
        form = as_owner.get(FORM).context["adminform"].form
        links = [(link["title"], link["url"]) for link in form["footer_links"].value()]
        shown = {name: form[name].value() for name in ("name", "accent")}
        assert saved(as_owner.post(FORM, typed(links=links, **shown))).updated_at == before.updated_at

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("name", "x" * 81, "take away 1 character"),
            ("tagline", "a\u202eb", "U+202E"),
            ("accent", "reddish", "such as #8a2d1a"),
            ("accent", "#ffcc00", "the nearest colour that does is #856900"),
            ("accent_dark", "#331100", "On dark pages"),
            ("examples_advised", "11", "1 to 10"),
            ("examples_advised", "many", "whole number"),
        ],
    )
    def test_refusal_stands_beside_the_field_and_keeps_what_was_typed(self, as_owner, field, value, words):
        response = as_owner.post(FORM, typed(**{"invitation": "Go on", field: value}))
        assert list(errors_of(response)) == [field]
        assert words in errors_of(response)[field][0]
        page = response.content.decode()
        assert f'value="{value}"' in page
        assert 'value="Go on"' in page
        assert not SiteSettings.objects.exists()

    def test_whatever_describes_a_field_is_on_the_page(self, as_owner):
        page = as_owner.post(FORM, typed(links=[("", "/privacy/")])).content.decode()
        named = {name for names in re.findall(r'aria-describedby="([^"]*)"', page) for name in names.split()}
        assert {"id_footer_links_helptext", "id_footer_links_error"} <= named
        assert {name for name in named if f'id="{name}"' not in page} == set()

    def test_refused_link_is_told_by_its_number(self, as_owner):
        links = [("Fine", "/about/"), ("Bad", "javascript:alert(1)"), ("", "/privacy/")]
        response = as_owner.post(FORM, typed(links=links))
        (first, second) = errors_of(response)["footer_links"]
        assert first.startswith("Address of link 2")
        assert second.startswith("Title of link 3")
        page = response.content.decode()
        assert 'value="javascript:alert(1)"' in page
        assert 'href="javascript' not in page

    def test_markup_in_a_text_stays_text(self, as_owner, client):
        as_owner.post(FORM, typed(name='<script>"&', links=[('"><b>', "/?a=1&b='")]))
        for page in (as_owner.get(FORM), as_owner.get("/admin/"), client.get("/")):
            assert '<script>"&' not in page.content.decode()
            assert '"><b>' not in page.content.decode()


class TestSomebodyElse:
    """Two owners at once: the second one is told, keeps what was typed, and decides."""

    @pytest.fixture
    def opened(self, as_owner):
        save_site_settings(SiteSettings(name="Words", tagline="For all"), actor=None)
        return as_owner.get(FORM).context["adminform"].form["base"].value()

    def test_who_changed_a_field_is_not_undone_unknowingly(self, as_owner, opened):
        links = [{"title": "Imprint", "url": "/about/"}]
        save_site_settings(
            SiteSettings(name="Theirs", tagline="For all", footer_links=links, logo=""), actor=None
        )
        mine = typed(name="Mine", tagline="For some", base=opened)
        response = as_owner.post(FORM, mine)
        told = errors_of(response)
        assert list(told) == ["name", "footer_links"]
        assert "to “Theirs”" in told["name"][0]
        assert "Imprint (/about/)" in told["footer_links"][0]
        assert 'value="Mine"' in response.content.decode()
        assert SiteSettings.objects.get().name == "Theirs"
        again = response.context["adminform"].form["base"].value()
        row = saved(as_owner.post(FORM, {**mine, "base": again}))
        assert (row.name, row.tagline, row.footer_links) == ("Mine", "For some", [])

    def test_who_saved_the_same_is_no_trouble(self, as_owner, opened):
        save_site_settings(SiteSettings(name="Agreed", tagline="For all"), actor=None)
        row = saved(as_owner.post(FORM, typed(name="Agreed", tagline="For us", base=opened)))
        assert row.tagline == "For us"

    def test_who_comes_between_the_look_and_the_write_is_seen(self, as_owner, opened, monkeypatch):
        def look_too_early(*args):
            monkeypatch.undo()
            return []

        save_site_settings(SiteSettings(name="Theirs", tagline="For all"), actor=None)
        monkeypatch.setattr("glossary.admin.site_settings.undone_settings", look_too_early)
        sent = typed(name="Mine", tagline="For all", logo_file=picture(), logo_alt="W", base=opened)
        assert list(errors_of(as_owner.post(FORM, sent))) == ["name"]


class TestRowThatNoServiceWrote:
    @pytest.mark.parametrize(
        "bad",
        [
            {"logo": "images/x.webp", "logo_alt": "X"},
            {"footer_links": [{"title": "x"}, 7]},
            {"footer_links": 7},
            {"accent": "red;}*{"},
        ],
    )
    def test_is_mended_by_the_form(self, as_owner, bad):
        SiteSettings.objects.create(pk=1, **bad)
        assert as_owner.get(FORM).status_code == 200
        row = saved(as_owner.post(FORM, typed(name="Words", delete_logo="on")))
        assert (row.logo, row.footer_links, row.accent) == ("", [], "")


class TestLogo:
    def test_logo_is_made_anew_and_scaled(self, as_owner, client):
        row = saved(as_owner.post(FORM, typed(logo_file=picture(), logo_alt="Words")))
        assert row.logo.endswith(".webp")
        with default_storage.open(row.logo) as file, Image.open(file) as stored:
            assert stored.size == (row.logo_width, row.logo_height) == (600, 160)
        page = client.get("/").content.decode()
        assert f'src="/media/{row.logo}" width="210" height="56" alt="Words"' in page
        with closing(client.get(f"/media/{row.logo}")) as response:
            assert response.headers["Content-Type"] == "image/webp"

    def test_logo_without_text_is_refused_and_kept_for_the_next_try(self, as_owner):
        response = as_owner.post(FORM, typed(logo_file=picture()))
        assert list(errors_of(response)) == ["logo_alt"]
        page = response.content.decode()
        (kept,) = re.findall(r'name="kept_logo" value="([^"]+)"', page)
        assert re.search(r'<img src="/media/images/[^"]+\.webp"', page)
        row = saved(as_owner.post(FORM, typed(kept_logo=kept, logo_alt="Words")))
        assert (row.logo_width, row.logo_height) == (600, 160)

    def test_forged_kept_logo_is_none(self, as_owner):
        row = saved(as_owner.post(FORM, typed(kept_logo="WyIuLi8uLi9ldGMvcGFzc3dkIiw5LDld:x:y", name="W")))
        assert row.logo == ""

    def test_logo_stays_until_told_otherwise(self, as_owner):
        first = saved(as_owner.post(FORM, typed(logo_file=picture(), logo_alt="Words")))
        second = saved(as_owner.post(FORM, typed(name="Other", logo_alt="Words")))
        assert second.logo == first.logo
        third = saved(as_owner.post(FORM, typed(delete_logo="on", logo_alt="Words")))
        assert (third.logo, third.logo_width, third.logo_height) == ("", 0, 0)
        assert default_storage.exists(first.logo)

    @pytest.mark.parametrize(
        "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a"]
    )
    def test_what_is_no_picture_is_refused(self, as_owner, content):
        sent = SimpleUploadedFile("logo.png", content, "image/png")
        response = as_owner.post(FORM, typed(logo_file=sent, logo_alt="Words"))
        assert list(errors_of(response)) == ["logo_file"]

    def test_folder_that_takes_nothing_loses_nothing_typed(self, as_owner, settings, tmp_path):
        (tmp_path / "images").write_text("In the way of the folder.")
        settings.MEDIA_ROOT = tmp_path
        response = as_owner.post(FORM, typed(logo_file=picture(), logo_alt="Words", name="Mine"))
        assert "could not store the image" in errors_of(response)["logo_file"][0]
        assert 'value="Mine"' in response.content.decode()

    def test_picture_of_too_many_pixels_or_bytes_is_refused(self, as_owner, settings):
        settings.UPLOAD_MAX_PIXELS = 100_000
        assert "pixels" in errors_of(as_owner.post(FORM, typed(logo_file=picture())))["logo_file"][0]
        settings.UPLOAD_MAX_BYTES = 10
        assert "MB" in errors_of(as_owner.post(FORM, typed(logo_file=picture())))["logo_file"][0]


class TestDefaults:
    def test_asking_changes_nothing(self, as_owner):
        save_site_settings(SiteSettings(name="Words"), actor=None)
        assert as_owner.get(DEFAULTS).status_code == 200
        assert SiteSettings.objects.get().name == "Words"

    def test_confirming_brings_the_default_back(self, as_owner, client):
        save_site_settings(SiteSettings(name="Words of the quay", accent="#146e5a"), actor=None)
        assert as_owner.post(DEFAULTS).headers["Location"] == FORM
        assert "Words of the quay" not in client.get("/").content.decode()
        assert LogEntry.objects.get().get_change_message() == "Back to the defaults"

    def test_without_settings_there_is_nothing_to_do(self, as_owner):
        assert as_owner.post(DEFAULTS).status_code == 302


class TestColours:
    def test_script_is_told_what_would_be_shown(self, as_owner):
        judged = as_owner.get(COLOURS, {"accent": "#ffcc00", "accent_dark": ""}).json()
        assert judged["accent"]["shown"] == "#ffcc00"
        assert judged["accent"]["nearest"] == "#856900"
        assert judged["accent_dark"] == {"shown": "#ffcc00", "problem": "", "nearest": ""}

    @pytest.mark.parametrize("text", ["", "#12", "reddish"])
    def test_unfinished_colour_shows_the_default(self, as_owner, text):
        judged = as_owner.get(COLOURS, {"accent": text}).json()
        assert judged["accent"] == {"shown": "#8a2d1a", "problem": "", "nearest": ""}
        assert judged["accent_dark"]["shown"] == "#f0a48d"


class TestPermission:
    @pytest.mark.parametrize("path", [FORM, "/admin/glossary/sitesettings/", DEFAULTS, COLOURS])
    def test_editor_may_not(self, as_editor, path):
        assert as_editor.get(path).status_code == 403
        assert as_editor.post(path, typed(name="Mine")).status_code in {403, 405}
        assert not SiteSettings.objects.exists()
        assert "sitesettings" not in as_editor.get("/admin/").content.decode()

    @pytest.mark.parametrize("path", [FORM, DEFAULTS, COLOURS])
    def test_stranger_is_asked_to_log_in(self, client, db, path):
        assert client.get(path).status_code == 302
        assert client.post(path, typed(name="Mine")).status_code == 403
        assert not SiteSettings.objects.exists()
