"""Tags in the admin, completions, and the two groups of people who write."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from taggit.models import Tag as StockTag

from glossary.models import FormerTagSlug, PageVersion, Tag
from tests.factories import make_term

pytestmark = pytest.mark.django_db


class TestTagAdmin:
    def test_of_taggit_is_not_there(self):
        assert not admin.site.is_registered(StockTag)
        assert admin.site.is_registered(Tag)

    def test_renaming_keeps_the_old_address(self, as_editor):
        make_term(tags=("ai",))
        tag = Tag.objects.get()
        before = PageVersion.objects.get().n
        as_editor.post(
            f"/admin/glossary/tag/{tag.pk}/change/",
            {"name": "artificial intelligence", "slug": "", "description": ""},
        )
        tag.refresh_from_db()
        assert (tag.name, tag.slug) == ("artificial intelligence", "artificial-intelligence")
        assert FormerTagSlug.objects.get().slug == "ai"
        assert PageVersion.objects.get().n > before

    @pytest.mark.parametrize("name", ["AI", "a,b", "x\x07", "  ", "y" * 101])
    def test_bad_name_is_told_beside_the_field(self, as_editor, name):
        make_term(tags=("ai",))
        response = as_editor.post("/admin/glossary/tag/add/", {"name": name, "slug": "", "description": ""})
        assert response.context["adminform"].form.errors["name"]
        assert Tag.objects.count() == 1

    def test_former_address_goes_to_no_other_tag(self, as_editor):
        make_term(tags=("ai",))
        FormerTagSlug.objects.create(slug="old", tag=Tag.objects.get())
        response = as_editor.post("/admin/glossary/tag/add/", {"name": "Old", "slug": "", "description": ""})
        assert response.context["adminform"].form.errors["slug"]

    def test_is_not_for_authors_to_change(self, as_author):
        make_term(tags=("ai",))
        tag = Tag.objects.get()
        assert as_author.get("/admin/glossary/tag/add/").status_code == 403
        assert as_author.post(f"/admin/glossary/tag/{tag.pk}/delete/", {"post": "yes"}).status_code == 403


class TestCompletion:
    def test_of_tags_and_terms(self, as_author):
        make_term("Large Language Model", aliases=("LLM",), tags=("generative-ai",))
        tags = as_author.get("/admin/glossary/term/complete/tags/", {"q": "GEN"}).json()["results"]
        assert [row["value"] for row in tags] == ["generative-ai"]
        for text in ("llm", "lang", "LARGE"):
            terms = as_author.get("/admin/glossary/term/complete/terms/", {"q": text}).json()["results"]
            assert [row["value"] for row in terms] == ["Large Language Model"]

    @pytest.mark.parametrize("text", ["", "%", "💡", "x" * 5000])
    def test_answers_anything(self, as_author, text):
        make_term()
        response = as_author.get("/admin/glossary/term/complete/terms/", {"q": text})
        assert response.json() == {"results": []}

    def test_is_for_staff(self, client):
        assert client.get("/admin/glossary/term/complete/tags/?q=a").status_code == 403


class TestGroups:
    def test_have_their_permissions_after_migration(self):
        names = {
            group.name: set(group.permissions.values_list("codename", flat=True))
            for group in Group.objects.all()
        }
        assert {"add_term", "change_term"} <= names["Author"]
        assert not {"publish_term", "change_every_term", "delete_term"} & names["Author"]
        assert {"publish_term", "change_every_term", "delete_term", "change_tag"} <= names["Editor"]

    def test_keep_what_an_owner_added(self):
        from django.contrib.auth.models import Permission

        extra = Permission.objects.get(codename="add_user")
        Group.objects.get(name="Author").permissions.add(extra)
        call_command("migrate", verbosity=0)
        assert extra in Group.objects.get(name="Author").permissions.all()
