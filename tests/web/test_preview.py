"""The preview: the public page with what is pending, for staff alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from glossary.models import Tag
from glossary.records import RelationRecord, record_of
from glossary.workflow import save_draft
from tests.factories import make_author, make_draft, make_editor, make_term

pytestmark = pytest.mark.django_db


def preview(client, term):
    return client.get(f"/preview/{term.pk}/")


def main_of(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


class TestWhoMaySee:
    def test_anonymous_reader_is_asked_to_log_in(self, client):
        term = make_draft("Secret")
        response = preview(client, term)
        assert response.status_code == 302
        assert response["Location"] == f"{reverse('admin:login')}?next=/preview/{term.pk}/"

    def test_anonymous_reader_does_not_learn_what_exists(self, client):
        assert client.get("/preview/999999/").status_code == 302

    @pytest.mark.parametrize("make", [make_author, make_editor])
    def test_members_of_staff_see_it(self, client, make):
        client.force_login(make())
        assert preview(client, make_draft("Secret")).status_code == 200

    def test_account_that_is_not_staff_is_refused(self, client):
        client.force_login(User.objects.create_user("reader"))
        response = preview(client, make_draft("Secret"))
        assert response.status_code == 403
        assert "Secret" not in response.content.decode()

    def test_staff_without_the_permission_is_refused(self, client):
        client.force_login(User.objects.create_user("clerk", is_staff=True))
        assert preview(client, make_draft("Secret")).status_code == 403

    @pytest.mark.parametrize("pk", ["999999", "9" * 30])
    def test_unknown_entry_is_not_found(self, client, pk):
        client.force_login(make_editor())
        assert client.get(f"/preview/{pk}/").status_code == 404


class TestPreview:
    @pytest.fixture(autouse=True)
    def editor(self, client):
        client.force_login(make_editor())

    def test_of_a_draft_shows_it(self, client):
        assert "<h1>Secret</h1>" in preview(client, make_draft("Secret")).content.decode()

    def test_of_a_published_entry_shows_what_is_pending(self, client):
        term = make_term(summary="Old.")
        save_draft(replace(record_of(term), summary="New."), term=term, actor=None)
        text = preview(client, term).content.decode()
        assert "New." in text
        assert "Old." not in text

    def test_is_the_page_that_readers_get(self, client):
        """Law 4: the one template and the one function make both."""
        make_term("Prompt")
        term = make_term(relations=(RelationRecord("related", "prompt"),), replaced_by="prompt")
        public = client.get(term.get_absolute_url()).content.decode()
        assert main_of(preview(client, term).content.decode()) == main_of(public)

    def test_leaves_out_what_readers_would_not_see_either(self, client):
        make_draft("Unfinished")
        term = make_draft("Secret", relations=(RelationRecord("related", "unfinished"),))
        assert "Unfinished" not in preview(client, term).content.decode()

    def test_names_a_tag_that_does_not_exist_any_more(self, client):
        term = make_term()
        save_draft(replace(record_of(term), summary="New."), term=term, actor=None)
        Tag.objects.all().delete()
        assert "<li>generative-ai</li>" in preview(client, term).content.decode()

    def test_is_kept_and_indexed_by_nobody(self, client):
        response = preview(client, make_draft("Secret"))
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in response.content.decode()
        assert "ETag" not in response

    def test_leads_back_to_editing(self, client):
        term = make_draft("Secret")
        text = preview(client, term).content.decode()
        assert f'href="{reverse("admin:glossary_term_change", args=[term.pk])}"' in text
        assert "Preview" in text
