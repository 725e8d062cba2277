"""The parts of an entry, which its writer replaces whole: Section, Example, Alias, Source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from glossary.models.terms import KEY_LENGTH, TITLE_MAX, Term
from glossary.text.fold import case_key, match_key

HEADING_MAX = 200
KEY_MAX = 100
URL_MAX = 2000


class AliasKind(models.TextChoices):
    """What an alias is to its title; hidden ones are found and redirected but never shown."""

    ABBREVIATION = "abbreviation", _("Abbreviation")
    SYNONYM = "synonym", _("Synonym")
    VARIANT = "variant", _("Variant (plural, spelling)")
    HIDDEN = "hidden", _("Hidden (misspelling)")


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
