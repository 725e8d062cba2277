"""Law 5: what plain `loaddata` does to entries."""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from glossary.models import Event, Page, PageChange, PageName, PageVersion, SiteSettings, Tag, Term
from glossary.records import record_of, stored_record
from glossary.workflow import publish_term, save_draft, save_page, save_site_settings, save_tag

pytestmark = pytest.mark.django_db

FIXTURE = """
- model: glossary.tag
  fields: {name: Ärger, slug: aerger, description: ''}
- model: glossary.term
  fields:
    {language: en, title: Émile, slug: emile, summary: 'A name.', status: published, qualifier: ''}
- model: glossary.term
  fields: {language: en, title: Other, slug: other, status: published}
- model: glossary.section
  fields: {term: [en, emile], key: definition, heading: Definition, position: 1, body: One.}
- model: glossary.section
  fields: {term: [en, emile], key: why, heading: Why It Matters, position: 2, body: Two.}
- model: glossary.example
  fields: {term: [en, emile], position: 1, body: A case.}
- model: glossary.alias
  fields: {term: [en, emile], text: ÉM, kind: abbreviation}
- model: glossary.taggedterm
  fields: {content_object: [en, emile], tag: [aerger], position: 1}
- model: glossary.relation
  fields: {from_term: [en, other], to_term: [en, emile], kind: related, note: ''}
"""


@pytest.fixture
def fixture_file(tmp_path):
    path = tmp_path / "words.yaml"
    path.write_text(textwrap.dedent(FIXTURE), encoding="utf-8")
    return str(path)


def load(path: str) -> None:
    call_command("loaddata", path, verbosity=0)


def everything() -> dict[str, list]:
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("glossary").get_models()
    }


class TestFirstLoad:
    def test_fills_derived_columns(self, fixture_file):
        load(fixture_file)
        term = Term.objects.get(slug="emile")
        assert (term.case_key, term.match_key, term.initial) == ("émile", "emile", "E")
        assert term.aliases.get().match_key == "em"
        assert term.tagged.get().tag.case_key == "ärger"

    def test_writes_a_revision_and_a_date(self, fixture_file):
        load(fixture_file)
        term = Term.objects.get(slug="emile")
        assert [(r.number, r.event) for r in term.revisions.all()] == [(1, Event.LOADED)]
        assert stored_record(term.revisions.get()) == record_of(term)
        assert (term.version, term.first_published_at is not None) == (1, True)

    def test_stores_a_symmetric_relation_lower_id_first(self, fixture_file):
        load(fixture_file)
        relation = Term.objects.get(slug="emile").relations_out.get()
        assert relation.from_term_id < relation.to_term_id


class TestSecondLoad:
    def test_changes_nothing_at_all(self, fixture_file):
        load(fixture_file)
        before = everything()
        load(fixture_file)
        assert everything() == before


class TestLoadOverAnEdit:
    @pytest.fixture
    def edited(self, fixture_file):
        load(fixture_file)
        term = Term.objects.get(slug="emile")
        record = record_of(term)
        sections = (record.sections[1], replace(record.sections[0], body="Edited."))
        publish_term(term, record=replace(record, sections=sections, examples=()), actor=None)
        return Term.objects.get(slug="emile")

    def test_overwrites_the_entry_and_keeps_its_former_state(self, edited, fixture_file):
        former = record_of(edited)
        load(fixture_file)
        term = Term.objects.get(slug="emile")
        assert [section.body for section in term.sections.all()] == ["One.", "Two."]
        assert [r.event for r in term.revisions.all()] == [Event.LOADED, Event.PUBLISHED, Event.LOADED]
        assert stored_record(term.revisions.get(number=2)) == former
        assert term.version == 3

    def test_keeps_the_identity_of_the_entry(self, edited, fixture_file):
        load(fixture_file)
        term = Term.objects.get(slug="emile")
        assert (term.pk, term.concept, term.first_published_at) == (
            edited.pk,
            edited.concept,
            edited.first_published_at,
        )

    def test_keeps_a_state_that_no_revision_had(self, edited, fixture_file):
        Term.objects.filter(pk=edited.pk).update(summary="Changed by hand in the database.")
        load(fixture_file)
        term = Term.objects.get(slug="emile")
        found = term.revisions.get(event=Event.FOUND)
        assert found.record["summary"] == "Changed by hand in the database."

    def test_tells_the_page_store(self, edited, fixture_file):
        before = PageVersion.objects.get().n
        load(fixture_file)
        assert PageVersion.objects.get().n > before

    def test_leaves_a_pending_version_alone(self, edited, fixture_file):
        save_draft(replace(record_of(edited), summary="Pending."), actor=None, term=edited)
        load(fixture_file)
        assert Term.objects.get(pk=edited.pk).draft.record["summary"] == "Pending."


