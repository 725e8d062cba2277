"""What a page says of itself to whoever lists it: title, description, address, picture, feed, data.

A title says what a reader finds behind it, the name of the site last; search engines show some 60 characters
of it, and some 160 of the description.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glossary.http.site import Site
from glossary.models.paths import path_of
from glossary.selectors.entry import EntryPage
from glossary.selectors.links import beside, list_url
from glossary.selectors.lists import BrowsePage, Place, TagPage
from glossary.web import structured_data
from glossary.web.feeds import feed_url, tag_feed_url
from glossary.web.pictures import picture_url

DESCRIPTION_ADVISED = 160
NOINDEX = "noindex"


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same thing in another form: its media type and its path."""

    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What the head of a page says; `templates/glossary/_head.html` writes it.

    `title` is the whole `<title>`, `name` the part of it without the site (empty: the whole). `canonical` and
    `image` are absolute addresses, `feed_url` is a path, `published` and `modified` are moments (ISO 8601).
    `data` are JSON-LD objects. A page without `canonical` is none that others should show, so it gets no Open
    Graph either.
    """

    title: str
    description: str = ""
    canonical: str = ""
    image: str = ""
    kind: str = "website"
    robots: str = ""
    feed_url: str = ""
    feed_title: str = ""
    name: str = ""
    alternates: tuple[Alternate, ...] = ()
    data: tuple[Mapping[str, Any], ...] = ()
    locale: str = ""
    published: str = ""
    modified: str = ""


def page_meta(site: Site, name: str, **parts: Any) -> PageMeta:
    """Return the meta of a page called `name`; `parts` are other fields of PageMeta.

    The site's picture stands for pages without one of their own.
    """
    if parts.get("canonical"):
        parts.setdefault("image", _site_image(site))
        parts.setdefault("locale", _locale(site.language))
    return PageMeta(title=f"{name} – {site.name}", name=name, **parts)


def problem_meta(site: Site, name: str) -> PageMeta:
    """Return the meta of a page that says what cannot be shown: nobody lists it."""
    return page_meta(site, name, robots=NOINDEX)


def home_meta(site: Site) -> PageMeta:
    """Return the meta of the home page."""
    tagline = site.tagline or _("words of the trade, explained")
    described = _about_the_glossary(site)
    return PageMeta(
        title=f"{site.name}: {tagline}",
        description=described,
        canonical=site.url + path_of("glossary:home"),
        image=_site_image(site),
        data=(structured_data.website(site, described),),
        locale=_locale(site.language),
        **_feed(site),
    )


def _about_the_glossary(site: Site) -> str:
    """Return what the glossary is: in the owner's words, else in ours."""
    if site.tagline:
        return site.tagline
    described = _(
        "What the words of the trade mean, each in one sentence, with why it matters, examples from practice "
        "and related terms."
    )
    return f"{described} {_('Published by %s.') % site.kept_by}" if site.kept_by else described


def browse_meta(site: Site, page: BrowsePage) -> PageMeta:
    """Return the meta of a page of the A–Z.

    A list narrowed to a tag says what the tag's page says; where there is such a page, that one is indexed.
    """
    tag = page.tag.name if page.tag else ""
    values = {"tag": tag, "letter": page.letter}
    if tag and page.letter:
        name = _("%(tag)s terms that begin with %(letter)s") % values
    elif tag:
        name = _("%(tag)s terms, A–Z") % values
    elif page.letter:
        name = _("Terms that begin with %(letter)s") % values
    else:
        name = _("All terms, A–Z")
    is_foreign = page.language != site.language
    described = ngettext(
        "%(count)s entry of %(site)s, with what it means in one sentence.",
        "%(count)s entries of %(site)s in alphabetical order, each with what it means in one sentence.",
        page.total,
    ) % {"count": page.total, "site": site.name}
    return page_meta(
        site,
        numbered(f"{name} ({page.language})" if is_foreign else name, page.place),
        description=numbered(described, page.place),
        canonical=site.url + page.url,
        robots=NOINDEX if tag and (page.letter or not is_foreign) else "",
        **_feed(site, page.language),
        data=(structured_data.defined_term_set(site, _about_the_glossary(site)),),
    )


