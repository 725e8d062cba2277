"""What holds for every public page: the same for everyone, no inline code, clear answers to bad input."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.test import RequestFactory

from glossary.http.page_store import opt_in_of
from glossary.http.site import MEMORY
from glossary.web import errors
from glossary.workflow import archive_term
from tests.factories import make_editor, make_term

pytestmark = pytest.mark.django_db

PAGES = {
    "/": 200,
    "/glossary/": 200,
    "/glossary/?letter=A&tag=ai": 200,
    "/glossary/ai-model/": 200,
    "/glossary/twin/": 200,
    "/tags/": 200,
    "/tags/ai/": 200,
    "/about/": 200,
    "/privacy/": 200,
    "/glossary/ai-modell/": 404,
    "/nowhere/": 404,
    "/glossary/gone/": 410,
}
FOR_PROGRAMS = [
    "/glossary/ai-model.md",
    "/glossary/ai-model.json",
    "/feeds/terms.atom",
    "/feeds/tags/ai.atom",
    "/llms.txt",
    "/robots.txt",
    "/opensearch.xml",
    "/sitemap.xml",
    "/sitemap-0.xml",
]
# Answered with a tag, but not kept: there are too many of them, or they are too large.
NOT_STORED = ["/search/?q=ai", "/llms-full.txt", "/pictures/site.png", "/pictures/en/ai-model.png"]


@pytest.fixture(autouse=True)
def entries():
    make_term()
    make_term("Twin", qualifier="a", slug="twin-a")
    make_term("Twin", qualifier="b", slug="twin-b")
    archive_term(make_term("Gone"), actor=None)


class TestEveryPage:
    """Each law is held up to every page; the assertion names the page that breaks it."""

    @pytest.fixture
    def pages(self, client) -> dict[str, str]:
        found = {path: client.get(path) for path in PAGES}
        assert {path: response.status_code for path, response in found.items()} == PAGES
        return {path: response.content.decode() for path, response in found.items()}

    def test_sets_no_cookie_and_reads_none(self, client):
        for path in [*PAGES, *FOR_PROGRAMS, *NOT_STORED, "/healthz", "/glossary/AI-Model/"]:
            response = client.get(path)
            assert not response.cookies, path
            assert "Cookie" not in response.get("Vary", ""), path

    def test_is_the_same_for_somebody_who_is_logged_in(self, client, pages):
        client.force_login(make_editor())
        for path, anonymous in pages.items():
            assert client.get(path).content.decode() == anonymous, path

    def test_holds_no_inline_style_script_or_handler(self, pages):
        for path, text in pages.items():
            assert not re.search(r"<style|\sstyle=|\son\w+=|csrfmiddlewaretoken", text), path
            for attributes, content in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
                is_file = content == "" and ' src="/static/' in attributes
                assert is_file or attributes == ' type="application/ld+json"', (path, attributes)

    def test_asks_no_other_host_for_anything(self, pages):
        for path, text in pages.items():
            loaded = re.findall(
                r'<(?:link rel="(?:stylesheet|icon)"|img|script) [^>]*(?:href|src)="([^"]*)"', text
            )
            assert all(address.startswith("/static/") for address in loaded), path

    def test_has_the_landmarks_and_one_heading_of_the_first_level(self, pages):
        for path, text in pages.items():
            counts = {text.count(part) for part in ("<h1", "<main", 'class="site-head"', 'class="site-foot"')}
            assert counts == {1}, path
            assert 'class="skip" href="#main"' in text, path

    def test_has_a_language_and_a_title_that_ends_with_the_name_of_the_site(self, pages):
        for path, text in pages.items():
            assert '<html lang="en" dir="ltr">' in text, path
            assert re.search(r"<title>[^<]+ – Glossary</title>|<title>Glossary: [^<]+</title>", text), path

    def test_skips_no_level_of_headings(self, pages):
        for path, text in pages.items():
            levels = [int(level) for level in re.findall(r"<h(\d)", text)]
            assert all(after <= before + 1 for before, after in pairwise(levels)), path

    def test_uses_an_id_once(self, pages):
        for path, text in pages.items():
            ids = re.findall(r'\sid="([^"]+)"', text)
            assert len(set(ids)) == len(ids), path

    def test_links_lead_somewhere(self, client, pages):
        links = {link for text in pages.values() for link in re.findall(r'<a [^>]*href="(/[^"]*)"', text)}
        for link in links:
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link

    @pytest.mark.parametrize(
        "path", [*(path for path, status in PAGES.items() if status == 200), *FOR_PROGRAMS]
    )
    def test_may_be_stored_and_answers_304(self, client, path):
        response = client.get(path)
        opt_in = opt_in_of(response)
        assert opt_in
        assert "site" in opt_in.depends_on
        assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304

    def test_is_neither_stored_nor_indexed_when_there_is_nothing(self, client):
        for path in (path for path, status in PAGES.items() if status != 200):
            response = client.get(path)
            assert opt_in_of(response) is None, path
            assert '<meta name="robots" content="noindex">' in response.content.decode(), path

    def test_can_only_be_read(self, client):
        for path in [*PAGES, *FOR_PROGRAMS, *NOT_STORED, "/healthz"]:
            assert client.post(path).status_code == (404 if path == "/nowhere/" else 405), path

    def test_head_is_get_without_the_body(self, client):
        for path, status in PAGES.items():
            response = client.head(path)
            assert (response.status_code, response.content) == (status, b""), path


class TestBadInput:
    NOT_FOUND = [
        "/glossary/" + "x" * 200_000 + "/",
        "/glossary/" + "%E2%82%AC" * 2000 + "/",
        "/glossary/%FF%FE/",
        "/glossary/%ED%A0%80/",
        "/glossary/%F0%9F%92%A9/",
        "/glossary/%E2%80%AE/",
        "/glossary/..%2F..%2Fetc%2Fpasswd/",
        "/glossary/%0A/",
        "/glossary/%0D%0ASet-Cookie:%20a=b/",
        "/glossary/ai-model%0A/",
        "/glossary/%2525/",
        "/glossary/" + "%CC%81" * 300 + "/",
        "/tags/" + "x" * 200_000 + "/",
        "/tags/%ED%A0%80/",
        "/" + "x" * 30 + "/glossary/",
        "/a-" + "b" * 8 + "-" * 3 + "/glossary/",
        "/glossary/?letter=" + "A" * 5000,
        "/glossary/?letter=%F0%9F%92%A9",
        "/glossary/?letter=%ED%A0%80",
        "/glossary/?tag=" + "x" * 5000,
        "/glossary/?tag=nothing",
        "/glossary/?page=abc",
        "/glossary/?page=999999999999999999999",
        "/glossary/?page=-1",
    ]

    WITH_NUL = [
        "/glossary/%00/",
        "/glossary/ai%00model/",
        "/glossary/%00.json",
        "/glossary/%00.md",
        "/tags/%00/",
        "/xx%00/glossary/a/",
        "/glossary/?letter=%00",
        "/glossary/?tag=%00",
        "/tags/ai/?page=%00",
    ]

    def test_is_not_found(self, client):
        for path in self.NOT_FOUND:
            assert client.get(path).status_code == 404, path[:100]

    def test_with_a_nul_is_refused(self, client):
        for path in self.WITH_NUL:
            response = client.get(path)
            assert response.status_code == 400, path

    def test_that_asks_for_nothing_is_the_whole_list(self, client):
        for query in ("?page=", "?letter=&tag=&page=", "?x=%FF&page=1"):
            assert client.get(f"/glossary/{query}").status_code == 200, query

    def test_several_values_are_taken_as_the_last(self, client):
        assert client.get("/glossary/?letter=Q&letter=A").status_code == 200

    def test_is_not_shown_back(self, client):
        text = client.get("/glossary/%3Cscript%3Ealert(1)%3C/script%3E/").content.decode()
        assert "alert(1)" not in text


class TestErrors:
    request = RequestFactory().get("/")

    @pytest.mark.parametrize(
        ("handler", "status"), [(errors.bad_request, 400), (errors.permission_denied, 403)]
    )
    def test_are_pages_of_the_site(self, handler, status):
        response = handler(self.request, Exception("secret"))
        text = response.content.decode()
        assert response.status_code == status
        assert 'class="site-head"' in text
        assert "secret" not in text

    def test_of_the_server_need_neither_database_nor_manifest(self, settings, django_assert_num_queries):
        settings.STORAGES = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        }
        with django_assert_num_queries(0):
            response = errors.server_error(self.request)
        text = response.content.decode()
        assert response.status_code == 500
        assert 'href="/static/glossary/site.css"' in text
        assert text.count("<h1") == 1

    def test_unknown_address_makes_no_query(self, client, django_assert_num_queries):
        site: dict[str, dict[str, object]] = {MEMORY: {}}  # what the page store remembers of the site
        client.get("/", **site)
        with django_assert_num_queries(0):
            client.get("/nowhere/", **site)
