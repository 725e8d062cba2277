"""History: every version of an entry as one record, and the pending next version of a live one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from glossary.models.terms import Term


class Event(models.TextChoices):
    """What a service did when it wrote a revision."""

    CREATED = "created", _("Created")
    SAVED = "saved", _("Draft saved")
    PENDING = "pending", _("Changes saved, not yet published")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Pending changes discarded")
    DEPRECATED = "deprecated", _("Deprecated")
    ARCHIVED = "archived", _("Archived")
    REINSTATED = "reinstated", _("Reinstated")
    RESTORED = "restored", _("Old version restored as pending changes")
    HANDED_OVER = "handed over", _("Handed to another owner")
    RELATED = "related", _("Relation changed in another entry")
    LOADED = "loaded", _("Loaded from a fixture")
    FOUND = "found", _("State found before loading")


class RevisionManager(models.Manager["Revision"]):
    """Manager with the natural key of fixtures."""

    def get_by_natural_key(self, language: str, slug: str, number: int) -> Revision:
        """Return version `number` of the term at (language, slug)."""
        return self.get(term__language=language, term__slug=slug, number=number)


class Revision(models.Model):
    """A version of an entry. Written once and never changed; only its author's account may go."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    record = models.JSONField(_("record"))
    schema = models.PositiveSmallIntegerField(_("schema of the record"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    event = models.CharField(_("event"), max_length=20, choices=Event.choices)

    objects = RevisionManager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="revision_number_unique"),
            models.CheckConstraint(condition=models.Q(event__in=Event.values), name="revision_event_known"),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} #{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; a second save is a mistake in the caller (the database refuses it too)."""
        if not self._state.adding:
            raise TypeError("a revision is never changed")
        super().save(*args, **kwargs)

    def natural_key(self) -> tuple[object, ...]:
        """Return the term's natural key and the number."""
        return (*self.term.natural_key(), self.number)

    natural_key.dependencies = ["glossary.term"]  # type: ignore[attr-defined]


class DraftManager(models.Manager["Draft"]):
    """Manager with the natural key of fixtures."""

    def get_by_natural_key(self, language: str, slug: str) -> Draft:
        """Return the pending version of the term at (language, slug)."""
        return self.get(term__language=language, term__slug=slug)


class Draft(models.Model):
    """The pending next version of an entry that readers already see."""

    term = models.OneToOneField(Term, on_delete=models.CASCADE, related_name="draft")
    record = models.JSONField(_("record"))
    schema = models.PositiveSmallIntegerField(_("schema of the record"))
    base_number = models.PositiveIntegerField(_("revision it started from"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(_("saved"), default=timezone.now)

    objects = DraftManager()

    class Meta:
        verbose_name = _("pending version")
        verbose_name_plural = _("pending versions")

    def __str__(self) -> str:
        return f"pending version of {self.term_id}"

    def natural_key(self) -> tuple[str, str]:
        """Return the term's natural key."""
        return self.term.natural_key()

    natural_key.dependencies = ["glossary.term"]  # type: ignore[attr-defined]
