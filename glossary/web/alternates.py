"""An entry in other forms: as Markdown and as its record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import site_of
from glossary.models.terms import full_title
from glossary.records import TermRecord, as_dict
from glossary.rendering.markdown import without_plain_word_marks
from glossary.selectors.entry import NAMES_TO_READ, PublicEntry, live_entry
from glossary.selectors.links import beside
from glossary.selectors.lookup import Found, Gone, Lookup, Moved, find_entry
from glossary.web.redirects import moved, with_language

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
        text = as_markdown(entry, site_of(request).url)
        return storable(HttpResponse(text, "text/markdown; charset=utf-8"), entry.depends_on)
    if isinstance(found, Moved):
        return moved(beside(found.term.get_absolute_url(), "md"))
    status, reason, instead = _refusal(request, found)
    text = f"{reason}\n" + (f"{_('Read instead:')} {instead}\n" if instead else "")
    return HttpResponse(text, "text/plain; charset=utf-8", status=status)


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
    status, reason, instead = _refusal(request, found)
    return JsonResponse(
        {"error": reason, "replaced_by": instead} if instead else {"error": reason}, status=status
    )


def _refusal(request: HttpRequest, found: Lookup) -> tuple[int, str, str]:
    """Return the status, the reason, and the address of what replaces the entry, if anything does."""
    if not isinstance(found, Gone):
        return 404, _("No entry has this address."), ""
    instead = site_of(request).url + found.replacement.url if found.replacement else ""
    return 410, _("This entry was taken out of the glossary."), instead


def as_markdown(entry: PublicEntry, site_url: str) -> str:
    """Return an entry as one Markdown text; titles and names are text, so their signs are escaped."""
    record = entry.record
    title = full_title(record.title, record.qualifier)
    blocks = [f"# {escaped(title)}"]
    if also := [alias.text for alias in record.aliases if alias.kind in NAMES_TO_READ]:
        names = ", ".join(escaped(name) for name in also)
        blocks.append(_("Also: %(names)s") % {"names": names})
    if record.summary:
        blocks.append(f"> {escaped(record.summary)}")
    for section in record.sections:
        if section.body.strip():
            blocks += [f"## {escaped(section.heading)}", without_plain_word_marks(section.body.strip())]
    if record.examples:
        examples = map(without_plain_word_marks, record.examples)
        blocks += [f"## {_('Examples in Practice')}", *_numbered(examples)]
    if record.relations:
        blocks += [f"## {_('Related terms')}", _list_of_relations(entry, record, site_url)]
    if record.sources:
        lines = [
            f"- [{escaped(source.title)}](<{_destination(source.url)}>)"
            if source.url
            else f"- {escaped(source.title)}"
            for source in record.sources
        ]
        blocks += [f"## {_('Sources')}", "\n".join(lines)]
    blocks.append(f"{_('From')} <{site_url}{entry.url}>, {entry.updated_at.date().isoformat()}")
    return "\n\n".join(blocks) + "\n"


def _numbered(examples: Iterable[str]) -> list[str]:
    return [f"{n}. {example.strip()}".replace("\n", "\n   ") for n, example in enumerate(examples, 1)]


def _list_of_relations(entry: PublicEntry, record: TermRecord, site_url: str) -> str:
    links = {relation.target: entry.terms[relation.target] for relation in record.relations}
    return "\n".join(
        f"- [{escaped(link.title)}]({site_url}{link.url}): {escaped(link.summary)}" for link in links.values()
    )


def escaped(text: str) -> str:
    """Return a text as Markdown that shows it sign for sign."""
    return _MARKDOWN_SIGN.sub(r"\\\1", text)


def _destination(url: str) -> str:
    return _ENDS_DESTINATION.sub(lambda sign: quote(sign[0]), url)
