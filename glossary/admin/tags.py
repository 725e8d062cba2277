"""The admin of tags, in place of taggit's own: that one lets any member of staff merge tags."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as StockTag

from glossary.models import Tag
from glossary.text.fold import normalise_line
from glossary.text.slug import slugify
from glossary.workflow import delete_tag, save_tag
from glossary.workflow.tags import tag_problems

if admin.site.is_registered(StockTag):
    admin.site.unregister(StockTag)


class TagForm(forms.ModelForm):
    """A tag; the workflow says whether its name and address are free."""

    slug = forms.CharField(
        label=_("Address"), required=False, help_text=_("Left empty, it is made from the name.")
    )

    class Meta:
        model = Tag
        fields = ["name", "title", "slug", "description", "is_topic"]

    def clean(self) -> dict[str, Any]:
        """Show what the workflow finds wrong beside the field."""
        cleaned = super().clean() or {}
        name = normalise_line(cleaned.get("name", ""))
        if name:
            slug = slugify(cleaned.get("slug") or name)
            title = normalise_line(cleaned.get("title", ""))
            for problem in tag_problems(Tag(pk=self.instance.pk, name=name, slug=slug, title=title)):
                self.add_error(problem.path, problem.message)
            cleaned |= {"name": name, "slug": slug}
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Leave name and slug to the check above: one sentence about a clash is enough."""
        return {*super()._get_validation_exclusions(), "name", "slug"}  # type: ignore[misc]


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags: name, description, and whether one is a topic of the home page."""

    form = TagForm
    list_display = ["name", "title", "slug", "is_topic", "uses"]
    list_filter = ["is_topic"]
    search_fields = ["name", "title", "description"]
    ordering = ["case_key"]
    actions = None  # Django's bulk deletion goes past the workflow

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what the filter puts into addresses; Django allows every column, and some break the query."""
        return lookup == "is_topic__exact"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Return tags with the number of entries that carry them."""
        return super().get_queryset(request).annotate(entries=Count("tagged"))

    @admin.display(description=_("entries"), ordering="entries")
    def uses(self, tag: Tag) -> int:
        """Return how many entries carry the tag."""
        return tag.entries  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Tag, form: forms.ModelForm, change: bool) -> None:
        """Save through the workflow, which keeps a former address and touches the pages."""
        save_tag(obj)

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        """Delete through the workflow, which touches the pages."""
        delete_tag(obj)
