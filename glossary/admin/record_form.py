"""From the form to the record: what was typed, and where problems with it belong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from glossary.admin.forms import RowForm, RowFormSet, TermForm
from glossary.records import (
    AliasRecord,
    RelationRecord,
    SectionRecord,
    SourceRecord,
    TermRecord,
)
from glossary.text.fold import case_key, normalise_line
from glossary.workflow import FieldProblem


@dataclass(frozen=True)
class Typed:
    """What an editor typed: the record, and the row forms that its parts came from."""

    record: TermRecord
    rows: Mapping[str, Sequence[RowForm]]


def read_forms(form: TermForm, formsets: Iterable[RowFormSet], existing: TermRecord | None) -> Typed:
    """Return the record that valid forms describe; what they do not show is kept from `existing`."""
    rows = {str(formset.prefix): formset.filled() for formset in formsets}
    values = {prefix: [form.cleaned_data for form in filled] for prefix, filled in rows.items()}
    data = form.cleaned_data
    record = replace(
        existing or TermRecord(title=data["title"]),
        **{
            name: data[name]
            for name in ("title", "summary", "qualifier", "slug", "pronunciation", "language", "featured",
                         "link_mode", "replaced_by", "review_due")
        },
        tags=tuple(data["tags"].split(",")),
        exact_match=tuple(data["exact_match"].splitlines()),
        sections=tuple(
            SectionRecord(heading=row["heading"], body=row["body"], key=row["key"])
            for row in values["sections"]
        ),
        examples=tuple(row["body"] for row in values["examples"]),
        aliases=tuple(AliasRecord(text=row["text"], kind=row["kind"]) for row in values["aliases"]),
        relations=tuple(
            RelationRecord(kind=row["kind"], target=row["target"], note=row["note"])
            for row in values["relations_out"]
        ),
        sources=tuple(SourceRecord(title=row["title"], url=row["url"]) for row in values["sources"]),
    )  # fmt: skip
    if "owner" in form.fields:
        record = replace(record, owner=data["owner"].get_username() if data["owner"] else "")
    return Typed(record, rows)


def place_problems(
    problems: Iterable[FieldProblem], typed: Typed, checked: TermRecord
) -> dict[tuple[str, str], list[FieldProblem]]:
    """Return the problems by where they are shown: ("", "") for the form, (prefix, form prefix) for a row.

    `checked` is the canonical record that the paths speak of: it lacks doubles and holds relations sorted.
    """
    placed: dict[tuple[str, str], list[FieldProblem]] = defaultdict(list)
    for problem in problems:
        part, _dot, rest = problem.path.partition(".")
        prefix = "relations_out" if part == "relations" else part
        if prefix not in typed.rows:
            placed[("", "")].append(problem)
            continue
        index = rest.partition(".")[0]
        form = _row(prefix, int(index), typed, checked) if index else None
        placed[(prefix, str(form.prefix) if form else "")].append(problem)
    return placed


def _row(prefix: str, index: int, typed: Typed, checked: TermRecord) -> RowForm | None:
    forms = typed.rows[prefix]
    if prefix == "aliases":
        wanted = case_key(checked.aliases[index].text)
        return next((form for form in forms if case_key(form.cleaned_data["text"]) == wanted), None)
    if prefix == "relations_out":
        relation = checked.relations[index]
        return next(
            (
                form
                for form in forms
                if (form.cleaned_data["kind"], normalise_line(form.cleaned_data["target"]))
                == (relation.kind, relation.target)
            ),
            None,
        )
    return forms[index] if index < len(forms) else None
