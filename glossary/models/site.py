"""What the owner says of the site: one row of settings, and the pages that the owner writes.

Without rows the site has its defaults: those of the environment, and the texts that come with the project.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from glossary.models.paths import path_of

EXAMPLES_ADVISED = 3
EXAMPLES_ADVISED_AT_MOST = 10

NAME_MAX = 80
TAGLINE_MAX = 160
LOGO_PATH_MAX = 200
LOGO_ALT_MAX = 150
INVITATION_MAX = 80
COLOUR_LENGTH = 7  # "#rrggbb"
PAGE_TITLE_MAX = 120


class SiteSettings(models.Model):
    """The one row of settings. An empty text stands for the default."""

    name = models.CharField(_("name"), max_length=NAME_MAX, blank=True)
    tagline = models.CharField(_("tagline"), max_length=TAGLINE_MAX, blank=True)
    publisher = models.CharField(_("publisher"), max_length=NAME_MAX, blank=True)
    logo = models.CharField(_("logo"), max_length=LOGO_PATH_MAX, blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_alt = models.CharField(_("text in place of the logo"), max_length=LOGO_ALT_MAX, blank=True)
    accent = models.CharField(_("accent colour"), max_length=COLOUR_LENGTH, blank=True)
    accent_dark = models.CharField(_("accent colour on dark"), max_length=COLOUR_LENGTH, blank=True)
    invitation = models.CharField(_("closing invitation"), max_length=INVITATION_MAX, blank=True)
    footer_links = models.JSONField(_("links at the foot"), default=list, blank=True)
    examples_advised = models.PositiveSmallIntegerField(_("examples advised"), default=EXAMPLES_ADVISED)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="sitesettings_one_row"),
            models.CheckConstraint(
                condition=models.Q(examples_advised__range=(1, EXAMPLES_ADVISED_AT_MOST)),
                name="sitesettings_examples_in_range",
            ),
        ]

    def __str__(self) -> str:
        return str(_("the site’s settings"))


class PageName(models.TextChoices):
    """The pages that the owner writes, by the last part of their address."""

    ABOUT = "about", _("About")
    PRIVACY = "privacy", _("Privacy")


class Page(models.Model):
    """A page that the owner wrote, in Markdown."""

    slug = models.CharField(_("page"), primary_key=True, max_length=20, choices=PageName.choices)
    title = models.CharField(_("title"), max_length=PAGE_TITLE_MAX)
    body = models.TextField(_("text"))
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Page]] = models.Manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug"]
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(condition=models.Q(slug__in=PageName.values), name="page_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the public address."""
        return path_of(f"glossary:{self.slug}")
