"""What a page says of itself to whoever lists it: title, description, address, picture, data."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse

from glossary.models import SiteSettings, Tag
from glossary.selectors import lists
from glossary.workflow import archive_term, deprecate_term, save_site_settings
from tests.factories import make_term

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


class Head:
    """The head of a page, read as a program would."""

    def __init__(self, text: str) -> None:
        self.text = unescape(text.partition("</head>")[0])
        (self.title,) = re.findall(r"<title>(.*?)</title>", self.text)

    def named(self, name: str) -> str:
        """Return the content of the one meta element of a name or property, empty where there is none."""
        found = re.findall(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)">', self.text)
        assert len(found) <= 1, (name, found)
        return found[0] if found else ""

    def linked(self, rel: str, media_type: str = "") -> list[str]:
        """Return the addresses of the link elements with a relation and a type."""
        links = re.findall(rf'<link rel="{rel}"([^>]*)>', self.text)
        return [
            re.findall(r'href="([^"]*)"', link)[0]
            for link in links
            if not media_type or f'type="{media_type}"' in link
        ]

    @property
    def data(self) -> dict[str, Any]:
        """The JSON-LD objects by type; none may come twice."""
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', self.text, re.DOTALL)
        objects = [json.loads(block) for block in blocks]
        assert all(each["@context"] == "https://schema.org" for each in objects)
        assert len({each["@type"] for each in objects}) == len(objects)
        return {each["@type"]: each for each in objects}


@pytest.fixture
def head(client):
    def head(path: str, **query: str) -> Head:
        return Head(client.get(path, query).content.decode())

    return head


def breadcrumb_of(response: HttpResponse) -> str:
    return response.content.decode().partition('<nav class="breadcrumbs"')[2].partition("</nav>")[0]


class TestTitle:
    def test_of_an_entry_says_what_is_found_there(self, head):
        make_term()
        assert head("/glossary/ai-model/").title == "AI Model: what it means, with examples – Glossary"

    def test_promises_no_examples_where_there_are_none(self, head):
        make_term(examples=())
        assert head("/glossary/ai-model/").title == "AI Model: what it means – Glossary"

    def test_of_an_entry_in_another_language_mixes_no_languages(self, head):
        make_term("KI-Modell", language="de")
        assert head("/de/glossary/ki-modell/").title == "KI-Modell – Glossary"

    def test_with_the_qualifier_tells_two_senses_apart(self, head):
        make_term("Node", qualifier="networking")
        assert head("/glossary/node-networking/").title.startswith("Node (networking): what it means")

    def test_of_a_tag_counts_its_entries(self, head):
        make_term()
        assert head("/tags/ai/").title == "ai: 1 term explained – Glossary"
        make_term("Prompt")
        assert head("/tags/ai/").title == "ai: 2 terms explained – Glossary"

    def test_of_the_a_to_z_says_how_it_is_narrowed(self, head):
        make_term()
        assert head("/glossary/").title == "All terms, A–Z – Glossary"
        assert head("/glossary/", letter="A").title == "Terms that begin with A – Glossary"
        assert head("/glossary/", tag="ai").title == "ai terms, A–Z – Glossary"
        assert head("/glossary/", tag="ai", letter="A").title == "ai terms that begin with A – Glossary"

    def test_and_description_of_a_later_page_say_its_number(self, head, monkeypatch):
        monkeypatch.setattr(lists, "PAGE_LENGTH", 1)
        for title in ("AI Model", "Agent", "Prompt"):
            make_term(title)
        for path in ("/glossary/", "/tags/ai/"):
            first, second = head(path), head(path, page="2")
            assert "page" not in first.title
            assert ", page 2 of 3 – Glossary" in second.title
            assert second.named("description").endswith(" Page 2 of 3.")
            assert second.linked("canonical") == [f"{SITE}{path}?page=2"]

    def test_of_the_home_page_begins_with_the_site(self, head):
        assert head("/").title.startswith("Glossary: ")


class TestDescription:
    def test_of_an_entry_begins_with_the_summary_and_says_what_else_is_there(self, head):
        make_term(summary="What it is.", aliases=("AIM",))
        found = head("/glossary/ai-model/").named("description")
        assert found == "What it is. Also called AIM. With 3 examples from practice."

    def test_that_is_long_enough_is_the_summary_alone(self, head):
        summary = "A long sentence on what it is. " * 5
        make_term(summary=summary.strip())
        assert head("/glossary/ai-model/").named("description") == summary.strip()

    def test_is_on_every_page_that_is_listed(self, head):
        make_term()
        paths = ("/", "/glossary/", "/glossary/ai-model/", "/tags/", "/tags/ai/", "/about/", "/privacy/")
        found = [head(path).named("description") for path in paths]
        assert all(len(text) > 20 for text in found)
        assert len(set(found)) == len(paths)

    def test_of_the_site_is_the_owners_tagline_wherever_there_is_one(self, head):
        save_site_settings(SiteSettings(tagline="Every word of the stage"), actor=None)
        home = head("/")
        assert home.named("description") == home.data["WebSite"]["description"] == "Every word of the stage"
        assert head("/glossary/").data["DefinedTermSet"]["description"] == "Every word of the stage"

    def test_of_a_tag_is_its_own(self, head):
        make_term()
        Tag.objects.filter(name="ai").update(description="Machines that learn.")
        assert head("/tags/ai/").named("description") == "Machines that learn."


class TestAddress:
    @pytest.mark.parametrize(
        "path", ["/", "/glossary/", "/glossary/ai-model/", "/tags/", "/tags/ai/", "/about/", "/privacy/"]
    )
    def test_is_canonical_whatever_is_added_to_it(self, head, path):
        make_term()
        found = head(path, utm_source="mail")
        assert found.linked("canonical") == [SITE + path]
        assert found.named("og:url") == SITE + path
        assert not found.named("robots")

    @pytest.mark.parametrize("path", ["/nowhere/", "/glossary/gone/", "/search/?q=ai", "/glossary/twin/"])
    def test_that_nobody_should_list_is_neither_indexed_nor_shared(self, head, path):
        make_term("Twin", qualifier="a", slug="twin-a")
        make_term("Twin", qualifier="b", slug="twin-b")
        archive_term(make_term("Gone"), actor=None)
        found = head(path)
        assert found.named("robots") == "noindex"
        assert not found.linked("canonical")
        assert not found.named("og:url")

    def test_of_a_deprecated_entry_is_not_indexed(self, head):
        deprecate_term(make_term(), actor=None)
        assert head("/glossary/ai-model/").named("robots") == "noindex"

    def test_of_a_list_that_a_tag_page_shows_too_is_not_indexed(self, head):
        make_term()
        make_term("KI-Modell", language="de")
        assert head("/glossary/", tag="ai").named("robots") == "noindex"
        assert head("/glossary/", letter="A").named("robots") == ""
        # In other languages there is no page of the tag.
        assert head("/de/glossary/", tag="ai").named("robots") == ""


class TestSharing:
    def test_card_has_title_description_and_picture(self, head, client):
        make_term(summary="What it is.")
        found = head("/glossary/ai-model/")
        assert found.named("og:title") == "AI Model: what it means, with examples"
        assert found.named("og:site_name") == "Glossary"
        assert found.named("og:type") == "article"
        assert found.named("og:description") == found.named("description")
        assert found.named("twitter:card") == "summary_large_image"
        picture = found.named("og:image")
        assert picture.startswith(SITE)
        assert client.get(picture.removeprefix(SITE))["Content-Type"] == "image/png"

    def test_card_of_an_entry_says_when_it_was_written_and_in_which_language(self, head):
        term = make_term(summary="What it is.")
        make_term("KI-Modell", language="de-AT")
        found = head("/glossary/ai-model/")
        assert term.first_published_at
        assert found.named("article:published_time") == term.first_published_at.isoformat(timespec="seconds")
        assert found.named("article:modified_time") == found.data["DefinedTerm"]["dateModified"]
        assert found.named("og:locale") == head("/").named("og:locale") == "en"
        assert head("/de-AT/glossary/ki-modell/").named("og:locale") == "de_AT"
        assert not head("/").named("article:modified_time")

    @pytest.mark.parametrize("path", ["/", "/glossary/", "/tags/", "/tags/ai/", "/about/"])
    def test_page_that_is_no_entry_shows_the_picture_of_the_site(self, head, path):
        make_term()
        assert head(path).named("og:image") == f"{SITE}/pictures/site.png"


class TestOtherForms:
    @pytest.mark.parametrize(
        ("path", "feed"),
        [
            ("/", "/feeds/terms.atom"),
            ("/glossary/", "/feeds/terms.atom"),
            ("/glossary/ai-model/", "/feeds/terms.atom"),
            ("/tags/ai/", "/feeds/tags/ai.atom"),
            ("/de/glossary/ki-modell/", "/de/feeds/terms.atom"),
        ],
    )
    def test_feed_is_linked_and_there(self, head, client, path, feed):
        make_term()
        make_term("KI-Modell", language="de")
        assert head(path).linked("alternate", "application/atom+xml") == [feed]
        assert client.get(feed).status_code == 200

    @pytest.mark.parametrize("path", ["/glossary/ai-model", "/de/glossary/ki-modell", "/glossary/国际化"])
    def test_entry_is_linked_as_markdown_and_record(self, head, client, path):
        make_term()
        make_term("国际化")
        make_term("KI-Modell", language="de")
        found = head(f"{path}/")
        for media_type, ending in (("text/markdown", ".md"), ("application/json", ".json")):
            (address,) = found.linked("alternate", media_type)
            assert address.endswith(ending)
            assert client.get(address)["Content-Type"].startswith(media_type)

    def test_search_of_the_site_is_offered_to_browsers(self, head, client):
        (address,) = head("/").linked("search", "application/opensearchdescription+xml")
        assert client.get(address).status_code == 200


class TestData:
    """Structured data, as https://schema.org and the search engines' documentation have it."""

    def test_entry_is_a_term_of_the_glossary(self, head):
        address = "https://vocabulary.example/model"
        make_term(summary="What it is.")
        make_term("Agent", summary="Who acts.", exact_match=(address,))
        found = head("/glossary/agent/").data["DefinedTerm"]
        assert found["@id"] == found["url"] == f"{SITE}/glossary/agent/"
        assert (found["name"], found["description"]) == ("Agent", "Who acts.")
        assert found["inLanguage"] == "en"
        assert found["sameAs"] == [address]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", found["dateModified"])
        assert "termCode" not in found

    def test_glossary_is_one_and_the_same_set_wherever_it_is_named(self, head):
        make_term()
        whole = head("/glossary/").data["DefinedTermSet"]
        named = head("/glossary/ai-model/").data["DefinedTerm"]["inDefinedTermSet"]
        assert named["@type"] == "DefinedTermSet"
        assert named["@id"] == whole["@id"]
        assert whole["url"] == f"{SITE}/glossary/"
        assert whole["name"] == "Glossary"
        assert whole["publisher"]["name"] == "Glossary"

    def test_other_names_are_those_that_readers_see(self, head):
        make_term(aliases=("AIM",))
        assert head("/glossary/ai-model/").data["DefinedTerm"]["alternateName"] == ["AIM"]

    @pytest.mark.parametrize(
        ("path", "way"),
        [
            ("/glossary/ai-model/", ["/", "/glossary/", "/glossary/ai-model/"]),
            ("/tags/ai/", ["/", "/tags/", "/tags/ai/"]),
            ("/de/glossary/ki-modell/", ["/", "/de/glossary/", "/de/glossary/ki-modell/"]),
        ],
    )
    def test_way_to_a_page_is_told_step_by_step_as_it_is_shown(self, head, client, path, way):
        make_term()
        make_term("KI-Modell", language="de")
        steps = head(path).data["BreadcrumbList"]["itemListElement"]
        assert [step["item"] for step in steps] == [SITE + each for each in way]
        assert [step["position"] for step in steps] == [1, 2, 3]
        shown = re.findall(r"<li[^>]*>(?:<a[^>]*>)?([^<]+)", breadcrumb_of(client.get(path)))
        assert [step["name"] for step in steps] == shown

    def test_text_cannot_leave_its_block(self, head):
        make_term("A </script><b> & B", summary="1 < 2 </script>")
        assert head("/glossary/").data
        found = head("/glossary/a-script-b-and-b/").data["DefinedTerm"]
        assert found["name"] == "A </script><b> & B"
