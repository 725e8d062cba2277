"""The page of an entry, and the same entry for programs."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from glossary.http.page_store import opt_in_of
from glossary.models import Source, Term
from glossary.records import (
    AliasRecord,
    RelationRecord,
    SectionRecord,
    SourceRecord,
    from_dict,
    record_of,
)
from glossary.workflow import archive_term, deprecate_term, publish_term, same_content, save_draft
from tests.factories import make_draft, make_record, make_term

pytestmark = pytest.mark.django_db


def page(client, slug: str = "ai-model") -> str:
    response = client.get(f"/glossary/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


def in_order(text: str, *parts: str) -> bool:
    """Tell whether each part comes after the one before it."""
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True


def data_blocks(text: str) -> dict[str, dict]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return {block["@type"]: block for block in map(json.loads, found)}


class TestAnatomy:
    def test_parts_stand_in_the_order_of_the_design(self, client):
        other = make_term("Algorithm")
        publish_term(
            record=make_record(
                "AI Model",
                pronunciation="ay eye model",
                aliases=(AliasRecord("model of an AI"),),
                relations=(
                    RelationRecord("related", make_term("Prompt").slug),
                    RelationRecord("contrast", other.slug, "An algorithm is the recipe."),
                ),
            ),
            actor=None,
        )
        assert in_order(
            page(client),
            'aria-label="Breadcrumb"',
            "<h1>AI Model</h1>",
            "ay eye model",
            "model of an AI",
            'rel="tag" href="/tags/ai/"',
            'rel="tag" href="/tags/generative-ai/"',
            '<p class="lead">AI Model is a thing',
            '<h2 id="definition">Definition</h2>',
            "<em>second</em>",
            '<h2 id="why-it-matters">Why It Matters</h2>',
            "Examples in Practice",
            "A shop uses it.",
            "Often confused with",
            "An algorithm is the recipe.",
            "Related terms",
            "Prompt is a thing that this test describes in one sentence.",
            "Sources",
            'href="https://standards.example/1"',
            "Last updated",
            "Explore more industry terms",
        )

    def test_date_is_written_as_the_rest_is(self, client):
        make_term()
        Term.objects.update(updated_at=datetime.datetime(2026, 11, 16, 12, tzinfo=datetime.UTC))
        assert ">16 November 2026</time>" in page(client)
        with translation.override("de"):
            assert ">16. November 2026</time>" in page(client)

    def test_has_one_h1_and_one_of_each_landmark(self, client):
        make_term()
        text = page(client)
        assert text.count("<h1") == 1
        assert text.count("<main") == 1
        assert text.count('<footer class="site-foot"') == 1

    def test_examples_are_list_items(self, client):
        make_term()
        assert len(re.findall(r"<li><p>A \w+ uses it\.</p>", page(client))) == 3

    def test_parts_that_are_empty_are_not_there(self, client):
        make_term(
            "Bare", summary="", tags=(), examples=(), sources=(), sections=(SectionRecord("Empty", ""),)
        )
        text = page(client, "bare")
        for absent in (
            "Examples in Practice",
            "Sources",
            "Related",
            "confused",
            "also:",
            "Empty",
            'tags"',
            "lead",
        ):
            assert absent not in text, absent

    def test_broader_and_narrower_terms_are_named_from_both_ends(self, client):
        make_term("Software")
        make_term("AI Model", relations=(RelationRecord("broader", "software"),))
        assert in_order(page(client), "Broader terms", "Software")
        assert in_order(page(client, "software"), "Narrower terms", "AI Model")

    def test_qualifier_is_part_of_the_title(self, client):
        make_term("Node", qualifier="networking")
        assert "<h1>Node (networking)</h1>" in page(client, "node-networking")

    @pytest.mark.parametrize("title", ["Context<T>", "A&A", '"><script>alert(1)</script>', "</script><b>"])
    def test_title_is_text_everywhere(self, client, title):
        term = publish_term(record=make_record(title, aliases=(AliasRecord(f"{title}!"),)), actor=None).term
        text = page(client, term.slug)
        assert data_blocks(text)["DefinedTerm"]["name"] == title
        body = re.sub(r"<script type=.*?</script>", "", text, flags=re.DOTALL)
        if re.search("[<>]", title):
            assert title not in body
        assert "<script>" not in text

    def test_description_begins_with_the_summary(self, client):
        make_term(summary="What it is.")
        text = page(client)
        assert '<meta name="description" content="What it is. With 3 examples from practice.">' in text
        assert data_blocks(text)["DefinedTerm"]["description"] == "What it is."

    def test_description_without_a_summary_is_how_the_text_begins(self, client):
        make_term(summary="")
        assert '<meta name="description" content="The first paragraph on AI Model.' in page(client)

    def test_canonical_address_is_that_of_the_site(self, client, settings):
        settings.SITE_URL = "https://terms.example.org"
        make_term()
        text = page(client)
        assert '<link rel="canonical" href="https://terms.example.org/glossary/ai-model/">' in text
        blocks = data_blocks(text)
        assert blocks["DefinedTerm"]["url"] == "https://terms.example.org/glossary/ai-model/"
        assert blocks["BreadcrumbList"]["itemListElement"][-1]["name"] == "AI Model"

    def test_other_forms_of_it_are_named(self, client):
        make_term()
        text = page(client)
        assert '<link rel="alternate" type="text/markdown" href="/glossary/ai-model.md">' in text
        assert '<link rel="alternate" type="application/json" href="/glossary/ai-model.json">' in text

    def test_is_for_search_engines(self, client):
        make_term()
        assert "noindex" not in page(client)


class TestDeprecated:
    def test_says_so_names_the_replacement_and_is_not_indexed(self, client):
        deprecate_term(make_term(), actor=None, replaced_by=make_term("Foundation Model"))
        text = page(client)
        assert in_order(text, '<meta name="robots" content="noindex">', "out of use", "Foundation Model")

    def test_without_a_replacement_says_only_so(self, client):
        deprecate_term(make_term(), actor=None)
        text = page(client)
        assert "out of use" in text
        assert "Read instead" not in text


class TestPending:
    def test_readers_see_the_old_text_until_it_is_published(self, client):
        term = make_term(summary="Old.")
        save_draft(make_record(summary="New.", slug=term.slug), term=term, actor=None)
        assert "Old." in page(client)
        publish_term(Term.objects.get(pk=term.pk), actor=None)
        assert "New." in page(client)


class TestKeysOfThePage:
    def keys(self, client, slug="ai-model"):
        opt_in = opt_in_of(client.get(f"/glossary/{slug}/"))
        assert opt_in
        return opt_in.depends_on

    def test_are_those_of_all_it_shows_and_may_come_to_show(self, client):
        draft, archived = make_draft("Draft"), make_term("Archived")
        archive_term(archived, actor=None)
        term = make_term(
            relations=(RelationRecord("related", "draft"), RelationRecord("contrast", "archived")),
            replaced_by=make_draft("Later").slug,
        )
        tags = {f"tag:{tag.pk}" for tag in term.tags.all()}
        later = Term.objects.get(slug="later")
        named = make_term("Prompt")
        publish_term(term, actor=None, record=replace(record_of(term), examples=("A prompt.",)))
        own = {"site", f"term:{term.pk}", f"mentions:{term.pk}"}
        others = {f"link:{other.pk}" for other in (draft, archived, later, named)}
        assert self.keys(client) == own | others | tags

    def test_do_not_hold_the_lists(self, client):
        make_term()
        assert "lists" not in self.keys(client)


class TestRecord:
    @pytest.fixture
    def term(self):
        make_term("Prompt")
        make_term("Software")
        record = make_record(
            aliases=(AliasRecord("LLM", "abbreviation"), AliasRecord("a", "variant")),
            tags=("zebra", "ai"),
            relations=(
                RelationRecord("related", "prompt", "note"),
                RelationRecord("broader", "software"),
            ),
            sources=(SourceRecord("B", "https://b.example/"), SourceRecord("A")),
            exact_match=("https://example.org/1",),
            replaced_by="prompt",
            pronunciation="ay",
            featured=True,
            link_mode="exact",
        )
        term = publish_term(record=record, actor=None).term
        make_term("Classifier", relations=(RelationRecord("broader", "ai-model"),))
        return Term.objects.get(pk=term.pk)

    def test_is_the_record_of_the_rows(self, client, term):
        """The page reads rows in its own way, for want of queries; the outcome is that of `record_of`."""
        assert from_dict(client.get("/glossary/ai-model.json").json()) == record_of(term)

    def test_markdown_says_the_same_as_the_page(self, client, term):
        response = client.get("/glossary/ai-model.md")
        assert response["Content-Type"] == "text/markdown; charset=utf-8"
        assert in_order(
            response.content.decode(),
            "# AI Model",
            "Also: LLM\n",
            "> AI Model is a thing",
            "## Definition",
            "The *second* one.",
            "## Examples in Practice",
            "1. A shop uses it.",
            "3. A school uses it.",
            "- [Prompt](http://127.0.0.1:8000/glossary/prompt/): Prompt is",
            "- [B](<https://b.example/>)",
            "<http://127.0.0.1:8000/glossary/ai-model/>",
        )

    def test_markdown_names_what_the_page_names(self, client):
        record = make_record(
            "Prompt", aliases=(AliasRecord("Prompts", "variant"), AliasRecord("Query", "synonym"))
        )
        publish_term(record=record, actor=None)
        assert "\n\nAlso: Query\n\n" in client.get("/glossary/prompt.md").content.decode()

    def test_markdown_address_of_a_source_stays_in_its_brackets(self, client):
        url = "https://a.example/?q=> [click](javascript:alert(1)) <b>\\"
        term = make_term("Prompt", sources=(SourceRecord("A", "https://a.example/"),))
        Source.objects.filter(term=term).update(url=url)
        text = client.get("/glossary/prompt.md").content.decode()
        assert "- [A](<https://a.example/?q=%3E%20[click](javascript:alert(1))%20%3Cb%3E%5C>)\n" in text

    def test_markdown_keeps_signs_in_titles(self, client):
        make_term("Context<T> *a*")
        assert (
            client.get("/glossary/context-t-a.md").content.decode().startswith("# Context\\<T\\> \\*a\\*\n")
        )

    def test_other_forms_take_fewer_queries_than_the_page(self, client, term):
        for path in ("/glossary/ai-model/", "/glossary/ai-model.json", "/glossary/ai-model.md"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            assert len(queries) <= (10 if path.endswith("/") else 8), path


def test_loading_the_record_back_gives_the_same_content(client):
    term = make_term()
    data = client.get("/glossary/ai-model.json").json()
    assert same_content(from_dict(data), record_of(term))
