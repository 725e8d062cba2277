"""Feeds of new and changed entries (RFC 4287)."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.queries import reads_query
from glossary.http.site import Site, site_of
from glossary.models import Term
from glossary.models.paths import path_of
from glossary.models.publication import LISTS, SITE, tag_key
from glossary.rendering.absolute import with_absolute_addresses, with_one_file_a_picture
from glossary.selectors.entries import latest_changes, latest_changes_of_tag
from glossary.selectors.entry import EntryPage, PublicEntry, entry_page
from glossary.selectors.links import list_url
from glossary.selectors.lists import NotListed
from glossary.web.redirects import moved, with_language

LENGTH = 50
# Shorter: there are many of these, and the page store holds them beside the pages that people read.
TAG_LENGTH = 20

# What an entity in Markdown can still bring in and XML 1.0 (2.2) forbids.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# When a feed without entries changed last: never, and the same each time it is asked for.
_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class EntryFeed(Atom1Feed):
    """Django's Atom with what it leaves out: a summary as text, the whole entry as content, languages."""

    def latest_post_date(self) -> datetime.datetime:
        """Return when the feed changed last, without looking at the clock."""
        return super().latest_post_date() if self.items else _NEVER

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Return the attributes of an entry: what language it is in."""
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write the elements of an entry."""
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
        handler.addQuickElement("content", item["content"], {"type": "html"})


@reads_query()
@require_safe
@with_language
def term_feed(request: HttpRequest, language: str) -> HttpResponse:
    """Answer with the entries of a language that are new or changed last: two queries."""
    site = site_of(request)
    title = _("New and changed terms – %(site)s") % {"site": site.name}
    if language != site.language:
        title = f"{title} ({language})"
    return _feed(
        site,
        latest_changes(language, LENGTH),
        title=title,
        url=feed_url(site, language),
        link=list_url(language),
        language=language,
    )


@reads_query()
@require_safe
def tag_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the entries of a tag that are new or changed last: three queries.

    The tag's former addresses and its name lead here.
    """
    try:
        tag, found = latest_changes_of_tag(slug, TAG_LENGTH)
    except NotListed as problem:
        raise Http404 from problem
    if tag.slug != slug:
        return moved(tag_feed_url(tag.slug))
    site = site_of(request)
    return _feed(
        site,
        found,
        title=_("New and changed terms on %(tag)s – %(site)s") % {"tag": tag.heading, "site": site.name},
        url=tag_feed_url(slug),
        link=tag.get_absolute_url(),
        language=site.language,
        keys={tag_key(tag.pk)},
    )


def feed_url(site: Site, language: str) -> str:
    """Return the path of the feed of the entries in a language."""
    if language == site.language:
        return path_of("glossary:term-feed")
    return path_of("glossary:translated-term-feed", language)


def tag_feed_url(slug: str) -> str:
    """Return the path of a tag's feed."""
    return path_of("glossary:tag-feed", slug)


def _feed(
    site: Site,
    entries: Iterable[tuple[Term, PublicEntry]],
    *,
    title: str,
    url: str,
    link: str,
    language: str,
    keys: Iterable[str] = (),
) -> HttpResponse:
    feed = EntryFeed(
        title=title,
        link=site.url + link,
        description=None,
        language=language,
        author_name=site.publisher,
        feed_url=site.url + url,
        feed_guid=site.url + url,
    )
    depends_on = {SITE, LISTS, *keys}
    for term, entry in entries:
        depends_on |= entry.depends_on
        page = entry_page(entry)
        feed.add_item(
            page.title,
            site.url + page.url,
            page.summary,
            unique_id=_entry_id(term, site),
            pubdate=term.first_published_at,
            updateddate=term.updated_at,
            categories=[tag.name for tag in page.tags],
            language=page.language,
            content=_NOT_XML.sub("", _content(page, site)),
        )
    response = HttpResponse(feed.writeString("utf-8"), Atom1Feed.content_type)
    return storable(response, depends_on)


def _entry_id(term: Term, site: Site) -> str:
    """Return the id of an entry: the same for ever, whatever its address becomes (RFC 4287, section 4.2.6).

    A concept has an entry in each of several languages; those in others than the site's get ids made of both.
    """
    concept = term.concept
    return (concept if term.language == site.language else uuid.uuid5(concept, term.language)).urn


def _content(page: EntryPage, site: Site) -> str:
    """Return the text of an entry as HTML that makes sense away from the site."""
    blocks = []
    for section in page.sections:
        blocks += [f"<h2>{escape(section.heading)}</h2>", section.html]
    if page.examples:
        examples = "".join(f"<li>{example}</li>" for example in page.examples)
        heading = "" if page.language != site.language else f"<h2>{escape(_('Examples in Practice'))}</h2>"
        blocks += [heading, f"<ol>{examples}</ol>"]
    html = with_absolute_addresses(with_one_file_a_picture("".join(blocks)), site.url)
    return f'<div lang="{escape(page.language)}" dir="{page.direction}">{html}</div>'
