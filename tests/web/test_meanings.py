"""The page of a name that several entries share, where prose is linked by it."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.models import Name, Term
from glossary.selectors.links import meanings_url, name_address
from glossary.text.matching import name_keys
from glossary.text.names import name_shape
from glossary.workflow import archive_term
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db


def named(term: Term, *texts: str) -> Term:
    """Let prose be linked to a term by these names."""
    Name.objects.filter(term=term).delete()
    for text in texts:
        for key in name_keys(text, term.language):
            Name.objects.create(term=term, language=term.language, key=key, text=text)
    return term


def keyed(name: str) -> str:
    shape = name_shape(name)
    assert shape
    return shape.key


@pytest.fixture
def ask(client):
    def ask(name: str, rest: str = "", language: str = ""):
        front = f"/{language}" if language else ""
        return client.get(f"{front}/glossary/{quote(name)}/meanings/{rest}")

    return ask


@pytest.fixture
def nodes():
    network = make_term("Node", qualifier="networking", summary="A computer on a network.")
    plant = make_term("Node", qualifier="botany", summary="Where a leaf <em>grows</em>.")
    return named(network, "Node", "Nodes"), named(plant, "Node")


NAMES = [
    "Node",
    "C++",
    "A/B test",
    ".NET",
    "8(a)",
    "R&D",
    "R & D",
    "100%",
    "مصنوعی ذہانت",
    "国际化",
    "Acme™",
    "-x-",
]


class TestAddress:
    @pytest.mark.parametrize("name", NAMES)
    def test_is_that_of_the_page_on_which_both_entries_stand(self, client, name):
        for title in ("First", "Second"):
            named(make_term(title), name)
        response = client.get(meanings_url("en", name))
        assert response.status_code == 200
        text = response.content.decode()
        assert 'href="/glossary/first/"' in text
        assert 'href="/glossary/second/"' in text

    @pytest.mark.parametrize("name", NAMES)
    def test_may_be_made_of_the_key_alone(self, client, name):
        for title in ("First", "Second"):
            named(make_term(title), name)
        text = client.get(meanings_url("en", keyed(name))).content.decode()
        assert text.count('class="term-name"') == 2

    def test_holds_what_addresses_cannot_percent_encoded(self):
        assert meanings_url("en", "R&D lab") == "/glossary/r&d-lab/meanings/"
        assert meanings_url("en", "What?") == "/glossary/what%3F/meanings/"
        assert unquote(meanings_url("ur", "مصنوعی ذہانت")) == "/ur/glossary/مصنوعی-ذہانت/meanings/"

    @given(st.text(min_size=1, max_size=40))
    def test_leads_to_itself(self, name):
        assert name_address(name_address(name)) == name_address(name)

    @pytest.mark.usefixtures("nodes")
    @pytest.mark.parametrize("other", ["Node", "NODE", "nodé", "node-"])
    def test_is_one_whatever_way_it_is_written(self, ask, other):
        assert ask(other)["Location"] == "/glossary/node/meanings/"
        assert ask(other, "card/")["Location"] == "/glossary/node/meanings/card/"


@pytest.mark.usefixtures("nodes")
class TestPage:
    def test_names_each_entry_with_what_tells_it_apart(self, ask):
        text = ask("node").content.decode()
        assert "“Node” can mean</h1>" in text
        assert "Node (networking)" in text
        assert "A computer on a network." in text
        assert "Node (botany)" in text
        assert "Where a leaf &lt;em&gt;grows&lt;/em&gt;." in text

    def test_is_not_for_search_engines(self, ask):
        assert '<meta name="robots" content="noindex">' in ask("node").content.decode()

    def test_leaves_out_a_draft_and_what_was_archived(self, ask):
        named(make_draft("Quokka"), "Node")
        gone = named(make_term("Bygone"), "Node")
        archive_term(gone, actor=None)
        text = ask("node").content.decode()
        assert "Quokka" not in text
        assert "Bygone" not in text

    def test_leaves_out_what_is_called_so_in_another_language(self, ask):
        named(make_term("Knoten", language="de"), "Node")
        assert "Knoten" not in ask("node").content.decode()

    def test_stands_under_the_code_of_another_language(self, ask):
        for title in ("Schloss", "Burg"):
            named(make_term(title, language="de"), "Schloß")
        assert 'lang="de"' in ask("schloss", language="de").content.decode()
        assert ask("schloss", language="DE")["Location"] == "/de/glossary/schloss/meanings/"
        assert ask("node", language="en")["Location"] == "/glossary/node/meanings/"

    def test_tells_names_apart_by_their_signs(self, ask):
        for title in ("C", "C++", "C++ (film)"):
            named(make_term(title), title.removesuffix(" (film)"))
        text = ask("c++").content.decode()
        assert "“C++” can mean" in text
        assert text.count('class="term-name"') == 2

    def test_tells_long_names_apart_to_their_end(self, ask):
        begins = "one two three four five six"
        for title, end in (("First", "seven"), ("Second", "seven"), ("Third", "eight")):
            named(make_term(title), f"{begins} {end}")
        address = f"{begins} seven".replace(" ", "-")
        text = ask(address).content.decode()
        assert "Second" in text
        assert "Third" not in text


class TestCard:
    def test_holds_the_same_and_leads_to_the_page(self, ask, nodes):
        response = ask("node", "card/")
        text = response.content.decode()
        assert "<html" not in text
        assert text.index('href="/glossary/node/meanings/"') < text.index('href="/glossary/node-botany/"')
        assert "A computer on a network." in text
        assert response["X-Robots-Tag"] == "noindex"


class TestNameOfOne:
    def test_leads_straight_to_the_entry(self, ask):
        named(make_term("Router"), "Router")
        assert ask("router")["Location"] == "/glossary/router/"
        assert ask("router", "card/")["Location"] == "/glossary/router/card/"

    def test_leads_there_by_a_name_that_links_nowhere_too(self, ask):
        named(make_term("Router", aliases=("gateway",)))
        assert ask("gateway")["Location"] == "/glossary/router/"

    def test_is_asked_for_again_since_it_may_be_shared_one_day(self, ask):
        named(make_term("Router"), "Router")
        assert "must-revalidate" in ask("router")["Cache-Control"]

    def test_that_never_links_is_still_a_choice_between_two(self, ask):
        for title in ("First", "Second"):
            named(make_term(title, aliases=("it",)))
        assert ask("it").content.decode().count('class="term-name"') == 2
        assert "<html" not in ask("it", "card/").content.decode()

    def test_of_none_is_not_found_and_offers_the_nearest(self, ask):
        make_term("Router")
        response = ask("routre")
        assert response.status_code == 404
        assert 'href="/glossary/router/"' in response.content.decode()

    def test_of_an_archived_entry_is_gone(self, ask):
        archive_term(make_term("Router"), actor=None)
        assert ask("router").status_code == 410

    @pytest.mark.parametrize("name", ["%00", "%0A", "a" * 700, "!", "---"])
    def test_that_is_none_is_not_found(self, client, name):
        assert client.get(f"/glossary/{name}/meanings/").status_code in {301, 400, 404}
