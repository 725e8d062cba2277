"""Ties between entries."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from glossary.models.terms import SUMMARY_MAX, Term


class RelationKind(models.TextChoices):
    """Kinds of stored relation; "narrower" is the inverse of "broader" (SKOS Reference, section 8)."""

    RELATED = "related", _("Related")
    CONTRAST = "contrast", _("Often confused with")
    BROADER = "broader", _("Broader")


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
