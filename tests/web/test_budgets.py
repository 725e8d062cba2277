"""Law 6: a page takes as many queries in a large glossary as in a small one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary.http.site import MEMORY
from glossary.models import Status, Tag
from glossary.records import AliasRecord, RelationRecord, SectionRecord, SourceRecord, TermRecord
from glossary.workflow import create_terms

pytestmark = pytest.mark.django_db

# The budgets of the pages, without any cache. What leads on or is not found has budgets of its own:
# it must not cost more than a few look-ups either.
BUDGETS = {
    # Four of them for names to link, tags where one is ambiguous, who mentions it, and what it replaces.
    "/glossary/word-1/": 12,
    "/glossary/": 6,
    "/glossary/?letter=W&tag=topic-1&page=1": 6,
    "/tags/topic-1/": 6,
    "/tags/": 6,
    "/": 8,
    "/glossary/Word-1/": 4,
    "/glossary/alias-1/": 6,
    "/glossary/wordd-1/": 8,
    "/glossary/shared/meanings/": 2,
    "/glossary/shared/meanings/card/": 2,
    "/glossary/word-1/meanings/": 2,
    "/glossary/wordd-1/meanings/": 7,
    "/glossary/word-1/card/": 5,
    "/glossary/alias-1/card/": 6,
    "/glossary/wordd-1/card/": 16,
    "/glossary/word-1.json": 8,
    "/glossary/word-1.md": 8,
    "/feeds/terms.atom": 3,
    "/feeds/tags/topic-1.atom": 3,
    # Names, four scopes of words, what is shown of the hits, and facets; a misspelt word is looked for, too.
    "/search/?q=word-1": 19,
    "/search/?q=wrod-1": 28,
    "/search/suggest/?q=wor": 6,
    "/search/suggest/?q=wrod": 6,
    "/pictures/en/word-1.png": 1,
    "/pictures/site.png": 0,
    "/llms.txt": 2,
    "/sitemap.xml": 1,
    "/sitemap-0.xml": 1,
    "/opensearch.xml": 0,
    "/favicon.ico": 0,
    "/icon.0.svg": 0,
    "/about/": 0,
    "/nowhere/": 0,
}


def text_of(number: int) -> str:
    """Return prose that names a hundred others on one page, two of them alike, and that one on all others."""
    if number != 1:
        return "Not without Word 1."
    return "Twofold things, and " + ", ".join(f"Word {other}" for other in range(2, 102))


def named_alike(number: int) -> list[AliasRecord]:
    """Return the names that some entries share."""
    return [AliasRecord("Shared")] * (number < 3) + [AliasRecord("Twofold")] * (5 <= number < 8)


def write(numbers: range) -> None:
    """Publish an entry for each number; the first ones are tied to one another."""
    records = [
        TermRecord(
            title=f"Word {n}",
            status=Status.PUBLISHED.value,
            summary=f"Word {n} in one sentence.",
            tags=(f"topic-{n % 4}", f"tag-{n % 10}"),
            aliases=(AliasRecord(f"Alias {n}"), *named_alike(n)),
            sections=(SectionRecord("Definition", text_of(n)), SectionRecord("Why It Matters", "Text.")),
            examples=("One.", "Two.", "Three."),
            relations=tuple(
                RelationRecord(kind, f"word-{other}")
                for other, kind in ((2, "related"), (3, "contrast"), (4, "broader"), (5, "narrower"))
            )
            if n == 1
            else (),
            sources=(SourceRecord("Source"),),
            featured=n < 3,
        )
        for n in numbers
    ]
    for chunk in create_terms(records, actor=None):
        assert not chunk.rejected
    # As databases do by themselves after a while: what they knew of ten rows plans badly for 5,000.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def count(client) -> dict[str, int]:
    counts = {}
    # As the page store hands it on: what was read of the site by an earlier request, while nothing changed.
    site: dict[str, dict[str, object]] = {MEMORY: {}}
    for path in ("/", "/about/"):
        client.get(path, **site)
    for path in BUDGETS:
        with CaptureQueriesContext(connection) as queries:
            client.get(path, **site)
        counts[path] = len(queries)
    return counts


def test_queries_stay_within_budget_and_do_not_grow_with_the_glossary(client):
    write(range(10))
    Tag.objects.filter(name__startswith="topic-").update(is_topic=True)
    small = count(client)
    write(range(10, 5000))
    large = count(client)
    # What a search asks next depends on what it found, so of it the budget alone is the same.
    found = {path for path in small if path.startswith("/search/?")}
    assert {path: number for path, number in large.items() if path not in found} == {
        path: number for path, number in small.items() if path not in found
    }
    assert {path: number for path, number in large.items() if number > BUDGETS[path]} == {}
    assert {path: number for path, number in small.items() if number > BUDGETS[path]} == {}
