"""The page of the search and what is offered while somebody types: what they say, link, count and refuse."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote

import pytest

from glossary.models import SearchMiss, Tag
from glossary.records import AliasRecord, SectionRecord
from glossary.selectors import finding
from glossary.web import search as views
from glossary.workflow import archive_term, deprecate_term, publish_term
from tests.factories import make_draft, make_record, make_term
from tests.http.asking import Site

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"


def main_of(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def words_of(html: str) -> str:
    """Return what is read of a piece of HTML, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def hits_of(main: str) -> list[str]:
    """Return each hit of the list as HTML."""
    lists = main.partition('<ul class="hits">')[2].partition("</ul>")[0]
    return re.findall(r"<li[^>]*>.*?</li>", lists, re.DOTALL)


@pytest.fixture
def look(client):
    """A function that returns what the search page says in its `<main>`."""

    def look(text: str, **query: str) -> str:
        response = client.get("/search/", {"q": text, **query})
        assert response.status_code == 200
        return main_of(response)

    return look


@pytest.fixture
def suggest(client):
    """A function that returns what is offered for what is typed."""

    def suggest(text: str) -> list[dict[str, str]]:
        response = client.get("/search/suggest/", {"q": text})
        assert response.status_code == 200
        return response.json()["results"]

    return suggest


class TestHits:
    def test_matched_words_are_marked_in_title_and_summary(self, look):
        make_term("Language Model", summary="A model of language.")
        (hit,) = hits_of(look("model"))
        assert 'href="/glossary/language-model/">Language <mark>Model</mark></a>' in hit
        assert "<p>A <mark>model</mark> of language.</p>" in hit

    def test_word_found_in_the_text_is_marked_in_a_passage_of_it(self, look):
        make_term(
            "Prompt",
            summary="What is asked.",
            sections=(SectionRecord("Definition", "Ask the oracle twice."),),
        )
        (hit,) = hits_of(look("oracle"))
        assert "<mark>oracle</mark>" in hit

    def test_other_name_that_matched_leads_to_the_title(self, look):
        make_term("Site Reliability Engineering", aliases=("SRE",), summary="Keeps it up.")
        (hit,) = hits_of(look("sre"))
        assert '<span class="via"><mark>SRE</mark>' in hit
        assert '<span aria-hidden="true">→</span>' in hit
        assert words_of(hit).startswith("SRE is another name for→ Site Reliability Engineering")

    def test_misspelling_that_editors_keep_finds_and_is_not_shown(self, client):
        record = make_record("Accommodation", aliases=(AliasRecord("Acomodation", "hidden"),))
        publish_term(record=record, actor=None)
        found = client.get("/search/", {"q": "acomodation"})
        assert len(hits_of(main_of(found))) == 1
        assert "via" not in hits_of(main_of(found))[0]
        assert "Acomodation" not in found.content.decode()

    def test_each_says_its_language_and_direction(self, look):
        make_term("مصنوعی ذہانت", language="ur", slug="term", aliases=("KI",), summary="")
        (hit,) = hits_of(look("ki"))
        assert hit.startswith('<li lang="ur" dir="rtl">')
        assert '<span class="visually-hidden" lang="en">is another name for</span>' in hit
        assert "←" in hit

    def test_only_public_entries_are_there(self, look):
        make_draft("Quokka drafted", summary="On the quokka.")
        archive_term(make_term("Quokka archived"), actor=None)
        deprecate_term(make_term("Quokka deprecated", summary="Is."), actor=None)
        assert [words_of(hit) for hit in hits_of(look("quokka"))] == ["Quokka deprecated Is."]

    def test_links_of_hits_come_before_every_other_link_to_an_entry(self, look):
        make_term("Prompt")
        make_term("Prompt Injection")
        links = re.findall(r'href="(/glossary/[^"]+/)"', look("prompt"))
        assert links == ["/glossary/prompt/", "/glossary/prompt/", "/glossary/prompt-injection/"]


