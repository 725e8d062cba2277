"""From the record to the form: what its fields and rows start with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from glossary.admin.names import names_of
from glossary.models import Term
from glossary.records import TermRecord, parsed_date


def form_initial(record: TermRecord, term: Term) -> dict[str, Any]:
    """Return the initial values of the form for an entry that exists."""
    return {
        "title": record.title,
        "summary": record.summary,
        "tags": ", ".join(record.tags),
        "qualifier": record.qualifier,
        "slug": record.slug,
        "pronunciation": record.pronunciation,
        "language": record.language,
        "featured": record.featured,
        "link_mode": record.link_mode,
        "replaced_by": names_of([record.replaced_by], record.language).get(record.replaced_by, ""),
        "exact_match": "\n".join(record.exact_match),
        "review_due": parsed_date(record.review_due),
        "owner": term.owner_id,
        "base_version": term.version,
    }


def row_initial(record: TermRecord | None) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that each formset starts with; a new entry begins with the usual anatomy."""
    if record is None:
        return {
            "sections": _placed([{"heading": _("Definition")}, {"heading": _("Why It Matters")}]),
            "examples": [],
            "aliases": [],
            "relations_out": [],
            "sources": [],
        }
    names = names_of((relation.target for relation in record.relations), record.language)
    return {
        "sections": _placed(asdict(section) for section in record.sections),
        "examples": _placed({"body": body} for body in record.examples),
        "aliases": _placed(asdict(alias) for alias in record.aliases),
        "relations_out": _placed(
            {**asdict(relation), "target": names.get(relation.target, relation.target)}
            for relation in record.relations
        ),
        "sources": _placed(asdict(source) for source in record.sources),
    }


def _placed(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "position": place} for place, row in enumerate(rows, 1)]


def blank_rows(prefix: str, filled: int) -> int:
    """Return how many empty rows a formset offers beside those that are filled."""
    return 0 if filled or prefix in {"sources", "relations_out"} else 1
