"""Where an address of an entry leads (docs/architecture.md: Addresses)."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from glossary.models import Term
from glossary.records import AliasRecord, record_of
from glossary.workflow import InvalidRecord, archive_term, create_terms, publish_term, reinstate_term
from tests.factories import make_draft, make_record, make_term

pytestmark = pytest.mark.django_db


def rename(term: Term, slug: str) -> Term:
    live = Term.objects.get(pk=term.pk)
    return publish_term(live, record=replace(record_of(live), slug=slug), actor=None).term


@pytest.fixture
def ask(client):
    def ask(name: str, language: str = ""):
        return client.get(f"{f'/{language}' if language else ''}/glossary/{quote(name)}/")

    return ask


class TestOneMeaning:
    @pytest.fixture(autouse=True)
    def entries(self):
        make_term("AI Model", aliases=("model of an AI",))
        make_term("Large Language Model", aliases=("LLM", "LLMs"))
        make_term("C++")
        make_term("C#")
        make_term("C")
        make_term(".NET")
        make_term("Context<T>")
        make_term("404")
        make_term("Café society")
        make_term("TCP/IP", slug="internet-protocols")
        make_term("AR+")
        make_term("AR")
        make_term("Yahoo!")
        make_term("Term")
        make_term("国际化")
        make_term("مصنوعی ذہانت")

    @pytest.mark.parametrize("slug", ["ai-model", "c-plus-plus", "dot-net", "404", "国际化", "ar", "ar-plus"])
    def test_slug_is_the_entry(self, ask, slug):
        assert ask(slug).status_code == 200

    @pytest.mark.parametrize(
        ("asked", "slug"),
        [
            ("AI-Model", "ai-model"),
            ("AI Model", "ai-model"),
            ("ai_model", "ai-model"),
            ("ai–model", "ai-model"),
            ("ai-model.", "ai-model"),
            ("ai-model)", "ai-model"),
            ("ai-model,.", "ai-model"),
            ("ＡＩ model", "ai-model"),
            ("model-of-an-ai", "ai-model"),
            ("Model of an AI", "ai-model"),
            ("LLM", "large-language-model"),
            ("llm", "large-language-model"),
            ("llms.", "large-language-model"),
            ("C++", "c-plus-plus"),
            ("c#", "c-sharp"),
            ("C", "c"),
            (".NET", "dot-net"),
            (".net.", "dot-net"),
            ("Context<T>", "context-t"),
            ("café-society", "cafe-society"),
            ("CAFÉ SOCIETY", "cafe-society"),
            ("TCP/IP", "internet-protocols"),
            ("tcp-ip", "internet-protocols"),
            ("AR+", "ar-plus"),
            ("yahoo!", "yahoo"),
            ("\u200fمصنوعی ذہانت", "مصنوعی-ذہانت"),
        ],
    )
    def test_other_ways_to_write_it_lead_to_the_entry(self, ask, asked, slug):
        response = ask(asked)
        assert response.status_code == 301
        assert response["Location"] == f"/glossary/{quote(slug)}/"

    def test_redirect_is_asked_for_again(self, ask):
        assert "must-revalidate" in ask("LLM")["Cache-Control"]

    @pytest.mark.parametrize("asked", ["c+", "nothing", "???", "!", "ai", "-", "ai-model-2", "model"])
    def test_what_is_called_otherwise_is_not_found(self, ask, asked):
        assert ask(asked).status_code == 404

    @pytest.mark.parametrize(("ending", "location"), [("md", "ai-model.md"), ("json", "ai-model.json")])
    def test_other_forms_of_the_entry_follow(self, client, ending, location):
        assert client.get(f"/glossary/Ai-Model.{ending}")["Location"] == f"/glossary/{location}"

    def test_hidden_alias_leads_to_the_entry(self, ask):
        record = make_record("Churn", aliases=(AliasRecord("chrun", "hidden"),))
        publish_term(record=record, actor=None)
        assert ask("Chrun.")["Location"] == "/glossary/churn/"


class TestFormerSlug:
    def test_leads_to_the_entry(self, ask):
        rename(make_term("Old Name"), "new-name")
        assert ask("old-name")["Location"] == "/glossary/new-name/"

    def test_leads_straight_to_the_current_address(self, ask):
        term = make_term("First")
        rename(term, "second")
        rename(term, "third")
        assert ask("first")["Location"] == ask("second")["Location"] == "/glossary/third/"

    def test_taken_back_is_the_entry_again_and_the_others_lead_to_it(self, ask):
        term = make_term("First")
        for slug in ("second", "third", "first"):
            rename(term, slug)
        assert ask("first").status_code == 200
        assert ask("second")["Location"] == ask("third")["Location"] == "/glossary/first/"

    def test_is_no_other_entry_s_for_ever(self, ask):
        term = make_term("First")
        rename(rename(term, "second"), "third")
        with pytest.raises(InvalidRecord):
            make_term("Other", slug="first")
        assert make_term("Second").slug == "second-2"
        assert ask("second")["Location"] == "/glossary/third/"

    @pytest.mark.parametrize("ending", [".md", ".json", "/card/"])
    def test_leads_straight_to_each_form_of_the_entry(self, client, ending):
        rename(rename(make_term("First"), "second"), "third")
        for slug in ("first", "second", "First."):
            assert client.get(f"/glossary/{slug}{ending}")["Location"] == f"/glossary/third{ending}"

    def test_leads_there_in_one_step_under_another_spelling_of_its_language(self, client):
        rename(make_term("First"), "second")
        rename(make_term("Erstes", language="pt-BR"), "zweites")
        assert client.get("/EN/glossary/first/")["Location"] == "/glossary/second/"
        assert client.get("/en/glossary/first.md")["Location"] == "/glossary/second.md"
        assert client.get("/pt-br/glossary/erstes/?a=1")["Location"] == "/pt-BR/glossary/zweites/?a=1"

    def test_typed_in_another_case_leads_there_too(self, ask):
        rename(make_term("Old Name"), "new-name")
        assert ask("Old-Name.")["Location"] == "/glossary/new-name/"

    def test_comes_before_the_alias_of_another_entry(self, ask):
        make_term("Other", aliases=("old-name",))
        rename(make_term("Old Name"), "new-name")
        assert ask("old-name")["Location"] == "/glossary/new-name/"

    def test_of_an_archived_entry_is_gone(self, ask):
        term = make_term("Old Name")
        archive_term(rename(term, "new-name"), actor=None)
        assert ask("old-name").status_code == 410

    def test_works_again_once_the_entry_is_back(self, ask):
        term = rename(make_term("Old Name"), "new-name")
        archive_term(term, actor=None)
        reinstate_term(term, actor=None)
        assert ask("old-name").status_code == 301


class TestSeveralMeanings:
    @pytest.fixture(autouse=True)
    def entries(self):
        make_term("Node", qualifier="networking")
        make_term("Node", qualifier="botany", summary="Where a leaf <em>grows</em>.")
        make_term("Master of Laws", aliases=("LLM",))
        make_term("Large Language Model", aliases=("LLM",))
        make_draft("Low-level macro", aliases=(AliasRecord("LLM"),))

    def test_title_of_two_entries_is_a_choice(self, ask):
        response = ask("node")
        text = response.content.decode()
        assert response.status_code == 200
        assert 'href="/glossary/node-networking/"' in text
        assert 'href="/glossary/node-botany/"' in text
        assert "Where a leaf &lt;em&gt;grows&lt;/em&gt;." in text

    def test_alias_of_two_entries_is_a_choice_without_the_draft(self, ask):
        text = ask("LLM").content.decode()
        assert "Master of Laws" in text
        assert "Large Language Model" in text
        assert "macro" not in text

    def test_choice_is_not_for_search_engines(self, ask):
        assert '<meta name="robots" content="noindex">' in ask("LLM").content.decode()

    def test_name_is_shown_as_text(self, ask):
        make_term("A", aliases=("<b>x</b>",))
        make_term("B", aliases=("<B>X</B>",))
        text = ask("<b>x<").content.decode()
        assert "<b>x" not in text

    def test_slug_wins_over_the_names_of_others(self, ask):
        make_term("LLM")
        assert ask("llm").status_code == 200
        assert ask("LLM")["Location"] == "/glossary/llm/"

    def test_other_forms_have_no_choice_to_offer(self, client):
        assert client.get("/glossary/LLM.json").status_code == 404


class TestArchived:
    def test_is_gone_and_names_its_replacement(self, ask):
        archive_term(make_term("Old"), actor=None, replaced_by=make_term("New", summary="The new thing."))
        response = ask("old")
        text = response.content.decode()
        assert response.status_code == 410
        assert 'href="/glossary/new/"' in text
        assert "The new thing." in text

    def test_is_gone_without_a_replacement(self, ask):
        archive_term(make_term("Old"), actor=None)
        response = ask("old")
        assert response.status_code == 410
        assert "nothing takes its place" in response.content.decode()

    def test_is_gone_in_other_forms(self, client):
        archive_term(make_term("Old"), actor=None)
        assert client.get("/glossary/old.json").status_code == 410
        assert client.get("/glossary/old.md").status_code == 410

    def test_names_its_replacement_to_programs_too(self, client, settings):
        settings.SITE_URL = "https://terms.example.org"
        archive_term(make_term("Old"), actor=None, replaced_by=make_term("New"))
        new = "https://terms.example.org/glossary/new/"
        assert client.get("/glossary/old.json").json()["replaced_by"] == new
        assert new in client.get("/glossary/old.md").content.decode()

    def test_leads_on_where_another_entry_is_called_so(self, ask):
        archive_term(make_term("Old"), actor=None)
        make_term("New", aliases=("old",))
        assert ask("old")["Location"] == "/glossary/new/"

    def test_names_what_replaced_its_replacement(self, ask):
        newest = make_term("Newest")
        newer, new, old = (make_term(title) for title in ("Newer", "New", "Old"))
        for term, replacement in ((old, new), (new, newer), (newer, newest)):
            archive_term(term, actor=None, replaced_by=replacement)
        assert 'href="/glossary/newest/"' in ask("old").content.decode()

    def test_names_nothing_where_replacements_go_in_a_circle(self, ask):
        one, other = make_term("One"), make_term("Other")
        archive_term(one, actor=None, replaced_by=other)
        archive_term(other, actor=None, replaced_by=one)
        response = ask("one")
        assert response.status_code == 410
        assert "nothing takes its place" in response.content.decode()

    def test_names_no_draft(self, ask):
        archive_term(make_term("Old"), actor=None, replaced_by=make_draft("Quokka"))
        assert "uokka" not in ask("old").content.decode()


class TestNearestNames:
    def test_misspelling_is_offered_the_entry(self, ask):
        make_term("AI Model")
        response = ask("ai-modell")
        assert response.status_code == 404
        assert 'href="/glossary/ai-model/"' in response.content.decode()

    def test_misspelt_first_letter_is_found_in_a_small_glossary(self, ask):
        make_term("Rider")
        make_term("Zebra")
        assert 'href="/glossary/rider/"' in ask("ider").content.decode()

    @pytest.mark.parametrize("asked", ["LLN", "lm", "llmm", "larg language model", "LMM"])
    def test_misspelt_alias_is_found(self, ask, asked):
        make_term("Foundation", aliases=("LLM", "large language model"))
        assert 'href="/glossary/foundation/"' in ask(asked).content.decode()

    def test_misspelt_first_letter_is_found_in_a_large_glossary(self, ask):
        make_term("Rider")
        for chunk in create_terms(
            [make_record(f"{first}word {n}") for n in range(60) for first in "hijk"], actor=None
        ):
            assert not chunk.rejected
        assert 'href="/glossary/rider/"' in ask("ider").content.decode()

    @pytest.mark.parametrize(
        ("title", "asked"),
        [("Нейромережа", "нейромрежа"), ("مصنوعی ذہانت", "مصنوی ذہانت"), ("ニューラル", "ニュラル")],
    )
    def test_misspelling_is_found_in_every_script(self, ask, title, asked):
        make_term(title)
        assert 'class="term-name"' in ask(asked).content.decode()

    def test_hidden_alias_leads_to_the_title_without_being_shown(self, ask):
        record = make_record("Fluctuation", aliases=(AliasRecord("zzchurnzz", "hidden"),))
        publish_term(record=record, actor=None)
        text = ask("zzchurnz").content.decode()
        assert 'href="/glossary/fluctuation/"' in text
        assert "zzchurnzz" not in text

    def test_alias_of_a_draft_is_not_offered(self, ask):
        make_draft("Quokka", aliases=(AliasRecord("Setonix"),))
        assert "uokka" not in ask("setonx").content.decode()

    def test_entry_is_offered_once(self, ask):
        make_term("Model", aliases=("Models", "Modell", "Modelo"))
        assert ask("modle").content.decode().count('class="term-name"') == 1

    def test_nothing_like_it_offers_the_ways_on(self, ask):
        make_term("AI Model")
        text = ask("xyzzy").content.decode()
        assert 'href="/glossary/ai-model/"' not in text
        assert 'href="/glossary/"' in text

    def test_are_few(self, ask):
        for number in range(9):
            make_term(f"Model {number}")
        assert ask("model").content.decode().count('class="term-name"') == 5


class TestOtherLanguages:
    @pytest.fixture(autouse=True)
    def entries(self):
        make_term("AI Model")
        make_term("KI-Modell", language="de")
        make_term("Modelo", language="pt-BR")
        make_term("مصنوعی ذہانت", language="ur")

    def test_entry_stands_under_its_code(self, ask):
        assert ask("ki-modell", "de").status_code == 200

    def test_names_are_looked_up_within_the_language(self, ask):
        assert ask("KI-Modell", "de")["Location"] == "/de/glossary/ki-modell/"
        assert ask("ki-modell").status_code == 404
        assert ask("ai-model", "de").status_code == 404

    @pytest.mark.parametrize("code", ["PT-br", "pt-br", "Pt-BR"])
    def test_code_in_another_case_leads_to_the_stored_one(self, ask, code):
        assert ask("modelo", code)["Location"] == "/pt-BR/glossary/modelo/"

    @pytest.mark.parametrize("code", ["en", "EN"])
    def test_code_of_the_site_leads_to_the_address_without_it(self, ask, code):
        assert ask("ai-model", code)["Location"] == "/glossary/ai-model/"

    def test_query_goes_along(self, client):
        assert client.get("/en/glossary/?letter=A")["Location"] == "/glossary/?letter=A"

    @pytest.mark.parametrize("code", ["fr", "admin-x", "x"])
    def test_code_without_entries_is_not_found(self, ask, code):
        assert ask("ai-model", code).status_code == 404

    def test_entry_says_its_language_and_direction_and_the_page_its_own(self, ask):
        text = ask("مصنوعی-ذہانت", "ur").content.decode()
        assert '<html lang="en" dir="ltr">' in text
        assert '<article class="entry" lang="ur" dir="rtl">' in text

    def test_list_of_the_language_holds_its_entries_only(self, client):
        text = client.get("/de/glossary/").content.decode()
        assert "KI-Modell" in text
        assert "AI Model" not in text

    def test_tags_of_the_entry_lead_to_the_list_of_the_language(self, ask):
        assert 'href="/de/glossary/?tag=ai"' in ask("ki-modell", "de").content.decode()


def test_record_without_a_name_to_lead_to_makes_no_redirect_loop(client):
    """A title that is nothing but signs has the fallback as its slug and is still found by its title."""
    term = publish_term(record=make_record("???"), actor=None).term
    assert term.slug == "term"
    assert client.get("/glossary/%3F%3F%3F/")["Location"] == "/glossary/term/"


class TestWithoutTheLastSlash:
    """People paste addresses without it: they lead on in one step."""

    def test_leads_to_the_entry_at_once(self, client):
        term = make_term("Large Language Model", aliases=("LLM",))
        make_term("KI", language="de")
        for path in ("large-language-model", "LLM", "large-language-model."):
            response = client.get(f"/glossary/{path}")
            assert (response.status_code, response["Location"]) == (301, term.get_absolute_url())
        assert client.get("/de/glossary/ki")["Location"] == "/de/glossary/ki/"

    def test_leads_to_the_same_answer_where_there_is_no_entry(self, client):
        archive_term(make_term("Prompt"), actor=None)
        for path, status in (("prompt", 410), ("nothing", 404)):
            response = client.get(f"/glossary/{path}", follow=True)
            assert response.status_code == status
            assert len(response.redirect_chain) == 1


def test_names_of_an_archived_entry_lead_to_its_notice(client):
    make_term("Sprocket")
    archived = make_term("Widget", aliases=("Gadget",), replaced_by="sprocket")
    archive_term(archived, actor=None)
    make_draft("Gizmo", aliases=(AliasRecord("Doohickey"),))
    response = client.get("/glossary/gadget/")
    assert response.status_code == 410
    assert b"Sprocket" in response.content
    assert client.get("/glossary/doohickey/").status_code == 404
