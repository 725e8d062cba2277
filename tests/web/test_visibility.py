"""Law 1: what is not published shows at no public address, in no body, no header and no redirect."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from glossary.models import Relation, RelationKind, Tag, Term
from glossary.records import AliasRecord, RelationRecord, SectionRecord, SourceRecord, record_of
from glossary.selectors.links import name_address
from glossary.web.urls import urlpatterns
from glossary.workflow import archive_term, deprecate_term, publish_term, save_draft, save_tag
from tests.factories import make_draft, make_editor, make_record, make_term

pytestmark = pytest.mark.django_db

MARK = "Quokkazine"
SLUG = "quokkazine"
PRIVATE_TAG = "quokkazine-tag"


@pytest.fixture
def hidden() -> Term:
    """A draft that public entries are tied to in every way there is, and an archived one nobody ever saw."""
    draft = make_draft(
        MARK,
        summary=f"{MARK} summary.",
        tags=(PRIVATE_TAG, "ai"),
        aliases=(AliasRecord(f"{MARK} alias", "abbreviation"),),
        sections=(SectionRecord("Definition", f"{MARK} prose."),),
        examples=(f"{MARK} example.",),
        sources=(SourceRecord(f"{MARK} source", f"https://{SLUG}.example/"),),
        featured=True,
    )
    relations = tuple(
        RelationRecord(kind, draft.slug, f"{MARK} note.") for kind in ("related", "contrast", "broader")
    )
    live = make_term("Live", relations=relations, replaced_by=draft.slug, featured=True)
    Relation.objects.create(from_term=draft, to_term=make_term("Wide"), kind=RelationKind.BROADER)
    save_draft(
        replace(record_of(live), summary=f"{MARK} pending.", slug=f"{SLUG}-next"), term=live, actor=None
    )
    deprecate_term(make_term("Outdated"), actor=None, replaced_by=draft)
    archive_term(make_term("Removed"), actor=None, replaced_by=draft)
    archive_term(make_draft(f"{MARK} never"), actor=None)
    make_draft(f"{MARK} auf Deutsch", language="de", slug=f"{SLUG}-de")
    Tag.objects.filter(name=PRIVATE_TAG).update(description=f"{MARK} description")
    return draft


# For every route the arguments to ask with. A new route has to be added here, and is then walked as well.
SLUGS = [
    "live",
    "wide",
    "outdated",
    "removed",
    SLUG,
    f"{SLUG}-next",
    f"{SLUG}-never",
    f"{SLUG}-alias",
    "quokkazin",
]
SLUGS += [MARK, f"{MARK}.", f"{MARK} alias"]
ARGUMENTS: dict[str, list[list[object]]] = {
    "home": [[]],
    "term-list": [[]],
    "term-detail": [[slug] for slug in SLUGS],
    "term-without-slash": [[slug] for slug in SLUGS],
    "term-markdown": [[slug] for slug in SLUGS],
    "term-json": [[slug] for slug in SLUGS],
    "term-card": [[slug] for slug in SLUGS],
    "meanings": [[name_address(slug)] for slug in SLUGS],
    "meanings-card": [[name_address(slug)] for slug in SLUGS],
    "tag-list": [[]],
    "tag-detail": [["ai"], [PRIVATE_TAG]],
    "about": [[]],
    "privacy": [[]],
    "brand": [["0"]],
    "icon": [["0"]],
    "favicon": [[]],
    "media": [[f"{SLUG}.png"]],
    "healthz": [[]],
    "term-preview": [[1], [2]],
    "search": [[]],
    "search-suggest": [[]],
    "search-ask": [[]],
    "term-feed": [[]],
    "tag-feed": [["ai"], [PRIVATE_TAG]],
    "site-picture": [[]],
    "term-picture": [["en", slug] for slug in SLUGS],
    "llms": [[]],
    "llms-full": [[]],
    "opensearch": [[]],
    "robots": [[]],
    "sitemap": [[]],
    "sitemap-piece": [[0], [1]],
    "translated-term-list": [["de"], ["en"]],
    "translated-term-feed": [["de"], ["en"]],
    "translated-term-detail": [["de", f"{SLUG}-de"], ["en", SLUG], ["de", "live"]],
    "translated-term-without-slash": [["de", f"{SLUG}-de"], ["en", SLUG], ["de", "live"]],
    "translated-meanings": [["de", f"{SLUG}-de"], ["en", SLUG], ["de", "live"]],
    "translated-meanings-card": [["de", f"{SLUG}-de"], ["en", SLUG]],
    "translated-term-markdown": [["de", f"{SLUG}-de"]],
    "translated-term-json": [["de", f"{SLUG}-de"]],
    "translated-term-card": [["de", f"{SLUG}-de"], ["en", SLUG], ["de", "live"]],
}
QUERIES = ["?letter=Q", "?letter=q", f"?tag={PRIVATE_TAG}", "?tag=ai", "?page=2", "?page=1"]


def addresses() -> list[str]:
    paths = [
        reverse(f"glossary:{name}", args=arguments)
        for name, calls in ARGUMENTS.items()
        for arguments in calls
    ]
    lists = [reverse("glossary:term-list"), reverse("glossary:tag-detail", args=["ai"])]
    asked = [f"/search/suggest/?q={text.lower()}" for text in (MARK, MARK[:3], f"{MARK} alias", "quokkazin")]
    return paths + asked + [path + query for path in lists for query in QUERIES]


def test_every_route_is_walked():
    assert {pattern.name for pattern in urlpatterns} == set(ARGUMENTS)


@pytest.mark.usefixtures("hidden")
class TestDraft:
    def test_shows_at_no_public_address(self, client):
        for address in addresses():
            response = client.get(address)
            # A redirect may repeat the address that was asked for; nothing else may hold the word.
            headers = str(response.headers).replace(address.removeprefix("/en"), "")
            body = response.getvalue().decode(errors="replace")
            assert MARK.lower() not in (body + headers).lower(), address

    @pytest.mark.parametrize(
        "asked", [MARK, f"{MARK} alias", f"{MARK} summary", f"{MARK} never", f"{MARK} auf", "quokkazin"]
    )
    def test_is_as_unknown_to_the_search_as_what_never_was(self, client, asked):
        unknown = asked.lower().replace("quokkazin", "quokkazim")
        answers = [client.get("/search/", {"q": text.lower()}).content.decode() for text in (asked, unknown)]
        assert answers[0].replace(asked.lower(), unknown) == answers[1]

    @pytest.mark.parametrize("slug", [SLUG, f"{SLUG}-next", f"{SLUG}-never", f"{SLUG}-alias"])
    def test_has_no_picture(self, client, slug):
        assert client.get(f"/pictures/en/{slug}.png").status_code == 404

    def test_address_is_as_unknown_as_what_never_was(self, client):
        for slug in (SLUG, f"{SLUG}-never", f"{SLUG}-alias"):
            assert client.get(f"/glossary/{slug}/").status_code == 404

    def test_tag_of_drafts_only_has_no_page_and_no_list(self, client):
        assert client.get(f"/tags/{PRIVATE_TAG}/").status_code == 404
        assert client.get("/glossary/", {"tag": PRIVATE_TAG}).status_code == 404

    def test_letter_of_drafts_only_is_not_live(self, client):
        assert client.get("/glossary/", {"letter": "Q"}).status_code == 404

    def test_language_of_drafts_only_is_not_found(self, client):
        assert client.get("/de/glossary/").status_code == 404

    def test_language_is_not_betrayed_by_its_site_wide_404(self, client):
        assert client.get("/de/glossary/x/").content == client.get("/fr/glossary/x/").content


class TestTopic:
    def test_without_entries_has_a_page_that_says_so(self, client):
        save_tag(Tag(name="events", is_topic=True))
        response = client.get("/tags/events/")
        assert response.status_code == 200
        assert "0 entries" in response.content.decode()


class TestPartsThatAreNotForThePublic:
    @pytest.fixture(autouse=True)
    def entry(self):
        record = make_record(
            "Open",
            aliases=(AliasRecord("Opne", "hidden"), AliasRecord("OP", "abbreviation")),
            review_due="2031-01-01",
        )
        publish_term(record=record, actor=make_editor("editor-in-chief"))

    @pytest.mark.parametrize(
        "path", ["/glossary/open/", "/glossary/open.json", "/glossary/open.md", "/glossary/"]
    )
    def test_misspellings_owner_and_review_are_not_shown(self, client, path):
        text = client.get(path).content.decode()
        assert "Open" in text
        for secret in ("Opne", "editor-in-chief", "2031-01-01", "review_due"):
            assert secret not in text

    def test_misspelling_leads_to_the_entry_all_the_same(self, client):
        assert client.get("/glossary/opne/")["Location"] == "/glossary/open/"
