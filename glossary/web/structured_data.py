"""What search engines read: the entry and its place on the site as schema.org data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from glossary.models.paths import path_of
from glossary.selectors.entry import EntryPage


def defined_term(page: EntryPage, site_url: str, site_name: str) -> dict[str, Any]:
    """Return the entry as a DefinedTerm of the glossary (https://schema.org/DefinedTerm)."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": page.title,
        "url": site_url + page.url,
        "inLanguage": page.language,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "name": site_name,
            "url": site_url + path_of("glossary:term-list"),
        },
    }
    if page.description:
        data["description"] = page.description
    if page.also:
        data["alternateName"] = list(page.also)
    return data


def breadcrumbs(steps: Sequence[tuple[str, str]], site_url: str) -> dict[str, Any]:
    """Return the way to a page, given as (name, path) from the home page on, as a BreadcrumbList."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": site_url + path}
            for place, (name, path) in enumerate(steps, 1)
        ],
    }
