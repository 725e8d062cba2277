"""The pages that the owner writes."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from glossary.models import Page, PageName
from glossary.workflow import clear_page, save_page
from tests.factories import make_owner

LIST = "/admin/glossary/page/"
ABOUT = "/admin/glossary/page/about/change/"
DEFAULT = "/admin/glossary/page/about/default/"
PREVIEW = "/admin/glossary/term/markdown/preview/"


@pytest.fixture
def as_owner(db):
    client = Client()
    client.force_login(make_owner())
    return client


class TestForm:
    def test_list_names_every_page_written_or_not(self, as_owner):
        save_page(PageName.PRIVACY, title="What we keep", body="Nothing.", actor=None)
        page = as_owner.get(LIST).content.decode()
        assert "About this glossary" in page
        assert "What we keep" in page

    def test_form_begins_with_the_text_that_readers_see(self, as_owner, client):
        page = as_owner.get(ABOUT).content.decode()
        assert "## Who keeps it" in page
        assert not Page.objects.exists()

    def test_written_page_is_what_readers_see(self, as_owner, client):
        response = as_owner.post(ABOUT, {"title": "Who we are", "body": "Us **two**.\n\n## Since\n\n1999."})
        assert response.headers["Location"] == ABOUT
        page = client.get("/about/").content.decode()
        assert "<h1>Who we are</h1>" in page
        assert "<strong>two</strong>" in page
        assert "Since</h2>" in page
        assert LogEntry.objects.count() == 1

    def test_script_in_the_text_does_not_reach_readers(self, as_owner, client):
        as_owner.post(
            ABOUT, {"title": "<i>Who", "body": "<script>alert(1)</script> [x](javascript:alert(1))"}
        )
        page = client.get("/about/").content.decode()
        assert "<script>alert(1)" not in page
        assert 'href="javascript' not in page
        assert "<i>Who" not in page

    @pytest.mark.parametrize(
        ("title", "body", "field"),
        [("", "Text.", "title"), ("Who", " \n", "body"), ("Who", "a\x01b", "body")],
    )
    def test_refusal_keeps_what_was_typed(self, as_owner, title, body, field):
        response = as_owner.post(ABOUT, {"title": title, "body": body})
        assert list(response.context["adminform"].form.errors) == [field]
        assert not Page.objects.exists()

    def test_there_are_no_other_pages(self, as_owner):
        assert as_owner.get("/admin/glossary/page/imprint/change/").status_code == 302
        assert as_owner.get("/admin/glossary/page/add/").status_code == 403
        assert as_owner.get("/admin/glossary/page/imprint/default/").status_code == 404


class TestSomebodyElse:
    def opened(self, as_owner) -> str:
        return as_owner.get(ABOUT).context["adminform"].form["base"].value()

    def test_who_saved_first_is_not_undone_unknowingly(self, as_owner):
        mine = {"title": "Mine", "body": "Us.", "base": self.opened(as_owner)}
        save_page(PageName.ABOUT, title="Theirs", body="Us.", actor=None)
        response = as_owner.post(ABOUT, mine)
        form = response.context["adminform"].form
        assert list(form.errors) == ["title"]
        assert "to “Theirs”" in form.errors["title"][0]
        assert 'value="Mine"' in response.content.decode()
        assert Page.objects.get().title == "Theirs"
        assert as_owner.post(ABOUT, {**mine, "base": form["base"].value()}).status_code == 302
        assert Page.objects.get().title == "Mine"

    def test_who_went_back_to_the_default_is_not_undone_unknowingly(self, as_owner):
        save_page(PageName.ABOUT, title="Ours", body="Us.", actor=None)
        mine = {"title": "Ours", "body": "Us two.", "base": self.opened(as_owner)}
        clear_page(PageName.ABOUT, actor=None)
        form = as_owner.post(ABOUT, mine).context["adminform"].form
        assert "came with the project" in form.errors["body"][0]
        assert as_owner.post(ABOUT, {**mine, "base": form["base"].value()}).status_code == 302


class TestDefaultText:
    def test_confirming_brings_it_back(self, as_owner, client):
        save_page(PageName.ABOUT, title="Who we are", body="Us.", actor=None)
        assert "## Who keeps it" in as_owner.get(DEFAULT).content.decode()
        assert Page.objects.exists()
        assert as_owner.post(DEFAULT).headers["Location"] == ABOUT
        assert "Who keeps it" in client.get("/about/").content.decode()

    def test_unwritten_page_has_nothing_to_go_back_from(self, as_owner):
        assert as_owner.get(DEFAULT).status_code == 404


class TestPermission:
    def test_owner_may_preview(self, as_owner):
        assert "<strong>" in as_owner.post(PREVIEW, {"content": "**a**"}).content.decode()

    @pytest.mark.parametrize("path", [LIST, ABOUT, DEFAULT])
    def test_editor_may_not(self, as_editor, path):
        save_page(PageName.ABOUT, title="Who we are", body="Us.", actor=None)
        assert as_editor.get(path).status_code == 403
        assert as_editor.post(path, {"title": "Mine", "body": "Mine."}).status_code == 403
        assert Page.objects.get().title == "Who we are"
