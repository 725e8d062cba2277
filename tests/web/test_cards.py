"""The cards of entries: what they say, where their other addresses lead, and how long a copy holds."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from glossary.models import Term
from glossary.records import AliasRecord, SectionRecord, record_of
from glossary.workflow import archive_term, deprecate_term, publish_term
from tests.factories import make_draft, make_term
from tests.http.asking import Site

pytestmark = pytest.mark.django_db

PICTURE = "/media/images/0123456789abcdef-webp-960x540.webp"


@pytest.fixture
def card(client):
    """Return a function that asks for the card of a name."""

    def ask(name: str = "ai-model", language: str = ""):
        return client.get(f"{f'/{language}' if language else ''}/glossary/{quote(name)}/card/")

    return ask


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestWhatItSays:
    def test_title_summary_tags_first_example_and_the_way_to_the_entry(self, card):
        make_term(summary="What it is.", tags=("ai", "data"), examples=("A *shop* uses it.", "A bank does."))
        response = card()
        assert text_of(response).startswith(
            "AI Model What it is. For example: A shop uses it. ai data Read the entry"
        )
        assert response.content.decode().count('href="/glossary/ai-model/"') == 2

    def test_is_a_piece_of_a_page_that_nobody_lists(self, card):
        make_term()
        response = card()
        assert response.status_code == 200
        assert response["Content-Type"] == "text/html; charset=utf-8"
        assert response["X-Robots-Tag"] == "noindex"
        assert response.content.decode().lstrip().startswith("<article")
        assert "<html" not in response.content.decode()

    def test_long_example_is_cut_after_a_word(self, card):
        make_term(examples=("word " * 100,))
        assert re.search(r"For example: (word ){25,31}word…", text_of(card()))

    def test_picture_stands_where_there_is_no_example(self, card):
        body = f"Text.\n\n![A curve]({PICTURE})\n\n![Another](/media/images/b.webp)"
        sections = (SectionRecord("Definition", "Text."), SectionRecord("More", body))
        make_term(sections=sections, examples=())
        html = card().content.decode()
        assert html.count("<img") == 1
        assert f'src="{PICTURE}" alt="A curve"' in html
        assert 'width="960" height="540"' in html
        assert "/media/images/0123456789abcdef-480.webp 480w" in html

    def test_picture_gives_way_to_an_example(self, card):
        make_term(sections=(SectionRecord("Definition", f"![A curve]({PICTURE})"),))
        assert "<img" not in card().content.decode()

    def test_picture_from_elsewhere_is_not_loaded(self, card):
        make_term(sections=(SectionRecord("Definition", "![Spy](https://spy.example/p.png)"),), examples=())
        assert "<img" not in card().content.decode()

    def test_without_a_summary_it_says_how_the_text_begins(self, card):
        make_term(summary="", sections=(SectionRecord("Definition", "The *first* words."),))
        assert "The first words." in text_of(card())

    def test_entry_out_of_use_says_so_and_names_its_replacement(self, card):
        deprecate_term(make_term("Old"), actor=None, replaced_by=make_term("New"))
        assert "This entry is out of use. Read instead: New" in text_of(card("old"))

    def test_marks_in_texts_are_shown_and_not_obeyed(self, card):
        make_term("A<b>", slug="ab", summary="<i>x</i> & y", examples=("<script>x</script>",))
        html = card("ab").content.decode()
        assert "A&lt;b&gt;" in html
        assert "&lt;i&gt;x&lt;/i&gt; &amp; y" in html
        assert "<script" not in html

    def test_entry_in_another_language_says_which(self, card):
        make_term("مصنوعی ذہانت", language="ur", slug="term")
        html = card("term", "ur").content.decode()
        assert '<article class="card-text" lang="ur" dir="rtl">' in html
        assert '<div class="card-foot" lang="en">' in html

    def test_holds_no_link_that_opens_another_card(self, card):
        make_term("Shop", examples=("A shop uses an AI model.",))
        make_term(summary="A shop has it.", examples=("A shop uses it.",))
        for name in ("ai-model", "shop"):
            assert "term-link" not in card(name).content.decode()


class TestWhereOtherAddressesLead:
    @pytest.fixture(autouse=True)
    def entries(self):
        make_term(aliases=("LLM",))

    @pytest.mark.parametrize("name", ["LLM", "AI Model", "AI-model.", "ai_model"])
    def test_other_name_leads_to_the_card_of_the_entry(self, card, name):
        response = card(name)
        assert (response.status_code, response["Location"]) == (301, "/glossary/ai-model/card/")

    def test_former_address_leads_to_the_card_of_the_entry(self, card):
        term = Term.objects.get()
        publish_term(term, record=replace(record_of(term), slug="model"), actor=None)
        assert card("ai-model")["Location"] == "/glossary/model/card/"

    def test_site_language_in_front_leads_to_the_one_address(self, card):
        assert card("ai-model", "en")["Location"] == "/glossary/ai-model/card/"

    def test_archived_entry_is_gone(self, card):
        archive_term(make_term("Old"), actor=None, replaced_by=Term.objects.get(title="AI Model"))
        response = card("old")
        assert response.status_code == 410
        assert "Read instead: AI Model" in text_of(response)
        assert "<html" not in response.content.decode()

    @pytest.mark.parametrize("name", ["nothing", "a/b", "???"])
    def test_unknown_name_is_not_found(self, card, name):
        response = card(name)
        assert response.status_code == 404
        assert "<html" not in response.content.decode()

    def test_draft_is_as_unknown_as_what_never_was(self, card):
        make_draft("Secret")
        assert card("secret").status_code == 404
        assert card("secret").content == card("nothing").content

    def test_name_that_ends_like_the_address_of_a_card_leads_to_its_entry(self, client):
        make_term("Debit/Card", slug="plastic")
        assert client.get("/glossary/debit/card/")["Location"] == "/glossary/plastic/"
        make_term("Karte", language="de", aliases=("Debit/Card",))
        assert client.get("/de/glossary/debit/card/")["Location"] == "/de/glossary/karte/"

    def test_entry_called_card_has_a_card(self, client):
        make_term("Card")
        assert client.get("/glossary/card/").status_code == 200
        assert "<article" in client.get("/glossary/card/card/").content.decode()[:100]

    def test_shared_name_leads_to_the_card_of_its_meanings(self, card):
        make_term("Node", qualifier="networking")
        make_term("Node", qualifier="botany")
        assert card("node")["Location"] == "/glossary/node/meanings/card/"


class TestStoredCard:
    @pytest.fixture
    def site(self, transactional_db):
        site = Site()
        yield site
        site.close()

    def test_is_rendered_once(self, site):
        make_term()
        assert site.get("/glossary/ai-model/card/").body == site.get("/glossary/ai-model/card/?x=1").body
        assert site.rendered == 1

    def test_stays_while_other_entries_change(self, site):
        make_term()
        site.get("/glossary/ai-model/card/")
        make_term("Other", tags=("other",))
        site.get("/glossary/ai-model/card/")
        assert site.rendered == 1

    def test_shows_a_change_on_the_next_request(self, site):
        term = make_term()
        site.get("/glossary/ai-model/card/")
        publish_term(
            term, record=replace(record_of(term), summary="Another.", examples=("New.",)), actor=None
        )
        text = site.get("/glossary/ai-model/card/").text
        assert "Another." in text
        assert "New." in text

    def test_shows_another_title_of_the_replacement(self, site):
        new = make_term("New")
        deprecate_term(make_term("Old"), actor=None, replaced_by=new)
        site.get("/glossary/old/card/")
        new.refresh_from_db()
        publish_term(new, record=replace(record_of(new), title="Newer"), actor=None)
        assert "Newer" in site.get("/glossary/old/card/").text

    def test_is_gone_with_its_entry(self, site):
        term = make_term(aliases=())
        site.get("/glossary/ai-model/card/")
        archive_term(term, actor=None)
        assert site.get("/glossary/ai-model/card/").status == 410


def test_misspelling_is_no_name_to_read(card):
    make_term("Open")
    term = Term.objects.get(title="Open")
    record = replace(record_of(term), aliases=(AliasRecord("Opne", "hidden"),))
    publish_term(term, record=record, actor=None)
    assert "Opne" not in card("open").content.decode()
