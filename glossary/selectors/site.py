"""What the owner wrote about the site, if anything."""

from __future__ import annotations

from glossary.models import Page, SiteSettings


def site_settings() -> SiteSettings | None:
    """Return the one row of settings, or None where the site has its defaults. One query."""
    return SiteSettings.objects.filter(pk=1).first()


def owners_page(slug: str) -> Page | None:
    """Return a page as the owner wrote it, or None where the text that comes with the project stands."""
    return Page.objects.filter(slug=slug).first()
