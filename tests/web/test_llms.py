"""The glossary for language models: a list of what there is, and all of it."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from glossary.records import RelationRecord, record_of
from glossary.selectors import entries
from glossary.web import llms
from glossary.workflow import archive_term, publish_term, save_draft
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


class TestList:
    def test_names_every_entry_of_every_language(self, client):
        make_term()
        make_term("KI-Modell", language="de", summary="Ein Modell.")
        make_draft("Drafted")
        archive_term(make_term("Archived"), actor=None)
        text = client.get("/llms.txt").content.decode()
        assert text.startswith("# Glossary\n")
        assert f"- [AI Model]({SITE}/glossary/ai-model/): AI Model is a thing" in text
        assert f"- [KI-Modell]({SITE}/de/glossary/ki-modell/): Ein Modell." in text
        assert "Drafted" not in text
        assert "Archived" not in text

    def test_leads_to_the_whole(self, client):
        text = client.get("/llms.txt").content.decode()
        assert f"({SITE}/llms-full.txt)" in text
        assert text.index("llms-full") < text.index("## Entries")


class TestWhole:
    @pytest.fixture
    def whole(self, client):
        def whole() -> str:
            response = client.get("/llms-full.txt")
            assert response.status_code == 200
            assert response["Content-Type"] == "text/plain; charset=utf-8"
            return response.getvalue().decode()

        return whole

    def test_holds_each_entry_as_its_own_address_has_it(self, client, whole):
        make_term("Agent")
        make_term("AI Model", relations=(RelationRecord("related", "agent"),))
        make_term("KI-Modell", language="de")
        text = whole()
        assert text.startswith("# Glossary\n")
        for path in ("/glossary/agent.md", "/glossary/ai-model.md", "/de/glossary/ki-modell.md"):
            assert client.get(path).content.decode() in text, path

    @pytest.mark.parametrize("count", [0, 1, 3, 4, 5])
    def test_holds_all_whatever_the_size_of_its_pieces(self, whole, monkeypatch, count):
        monkeypatch.setattr(entries, "CHUNK", 2)
        monkeypatch.setattr(llms, "CHUNK", 2)
        for number in range(count):
            make_term(f"Word {number}")
        text = whole()
        assert [f"\n# Word {number}\n" in text for number in range(6)] == [True] * count + [False] * (
            6 - count
        )
        assert text.count("\n# ") == count

    def test_holds_what_is_published_only(self, whole):
        term = make_term("Live", summary="As it is.")
        make_draft("Drafted")
        archive_term(make_term("Archived"), actor=None)
        save_draft(replace(record_of(term), summary="As it will be."), term=term, actor=None)
        text = whole()
        assert "As it is." in text
        for secret in ("As it will be.", "Drafted", "Archived"):
            assert secret not in text

    def test_is_sent_piece_by_piece(self, client, monkeypatch):
        monkeypatch.setattr(entries, "CHUNK", 1)
        monkeypatch.setattr(llms, "CHUNK", 1)
        for number in range(4):
            make_term(f"Word {number}")
        response = client.get("/llms-full.txt")
        assert response.streaming
        assert len(list(response.streaming_content)) >= 4

    def test_is_compressed_on_the_way(self, client, whole):
        make_term()
        response = client.get("/llms-full.txt", headers={"Accept-Encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.getvalue()).decode() == whole()

    def test_is_not_made_for_whoever_holds_it(self, client, monkeypatch, django_assert_num_queries):
        make_term()
        etag = client.get("/llms-full.txt")["ETag"]
        monkeypatch.setattr(llms, "every_entry", lambda: pytest.fail("made again"))
        with django_assert_num_queries(2):  # the counter, and the name of the site
            assert client.get("/llms-full.txt", headers={"If-None-Match": etag}).status_code == 304

    def test_has_another_tag_after_a_change_and_under_another_name(self, client, settings):
        term = make_term()
        tags = {client.get("/llms-full.txt")["ETag"]}
        publish_term(term, record=replace(record_of(term), summary="Other words."), actor=None)
        tags.add(client.get("/llms-full.txt")["ETag"])
        settings.SITE_URL = "https://terms.example"
        tags.add(client.get("/llms-full.txt")["ETag"])
        assert len(tags) == 3