class TestAnswer:
    def test_says_how_many_were_found_and_keeps_what_was_asked(self, client):
        make_term("AI <Model>")
        text = client.get("/search/", {"q": "AI <Model>"}).content.decode()
        assert '<p class="count" role="status">' in text
        assert "1 entry found" in text
        assert 'value="AI &lt;Model&gt;"' in text
        assert "<Model>" not in text
        assert "<title>AI &lt;Model&gt;: 1 entry – Glossary</title>" in text
        assert text.count('role="search"') == 1

    def test_one_exact_name_has_a_link_that_is_focused(self, look):
        make_term("AI Model")
        make_term("AI Model Card")
        link = '<a href="/glossary/ai-model/" autofocus>Go to “AI Model”</a>'
        assert link in look("ai model")
        assert "autofocus" not in look("model")

    def test_misspelt_word_says_what_is_shown_instead(self, client):
        make_term("Accommodation")
        response = client.get("/search/", {"q": "acommodation"})
        main = main_of(response)
        said = "Nothing found for “<bdi>acommodation</bdi>”; 1 entry for “<bdi>accommodation</bdi>”"
        assert said in main
        assert [words_of(hit).split()[0] for hit in hits_of(main)] == ["Accommodation"]
        assert "<title>acommodation: nothing found, entries for accommodation – " in response.content.decode()
        assert "Ask the editors" in main

    def test_some_of_the_words_says_so(self, look):
        make_term("Language Model")
        main = look("model xylophone")
        assert "No entry has all of these words; 1 has some of them" in main
        assert len(hits_of(main)) == 1
        assert "Ask the editors" in main

    def test_better_spelling_is_a_link(self, look):
        make_term("Modelling Agency", summary="People.")
        make_term("Other", sections=(SectionRecord("Definition", "Somebody wrote modeling."),))
        main = look("modeling")
        offered = re.search(r'Did you mean: <a href="([^"]+)">([^<]+)</a>', main)
        if offered:  # whether there is one is the engine's to say
            assert offered[1] == f"/search/?q={quote(offered[2])}"

    def test_nothing_found_offers_names_topics_and_the_editors(self, look):
        make_term("Prompt")
        Tag.objects.filter(name="ai").update(is_topic=True)
        main = look("zzzzzzz")
        assert "Nothing found" in main
        assert 'href="/tags/ai/"' in main
        assert 'href="/glossary/"' in main
        assert re.search(r'<form class="ask" method="post" action="/search/ask/">', main)
        assert '<input type="hidden" name="q" value="zzzzzzz">' in main
        assert "csrf" not in main

    def test_that_was_asked_nothing_lists_nothing(self, client):
        make_term("Prompt")
        for query in ("", "?q=", "?q=%20%20", "?page=1"):
            response = client.get(f"/search/{query}")
            assert response.status_code == 200
            main = main_of(response)
            assert "prompt" not in main
            assert 'role="status"' not in main
            assert "Ask the editors" not in main

    @pytest.mark.parametrize(
        ("query", "title"),
        [
            ("q=prompt", "prompt: 1 entry"),
            ("q=word", "word: 2 entries"),
            ("q=word&page=2", "word: 2 entries, page 2 of 2"),
            ("q=zzz", "zzz: nothing found"),
            ("q=word+zzz", "word zzz: no entry has all words"),
            ("", "Search"),
        ],
    )
    def test_says_in_its_title_what_came_of_the_search(self, client, monkeypatch, query, title):
        monkeypatch.setattr(finding, "PAGE_LENGTH", 1)
        for name in ("Prompt", "Word one", "Word two"):
            make_term(name)
        text = client.get(f"/search/?{query}").content.decode()
        assert f"<title>{title}" in text.replace(" – Glossary", "")


