"""What robots and browsers ask for at fixed addresses."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

pytestmark = pytest.mark.django_db

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_robots_are_kept_from_editing_and_searching_and_led_to_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\n" in text
    assert "Disallow: /preview/\n" in text
    assert "Disallow: /search/\n" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in text


class TestOpenSearch:
    """OpenSearch 1.1, draft 6: what a description must have, and how long it may be."""

    @pytest.fixture
    def description(self, client, settings):
        settings.SITE_NAME = "The <long> & quite exhaustive glossary of the whole of the trade, in words"
        response = client.get("/opensearch.xml")
        assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
        return fromstring(response.content)  # noqa: S314 - our own answer

    def test_has_what_it_must_at_the_length_it_may_have(self, description):
        assert description.tag == f"{OPENSEARCH}OpenSearchDescription"
        for name, longest in (("ShortName", 16), ("LongName", 48), ("Description", 1024)):
            (element,) = description.findall(OPENSEARCH + name)
            assert 0 < len(element.text) <= longest, name

    def test_leads_to_the_search(self, description, client):
        (address,) = [
            url.get("template")
            for url in description.findall(f"{OPENSEARCH}Url")
            if url.get("type") == "text/html"
        ]
        assert address == "http://127.0.0.1:8000/search/?q={searchTerms}"
        path = address.removeprefix("http://127.0.0.1:8000").replace("{searchTerms}", "a+b")
        assert 'value="a b"' in client.get(path).content.decode()
