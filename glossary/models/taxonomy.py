"""Tags: names that group terms; some of them are topics, the industries on the home page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from glossary.models.paths import path_of
from glossary.models.terms import Term
from glossary.text.fold import case_key
from glossary.text.slug import FALLBACK, numbered, slugify

TAG_SLUG_MAX = 100  # the length of taggit's own column
TAG_DESCRIPTION_MAX = 300


def slug_of_tag(name: str) -> str:
    """Return the slug that a tag's name makes, short enough for its column."""
    return slugify(name)[:TAG_SLUG_MAX].strip("-") or FALLBACK


class TagManager(models.Manager["Tag"]):
    """Manager with the natural key of fixtures: the slug."""

    def get_by_natural_key(self, slug: str) -> Tag:
        """Return the tag at an address."""
        return self.get(slug=slug)


class Tag(TagBase):
    """A tag; `case_key` keeps *Ärger* and *ärger* one on every database."""

    title = models.CharField(
        _("title"),
        max_length=TAG_SLUG_MAX,
        blank=True,
        help_text=_("How pages spell it: Generative AI for generative-ai. Left empty, they show the name."),
    )
    description = models.CharField(_("description"), max_length=TAG_DESCRIPTION_MAX, blank=True)
    is_topic = models.BooleanField(
        _("topic"), default=False, help_text=_("Shown on the home page as one of the industries.")
    )
    case_key = models.CharField(max_length=300, unique=True, editable=False)

    objects: ClassVar[TagManager] = TagManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["case_key"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(slug="") & ~models.Q(case_key=""),
                name="tag_names_not_empty",
            ),
        ]

    @property
    def heading(self) -> str:
        """Return what pages call it."""
        return self.title or self.name

    @property
    def in_sentence(self) -> str:
        """Return how a sentence spells it: *marketing* for *Marketing*, but *AI* for *AI*."""
        is_capital_only = self.title[1:] == self.name[1:] and self.title[:1].lower() == self.name[:1]
        return self.name if is_capital_only else self.heading

    def natural_key(self) -> tuple[str]:
        """Return the slug, by which fixtures name a tag."""
        return (self.slug,)

    def get_absolute_url(self) -> str:
        """Return the address of the tag's page."""
        return path_of("glossary:tag-detail", self.slug)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Make a slug for taggit's own `save`; `i` is its counter where the slug is taken."""
        return slug_of_tag(tag) if i is None else numbered(slug_of_tag(tag)[: TAG_SLUG_MAX - 5], i)

    def fill_derived(self) -> None:
        """Compute the folded name that carries uniqueness, and a slug where none is given."""
        self.case_key = case_key(self.name)
        if not self.slug:
            self.slug = slug_of_tag(self.name)


class TaggedTermManager(models.Manager["TaggedTerm"]):
    """Manager with the natural key of fixtures."""

    def get_by_natural_key(self, language: str, slug: str, tag_slug: str) -> TaggedTerm:
        """Return the row that ties a tag to the term at (language, slug)."""
        return self.get(content_object__language=language, content_object__slug=slug, tag__slug=tag_slug)


class TaggedTerm(ItemBase):
    """A tag of a term, with its place in the editor's order."""

    content_object = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged")
    position = models.PositiveIntegerField(_("position"), default=0)

    objects: ClassVar[TaggedTermManager] = TaggedTermManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("tagged term")
        verbose_name_plural = _("tagged terms")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="taggedterm_unique"),
        ]

    def natural_key(self) -> tuple[Any, ...]:
        """Return the term's natural key and the tag's."""
        return (*self.content_object.natural_key(), *self.tag.natural_key())

    natural_key.dependencies = ["glossary.term", "glossary.tag"]  # type: ignore[attr-defined]
