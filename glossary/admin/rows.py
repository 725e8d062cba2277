"""The rows of the entry form: sections, examples, aliases, relations, sources."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glossary.admin.examples import advice, advised
from glossary.admin.forms import (
    MAX_ROWS,
    AliasForm,
    ExampleForm,
    RelationForm,
    RowFormSet,
    SectionForm,
    SourceForm,
)
from glossary.admin.initial import blank_rows, row_initial
from glossary.models import Alias, Example, Relation, Section, Source, Term


class Rows(admin.StackedInline):
    """Rows that belong to the record: whoever may edit the entry may edit them, all of them, always."""

    formset = RowFormSet
    prefix = ""
    can_delete = False

    def get_extra(self, request: HttpRequest, obj: Term | None = None, **kwargs: Any) -> int:
        """Return as many rows as the record has, and the empty ones that invite to write."""
        filled = len(row_initial(getattr(obj, "editable", None))[self.prefix])
        return filled + blank_rows(self.prefix, filled)

    def get_max_num(self, request: HttpRequest, obj: Term | None = None, **kwargs: Any) -> int:
        """Return more than any entry has: Django's own limit of 1,000 would drop the rows beyond."""
        return MAX_ROWS

    def get_formset(self, request: HttpRequest, obj: Term | None = None, **kwargs: Any) -> Any:
        """Return the formset, which takes as many rows as it shows."""
        return super().get_formset(request, obj, absolute_max=MAX_ROWS, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """Follow the entry: a part that could not be saved would be a part that is lost."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """Follow the entry."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """Follow the entry."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        """Follow the entry."""
        return True


class SectionRows(Rows):
    """Sections, by default Definition and Why It Matters."""

    model = Section
    form = SectionForm
    prefix = "sections"
    fields = ["heading", "body", "position", "key"]


class ExampleRows(Rows):
    """Examples in practice."""

    model = Example
    form = ExampleForm
    prefix = "examples"
    verbose_name = _("example in practice")
    fields = ["body", "position"]

    def get_extra(self, request: HttpRequest, obj: Term | None = None, **kwargs: Any) -> int:
        """Return as many rows as the record has, at least as many as the owner advises."""
        return max(super().get_extra(request, obj, **kwargs), advised(request))

    def get_formset(self, request: HttpRequest, obj: Term | None = None, **kwargs: Any) -> Any:
        """Return the formset, under a heading that says how many examples are advised."""
        heading = {"advice": advice(request)}
        self.verbose_name_plural = gettext("examples in practice: %(advice)s") % heading
        return super().get_formset(request, obj, **kwargs)


class AliasRows(Rows):
    """Other names."""

    model = Alias
    form = AliasForm
    prefix = "aliases"
    verbose_name = _("other name")
    verbose_name_plural = _("also known as")
    fields = [("text", "kind"), "position"]


class RelationRows(Rows):
    """Ties to other entries, seen from this one."""

    model = Relation
    form = RelationForm
    fk_name = "from_term"
    prefix = "relations_out"
    verbose_name = _("relation")
    verbose_name_plural = _("related entries")
    fields = [("kind", "target"), "note"]


class SourceRows(Rows):
    """Sources."""

    model = Source
    form = SourceForm
    prefix = "sources"
    fields = ["title", "url", "position"]


ROWS: list[type[admin.options.InlineModelAdmin]] = [
    AliasRows,
    SectionRows,
    ExampleRows,
    RelationRows,
    SourceRows,
]
