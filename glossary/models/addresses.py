"""Addresses that an entry or a tag once had: they work for ever and go to nothing else."""

from __future__ import annotations

from django.db import models

from glossary.models.taxonomy import Tag
from glossary.models.terms import SLUG_MAX, Term


class FormerSlug(models.Model):
    """A slug that a published term gave up; no other term may take it."""

    language = models.CharField(max_length=35)
    slug = models.CharField(max_length=SLUG_MAX)
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="formerslug_unique")]

    def __str__(self) -> str:
        return self.slug


class FormerTagSlug(models.Model):
    """A slug that a tag gave up when it was renamed."""

    slug = models.CharField(max_length=SLUG_MAX, unique=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
