"""What search engines read: entries, the glossary and the way to a page as schema.org data in JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from glossary.http.site import Site
from glossary.models.paths import path_of
from glossary.selectors.entry import EntryPage

_CONTEXT = "https://schema.org"


def defined_term(page: EntryPage, site: Site) -> dict[str, Any]:
    """Return the entry as a DefinedTerm of the glossary (https://schema.org/DefinedTerm)."""
    url = site.url + page.url
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "DefinedTerm",
        "@id": url,
        "name": page.title,
        "url": url,
        "inLanguage": page.language,
        "dateModified": page.updated_at.isoformat(timespec="seconds"),
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": _set_id(site), "name": site.name},
    }
    if page.description:
        data["description"] = page.description
    if page.also:
        data["alternateName"] = list(page.also)
    if page.exact_match:
        data["sameAs"] = list(page.exact_match)
    return data


def defined_term_set(site: Site, description: str) -> dict[str, Any]:
    """Return the glossary as a DefinedTermSet (https://schema.org/DefinedTermSet); entries name it by @id."""
    return {
        "@context": _CONTEXT,
        "@type": "DefinedTermSet",
        "@id": _set_id(site),
        "name": site.name,
        "description": description,
        "url": site.url + path_of("glossary:term-list"),
        "inLanguage": site.language,
        "publisher": {"@type": "Organization", "name": site.publisher},
    }


def _set_id(site: Site) -> str:
    return f"{site.url}{path_of('glossary:term-list')}#glossary"


def website(site: Site, description: str) -> dict[str, Any]:
    """Return the site as a WebSite (https://schema.org/WebSite): search engines take its name from here."""
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": site.name,
        "url": site.url + path_of("glossary:home"),
        "description": description,
        "inLanguage": site.language,
        "publisher": {"@type": "Organization", "name": site.publisher},
    }


def breadcrumbs(site: Site, steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the way to a page, given as (name, path) from the home page on, as a BreadcrumbList."""
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": site.url + path}
            for place, (name, path) in enumerate(steps, 1)
        ],
    }