class TestBadFixture:
    @pytest.mark.parametrize(
        ("old", "new"), [("body: One.", 'body: "a\\x07b"'), ("key: why", 'key: "two words"')]
    )
    def test_is_refused_whole_with_its_place(self, tmp_path, old, new):
        path = tmp_path / "bad.yaml"
        path.write_text(FIXTURE.replace(old, new), encoding="utf-8")
        with pytest.raises(CommandError, match="en/emile: sections"):
            load(str(path))
        assert not Term.objects.exists()


class TestRowsOfTheSite:
    """Settings, pages and tags are judged as their services would judge them."""

    @pytest.fixture
    def load_row(self, tmp_path):
        def load_row(model: str, pk: object, **fields: object) -> None:
            path = tmp_path / "row.json"
            path.write_text(json.dumps([{"model": f"glossary.{model}", "pk": pk, "fields": fields}]))
            load(str(path))

        return load_row

    @pytest.mark.parametrize(
        ("fields", "place"),
        [
            ({"logo": "images/x.webp", "logo_alt": "X", "logo_height": 0, "logo_width": 9}, "logo"),
            ({"footer_links": [{"title": "x"}]}, "footer_links"),
            ({"footer_links": "abc"}, "footer_links"),
            ({"footer_links": [{"title": "x", "url": "javascript:alert(1)"}]}, "footer_links.0.url"),
            ({"accent": "red;}*{"}, "accent"),
            ({"accent_dark": "red;}*{"}, "accent_dark"),
            ({"accent": "#ffffff"}, "accent"),
            ({"name": "a\x01b"}, "name"),
        ],
    )
    def test_bad_settings_are_refused_with_their_place(self, load_row, fields, place):
        with pytest.raises(CommandError, match=f"site: {place}: "):
            load_row("sitesettings", 1, **fields)
        assert not SiteSettings.objects.exists()

    @pytest.mark.parametrize(
        ("title", "body", "place"), [("", "Us.", "title"), ("Who", "x" * 200_001, "body")]
    )
    def test_bad_page_is_refused_with_its_place(self, load_row, title, body, place):
        with pytest.raises(CommandError, match=f"about: {place}: "):
            load_row("page", "about", title=title, body=body)
        assert not Page.objects.exists()

    @pytest.mark.parametrize(
        "bad",
        [
            {"title": "a\x01b"},
            {"title": "a\ufffeb"},
            {"name": "a, b"},
            {"slug": "a b"},
            {"description": "a\x07"},
        ],
    )
    def test_bad_tag_is_refused_with_its_place(self, load_row, bad):
        fields = {"name": "ai", "slug": "ai", **bad}
        with pytest.raises(CommandError, match=f"tags/{fields['slug']}: {next(iter(bad))}: "):
            load_row("tag", None, **fields)
        assert not Tag.objects.exists()

    def test_row_without_a_moment_is_written_in_canonical_form(self, load_row):
        load_row("sitesettings", 1, name=" Words  of it", accent="146E5A")
        row = SiteSettings.objects.get()
        assert (row.name, row.accent) == ("Words of it", "#146e5a")

    def test_dump_changes_nothing_where_it_came_from(self, tmp_path):
        save_site_settings(SiteSettings(name="Words"), actor=None)
        save_page(PageName.ABOUT, title="Who", body="Us.", actor=None)
        save_tag(Tag(name="ai", title="AI"))
        path = str(tmp_path / "dump.json")
        names = ("glossary.sitesettings", "glossary.page", "glossary.tag")
        call_command("dumpdata", *names, output=path, verbosity=0)
        before = everything()
        load(path)
        assert everything() == before
        SiteSettings.objects.update(name="Other")
        load(path)
        assert SiteSettings.objects.get().name == "Words"
        assert PageChange.objects.latest("n").keys == ["all"]


class TestDump:
    def test_of_the_whole_glossary_loads_into_an_empty_one(self, fixture_file, tmp_path):
        load(fixture_file)
        term = Term.objects.get(slug="emile")
        publish_term(term, record=replace(record_of(term), summary="Newer."), actor=None)
        path = str(tmp_path / "dump.json")
        call_command(
            "dumpdata", "glossary", natural_foreign=True, natural_primary=True, output=path, verbosity=0
        )
        before = [record_of(term) for term in Term.objects.order_by("slug")]
        Term.objects.all().delete()
        load(path)
        assert [record_of(term) for term in Term.objects.order_by("slug")] == before
        assert Term.objects.get(slug="emile").revisions.count() == 2
        load(path)
        assert Term.objects.get(slug="emile").revisions.count() == 2