class TestNarrowing:
    @pytest.fixture(autouse=True)
    def entries(self):
        make_term("Word one", tags=("ai", "data"))
        make_term("Word two", tags=("ai",))
        make_term("A word", tags=("data",))
        Tag.objects.filter(name="ai").update(is_topic=True)

    def test_facets_are_links_with_counts(self, look):
        facets = look("word").partition('<nav class="facets"')[2]
        assert re.findall(r'<a href="([^"]+)">(\w+) <span class="count">(\d)</span>', facets) == [
            ("/search/?q=word&amp;tag=ai", "ai", "2"),
            ("/search/?q=word&amp;tag=data", "data", "2"),
        ]
        assert '<a href="/search/?q=word&amp;letter=A">A <span class="visually-hidden">1</span></a>' in facets
        assert "×" not in look("word")

    def test_chosen_one_is_said_and_taken_away_by_its_link(self, look):
        main = look("word", tag="ai", letter="W")
        assert len(hits_of(main)) == 2
        assert '<a href="/search/?q=word&amp;letter=W" aria-current="true">ai ' in main
        assert '<a href="/search/?q=word&amp;tag=ai" aria-current="true">W ' in main
        chosen = main.partition('<ul class="chosen plain-links">')[2].partition("</ul>")[0]
        assert words_of(chosen).replace("×", "× ").startswith("Take away: ai × Take away: W ×")

    def test_one_entry_is_not_narrowed(self, look):
        assert "facets" not in look("two")

    @pytest.mark.parametrize("query", [{"tag": "unknown"}, {"letter": "Q"}, {"tag": "ai", "letter": "A"}])
    def test_what_is_in_no_answer_is_not_found(self, client, query):
        assert client.get("/search/", {"q": "word", **query}).status_code == 404


class TestPages:
    def test_many_are_on_several_pages_with_addresses_of_their_own(self, client, look, monkeypatch):
        monkeypatch.setattr(finding, "PAGE_LENGTH", 2)
        for title in ("Word one", "Word two", "Word three", "Word four", "Word five"):
            make_term(title)
        pages = [hits_of(look("word", page=str(number))) for number in (1, 2, 3)]
        assert [len(hits) for hits in pages] == [2, 2, 1]
        assert len({hit for hits in pages for hit in hits}) == 5
        main = look("word", page="2", tag="ai")
        assert 'rel="prev" href="/search/?q=word&amp;tag=ai"' in main
        assert 'rel="next" href="/search/?q=word&amp;tag=ai&amp;page=3"' in main
        assert "5 entries found" in main

    @pytest.mark.parametrize("number", ["0", "2", "-1", "x", "99999999999999999999", "1.0", "٢"])
    def test_page_that_there_is_not_is_not_found(self, client, number):
        make_term("Word")
        assert client.get("/search/", {"q": "word", "page": number}).status_code == 404


class TestHostileText:
    @pytest.mark.parametrize("asked", [HOSTILE, '"><img src=x onerror=alert(1)>', "{{ 1 }}", "'-alert(1)-'"])
    def test_is_shown_as_text_wherever_it_comes_back(self, client, asked):
        make_term(
            f"Term {HOSTILE}",
            summary=f"Summary {HOSTILE} script.",
            aliases=(f"Alias {HOSTILE}",),
            sections=(SectionRecord("Definition", f"Text {HOSTILE} oracle."),),
            tags=(),
        )
        for query in (asked, "term", "summary", "alias", "oracle", "script", "scrpt", f"{asked} nothing"):
            for more in ({}, {"asked": "1"}):
                text = client.get("/search/", {"q": query, **more}).content.decode()
                assert HOSTILE not in text
                assert "<img src=x" not in text
                assert "<script>" not in text

    def test_is_data_in_what_is_offered(self, client):
        make_term(f"Term {HOSTILE}")
        response = client.get("/search/suggest/", {"q": "term"})
        assert response["Content-Type"] == "application/json"
        assert json.loads(response.content)["results"][0]["title"] == f"Term {HOSTILE}"

    @pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
    def test_whatever_is_typed_gets_an_answer(self, client, path):
        make_term("Prompt")
        for text in (
            "%",
            '"',
            "\\",
            "' OR 1=1 --",
            "x" * 10_000,
            "word " * 2000,
            "\u202e\u200b",
            "💩",
            "\n\t",
        ):
            assert client.get(path, {"q": text}).status_code == 200, text
        assert client.get(f"{path}?q=%ED%A0%80%FF").status_code == 200
        assert client.get(f"{path}?q=a%00b").status_code == 400
        assert client.post(path, {"q": "prompt"}).status_code == 405


