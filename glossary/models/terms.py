"""The entry and its parts: Term, Section, Example, Alias, Relation, Source."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from glossary.models.paths import path_of
from glossary.text.fold import case_key, initial, match_key, sort_key

TITLE_MAX = 200
QUALIFIER_MAX = 100
SLUG_MAX = 200
SUMMARY_MAX = 500
SUMMARY_ADVISED = 160
HEADING_MAX = 200
KEY_MAX = 100
KEY_LENGTH = 600  # case folding can make three characters of one; compatibility folding more, so it is cut
URL_MAX = 2000


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


class AliasKind(models.TextChoices):
    """What an alias is to its title; hidden ones are found and redirected but never shown."""

    ABBREVIATION = "abbreviation", _("Abbreviation")
    SYNONYM = "synonym", _("Synonym")
    VARIANT = "variant", _("Variant (plural, spelling)")
    HIDDEN = "hidden", _("Hidden (misspelling)")


class RelationKind(models.TextChoices):
    """Kinds of stored relation; "narrower" is the inverse of "broader" (SKOS Reference, section 8)."""

    RELATED = "related", _("Related")
    CONTRAST = "contrast", _("Often confused with")
    BROADER = "broader", _("Broader")


def default_language() -> str:
    """Return the site's language (BCP 47)."""
    return settings.LANGUAGE_CODE


def term_url(language: str, slug: str) -> str:
    """Return the address of an entry; other languages than the site's carry their code in front."""
    if language == settings.LANGUAGE_CODE:
        return path_of("glossary:term-detail", slug)
    return path_of("glossary:translated-term-detail", language, slug)


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
    derived from the title by `fill_derived`, which every way of making a row calls.
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


class PartManager(models.Manager):
    """Manager of rows that belong to a term; the natural key is the term's, then `key_field`."""

    key_field = "position"

    def get_by_natural_key(self, language: str, slug: str, key: object) -> models.Model:
        """Return the part of the term at (language, slug) that `key` names."""
        return self.get(term__language=language, term__slug=slug, **{self.key_field: key})


class SectionManager(PartManager):
    """Manager of sections, which fixtures name by fragment id."""

    key_field = "key"


class AliasManager(PartManager):
    """Manager of aliases, which fixtures name by their text."""

    key_field = "text"


class Part(models.Model):
    """Common to the rows that the writer of an entry replaces whole."""

    class Meta:
        abstract = True

    def fill_derived(self) -> None:
        """Compute the columns that follow from others; none unless a subclass has some."""


class Section(Part):
    """A headed stretch of Markdown; `key` is its fragment id and survives a change of the heading."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(_("fragment id"), max_length=KEY_MAX)
    heading = models.CharField(_("heading"), max_length=HEADING_MAX)
    body = models.TextField(_("text"), blank=True)
    position = models.PositiveIntegerField(_("position"))

    objects = SectionManager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["term", "position"], name="section_position_unique"),
            models.UniqueConstraint(fields=["term", "key"], name="section_key_unique"),
        ]

    def __str__(self) -> str:
        return self.heading

    def natural_key(self) -> tuple[str, ...]:
        """Return the term's natural key and the fragment id."""
        return (*self.term.natural_key(), self.key)

    natural_key.dependencies = ["glossary.term"]  # type: ignore[attr-defined]


class Example(Part):
    """A short real situation that shows the term at work."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="examples")
    body = models.TextField(_("text"))
    position = models.PositiveIntegerField(_("position"))

    objects = PartManager()

    class Meta:
        verbose_name = _("example")
        verbose_name_plural = _("examples")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["term", "position"], name="example_position_unique"),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def natural_key(self) -> tuple[object, ...]:
        """Return the term's natural key and the position."""
        return (*self.term.natural_key(), self.position)

    natural_key.dependencies = ["glossary.term"]  # type: ignore[attr-defined]


class Alias(Part):
    """Another name of a term. Two terms may share one: an ambiguity that readers are shown as a choice."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("name"), max_length=TITLE_MAX)
    kind = models.CharField(_("kind"), max_length=20, choices=AliasKind.choices, default=AliasKind.SYNONYM)
    case_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    match_key = models.CharField(max_length=KEY_LENGTH, editable=False, db_index=True)

    objects = AliasManager()

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["term", "case_key"], name="alias_unique_in_term"),
            models.CheckConstraint(condition=Q(kind__in=AliasKind.values), name="alias_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[str, ...]:
        """Return the term's natural key and the name."""
        return (*self.term.natural_key(), self.text)

    natural_key.dependencies = ["glossary.term"]  # type: ignore[attr-defined]

    def fill_derived(self) -> None:
        """Compute the folded forms of the name."""
        self.case_key = case_key(self.text)
        self.match_key = match_key(self.text)[:KEY_LENGTH]


class Source(Part):
    """Where a definition comes from: a standard, a regulator, a handbook."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=300)
    url = models.CharField(_("address"), max_length=URL_MAX, blank=True)
    position = models.PositiveIntegerField(_("position"))

    objects = PartManager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["term", "position"], name="source_position_unique"),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[object, ...]:
        """Return the term's natural key and the position."""
        return (*self.term.natural_key(), self.position)

    natural_key.dependencies = ["glossary.term"]  # type: ignore[attr-defined]


class RelationManager(models.Manager["Relation"]):
    """Manager with the natural key of fixtures."""

    def get_by_natural_key(
        self, from_language: str, from_slug: str, to_language: str, to_slug: str, kind: str
    ) -> Relation:
        """Return the relation of `kind` between two terms, given as (language, slug) each."""
        return self.get(
            from_term__language=from_language,
            from_term__slug=from_slug,
            to_term__language=to_language,
            to_term__slug=to_slug,
            kind=kind,
        )


class Relation(models.Model):
    """A tie between two terms. Symmetric kinds are stored once, the lower id first."""

    from_term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="relations_out")
    to_term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="relations_in")
    kind = models.CharField(_("kind"), max_length=20, choices=RelationKind.choices)
    note = models.CharField(
        _("the difference"),
        max_length=SUMMARY_MAX,
        blank=True,
        help_text=_("For terms that are often confused: one sentence on the difference."),
    )

    objects = RelationManager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["from_term", "to_term", "kind"], name="relation_unique"),
            models.CheckConstraint(condition=~Q(from_term=F("to_term")), name="relation_not_to_itself"),
            models.CheckConstraint(condition=Q(kind__in=RelationKind.values), name="relation_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=RelationKind.BROADER) | Q(from_term__lt=F("to_term")),
                name="relation_symmetric_stored_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_term} – {self.to_term}"

    def natural_key(self) -> tuple[str, ...]:
        """Return both terms' natural keys and the kind."""
        return (*self.from_term.natural_key(), *self.to_term.natural_key(), self.kind)

    natural_key.dependencies = ["glossary.term"]  # type: ignore[attr-defined]

    def fill_derived(self) -> None:
        """Put the lower id first where the kind is symmetric."""
        if self.kind != RelationKind.BROADER and self.from_term_id > self.to_term_id:
            self.from_term_id, self.to_term_id = self.to_term_id, self.from_term_id
