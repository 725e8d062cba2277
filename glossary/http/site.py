"""The site as its owner set it: what every template and every view that names the site takes it from.

What was read is remembered until something about the site changes. The page store knows when that is, since
it follows the counter of public changes before each request; it hands on a memory that it renews then. A
request that brings none, as in tests, reads for itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.template.loader import render_to_string

from glossary.imaging.badge import icon, is_default
from glossary.imaging.colour import least_contrast, nearest_allowed
from glossary.imaging.palette import DARK, LIGHT, TEXT_CONTRAST, TEXT_CONTRAST_ENHANCED
from glossary.models import PageName, SiteSettings
from glossary.models.paths import path_of
from glossary.models.site import EXAMPLES_ADVISED
from glossary.selectors.site import owners_page, site_settings
from glossary.workflow.site import page_problems, site_problems

# The names in a WSGI environ under which the memory arrives: sure to be fresh, or the last one there was when
# the counter could not be read. Clients set only names that start with HTTP_.
MEMORY = "glossary.site"
LAST_KNOWN = "glossary.site.last_known"
# The header shows a logo no wider and no higher than this, in CSS pixels.
LOGO_BOX = (256, 56)

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Logo:
    """The owner's mark: its address, size in CSS pixels and what it says to whoever does not see it."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class FooterLink:
    """A link that the owner placed at the foot of every page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Site:
    """What the owner says of the site. `url` has no trailing slash; an empty text means "none"."""

    name: str
    publisher: str
    url: str
    language: str
    tagline: str = ""
    logo: Logo | None = None
    accent: str = LIGHT.accent
    accent_dark: str = DARK.accent
    brand_css: str = ""
    icon: str = ""
    invitation: str = ""
    footer_links: tuple[FooterLink, ...] = ()
    examples_advised: int = EXAMPLES_ADVISED

    @property
    def kept_by(self) -> str:
        """The publisher; empty where it is called like the site, since naming it again says nothing."""
        return "" if self.publisher == self.name else self.publisher


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page of the owner's; `body` is Markdown without the heading."""

    title: str
    body: str


def site_of(request: HttpRequest) -> Site:
    """Return the site as it is for `request`; at most one query, none while nothing about it changes."""
    return _remembered(request, "site", lambda: _site(_sound(site_settings() or SiteSettings())))


def page_of(request: HttpRequest, name: PageName) -> WrittenPage:
    """Return a page as the owner wrote it, else as it comes with the project; queries as `site_of`."""
    return _remembered(request, f"page {name}", lambda: _page(name))


def _page(name: PageName) -> WrittenPage:
    row = owners_page(name)
    if row is None or page_problems(row.title, row.body):
        return default_page(name)
    return WrittenPage(row.title, row.body)


def default_page(name: PageName) -> WrittenPage:
    """Return the text that stands until the owner writes one."""
    title, _, body = render_to_string(f"glossary/pages/{name}.md").partition("\n")
    return WrittenPage(title.removeprefix("# "), body.strip())


def site_at_hand(request: HttpRequest) -> Site:
    """Return the site without asking the database: as last read, else the defaults. For when it failed."""
    known: Site | None = _memory(request).get("site") or request.META.get(LAST_KNOWN, {}).get("site")
    return known or default_site()


def default_site() -> Site:
    """Return the site of which nobody has set anything: as the environment names it, in its first colours."""
    return _site(SiteSettings())


def brand_stylesheet(site: Site) -> str:
    """Return the style sheet that puts the owner's colours in the place of those in tokens.css."""
    return f":root {{\n  --accent: light-dark({site.accent}, {site.accent_dark});\n}}\n"


def brand_icon(site: Site) -> str:
    """Return the icon of the site in its colours, as SVG."""
    return icon(site.name, site.accent, site.accent_dark)


def brand_version(text: str) -> str:
    """Return the version in the address of a style sheet or icon: another one for each content."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def on_dark(accent: str) -> str:
    """Return the colour that stands for an accent on dark pages: the same hue, as easy to read as on light.

    As easy means the same contrast, from the 4.5 that text needs up to the 7 beyond which nobody is helped
    (WCAG 2.2, success criteria 1.4.3 and 1.4.6).
    """
    ratio = min(max(least_contrast(accent, LIGHT.grounds), TEXT_CONTRAST), TEXT_CONTRAST_ENHANCED)
    return nearest_allowed(accent, DARK.grounds, ratio)


def _remembered(request: HttpRequest, name: str, read: Callable[[], _Read]) -> _Read:
    memory = _memory(request)
    if name not in memory:
        # Of two requests that read at once the first one's word counts for both: an answer shows one state.
        memory.setdefault(name, read())
    found: _Read = memory[name]
    return found


def _memory(request: HttpRequest) -> dict[str, Any]:
    shared: dict[str, Any] | None = request.META.get(MEMORY)
    if shared is None:
        # Within one request the site does not change either.
        shared = vars(request).setdefault(MEMORY, {})
    return shared


def _sound(row: SiteSettings) -> SiteSettings:
    """Return the row with the default in the place of whatever no service would have written.

    What came in past the services, as by SQL, must not take down the form by which it is mended.
    """
    default = SiteSettings()
    for problem in site_problems(row):
        name = problem.path.partition(".")[0]
        setattr(row, name, getattr(default, name))
    return row


def _site(row: SiteSettings) -> Site:
    """Return what a row says, and the environment's word where it says nothing."""
    name = row.name or settings.SITE_NAME
    # Where the environment names no publisher, the site is its own: then a new name is the publisher's too.
    publisher = name if settings.SITE_PUBLISHER == settings.SITE_NAME else settings.SITE_PUBLISHER
    site = Site(
        name=name,
        publisher=row.publisher or publisher,
        url=settings.SITE_URL,
        language=settings.LANGUAGE_CODE,
        tagline=row.tagline,
        logo=_logo(row),
        invitation=row.invitation,
        footer_links=tuple(FooterLink(link["title"], link["url"]) for link in row.footer_links),
        examples_advised=row.examples_advised,
    )
    if not (row.accent or row.accent_dark):
        return _with_icon(site)
    site = replace(
        site,
        accent=row.accent or LIGHT.accent,
        accent_dark=row.accent_dark or (on_dark(row.accent) if row.accent else DARK.accent),
    )
    return _with_icon(
        replace(site, brand_css=path_of("glossary:brand", brand_version(brand_stylesheet(site))))
    )


def _with_icon(site: Site) -> Site:
    """Return the site with the address of its icon, where that is not the project's own."""
    if is_default(site.name, site.accent, site.accent_dark):
        return site
    return replace(site, icon=path_of("glossary:icon", brand_version(brand_icon(site))))


def _logo(row: SiteSettings) -> Logo | None:
    if not row.logo:
        return None
    # The size that it is shown in, so that its room is there before it is.
    width, height = row.logo_width, row.logo_height
    scale = min(LOGO_BOX[0] / width, LOGO_BOX[1] / height, 1)
    return Logo(
        default_storage.url(row.logo),
        max(1, round(width * scale)),
        max(1, round(height * scale)),
        row.logo_alt,
    )