class TestAsked:
    @pytest.mark.parametrize("text", ["!!!", "x" * 201])
    def test_what_editors_could_not_read_cannot_be_asked_for(self, look, text):
        make_term("Prompt")
        assert 'class="ask"' not in look(text)

    def test_note_says_that_the_editors_have_it_and_the_form_is_gone(self, look):
        make_term("Prompt")
        main = look("zzz", asked="1")
        assert "The editors have your request" in main
        assert 'class="ask"' not in main

    def test_note_is_not_there_for_what_there_is(self, look):
        make_term("Prompt")
        main = look("prompt", asked="1")
        assert "The editors" not in main


class TestCounting:
    def counted(self) -> list[str]:
        return list(SearchMiss.objects.values_list("text", flat=True))

    def test_first_look_at_an_answer_without_all_words_is_counted(self, client):
        make_term("Language Model")
        client.get("/search/", {"q": "zzz"})
        client.get("/search/", {"q": "model xylophone"})
        assert sorted(self.counted()) == ["model xylophone", "zzz"]

    def test_whatever_else_is_not(self, client):
        make_term("Language Model")
        client.get("/search/", {"q": "model"})
        client.head("/search/", {"q": "zzz"})
        client.get("/search/", {"q": "zzz", "asked": "1"})
        client.get("/search/", {"q": "model zzz", "letter": "L"})
        client.get("/search/", {"q": "model zzz", "tag": "ai"})
        client.get("/search/")
        client.get("/search/suggest/", {"q": "zzz"})
        assert self.counted() == []


class TestSuggestions:
    def test_hold_what_the_list_shows(self, suggest):
        make_term("Large Language Model", aliases=("LLM",), summary="Predicts text.")
        expected = {
            "title": "Large Language Model",
            "slug": "large-language-model",
            "url": "/glossary/large-language-model/",
            "summary": "Predicts text.",
            "matched": "LLM",
            "lang": "en",
            "dir": "ltr",
        }
        assert suggest("llm") == [expected]
        assert suggest("large") == [{**expected, "matched": "Large Language Model"}]

    def test_are_none_for_nothing_and_for_what_is_not_public(self, suggest):
        make_draft("Quokka drafted")
        archive_term(make_term("Quokka archived"), actor=None)
        for text in ("quo", "", "  ", "!!!"):
            assert suggest(text) == []

    def test_are_no_page_for_robots(self, client):
        assert client.get("/search/suggest/?q=a")["X-Robots-Tag"] == "noindex"


def test_too_many_searches_are_refused_for_a_while(client, monkeypatch):
    make_term("Prompt")
    # The limit is far above what a reader does; here the count is put just below it.
    monkeypatch.setattr("glossary.http.throttle.times", lambda *_args: views.ASKS_A_MINUTE)
    assert client.get("/search/?q=a").status_code == 200
    monkeypatch.setattr("glossary.http.throttle.times", lambda *_args: views.ASKS_A_MINUTE + 1)
    for path in ("/search/?q=a", "/search/suggest/?q=a"):
        response = client.get(path)
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60


@pytest.mark.django_db(transaction=True)
class TestStore:
    """There is no end of questions, so answers are not kept; whoever holds one is told so."""

    @pytest.fixture
    def site(self):
        make_term("Prompt")
        site = Site()
        yield site
        site.close()

    @pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
    def test_answer_is_not_kept_but_has_a_tag(self, site, path):
        address = f"{path}?q=prompt"
        first = site.get(address, accept_encoding="gzip")
        assert "/glossary/prompt/" in first.text
        again = site.get(address, if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert site.rendered == 2
        assert len(site.store) == 0

    def test_answers_to_two_questions_are_two(self, site):
        assert site.get("/search/?q=prompt").body != site.get("/search/?q=other").body
        assert site.get("/search/").body != site.get("/search/?q=prompt").body
        assert site.get("/search/suggest/?q=pro").body != site.get("/search/suggest/?q=other").body
