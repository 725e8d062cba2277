"""How editors name other entries."""

from __future__ import annotations

import pytest

from glossary.admin.names import NoSuchTerm, complete_terms, find_term, names_of
from glossary.models import Term
from glossary.records import RelationRecord, record_of
from tests.admin.forms import open_form, post_form
from tests.factories import make_term

pytestmark = pytest.mark.django_db


class TestFinding:
    @pytest.mark.parametrize("text", ["LLM", "llm", "Modèle"])
    def test_by_another_name(self, text):
        term = make_term("Large Language Model", aliases=("LLM", "modele"))
        assert find_term(text, "en") == term

    def test_title_wins_over_another_name_and_that_over_an_address(self):
        titled = make_term("Node")
        named = make_term("Vertex", aliases=("node", "graph-point"))
        make_term("Point", slug="graph-point")
        assert find_term("node", "en") == titled
        assert find_term("graph-point", "en") == named

    def test_name_that_several_share_says_which(self):
        make_term("Retrieval", aliases=("RAG",))
        make_term("Red Amber Green", aliases=("RAG",))
        with pytest.raises(NoSuchTerm, match="Red Amber Green, Retrieval"):
            find_term("RAG", "en")

    def test_title_without_a_qualifier_is_not_mistaken_for_the_one_with(self):
        plain, _other = make_term("Node"), make_term("Node", qualifier="networking")
        assert find_term("Node", "en") == plain

    def test_exact_address_settles_a_title_that_several_share(self):
        make_term("Node", qualifier="networking")
        graph = make_term("Node", qualifier="graph", slug="node")
        assert find_term("node", "en") == graph


class TestEntriesThatReadAlike:
    @pytest.fixture(autouse=True)
    def alike(self):
        make_term("Node (net)", slug="node-one")
        make_term("Node", qualifier="net", slug="node-two")

    def test_are_called_by_their_address(self):
        assert names_of(["node-one", "node-two"], "en") == {"node-one": "node-one", "node-two": "node-two"}
        assert {each["value"] for each in complete_terms("node")} == {"node-one", "node-two"}

    def test_can_be_related_to_and_saved_again(self, as_editor):
        term = make_term(relations=(RelationRecord("related", "node-two"),), replaced_by="node-one")
        before = record_of(term)
        response = post_form(as_editor, open_form(as_editor, term), term, button="_publish")
        assert response.status_code == 302
        assert record_of(Term.objects.get(pk=term.pk)) == before

    def test_message_tells_them_apart(self):
        with pytest.raises(NoSuchTerm, match="node-two, node-one"):
            find_term("Node (net)", "en")
