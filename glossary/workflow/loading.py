"""What a plain `loaddata` owes the entries it writes: whole entries, a revision, no lost state.

A fixture row is saved raw, past every service. This keeps the state before, removes the parts that the
fixture will bring again, and afterwards appends revisions and touches pages where anything differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from glossary.models import (
    Alias,
    Draft,
    Event,
    Example,
    Mention,
    Name,
    Page,
    PageChange,
    PageVersion,
    Prose,
    Relation,
    Revision,
    SearchMiss,
    Section,
    SiteSettings,
    Source,
    Status,
    Tag,
    TaggedTerm,
    Term,
)
from glossary.models.publication import ALL
from glossary.models.taxonomy import slug_of_tag
from glossary.models.terms import PUBLIC_STATUSES
from glossary.records import TermRecord, as_dict, record_of, record_parts
from glossary.text.fold import normalise_line
from glossary.workflow.checks import problems_of
from glossary.workflow.errors import FieldProblem, InvalidRecord
from glossary.workflow.mentions import follow, too_common
from glossary.workflow.names import collisions
from glossary.workflow.relations import relation_problems
from glossary.workflow.site import as_written, page_problems, site_problems
from glossary.workflow.tags import tag_problems
from glossary.workflow.writer import write_revisions

# Rows that have no history: whether they changed is seen by comparing all of them.
COMPARED = (Tag, SiteSettings, Page)
KEPT = ("concept", "version", "first_published_at", "updated_at", "owner_id", "mentioned")
# What follows from other rows is made from them, here; what readers of one site missed is no content.
LEFT_OUT = (PageVersion, PageChange, Name, Mention, Prose, SearchMiss)


class FixtureLoad:
    """One run of `loaddata`: call `prepare` before each row is saved, `finish` after the last."""

    def __init__(self) -> None:
        self.former: dict[int, TermRecord | None] = {}
        self.added: list[Term] = []
        self.rows_before = _rows()
        self.foreign = False

    def prepare(self, instance: Model) -> bool:
        """Get ready for one row; return False when it must not be saved at all.

        Revisions that exist never change; the page counter, names, mentions and what was looked for in vain
        belong to this database alone.
        """
        if isinstance(instance, LEFT_OUT):
            return False
        if isinstance(instance, Revision):
            return not Revision.objects.filter(term=instance.term_id, number=instance.number).exists()
        if isinstance(instance, Term):
            self._prepare_term(instance)
        elif isinstance(instance, Relation):
            self._prepare_relation(instance)
        elif isinstance(instance, TaggedTerm):
            self._keep(instance.content_object_id)
        elif isinstance(instance, Section | Example | Alias | Source):
            self._keep(instance.term_id)
        elif isinstance(instance, SiteSettings | Page):
            # A raw save fills in no moment where the fixture names none.
            instance.updated_at = instance.updated_at or timezone.now()
        elif not isinstance(instance, Tag):
            self.foreign = True
        return True

    def _prepare_term(self, instance: Term) -> None:
        stored = Term.objects.filter(pk=instance.pk).first() if instance.pk else None
        if stored is None:
            instance.mentioned = 0
            self.added.append(instance)
            return
        self._keep(stored.pk)
        for name in KEPT:
            setattr(instance, name, getattr(stored, name))
        for model in (Section, Example, Alias, Source):
            model._default_manager.filter(term=stored).delete()
        TaggedTerm.objects.filter(content_object=stored).delete()

    def _prepare_relation(self, instance: Relation) -> None:
        instance.fill_derived()
        same = Relation.objects.filter(
            from_term=instance.from_term_id, to_term=instance.to_term_id, kind=instance.kind
        ).first()
        instance.pk = same.pk if same else instance.pk
        self._keep(instance.from_term_id)
        self._keep(instance.to_term_id)

    def _keep(self, pk: int) -> None:
        """Remember the state of a term that was there before this run, the first time it is met."""
        if pk not in self.former and pk not in {term.pk for term in self.added}:
            term = Term.objects.filter(pk=pk).first()
            self.former[pk] = record_of(term) if term else None

    def finish(self) -> bool:
        """Append the revisions that are due, touch stored pages, and tell whether anything changed.

        Raises InvalidRecord, with the place of the row in its text, where one says what no service would
        have written; the caller rolls back.
        """
        ids = {*self.former, *(term.pk for term in self.added)}
        changed = [
            term
            for term in record_parts(Term.objects.filter(pk__in=ids).order_by("pk"))
            if record_of(term) != self.former.get(term.pk)
        ]
        others_changed = self._judge_rows()
        for term in changed:
            record = record_of(term)
            problems = [
                *problems_of(record),
                *collisions([(term.pk, record)])[0],
                *relation_problems(record, term.pk),
                *(too_common(record, term.pk) if term.status == Status.PUBLISHED else ()),
            ]
            _refuse(f"{term.language}/{term.slug}", problems)
            self._append(term)
            if term.status == Status.DRAFT:
                # A draft is edited as it stands. What waited beside it is in the history.
                Draft.objects.filter(term=term).delete()
        ids_changed = [term.pk for term in changed]
        follow(ids_changed, with_new_tags=ids_changed)
        if changed or others_changed:
            PageVersion.objects.touch([ALL])
            return True
        return self.foreign

    def _judge_rows(self) -> bool:
        """Bring the compared rows that changed into their canonical form; tell whether any differs then."""
        for key, values in _rows().items():
            if self.rows_before.get(key) != values:
                model, pk = key
                _judge_row(model._default_manager.get(pk=pk))
        return self.rows_before != _rows()

    def _append(self, term: Term) -> None:
        now = timezone.now()
        former = self.former.get(term.pk)
        latest = term.revisions.first()
        if latest and latest.record == as_dict(record_of(term)):
            return
        if former is not None:
            term.updated_at = now
            if latest is None or latest.record != as_dict(former):
                term.version += 1
                write_revisions(
                    [term], Event.FOUND, author=None, comment="", now=now, records={term.pk: former}
                )
        term.version = max(term.version, latest.number if latest else 0) + 1
        if term.status in PUBLIC_STATUSES:
            term.first_published_at = term.first_published_at or now
        term.save(update_fields=["version", "updated_at", "first_published_at"])
        write_revisions([term], Event.LOADED, author=None, comment="", now=now)


def _rows() -> dict[tuple[type[Model], Any], dict[str, Any]]:
    """Return what each compared row says; a fixture cuts the moment of its last change to milliseconds."""
    found: dict[tuple[type[Model], Any], dict[str, Any]] = {}
    for model in COMPARED:
        rows: Any = model._default_manager.values()
        for row in rows:
            row.pop("updated_at", None)
            found[model, row[model._meta.pk.attname]] = row
    return found


def _judge_row(row: Model) -> None:
    """Write a row in its canonical form. Raises InvalidRecord for what no service would have written."""
    if isinstance(row, SiteSettings):
        _refuse("site", site_problems(row))
    elif isinstance(row, Page):
        _refuse(row.slug, page_problems(row.title, row.body))
        page = as_written(row.title, row.body)
        row.title, row.body = page.title, page.body
    elif isinstance(row, Tag):
        row.name, row.title = normalise_line(row.name), normalise_line(row.title)
        problems = tag_problems(row)
        if row.slug != slug_of_tag(row.slug):
            message = _("The address “%(slug)s” would be written “%(right)s”.")
            right = slug_of_tag(row.slug)
            problems.append(FieldProblem("slug", message % {"slug": row.slug, "right": right}))
        _refuse(f"tags/{row.slug}", problems)
    row.save_base(raw=True)


def _refuse(place: str, problems: Sequence[FieldProblem]) -> None:
    if problems:
        raise InvalidRecord([replace(each, path=f"{place}: {each.path}") for each in problems])
