"""Whoever holds the current version of a public thing is told so: an ETag on all of them, and 304 to it."""

from __future__ import annotations

import gzip

import pytest

from glossary.http.conditional import CACHE_CONTROL
from glossary.models import Tag, Term
from glossary.records import AliasRecord
from glossary.web.urls import urlpatterns
from glossary.workflow import publish_term
from tests.factories import make_record, make_term
from tests.http.asking import Site

pytestmark = pytest.mark.django_db

# For every route an address that answers 200. A new route has to be added here or to those that follow.
ADDRESSES = {
    "home": "/",
    "term-list": "/glossary/",
    "term-detail": "/glossary/ai-model/",
    "term-markdown": "/glossary/ai-model.md",
    "term-json": "/glossary/ai-model.json",
    "term-card": "/glossary/ai-model/card/",
    "meanings": "/glossary/ai/meanings/",
    "meanings-card": "/glossary/ai/meanings/card/",
    "tag-list": "/tags/",
    "tag-detail": "/tags/ai/",
    "about": "/about/",
    "privacy": "/privacy/",
    "search": "/search/?q=model",
    "search-suggest": "/search/suggest/?q=ai",
    "term-feed": "/feeds/terms.atom",
    "tag-feed": "/feeds/tags/ai.atom",
    "site-picture": "/pictures/site.png",
    "term-picture": "/pictures/en/ai-model.png",
    "llms": "/llms.txt",
    "llms-full": "/llms-full.txt",
    "opensearch": "/opensearch.xml",
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "sitemap-piece": "/sitemap-0.xml",
    "translated-term-list": "/de/glossary/",
    "translated-term-detail": "/de/glossary/ki-modell/",
    "translated-term-markdown": "/de/glossary/ki-modell.md",
    "translated-term-json": "/de/glossary/ki-modell.json",
    "translated-term-card": "/de/glossary/ki-modell/card/",
    "translated-meanings": "/de/glossary/ki/meanings/",
    "translated-meanings-card": "/de/glossary/ki/meanings/card/",
    "translated-term-feed": "/de/feeds/terms.atom",
}
# Files that never change at their address, what is for one person, what is about this moment, what is
# sent, and what only leads elsewhere.
WITHOUT = {"brand", "icon", "favicon", "media", "term-preview", "healthz"}
WITHOUT |= {"search-ask"}
WITHOUT |= {"term-without-slash", "translated-term-without-slash"}
# Each title with a name that another shares.
SHARING = [
    ("AI Model", "AI", "en"),
    ("Adobe Illustrator", "AI", "en"),
    ("KI-Modell", "KI", "de"),
    ("Künstliche Intelligenz", "KI", "de"),
]
# What says nothing of entries.
UNCHANGED = {"about", "privacy", "site-picture", "opensearch", "robots"}


def test_every_route_is_walked():
    assert {pattern.name for pattern in urlpatterns} == set(ADDRESSES) | WITHOUT


@pytest.fixture
def site(transactional_db):
    """The site as a server runs it, with an entry in two languages, and in each a name that two share."""
    for title, name, language in SHARING:
        make_term(title, aliases=(name,), language=language)
    Tag.objects.filter(name="ai").update(is_topic=True)
    site = Site()
    yield site
    site.close()


@pytest.mark.parametrize("name", ADDRESSES)
class TestEveryAddress:
    def test_answers_not_modified_to_its_tag(self, site, name):
        first = site.get(ADDRESSES[name])
        assert first.status == 200
        assert first.body
        assert first.headers["cache-control"] == CACHE_CONTROL
        etag = first.headers["etag"]
        for held in (etag, f'"other", {etag}', "*", etag.removeprefix("W/")):
            answer = site.get(ADDRESSES[name], if_none_match=held)
            assert (answer.status, answer.body) == (304, b""), held
            assert answer.headers["etag"] == etag
        assert site.get(ADDRESSES[name], if_none_match='"other"').body == first.body

    def test_sends_the_same_headers_without_the_body(self, site, name):
        full, headers = site.get(ADDRESSES[name]), site.head(ADDRESSES[name])
        assert (headers.status, headers.body) == (200, b"")
        assert headers.headers["etag"] == full.headers["etag"]
        assert headers.headers["content-type"] == full.headers["content-type"]

    def test_is_compressed_for_whoever_can_read_that(self, site, name):
        plain, packed = site.get(ADDRESSES[name]), site.get(ADDRESSES[name], accept_encoding="gzip")
        if "content-encoding" in packed.headers:
            assert gzip.decompress(packed.body) == plain.body
            assert "Accept-Encoding" in packed.headers["vary"]
        else:
            assert packed.body == plain.body
            # Pictures are compressed as they are, and the shortest texts only grow.
            assert plain.headers["content-type"] == "image/png" or len(plain.body) < 300

    def test_has_another_tag_after_a_change(self, site, name):
        before = site.get(ADDRESSES[name]).headers["etag"]
        for title, shared, language in SHARING:
            term = Term.objects.get(title=title)
            aliases = (AliasRecord(shared),)
            record = make_record(title, language=language, aliases=aliases, summary="In other words.")
            publish_term(term, record=record, actor=None)
        make_term("AI Agent", tags=("ai", "agents"))
        make_term("KI-Agent", language="de", tags=("ai", "agents"))
        after = site.get(ADDRESSES[name], if_none_match=before)
        assert after.status == (304 if name in UNCHANGED else 200)
