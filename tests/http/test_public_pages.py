"""Law 8 of the design, on the real addresses: a public page is the same for everyone."""

import pytest
from django.urls import reverse

from glossary.bench.corpus import record, records
from glossary.models import Tag, Term
from glossary.workflow import create_terms
from tests.http.asking import Site

PAGES = (
    "home",
    "term-list",
    "term-list by letter",
    "term-detail",
    "term-markdown",
    "term-json",
    "tag-list",
    "tag-detail",
    "about",
    "privacy",
    "term-feed",
    "tag-feed",
    "llms",
    "opensearch",
    "robots",
    "sitemap",
    "sitemap-piece",
)


@pytest.fixture
def site(transactional_db):
    """The site as it is, with a few entries."""
    list(create_terms(records(3), actor=None))
    site = Site()
    yield site
    site.close()


def address(kind: str) -> str:
    """Return an address of the kind that `kind` names."""
    name, _, by_letter = kind.partition(" ")
    term = Term.objects.get(title=record(0).title)
    arguments: list[object] = {
        "tag": [Tag.objects.order_by("pk")[0].slug],
        "term": [term.slug],
        "sitemap": [0],
    }.get(name.split("-")[0], [])
    without = name.endswith("list") or name in {"term-feed", "sitemap"}
    path = reverse(f"glossary:{name}", args=[] if without else arguments)
    return f"{path}?letter={term.initial}" if by_letter else path


@pytest.mark.parametrize("kind", PAGES)
class TestPublicPages:
    """No cookie, no session, and an answer that may be kept."""

    def test_page_is_the_same_for_everyone(self, site, kind):
        answer = site.get(address(kind))
        assert answer.status == 200
        assert "set-cookie" not in answer.headers
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "csrfmiddlewaretoken" not in answer.text

    def test_page_is_kept_and_comes_back_as_it_was(self, site, kind):
        fresh, stored = site.get(address(kind)), site.get(address(kind))
        assert site.rendered == 1
        assert sorted(stored.fields) == sorted(fresh.fields)
        assert stored.body == fresh.body

    def test_page_is_kept_once_whatever_stands_beside_it_in_the_address(self, site, kind):
        asked = address(kind)
        other = f"{asked}{'&' if '?' in asked else '?'}utm_source=x&page="
        fresh = site.get(asked)
        assert site.get(other, host="TESTSERVER:8123").body == fresh.body
        assert (site.rendered, len(site.store)) == (1, 1)

    def test_page_holds_nothing_of_the_host_and_port_it_was_asked_at(self, site, kind):
        assert "8123" not in site.get(address(kind), host="testserver:8123").text
        assert "testserver" not in site.get(address(kind)).text

    def test_client_that_holds_the_page_gets_not_modified(self, site, kind):
        etag = site.get(address(kind)).headers["etag"]
        assert site.get(address(kind), if_none_match=etag).status == 304

    def test_editor_sees_the_page_of_the_readers(self, site, kind, session_cookie):
        readers, editors = site.get(address(kind)), site.get(address(kind), cookie=session_cookie)
        assert site.rendered == 2
        assert editors.body == readers.body
        assert sorted(editors.fields) == sorted(readers.fields)


class TestLists:
    """What a list is narrowed by has pages of its own."""

    def test_letter_page_and_tag_are_read(self, site):
        whole = site.get("/glossary/")
        for name in ("letter", "tag", "page"):
            assert site.get(f"/glossary/?{name}=nothing").status == 404
        assert site.get(f"/tags/{Tag.objects.order_by('pk')[0].slug}/?page=9").status == 404
        assert site.get(address("term-list by letter")).body != whole.body
