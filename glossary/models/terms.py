"""The entry itself: one row a term and language."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from glossary.models.paths import path_to
from glossary.text.fold import case_key, initial, match_key, sort_key

TITLE_MAX = 200
QUALIFIER_MAX = 100
SLUG_MAX = 200
SUMMARY_MAX = 500
SUMMARY_ADVISED = 160
KEY_LENGTH = 600  # case folding can make three characters of one; compatibility folding more, so it is cut


class Status(models.TextChoices):
    """Where an entry stands in its life (docs/architecture.md: States)."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    DEPRECATED = "deprecated", _("Deprecated")
    ARCHIVED = "archived", _("Archived")


PUBLIC_STATUSES = (Status.PUBLISHED, Status.DEPRECATED)


class LinkMode(models.TextChoices):
    """How the names of a term become links in the prose of other entries."""

    NORMAL = "normal", _("Link every form")
    EXACT = "exact", _("Link only in this exact case")
    NEVER = "never", _("Never link")


def default_language() -> str:
    """Return the site's language (BCP 47)."""
    return settings.LANGUAGE_CODE


def term_url(language: str, slug: str) -> str:
    """Return the address of an entry; other languages than the site's carry their code in front."""
    if language == settings.LANGUAGE_CODE:
        return path_to("glossary:term-detail", slug)
    return path_to("glossary:translated-term-detail", language, slug)


def full_title(title: str, qualifier: str) -> str:
    """Return a title as people read it, with the qualifier that tells it from another: Node (networking)."""
    return f"{title} ({qualifier})" if qualifier else title


class TermQuerySet(models.QuerySet["Term"]):
    """Reads of entries; `published` is the one visibility rule."""

    def published(self) -> TermQuerySet:
        """Keep what the public may see: published and deprecated entries."""
        # SQLite takes a bare boolean for no index term and then sorts every entry; IN is one.
        return self.filter(is_public__in=[True])

    def in_language(self, language: str) -> TermQuerySet:
        """Keep the entries written in `language` (BCP 47, compared as stored)."""
        return self.filter(language=language)

    def in_order(self) -> TermQuerySet:
        """Order as a dictionary does, the same on every database."""
        return self.order_by("sort_key", "pk")


class TermManager(models.Manager.from_queryset(TermQuerySet)):  # type: ignore[misc]
    """Manager with the natural key of fixtures: language and slug."""

    def get_by_natural_key(self, language: str, slug: str) -> Term:
        """Return the term at an address."""
        return self.get(language=language, slug=slug)


class Term(models.Model):
    """One entry of the glossary in one language.

    `case_key` carries uniqueness, `match_key` serves look-up, `sort_key` and `initial` the A–Z; all are
    derived from the title by `fill_derived`, which every way of making a row calls. `mentioned` counts the
    public entries whose prose names this one.
    """

    language = models.CharField(_("language"), max_length=35, default=default_language)
    concept = models.UUIDField(_("concept"), default=uuid.uuid4, db_index=True)
    title = models.CharField(_("title"), max_length=TITLE_MAX)
    qualifier = models.CharField(
        _("qualifier"),
        max_length=QUALIFIER_MAX,
        blank=True,
        help_text=_("The sense or trade, where two entries share a title: Node (networking)."),
    )
    slug = models.CharField(_("address"), max_length=SLUG_MAX)
    summary = models.CharField(_("summary"), max_length=SUMMARY_MAX, blank=True)
    pronunciation = models.CharField(_("pronunciation"), max_length=100, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    is_public = models.GeneratedField(
        expression=models.Case(
            models.When(status__in=[status.value for status in PUBLIC_STATUSES], then=True),
            default=False,
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    featured = models.BooleanField(_("featured on the home page"), default=False)
    link_mode = models.CharField(
        _("automatic links"), max_length=10, choices=LinkMode.choices, default=LinkMode.NORMAL
    )
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last updated"), default=timezone.now)
    review_due = models.DateField(_("review due"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_terms",
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
    )
    exact_match = models.JSONField(_("the same concept elsewhere"), default=list, blank=True)
    source_origin = models.CharField(_("origin"), max_length=200, blank=True)
    source_identifier = models.CharField(_("identifier at the origin"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    mentioned = models.PositiveIntegerField(_("mentioned in"), default=0, editable=False)

    case_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    qualifier_key = models.CharField(max_length=KEY_LENGTH, editable=False, blank=True)
    match_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    sort_key = models.BinaryField(max_length=255, editable=False)
    initial = models.CharField(max_length=8, editable=False)

    tags = TaggableManager(through="glossary.TaggedTerm", blank=True)

    objects: ClassVar[TermManager] = TermManager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        permissions = [
            ("publish_term", "Can publish, deprecate and archive terms"),
            ("change_every_term", "Can edit the terms of others"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="term_slug_unique"),
            models.UniqueConstraint(
                fields=["language", "case_key", "qualifier_key"], name="term_title_unique"
            ),
            models.UniqueConstraint(fields=["concept", "language"], name="term_concept_unique"),
            models.UniqueConstraint(
                fields=["source_origin", "source_identifier", "language"],
                condition=~Q(source_identifier=""),
                name="term_source_unique",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="term_status_known"),
            models.CheckConstraint(condition=Q(link_mode__in=LinkMode.values), name="term_link_mode_known"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(slug="") & ~Q(case_key="") & ~Q(language=""),
                name="term_names_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="term_not_replaced_by_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["language", "is_public", "sort_key"], name="term_order"),
            models.Index(fields=["language", "is_public", "initial", "sort_key"], name="term_letter"),
            models.Index(fields=["language", "match_key"], name="term_match"),
            models.Index(fields=["language", "is_public", "-first_published_at"], name="term_recent"),
            models.Index(fields=["language", "is_public", "featured"], name="term_featured"),
            models.Index(fields=["language", "is_public", "-updated_at"], name="term_changed"),
        ]

    def __str__(self) -> str:
        return full_title(self.title, self.qualifier)

    def get_absolute_url(self) -> str:
        """Return the address of the entry."""
        return term_url(self.language, self.slug)

    def natural_key(self) -> tuple[str, str]:
        """Return (language, slug), by which fixtures name a term."""
        return (self.language, self.slug)

    @property
    def is_deprecated(self) -> bool:
        """Tell whether readers are warned off this entry."""
        return self.status == Status.DEPRECATED

    def fill_derived(self) -> None:
        """Compute the columns that follow from the title and the qualifier."""
        self.case_key = case_key(self.title)
        self.qualifier_key = case_key(self.qualifier)
        self.match_key = match_key(self.title)[:KEY_LENGTH]
        self.sort_key = sort_key(self.title)
        self.initial = initial(self.title)
