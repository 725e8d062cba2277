"""The glossary for programs: entries as Markdown and as records, and lists of what there is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.models.publication import LISTS, SITE
from glossary.records import TermRecord, as_dict
from glossary.selectors.entry import NAMES_TO_READ, PublicEntry, live_entry
from glossary.selectors.links import beside
from glossary.selectors.lists import every_term, indexed_addresses
from glossary.selectors.lookup import Found, Gone, Moved, find_entry
from glossary.web.redirects import moved, with_language

# One sitemap holds no more (https://www.sitemaps.org/protocol.html).
_SITEMAP_MAX = 50_000
_MARKDOWN_SIGN = re.compile(r"([\\`*_\[\]<>#|~])")
# What would end a destination that stands between angle brackets (CommonMark 0.31, section 6.3).
_ENDS_DESTINATION = re.compile(r"[<>\\\s\x00-\x1f\x7f]")


@reads_query()
@require_safe
@with_language
def term_markdown(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Answer with the entry as Markdown; other names of it lead here."""
    found = find_entry(language, slug)
    if isinstance(found, Found):
        entry = live_entry(found.term)
        text = _as_markdown(entry)
        return storable(HttpResponse(text, "text/markdown; charset=utf-8"), entry.depends_on)
    if isinstance(found, Moved):
        return moved(beside(found.term.get_absolute_url(), "md"))
    status, reason = _refusal(isinstance(found, Gone))
    return HttpResponse(f"{reason}\n", "text/plain; charset=utf-8", status=status)


@reads_query()
@require_safe
@with_language
def term_json(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Answer with the entry as its record, without what is not for the public."""
    found = find_entry(language, slug)
    if isinstance(found, Found):
        entry = live_entry(found.term)
        record = as_dict(entry.record)
        del record["owner"], record["review_due"]
        response = JsonResponse(record, json_dumps_params={"ensure_ascii": False, "indent": 1})
        return storable(response, entry.depends_on)
    if isinstance(found, Moved):
        return moved(beside(found.term.get_absolute_url(), "json"))
    status, reason = _refusal(isinstance(found, Gone))
    return JsonResponse({"error": reason}, status=status)


def _refusal(is_gone: bool) -> tuple[int, str]:
    if is_gone:
        return 410, _("This entry was taken out of the glossary.")
    return 404, _("No entry has this address.")


def _as_markdown(entry: PublicEntry) -> str:
    """Write an entry as one Markdown text; titles and names are text, so their signs are escaped."""
    record = entry.record
    title = f"{record.title} ({record.qualifier})" if record.qualifier else record.title
    blocks = [f"# {_escaped(title)}"]
    if also := [alias.text for alias in record.aliases if alias.kind in NAMES_TO_READ]:
        names = ", ".join(_escaped(name) for name in also)
        blocks.append(_("Also: %(names)s") % {"names": names})
    if record.summary:
        blocks.append(f"> {_escaped(record.summary)}")
    for section in record.sections:
        if section.body.strip():
            blocks += [f"## {_escaped(section.heading)}", section.body.strip()]
    if record.examples:
        blocks += [f"## {_('Examples in Practice')}", *_numbered(record.examples)]
    if record.relations:
        blocks += [f"## {_('Related terms')}", _list_of_relations(entry, record)]
    if record.sources:
        lines = [
            f"- [{_escaped(source.title)}](<{_destination(source.url)}>)"
            if source.url
            else f"- {_escaped(source.title)}"
            for source in record.sources
        ]
        blocks += [f"## {_('Sources')}", "\n".join(lines)]
    blocks.append(f"{_('From')} <{settings.SITE_URL}{entry.url}>, {entry.updated_at.date().isoformat()}")
    return "\n\n".join(blocks) + "\n"


def _numbered(examples: Iterable[str]) -> list[str]:
    return [f"{n}. {example.strip()}".replace("\n", "\n   ") for n, example in enumerate(examples, 1)]


def _list_of_relations(entry: PublicEntry, record: TermRecord) -> str:
    links = {relation.target: entry.terms[relation.target] for relation in record.relations}
    return "\n".join(
        f"- [{_escaped(link.title)}]({settings.SITE_URL}{link.url}): {_escaped(link.summary)}"
        for link in links.values()
    )


def _escaped(text: str) -> str:
    return _MARKDOWN_SIGN.sub(r"\\\1", text)


def _destination(url: str) -> str:
    return _ENDS_DESTINATION.sub(lambda sign: quote(sign[0]), url)


@reads_query()
@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """List every public entry for language models (https://llmstxt.org)."""
    lines = [
        f"# {settings.SITE_NAME}",
        "",
        "> "
        + _(
            "A glossary published by %(publisher)s. Each line is an entry: its name, its address and, in "
            "one sentence, what it is. Put .md in place of the last slash of an address for the entry as "
            "Markdown, .json for its record."
        )
        % {"publisher": settings.SITE_PUBLISHER},
        "",
        f"## {_('Entries')}",
        "",
    ]
    for term in every_term():
        link = f"- [{_escaped(term.title)}]({settings.SITE_URL}{term.url})"
        lines.append(f"{link}: {_escaped(term.summary)}" if term.summary else link)
    text = "\n".join(lines) + "\n"
    return storable(HttpResponse(text, "text/plain; charset=utf-8"), {SITE, LISTS})


@reads_query()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what is not for them (RFC 9309), and where the sitemap is."""
    previews = reverse("glossary:term-preview", args=[0]).removesuffix("0/")
    text = (
        "User-agent: *\n"
        f"Disallow: {reverse('admin:index')}\n"
        f"Disallow: {previews}\n"
        f"Sitemap: {settings.SITE_URL}{reverse('glossary:sitemap')}\n"
    )
    return storable(HttpResponse(text, "text/plain; charset=utf-8"), {SITE})


@reads_query()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the addresses that search engines may show; deprecated entries ask not to be."""
    pages = [reverse(f"glossary:{name}") for name in ("home", "term-list", "tag-list", "about")]
    context = {"pages": pages, "entries": indexed_addresses(_SITEMAP_MAX - len(pages))}
    response = render(request, "glossary/sitemap.xml", context, content_type="application/xml")
    return storable(response, {SITE, LISTS})
