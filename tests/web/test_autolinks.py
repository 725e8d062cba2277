"""Names in the prose of a page lead to their entries."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from glossary.records import SectionRecord, record_of
from glossary.workflow import archive_term, deprecate_term, publish_term, save_draft
from tests.factories import make_draft, make_editor, make_term

pytestmark = pytest.mark.django_db

# Of a section or an example of this length several words may be links.
PADDING = (
    " and so on, in a sentence that says nothing more but is long enough for as many links as anybody wants"
    * 3
)


def about(title: str, *bodies: str, **fields: Any) -> Any:
    """Return a published term with no prose but these bodies."""
    sections = tuple(SectionRecord(f"Part {place}", body + PADDING) for place, body in enumerate(bodies))
    return make_term(title, sections=sections, **{"examples": (), **fields})


def links(client: Any, path: str) -> list[tuple[str, str]]:
    """Return the automatic links of a page: the address and the words of each."""
    text = client.get(path).content.decode()
    return re.findall(r'<a href="([^"]*)" class="term-link">([^<]*)</a>', text)


class TestLinks:
    """Which words of a page are links."""

    def test_lead_to_the_entry_from_the_words_as_they_stand(self, client):
        about("Prompt")
        about("Chatbot", "It answers Prompts")
        assert links(client, "/glossary/chatbot/") == [("/glossary/prompt/", "Prompts")]

    def test_are_once_a_section_over_all_names_and_examples_are_one_section(self, client):
        about("Large Language Model", aliases=("LLM",))
        about(
            "Chatbot",
            "An LLM is a large language model",
            "Another large language model",
            examples=("An LLM" + PADDING, "An LLM" + PADDING),
        )
        assert [words for _url, words in links(client, "/glossary/chatbot/")] == [
            "LLM",
            "large language model",
            "LLM",
        ]

    def test_are_none_to_drafts_archived_and_deprecated_entries(self, client):
        make_draft("Prompt")
        archive_term(about("Answer"), actor=None)
        deprecate_term(about("Question"), actor=None)
        about("Chatbot", "A prompt, an answer, a question")
        assert links(client, "/glossary/chatbot/") == []

    def test_are_none_to_the_page_itself_nor_into_its_own_name(self, client):
        about("Model")
        about("Language Model", "A language model is a model", aliases=("LM",))
        assert links(client, "/glossary/language-model/") == [("/glossary/model/", "model")]

    def test_are_none_where_the_editor_said_so(self, client):
        about("Prompt")
        about("Chatbot", "A [prompt]() is no prompt")
        assert links(client, "/glossary/chatbot/") == [("/glossary/prompt/", "prompt")]
        assert "A prompt is no" in client.get("/glossary/chatbot/").content.decode()

    def test_leave_no_mark_of_that_in_other_forms(self, client):
        about("Chatbot", "A [prompt]() in `[code]()`")
        for path in ("/glossary/chatbot.md", "/llms-full.txt"):
            text = b"".join(client.get(path)).decode()
            assert "A prompt in `[code]()`" in text
        assert "A [prompt]()" in client.get("/glossary/chatbot.json").content.decode()

    def test_follow_the_language_of_the_page(self, client):
        about("Prompt", language="fr")
        about("Chatbot", "Un prompt", language="fr")
        about("Robot", "A prompt")
        assert links(client, "/fr/glossary/chatbot/") == [("/fr/glossary/prompt/", "prompt")]
        assert links(client, "/glossary/robot/") == []

    def test_escape_names_that_look_like_markup(self, client):
        about("Context<T>")
        about("Chatbot", "Uses a Context<T> & more")
        assert links(client, "/glossary/chatbot/") == [("/glossary/context-t/", "Context&lt;T&gt;")]

    def test_stand_in_no_other_form_of_the_entry(self, client):
        about("Prompt")
        about("Chatbot", "A prompt")
        for path in ("/glossary/chatbot.md", "/glossary/chatbot.json", "/llms-full.txt", "/feeds/terms.atom"):
            assert "term-link" not in b"".join(client.get(path)).decode()


class TestAmbiguousNames:
    """A name of several entries."""

    def test_leads_to_the_choice(self, client):
        about("Node", tags=("networking",))
        about("Node", qualifier="events", tags=("events",))
        about("Cluster", "Made of nodes", tags=("databases",))
        ((url, words),) = links(client, "/glossary/cluster/")
        assert (url, words) == ("/glossary/node/meanings/", "nodes")
        text = client.get(url).content.decode()
        assert "Node (events)" in text
        assert 'href="/glossary/node/"' in text

    def test_leads_to_the_meanings_of_the_very_name(self, client):
        about("Alpha", aliases=("node", "hub"), tags=())
        about("Beta", aliases=("node", "hub"), tags=())
        about("Gamma", aliases=("hub",), tags=())
        for qualifier in ("language", "note"):
            about("C++", qualifier=qualifier, tags=())
            about("C", qualifier=qualifier, tags=())
        about("Page", "A node, in C++", tags=())
        assert links(client, "/glossary/page/") == [
            ("/glossary/node/meanings/", "node"),
            ("/glossary/c++/meanings/", "C++"),
        ]
        text = client.get("/glossary/c++/meanings/").content.decode()
        assert text.count("C++ (") == 2

    def test_leads_there_from_its_card_too(self, client):
        for title in ("Alpha", "Beta"):
            about(title, aliases=("C#",), tags=())
        assert (
            'href="/glossary/c%23/meanings/"' in client.get("/glossary/c%23/meanings/card/").content.decode()
        )

    def test_is_no_link_where_the_editor_linked_one_of_them_by_hand(self, client):
        about("Node", tags=("networking",))
        about("Node", qualifier="events", tags=("events",))
        about("Cluster", "A [node](/glossary/node-events/) and a node", tags=("databases",))
        assert links(client, "/glossary/cluster/") == []

    def test_makes_way_for_names_that_have_one_meaning(self, client):
        for title in ("Token", "Rider", "Keynote"):
            about(title, "A rider, and a keynote")
        make_term("Token", qualifier="music", sections=(), examples=())
        section = SectionRecord("Part", "A token for the rider.")
        make_term("Cluster", sections=(section,), examples=(), tags=())
        assert links(client, "/glossary/cluster/") == [("/glossary/rider/", "rider")]

    def test_leads_to_the_one_that_the_tags_of_the_page_fit(self, client):
        about("Node", tags=("networking",))
        about("Node", qualifier="events", tags=("events",))
        about("Cluster", "Made of nodes", tags=("events", "databases"))
        assert links(client, "/glossary/cluster/") == [("/glossary/node-events/", "nodes")]


class TestMentionedIn:
    """What the page says of those that mention it."""

    def test_lists_them_with_their_summaries_most_about_it_first(self, client):
        about("Prompt")
        about("Aside", "Nothing", "A prompt", summary="Names it in passing.")
        about("Chatbot", "A prompt, a prompt", summary="All about it.")
        text = client.get("/glossary/prompt/").content.decode()
        listed = text[text.index('id="mentions"') :]
        assert 0 < listed.index("All about it.") < listed.index("Names it in passing.")

    def test_says_how_many_more_there_are(self, client):
        about("Prompt")
        for number in range(12):
            about(f"Page {chr(65 + number)}", "A prompt")
        text = client.get("/glossary/prompt/").content.decode()
        assert "2 more" in text[text.index('id="mentions"') :]

    def test_is_not_there_where_nobody_does(self, client):
        about("Prompt")
        assert 'id="mentions"' not in client.get("/glossary/prompt/").content.decode()


class TestPreview:
    """The preview is the page: its pending prose is linked as it will be."""

    def test_links_what_is_not_published_yet(self, client):
        about("Prompt")
        term = about("Chatbot", "Nothing")
        record = replace(record_of(term), sections=(SectionRecord("Part", "A prompt"),))
        save_draft(record, actor=None, term=term)
        client.force_login(make_editor())
        path = reverse("glossary:term-preview", args=[term.pk])
        assert links(client, path) == [("/glossary/prompt/", "prompt")]
        assert links(client, "/glossary/chatbot/") == []
        publish_term(term, actor=None)
        assert links(client, "/glossary/chatbot/") == [("/glossary/prompt/", "prompt")]

    def test_does_not_link_to_the_entry_itself_by_the_name_it_is_about_to_lose(self, client):
        term = about("Chatbot", "A chatbot")
        save_draft(replace(record_of(term), title="Assistant"), actor=None, term=term)
        client.force_login(make_editor())
        assert links(client, reverse("glossary:term-preview", args=[term.pk])) == []
