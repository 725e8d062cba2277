"""What there is to find, for search engines (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import fromstring

import pytest
from django.utils.dateparse import parse_datetime

from glossary.models import Term
from glossary.selectors import indexing
from glossary.workflow import archive_term, deprecate_term
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def read(client):
    def read(path: str = "/sitemap.xml", root: str = "urlset") -> dict[str, str]:
        """Return the last change of each address, empty where none is given."""
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/xml"
        document = fromstring(response.content)  # noqa: S314 - our own answer
        assert document.tag == NAMESPACE + root
        found: dict[str, str] = {}
        for each in document:
            assert each.tag == NAMESPACE + {"urlset": "url", "sitemapindex": "sitemap"}[root]
            address, *changed = each
            assert address.tag == f"{NAMESPACE}loc"
            assert [element.tag for element in changed] in ([], [f"{NAMESPACE}lastmod"])
            assert address.text
            assert address.text not in found
            found[address.text.removeprefix(SITE)] = (changed[0].text or "") if changed else ""
        return found

    return read


class TestOneSitemap:
    def test_lists_entries_lists_tags_and_pages(self, read):
        make_term("AI Model", tags=("ai",))
        make_term("国际化", tags=("i18n",))
        make_term("KI-Modell", language="de", tags=("ki",))
        assert list(read()) == [
            "/",
            "/glossary/",
            "/tags/",
            "/about/",
            "/privacy/",
            "/de/glossary/",
            "/tags/ai/",
            "/tags/i18n/",
            "/glossary/ai-model/",
            "/glossary/%E5%9B%BD%E9%99%85%E5%8C%96/",
            "/de/glossary/ki-modell/",
        ]

    def test_says_when_an_entry_changed_last(self, read):
        term = make_term()
        found = read()
        changed = parse_datetime(found["/glossary/ai-model/"])
        assert changed == Term.objects.get(pk=term.pk).updated_at.replace(microsecond=0)
        assert found["/glossary/"] == found["/tags/ai/"] == found["/glossary/ai-model/"]

    def test_lists_nothing_that_is_not_to_be_indexed(self, read):
        make_draft("Drafted", tags=("drafts",))
        archive_term(make_term("Archived", tags=("archives",)), actor=None)
        deprecate_term(make_term("Deprecated", tags=("old",)), actor=None)
        assert list(read()) == ["/", "/glossary/", "/tags/", "/about/", "/privacy/"]

    def test_addresses_answer(self, read, client):
        for title in ("C++", "C#", "国际化", "TCP/IP", "Yahoo!"):
            make_term(title, tags=("a & b",))
        for path in read():
            assert client.get(path).status_code == 200, path


class TestManySitemaps:
    @pytest.fixture(autouse=True)
    def entries(self, monkeypatch):
        monkeypatch.setattr(indexing, "PIECE", 7)
        for number in range(8):
            make_term(f"Word {number}", tags=("ai",))

    def test_index_lists_those_that_have_entries(self, read, client):
        index = read(root="sitemapindex")
        first, *others = index
        assert first == "/sitemap-0.xml"
        assert all(index[path] for path in others)
        for path in index:
            assert read(path)
        assert client.get("/sitemap-99.xml").status_code == 404
        assert client.get("/sitemap-99999999999999999999999.xml").status_code == 404

    def test_together_hold_what_one_would(self, read, monkeypatch):
        index = read(root="sitemapindex")
        parts = [read(path) for path in index]
        assert all(len(part) <= 7 for part in parts)
        monkeypatch.setattr(indexing, "PIECE", 50_000)
        whole = read()
        assert sum(len(part) for part in parts) == len(whole)
        assert {path: changed for part in parts for path, changed in part.items()} == whole

    def test_entry_stays_in_its_sitemap_when_others_go(self, read, client):
        def where() -> dict[str, str]:
            answers = {path: client.get(path).content.decode() for path in index}
            return {word: path for path, text in answers.items() for word in re.findall(r"word-\d", text)}

        index = list(read(root="sitemapindex"))
        before = where()
        assert len(before) == 8
        archive_term(Term.objects.get(title="Word 0"), actor=None)
        assert where() == {word: path for word, path in before.items() if word != "word-0"}


class TestQueries:
    @pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-0.xml", "/sitemap-1.xml"])
    def test_one_for_a_sitemap(self, client, path, django_assert_num_queries):
        term = make_term()
        number = (term.pk - 1) // indexing.PIECE + 1
        with django_assert_num_queries(2):  # and one for the name of the site
            client.get(path.replace("-1", f"-{number}"))
