"""Feeds of new and changed entries, read as RFC 4287 has them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from glossary.models import Tag, Term
from glossary.records import SectionRecord, record_of
from glossary.web import feeds
from glossary.workflow import archive_term, deprecate_term, publish_term, save_draft, save_tag
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "http://127.0.0.1:8000"
FEED = "/feeds/terms.atom"


@pytest.fixture
def read(client):
    def read(path: str = FEED) -> Element:
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        return fromstring(response.content)  # noqa: S314 - our own answer

    return read


def texts(element: Element, name: str) -> list[str]:
    return [each.text or "" for each in element.findall(ATOM + name)]


def titles(feed: Element) -> list[str]:
    return [texts(entry, "title")[0] for entry in feed.findall(f"{ATOM}entry")]


def change(title: str, **fields: Any) -> Term:
    term = Term.objects.get(title=title)
    return publish_term(term, record=replace(record_of(term), **fields), actor=None).term


class TestForm:
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and an entry must and may have."""

    def test_feed_has_what_it_must(self, read):
        make_term()
        feed = read()
        assert feed.tag == f"{ATOM}feed"
        assert feed.get(LANGUAGE) == "en"
        for name in ("id", "title", "updated"):
            assert len(texts(feed, name)) == 1, name
        assert texts(feed, "id") == [SITE + FEED]
        assert [author[0].text for author in feed.findall(f"{ATOM}author")] == ["Glossary"]
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links == {"self": SITE + FEED, "alternate": f"{SITE}/glossary/"}

    def test_entry_has_what_it_must(self, read):
        term = make_term(summary="What it <is> & does.")
        (entry,) = read().findall(f"{ATOM}entry")
        assert texts(entry, "title") == ["AI Model"]
        assert texts(entry, "id") == [f"urn:uuid:{term.concept}"]
        assert texts(entry, "summary") == ["What it <is> & does."]
        assert entry.find(f"{ATOM}summary").get("type") == "text"
        assert entry.get(LANGUAGE) == "en"
        (link,) = entry.findall(f"{ATOM}link")
        assert (link.get("rel"), link.get("href")) == ("alternate", f"{SITE}/glossary/ai-model/")
        assert [each.get("term") for each in entry.findall(f"{ATOM}category")] == ["ai", "generative-ai"]
        published, updated = (parse_datetime(texts(entry, name)[0]) for name in ("published", "updated"))
        assert published
        assert updated
        assert published <= updated <= timezone.now()
        assert texts(read(), "updated") == texts(entry, "updated")

    def test_content_is_the_entry_as_html_that_works_elsewhere(self, read):
        make_term(
            sections=(
                SectionRecord("Definition & more", "See [it](/glossary/x/), *now* or [there](#here)."),
                SectionRecord("Pictures", 'Write `href="/x"`, see [mail](mailto:a@b.example).'),
            )
        )
        content = read().find(f"{ATOM}entry/{ATOM}content")
        assert content.get("type") == "html"
        html = content.text
        assert html.startswith('<div lang="en" dir="ltr"><h2>Definition &amp; more</h2>')
        assert f'href="{SITE}/glossary/x/"' in html
        assert "<em>now</em>" in html
        assert "<li><p>A shop uses it.</p>" in html

    def test_text_that_xml_forbids_is_left_out(self, read):
        make_term(sections=(SectionRecord("Definition", "One&#12;two."),))
        assert "Onetwo." in read().find(f"{ATOM}entry/{ATOM}content").text

    def test_feed_without_entries_is_one_and_stays_the_same(self, client, read):
        first = client.get(FEED)
        assert titles(read()) == []
        assert texts(read(), "updated") == ["1970-01-01T00:00:00+00:00"]
        assert client.get(FEED).content == first.content


