"""The search: who asks for a name gets it first, whatever was typed gets an answer."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest

from glossary.records import AliasRecord
from glossary.selectors import finding
from glossary.workflow import archive_term, deprecate_term
from tests.factories import make_draft, make_term
from tests.http.asking import Site

pytestmark = pytest.mark.django_db


def main_of(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def search(client):
    """A function that returns the titles that a search lists."""

    def search(text: str, **query: str) -> list[str]:
        response = client.get("/search/", {"q": text, **query})
        assert response.status_code == 200
        results = main_of(response).partition("similar name")[0]
        found = re.findall(r'<a class="term-name"[^>]*>(.*?)</a>', results)
        return [unescape(title) for title in found]

    return search


@pytest.fixture
def entries():
    make_term("Model", summary="A likeness.")
    make_term("AI Model", summary="A thing that was trained.", aliases=("Artificial model",))
    make_term("Model card", summary="Says what was trained, and how.")
    make_term("Large Language Model", summary="Predicts text.", aliases=("LLM", "Model of language"))
    make_term("Gradient", summary="Shows the way when a model is trained.")
    make_term("Agent", summary="Acts.", aliases=("Modell",))


@pytest.mark.usefixtures("entries")
class TestOrder:
    def test_name_comes_before_beginnings_parts_and_summaries(self, search):
        assert search("model") == [
            "Model",
            "Model card",
            "Agent",
            "Large Language Model",
            "AI Model",
            "Gradient",
        ]

    def test_other_name_leads_to_its_entry(self, search):
        assert search("LLM") == ["Large Language Model"]
        assert search("artificial model") == ["AI Model"]

    def test_entry_is_listed_once_however_many_of_its_names_answer(self, search):
        assert search("language") == ["Large Language Model"]

    def test_every_word_has_to_be_there_in_any_order(self, search):
        assert search("model large") == ["Large Language Model"]
        assert search("way trained") == ["Gradient"]
        assert search("model xyz") == []

    @pytest.mark.parametrize(
        "text",
        [
            "AI Model?",
            '"AI Model"',
            "“AI Model”",
            "(AI model)",
            "ai, model",
            "AI-Model",
            "ai model.",
            "AI/Model!",
        ],
    )
    def test_punctuation_around_words_does_not_matter(self, search, text):
        assert search(text) == search("ai model") == ["AI Model"]

    @pytest.mark.parametrize("text", ["über", "ÜBER", "Über", "über die"])
    def test_case_does_not_matter_in_summaries_of_any_script(self, search, text):
        make_term("Ausblick", summary="Über die Dächer.")
        assert search(text) == ["Ausblick"]

    def test_case_accents_and_punctuation_do_not_matter_in_names(self, search):
        make_term("Café-Society")
        for text in ("cafe society", "CAFÉ SOCIETY", "café–society", "  Café   Society  "):
            assert search(text) == ["Café-Society"]

    def test_entries_of_every_language_are_found(self, search):
        make_term("国际化")
        make_term("مصنوعی ذہانت", language="ur")
        assert search("国际") == ["国际化"]
        assert search("ذہانت") == ["مصنوعی ذہانت"]


class TestWords:
    """A word is found by its beginning: whoever asks for *rag* does not mean *average*."""

    def test_inside_of_words_is_not_searched(self, search):
        make_term("Cost per Click", summary="What is paid on average.", aliases=("Average",))
        make_term("Garage", summary="Storage.")
        make_term("Retrieval-augmented generation", summary="Looks it up.", aliases=("RAG",))
        assert search("rag") == ["Retrieval-augmented generation"]
        assert search("aug gen") == ["Retrieval-augmented generation"]
        assert search("é") == search("ick") == []

    @pytest.mark.parametrize(
        "title",
        ["(Net) worth", ".NET", "Big “net”", "Inter/net", "R&net", "L’net", "Vue.net", "a:net", "Sub-net"],
    )
    def test_word_of_a_name_begins_after_a_sign_too(self, search, title):
        make_term(title, summary="It is.")
        make_term("Internet", summary="Magnets.")
        assert search("net") == [title]

    @pytest.mark.parametrize(
        "summary",
        ["A (net) of", "A “net”", "«net»", "Sub-net", "Sub–net", "On/net", "L’net", "A\u00a0net", "NET"],
    )
    def test_word_of_a_summary_begins_after_a_sign_too(self, search, summary):
        make_term("Found", summary=f"{summary}.")
        make_term("Other", summary="Internet, magnets.")
        assert search("net") == ["Found"]

    def test_scripts_without_spaces_are_searched_inside(self, search):
        make_term("生成AI", language="ja", slug="seisei", summary="文章を作る。")
        make_term("国际化", summary="为各国准备软件。")
        make_term("الذكاء", language="ar", slug="dhaka", summary="عقل.")
        assert search("ai") == search("成") == search("作る") == ["生成AI"]
        assert search("际化") == search("软件") == ["国际化"]
        assert search("ذكاء") == ["الذكاء"]


class TestVisibility:
    def test_only_public_entries_are_found(self, search):
        make_draft("Quokka drafted", aliases=(AliasRecord("Quokka one"),), summary="On the quokka.")
        archive_term(make_term("Quokka archived", aliases=("Quokka two",)), actor=None)
        deprecate_term(make_term("Quokka deprecated", summary="Is."), actor=None)
        assert search("quokka") == ["Quokka deprecated"]
        assert search("quokka one") == search("quokka two") == search("quokka drafted") == []

    def test_misspelling_finds_its_entry_and_is_not_shown(self, client, search):
        make_term("Open Source")
        make_term("Algorithm", aliases=())
        make_term("Tokenizer", summary="Cuts.")
        term = make_term("Accommodation", summary="A place.")
        term.aliases.create(text="Acomodation", kind="hidden", match_key="acomodation")
        assert search("acomodation") == ["Accommodation"]
        assert "Acomodation" not in client.get("/search/", {"q": "acomod"}).content.decode()


class TestPage:
    def test_says_how_many_were_found_and_keeps_what_was_asked(self, client):
        make_term("AI <Model>")
        text = client.get("/search/", {"q": "AI <Model>"}).content.decode()
        assert '<p class="count" role="status">' in text
        assert "1 entry found" in text
        assert 'value="AI &lt;Model&gt;"' in text
        assert "<Model>" not in text
        assert "<title>AI &lt;Model&gt;: 1 entry – Glossary</title>" in text
        assert text.count('role="search"') == 1

    def test_where_nothing_is_found_offers_similar_names_and_ways_on(self, client):
        make_term("Prompt")
        main = main_of(client.get("/search/", {"q": "prompd"}))
        assert "Nothing found" in main
        assert "/glossary/prompt/" in main
        main = main_of(client.get("/search/", {"q": "zzzzzz"}))
        assert "Nothing found" in main
        assert 'href="/glossary/"' in main

    def test_that_was_asked_nothing_lists_nothing(self, client):
        make_term("Prompt")
        for query in ("", "?q=", "?q=%20%20", "?page=1"):
            response = client.get(f"/search/{query}")
            assert response.status_code == 200
            assert "prompt" not in main_of(response)
            assert 'role="status"' not in main_of(response)

    @pytest.mark.parametrize(
        ("query", "title"),
        [
            ("q=prompt", "prompt: 1 entry"),
            ("q=word", "word: 2 entries"),
            ("q=word&page=2", "word: 2 entries, page 2 of 2"),
            ("q=zzz", "zzz: nothing found"),
            ("", "Search"),
        ],
    )
    def test_says_in_its_title_what_came_of_the_search(self, client, monkeypatch, query, title):
        monkeypatch.setattr(finding, "PAGE_LENGTH", 1)
        for name in ("Prompt", "Word one", "Word two"):
            make_term(name)
        assert f"<title>{title} – Glossary</title>" in client.get(f"/search/?{query}").content.decode()

    def test_is_one_of_several_where_many_are_found(self, client, search, monkeypatch):
        monkeypatch.setattr(finding, "PAGE_LENGTH", 2)
        for title in ("Word one", "Word two", "Word three", "Word four", "Word five"):
            make_term(title)
        pages = [search("word", page=str(number)) for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [2, 2, 1]
        assert len({title for page in pages for title in page}) == 5
        main = main_of(client.get("/search/?q=word&page=2"))
        assert 'href="/search/?q=word"' in main
        assert 'href="/search/?q=word&amp;page=3"' in main
        assert "5 entries found" in main
        for page in ("0", "4", "-1", "x", "99999999999999999999"):
            assert client.get("/search/", {"q": "word", "page": page}).status_code == 404

    def test_holds_thirty_at_most(self, search):
        for number in range(31):
            make_term(f"Word {number}")
        assert len(search("word")) == 30
        assert len(search("word", page="2")) == 1

    def test_says_so_when_there_may_be_more(self, client, monkeypatch):
        monkeypatch.setattr(finding, "FOUND_AT_MOST", 2)
        for title in ("Word one", "Word two", "Word three"):
            make_term(title)
        response = client.get("/search/?q=word")
        assert "More than 2 entries" in main_of(response)
        assert "<title>word: more than 2 entries – Glossary</title>" in response.content.decode()


class TestWhateverIsTyped:
    @pytest.mark.parametrize(
        "text",
        [
            "%",
            "_",
            "%%%",
            "a%",
            "a_b",
            "\\",
            "'",
            '"',
            "*",
            "?",
            "C++",
            "--",
            "' OR 1=1 --",
            "x" * 10_000,
            "word " * 2000,
            "\u202e\u200b",
            "💩",
            "\ufffd",
            "(",
            "[a-z]",
            "{{ 1 }}",
            "\n\r\t",
            "é" * 900,
        ],
    )
    def test_gets_an_answer(self, client, text):
        make_term("Prompt")
        response = client.get("/search/", {"q": text})
        assert response.status_code == 200
        assert "/glossary/prompt/" not in main_of(response)

    def test_with_half_a_character_gets_an_answer(self, client):
        assert client.get("/search/?q=%ED%A0%80%FF").status_code == 200

    def test_with_a_nul_is_refused_as_everywhere(self, client):
        assert client.get("/search/?q=a%00b").status_code == 400

    def test_signs_of_patterns_stand_for_themselves(self, search):
        make_term("100% uptime", summary="Never down.")
        make_term("100 days", summary="A while.")
        assert search("100%") == ["100% uptime"]
        assert search("Nev_r") == search("D%n") == []


class TestCost:
    @pytest.mark.parametrize("text", ["word", "word 7", "zzz", "wrod 1"])
    def test_stays_within_six_queries(self, client, text, django_assert_max_num_queries):
        for number in range(10):
            make_term(f"Word {number}")
        with django_assert_max_num_queries(6):
            client.get("/search/", {"q": text})


@pytest.mark.django_db(transaction=True)
class TestStore:
    """There is no end of questions, so answers are not kept; whoever holds one is told so."""

    @pytest.fixture
    def site(self):
        make_term("Prompt")
        site = Site()
        yield site
        site.close()

    def test_answer_is_not_kept_but_has_a_tag(self, site):
        address = f"/search/?q={quote('prompt')}"
        first = site.get(address, accept_encoding="gzip")
        assert first.headers["content-encoding"] == "gzip"
        assert "/glossary/prompt/" in first.text
        again = site.get(address, if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert site.rendered == 2
        assert len(site.store) == 0

    def test_answers_to_two_questions_are_two(self, site):
        assert site.get("/search/?q=prompt").body != site.get("/search/?q=other").body
        assert site.get("/search/").body != site.get("/search/?q=prompt").body
