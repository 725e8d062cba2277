"""Keep the index that readers search by: public entries alone, as their rows say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model, QuerySet

from glossary.models import Alias, AliasKind, Example, Section, Term
from glossary.models.terms import full_title
from glossary.search.documents import Document, Tier, name_rows, popularity
from glossary.search.entries import entry_index
from glossary.selectors.prepared import PreparedQuery
from glossary.workflow.chunks import in_chunks
from glossary.workflow.holding import whole
from glossary.workflow.misses import answered

# Entries written in one go: bounds memory, and what one statement carries.
AT_ONCE = 500


def keep(ids: Collection[int]) -> None:
    """Index what the rows of some entries say now, and forget those that are not public.

    Call it in the transaction of the write, after the counts of mentions. What readers looked for in vain and
    is a name now counts as answered.
    """
    for chunk in in_chunks(ids, AT_ONCE):
        documents = _documents(chunk)
        _write(chunk, documents)
        answered({row.key for each in documents for row in name_rows(each) if row.tier < Tier.IN_TITLE})


def keep_popularity(counts: Mapping[int, tuple[int, int]]) -> None:
    """Say how often entries are mentioned, by id (before, now), where that puts them on another step."""
    moved = {pk: now for pk, (before, now) in counts.items() if popularity(before) != popularity(now)}
    if moved:
        entry_index().set_popularity(moved)


def keep_anew(ids: Collection[int]) -> int:
    """Index some entries where something else is indexed than their rows say; return of how many it was."""
    documents = _documents(ids)
    public = {document.term for document in documents}
    differing = entry_index().differing(documents)
    _write({*differing, *(set(ids) - public)}, [each for each in documents if each.term in differing])
    return len(differing)


def forget_strays() -> int:
    """Forget whatever is indexed and not public; return of how many entries it was."""
    strays = entry_index().every_id() - _public_ids()
    entry_index().forget(strays)
    return len(strays)


def is_complete() -> bool:
    """Tell whether all public entries are indexed, and no others."""
    return entry_index().every_id() == _public_ids()


def fill() -> None:
    """Index every public entry, in the place of all that is indexed.

    One transaction, in which nobody else writes and, on PostgreSQL, nobody searches: for a new database or an
    upgrade.
    """
    with whole(), entry_index().filled_anew():
        for chunk in in_chunks(_public_ids(), AT_ONCE):
            entry_index().add(_documents(chunk))


def _public_ids() -> set[int]:
    return set(Term.objects.published().values_list("pk", flat=True))


def _write(ids: Collection[int], documents: list[Document]) -> None:
    if gone := set(ids) - {document.term for document in documents}:
        entry_index().forget(gone)
    if documents:
        entry_index().replace(documents)


def _documents(ids: Collection[int]) -> list[Document]:
    """Return what is to be indexed of those entries that are public: four queries."""
    value = entry_index().as_value(ids)
    aliases, sections, examples = (_by_entry(query.rows(value)) for query in (_ALIASES, _SECTIONS, _EXAMPLES))
    return [
        Document(
            term=pk,
            language=language,
            title=title,
            qualified=full_title(title, qualifier),
            aliases=tuple((text, kind == AliasKind.HIDDEN) for text, kind in aliases[pk]),
            summary=summary,
            headings=tuple(heading for heading, _body in sections[pk]),
            bodies=(*(body for _heading, body in sections[pk]), *(body for (body,) in examples[pk])),
            mentioned=mentioned,
        )
        for pk, language, title, qualifier, summary, mentioned in _TERMS.rows(value)
    ]


def _by_entry(rows: Iterable[Sequence[Any]]) -> defaultdict[int, list[Sequence[Any]]]:
    found: defaultdict[int, list[Sequence[Any]]] = defaultdict(list)
    for pk, *values in rows:
        found[pk].append(values)
    return found


def _terms(value: Any) -> QuerySet[Any, Any]:
    terms = Term.objects.published().filter(pk__in=entry_index().those_in(value)).order_by("pk")
    return terms.values_list("pk", "language", "title", "qualifier", "summary", "mentioned")


def _parts(model: type[Model], order: str, *columns: str) -> PreparedQuery:
    """Return the query for these columns of the parts of some entries, in order."""

    def build(value: Any) -> QuerySet[Any, Any]:
        rows = model._default_manager.filter(term__in=entry_index().those_in(value))
        return rows.order_by("term_id", order).values_list("term_id", *columns)

    return PreparedQuery(build)


_TERMS = PreparedQuery(_terms)
_ALIASES = _parts(Alias, "pk", "text", "kind")
_SECTIONS = _parts(Section, "position", "heading", "body")
_EXAMPLES = _parts(Example, "position", "body")