def entry_meta(site: Site, page: EntryPage, *, is_preview: bool = False) -> PageMeta:
    """Return the meta of an entry. What is about an entry in another language says no word in the site's."""
    name = page.title
    if page.language == site.language:
        said = (
            _("%(title)s: what it means, with examples") if page.examples else _("%(title)s: what it means")
        )
        name = said % {"title": page.title}
    meta = page_meta(site, name, description=_description(site, page), kind="article")
    if is_preview:
        return replace(meta, robots=NOINDEX)
    return replace(
        meta,
        canonical=site.url + page.url,
        image=site.url + picture_url(page.language, _slug(page.url)),
        robots=NOINDEX if page.is_deprecated else "",
        locale=_locale(page.language),
        published=_written(page.published_at),
        modified=_written(page.updated_at),
        **_feed(site, page.language),
        alternates=(
            Alternate("text/markdown", beside(page.url, "md")),
            Alternate("application/json", beside(page.url, "json")),
        ),
        data=(
            structured_data.defined_term(page, site),
            _breadcrumbs(site, (_("A–Z"), list_url(page.language)), (page.title, page.url)),
        ),
    )


def _description(site: Site, page: EntryPage) -> str:
    """Return the summary, and after a short one what else the page holds."""
    text = page.description
    if page.language != site.language:
        return text
    more = []
    if page.also:
        more.append(_("Also called %(names)s.") % {"names": ", ".join(page.also)})
    if page.examples:
        count = len(page.examples)
        more.append(
            ngettext("With %(count)s example from practice.", "With %(count)s examples from practice.", count)
            % {"count": count}
        )
    for sentence in more:
        if text and len(text) + 1 + len(sentence) <= DESCRIPTION_ADVISED:
            text = f"{text} {sentence}"
    return text


def tag_meta(site: Site, page: TagPage) -> PageMeta:
    """Return the meta of a page of the entries that carry a tag."""
    tag = page.tag.name
    name = (
        ngettext("%(tag)s: %(count)s term explained", "%(tag)s: %(count)s terms explained", page.total)
        if page.total
        else _("%(tag)s terms")
    ) % {"tag": tag, "count": page.total}
    described = page.tag.description or _(
        "The terms on %(tag)s in %(site)s, each with what it means in one sentence."
    ) % {"tag": tag, "site": site.name}
    return page_meta(
        site,
        numbered(name, page.place),
        description=numbered(described, page.place),
        canonical=site.url + page.url,
        feed_url=tag_feed_url(_slug(page.tag.url)),
        feed_title=_("New and changed terms on %(tag)s") % {"tag": tag},
        data=(
            _breadcrumbs(
                site, (_("Topics and tags"), path_of("glossary:tag-list")), (page.tag.name, page.tag.url)
            ),
        ),
    )


def tag_list_meta(site: Site) -> PageMeta:
    """Return the meta of the page of all tags."""
    return page_meta(
        site,
        _("Topics and tags"),
        description=_("What the entries of %(site)s are about: its topics and every tag, with counts.")
        % {"site": site.name},
        canonical=site.url + path_of("glossary:tag-list"),
        **_feed(site),
    )


def _site_image(site: Site) -> str:
    return site.url + path_of("glossary:site-picture")


def _written(moment: datetime.datetime | None) -> str:
    """Return a moment as ISO 8601 has it, empty where there is none."""
    return moment.isoformat(timespec="seconds") if moment else ""


def _locale(language: str) -> str:
    """Return a language as Open Graph writes it: en, en_US. A script has no place there (https://ogp.me)."""
    code, *others = language.split("-")
    territory = next((part.upper() for part in others if len(part) == 2), "")
    return f"{code}_{territory}" if territory else code


def _feed(site: Site, language: str = "") -> dict[str, Any]:
    language = language or site.language
    title = _("New and changed terms")
    return {
        "feed_url": feed_url(site, language),
        "feed_title": title if language == site.language else f"{title} ({language})",
    }


def _slug(url: str) -> str:
    """Return the last part of an address, as it was before it was written as one."""
    return unquote(url.rstrip("/").rpartition("/")[2])


def numbered(text: str, place: Place) -> str:
    """Return `text` with the number of the page after it, on all pages of a list but the first."""
    if place.number == 1:
        return text
    said = (
        _("%(text)s Page %(number)s of %(last)s.")
        if text.endswith(".")
        else _("%(text)s, page %(number)s of %(last)s")
    )
    return said % {"text": text, "number": place.number, "last": place.last}


def _breadcrumbs(site: Site, *steps: tuple[str, str]) -> dict[str, Any]:
    return structured_data.breadcrumbs(site, [(_("Home"), path_of("glossary:home")), *steps])