class TestEntries:
    def test_stand_in_the_order_of_their_last_change(self, read):
        for title in ("One", "Two", "Three"):
            make_term(title)
        assert titles(read()) == ["Three", "Two", "One"]
        change("One", summary="Another sentence.")
        assert titles(read()) == ["One", "Three", "Two"]

    def test_keep_their_ids_when_they_get_another_address(self, read):
        term = make_term()
        change("AI Model", slug="model-of-ai")
        (entry,) = read().findall(f"{ATOM}entry")
        assert texts(entry, "id") == [f"urn:uuid:{term.concept}"]
        assert entry.find(f"{ATOM}link").get("href") == f"{SITE}/glossary/model-of-ai/"

    def test_say_when_they_were_first_published(self, read):
        make_term()
        long_ago = datetime.datetime(2020, 5, 1, 12, tzinfo=datetime.UTC)
        Term.objects.update(first_published_at=long_ago)
        assert texts(read().find(f"{ATOM}entry"), "published") == ["2020-05-01T12:00:00+00:00"]

    def test_are_public_ones_as_published(self, read):
        term = make_term("Live", summary="As it is.")
        make_draft("Drafted")
        archive_term(make_term("Archived"), actor=None)
        deprecate_term(make_term("Deprecated"), actor=None)
        save_draft(replace(record_of(term), summary="As it will be."), term=term, actor=None)
        feed = read()
        assert titles(feed) == ["Deprecated", "Live"]
        assert texts(feed.findall(f"{ATOM}entry")[1], "summary") == ["As it is."]

    def test_are_fifty_at_most(self, read, monkeypatch):
        assert feeds.LENGTH == 50
        monkeypatch.setattr(feeds, "LENGTH", 2)
        for title in ("One", "Two", "Three"):
            make_term(title)
        assert titles(read()) == ["Three", "Two"]

    def test_in_another_language_have_a_feed_of_their_own(self, read, client):
        make_term("AI Model")
        translated = make_term("مصنوعی ذہانت", language="ur")
        assert titles(read()) == ["AI Model"]
        feed = read("/ur/feeds/terms.atom")
        assert feed.get(LANGUAGE) == "ur"
        assert titles(feed) == ["مصنوعی ذہانت"]
        entry = feed.find(f"{ATOM}entry")
        assert entry.find(f"{ATOM}content").text.startswith('<div lang="ur" dir="rtl">')
        # A concept has one entry in each language, and no two entries may share an id.
        assert str(translated.concept) not in texts(entry, "id")[0]
        assert client.get("/en/feeds/terms.atom")["Location"] == FEED
        assert client.get("/fr/feeds/terms.atom").status_code == 404


class TestTag:
    def test_feed_holds_its_entries(self, read):
        make_term("One", tags=("Cloud",))
        make_term("Two", tags=("Cloud", "AI"))
        make_term("Three", tags=("AI",))
        feed = read("/feeds/tags/cloud.atom")
        assert titles(feed) == ["Two", "One"]
        assert "Cloud" in texts(feed, "title")[0]
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links == {"self": f"{SITE}/feeds/tags/cloud.atom", "alternate": f"{SITE}/tags/cloud/"}

    def test_is_called_as_pages_call_it(self, read):
        make_term("One", tags=("ai",))
        Tag.objects.filter(name="ai").update(title="Artificial intelligence")
        title = texts(read("/feeds/tags/ai.atom"), "title")[0]
        assert title == "New and changed terms on Artificial intelligence – Glossary"

    def test_that_was_renamed_leads_to_its_feed(self, client):
        make_term("One", tags=("Cloud",))
        tag = Tag.objects.get(name="Cloud")
        tag.name, tag.slug = "Cloud computing", "cloud-computing"
        save_tag(tag)
        for asked in ("cloud", "Cloud-Computing", "Cloud%20computing"):
            response = client.get(f"/feeds/tags/{asked}.atom")
            assert (response.status_code, response["Location"]) == (301, "/feeds/tags/cloud-computing.atom")

    def test_that_no_public_entry_carries_is_unknown(self, client):
        make_draft("One", tags=("secret",))
        for asked in ("secret", "nothing", "%ED%A0%80", "x" * 5000):
            assert client.get(f"/feeds/tags/{asked}.atom").status_code == 404

    def test_that_only_another_language_carries_has_an_empty_feed(self, read):
        make_term("Wolke", language="de", tags=("Cloud",))
        assert titles(read("/feeds/tags/cloud.atom")) == []
