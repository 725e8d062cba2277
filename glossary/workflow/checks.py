"""Bring a record into its canonical form and find what is wrong with it, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from glossary.models import AliasKind, LinkMode, RelationKind, Status
from glossary.models.parts import HEADING_MAX, KEY_MAX, URL_MAX
from glossary.models.terms import QUALIFIER_MAX, SLUG_MAX, SUMMARY_MAX, TITLE_MAX, default_language
from glossary.records import (
    RELATION_KINDS,
    AliasRecord,
    RelationRecord,
    SectionRecord,
    SourceRecord,
    TermRecord,
    parsed_concept,
    parsed_date,
    sorted_relations,
)
from glossary.text.fold import case_key, normalise_line
from glossary.text.language import usual_spelling
from glossary.text.problems import Problem, describe, line_problems, prose_problems
from glossary.text.slug import numbered, slugify
from glossary.workflow.errors import FieldProblem, InvalidRecord

TAG_MAX = 100
# A section may not take an id that the page uses for itself.
RESERVED_KEYS = frozenset(
    {
        "main",
        "examples",
        "related",
        "confused",
        "sources",
        "mentions",
        "card-title",
        "contents",
        "explore",
        "top",
        "search",
        "tags",
        "summary",
    }
)
# The first parts of addresses that are fixed or reserved; an entry's language stands in the same place.
RESERVED_LANGUAGES = frozenset(
    {
        "about",
        "admin",
        "api",
        "ask",
        "embed",
        "feeds",
        "glossary",
        "healthz",
        "media",
        "opensearch",
        "preview",
    }
    | {"privacy", "robots", "search", "sitemap", "static", "tags"}
)
_KEY = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff#%?&/\"'<>]{1,100}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")


def canonical(record: TermRecord, existing: TermRecord | None = None) -> TermRecord:
    """Return `record` as it is stored: white space and line ends normalised, empty rows and doubles gone.

    What the record leaves open is taken from `existing`, the entry's state before: language, slug, concept
    and the fragment ids of sections that kept their heading. Invalid values pass through unchanged, so that
    `require_valid` can name them.
    """
    title = normalise_line(record.title)
    return replace(
        record,
        title=title,
        language=_language(record.language) or (existing.language if existing else default_language()),
        qualifier=normalise_line(record.qualifier),
        slug=slugify(record.slug) if record.slug.strip() else (existing.slug if existing else ""),
        concept=record.concept.strip() or (existing.concept if existing else ""),
        summary=normalise_line(record.summary),
        pronunciation=normalise_line(record.pronunciation),
        tags=_distinct((normalise_line(tag) for tag in record.tags), key=case_key),
        aliases=_aliases(record.aliases, title),
        sections=_sections(record.sections, existing.sections if existing else ()),
        examples=tuple(_lines(text) for text in record.examples if text.strip()),
        relations=sorted_relations(_relations(record.relations)),
        sources=tuple(
            SourceRecord(title=normalise_line(source.title) or source.url.strip(), url=source.url.strip())
            for source in record.sources
            if source.title.strip() or source.url.strip()
        ),
        exact_match=_distinct(address.strip() for address in record.exact_match),
        replaced_by=record.replaced_by.strip(),
        owner=record.owner.strip(),
    )


def _language(code: str) -> str:
    """Return a code in its usual spelling, and the site's own language as the site spells it."""
    code = code.strip()
    own = default_language()
    return own if code.lower() == own.lower() else usual_spelling(code)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _distinct(items: Iterable[str], key: Callable[[str], str] = str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for item in items:
        if item:
            found.setdefault(key(item), item)
    return tuple(found.values())


def _aliases(aliases: Iterable[AliasRecord], title: str) -> tuple[AliasRecord, ...]:
    found: dict[str, AliasRecord] = {}
    for alias in aliases:
        text = normalise_line(alias.text)
        key = case_key(text)
        if text and key != case_key(title):
            found.setdefault(key, AliasRecord(text=text, kind=alias.kind))
    return tuple(found.values())


def _relations(relations: Iterable[RelationRecord]) -> Iterable[RelationRecord]:
    found: dict[tuple[str, str], RelationRecord] = {}
    for relation in relations:
        target = relation.target.strip()
        if target:
            found[(relation.kind, target)] = RelationRecord(
                kind=relation.kind, target=target, note=normalise_line(relation.note)
            )
    return found.values()


def _sections(
    sections: Iterable[SectionRecord], existing: Sequence[SectionRecord]
) -> tuple[SectionRecord, ...]:
    """Give each section a fragment id: its own, else that of the old section so headed, else a new one."""
    kept = [s for s in sections if s.heading.strip() or s.body.strip()]
    by_heading = {section.heading: section.key for section in existing}
    taken = {s.key for s in kept if s.key} | RESERVED_KEYS
    used: set[str] = set()
    result = []
    for section in kept:
        heading = normalise_line(section.heading)
        key = section.key
        if not key or key in used or key in RESERVED_KEYS:
            key = by_heading.get(heading, "")
            if not key or key in taken or key in used:
                key = _free(slugify(heading)[: KEY_MAX - 5], taken | used)
        used.add(key)
        result.append(SectionRecord(heading=heading, body=_lines(section.body), key=key))
    return tuple(result)


def _free(wanted: str, taken: set[str]) -> str:
    candidate, count = wanted, 2
    while candidate in taken:
        candidate = numbered(wanted, count)
        count += 1
    return candidate


def require_complete(record: TermRecord) -> None:
    """Raise InvalidRecord where a record says too little for readers: the one sentence of the summary."""
    if not record.summary.strip():
        message = _(
            "Write one sentence that answers “what is it”: readers see it first. A draft can wait for it."
        )
        raise InvalidRecord([FieldProblem("summary", message, "incomplete")], record)


def require_valid(record: TermRecord) -> None:
    """Raise InvalidRecord naming every field of a canonical record that breaks a rule of its own."""
    problems = problems_of(record)
    if problems:
        raise InvalidRecord(problems, record)


def problems_of(record: TermRecord) -> list[FieldProblem]:
    """Return what is wrong with a canonical record, as far as the record alone can tell."""
    return [*_own_problems(record), *_part_problems(record)]


def _own_problems(record: TermRecord) -> list[FieldProblem]:
    found = [
        *_line("title", record.title, TITLE_MAX, required=True),
        *_line("qualifier", record.qualifier, QUALIFIER_MAX),
        *_line("slug", record.slug, SLUG_MAX),
        *_line("summary", record.summary, SUMMARY_MAX),
        *_line("pronunciation", record.pronunciation, 100),
        *_choice("status", record.status, Status.values),
        *_choice("link_mode", record.link_mode, LinkMode.values),
        *_line("replaced_by", record.replaced_by, SLUG_MAX),
        *_line("owner", record.owner, 150),
        *_parsed("review_due", record.review_due, parsed_date, _("Give the date as 2026-12-31.")),
        *_parsed("concept", record.concept, parsed_concept, _("The concept is a UUID.")),
    ]
    if record.language.lower() in RESERVED_LANGUAGES and record.language != default_language():
        message = _("“%(code)s” is an address of the site itself, so no language can have it here.")
        found.append(FieldProblem("language", message % {"code": record.language}))
    elif not _LANGUAGE.match(record.language) or len(record.language) > 35:
        found.append(FieldProblem("language", _("Give the language as a BCP 47 code, such as en or pt-BR.")))
    if record.replaced_by and record.replaced_by == record.slug:
        found.append(FieldProblem("replaced_by", _("An entry does not replace itself.")))
    if record.source_key:
        found += _line("source_key.origin", record.source_key.origin, 200)
        found += _line("source_key.identifier", record.source_key.identifier, 500)
    for index, address in enumerate(record.exact_match):
        found += _address(f"exact_match.{index}", address)
    for index, tag in enumerate(record.tags):
        found += _line(f"tags.{index}", tag, TAG_MAX)
        if "," in tag:
            found.append(FieldProblem(f"tags.{index}", _("A tag holds no comma; commas part tags.")))
    return found


def _part_problems(record: TermRecord) -> list[FieldProblem]:
    found: list[FieldProblem] = []
    for index, alias in enumerate(record.aliases):
        found += _line(f"aliases.{index}.text", alias.text, TITLE_MAX)
        found += _choice(f"aliases.{index}.kind", alias.kind, AliasKind.values)
    for index, section in enumerate(record.sections):
        found += _line(f"sections.{index}.heading", section.heading, HEADING_MAX, required=True)
        found += _prose(f"sections.{index}.body", section.body)
        if not _KEY.fullmatch(section.key):
            message = _("A fragment id is one word without white space or marks.")
            found.append(FieldProblem(f"sections.{index}.key", message))
    for index, example in enumerate(record.examples):
        found += _prose(f"examples.{index}", example)
    for index, relation in enumerate(record.relations):
        found += _choice(f"relations.{index}.kind", relation.kind, [str(kind) for kind in RELATION_KINDS])
        found += _line(f"relations.{index}.note", relation.note, SUMMARY_MAX)
        found += _line(f"relations.{index}.target", relation.target, SLUG_MAX)
        if relation.target == record.slug:
            message = _("An entry is not related to itself.")
            found.append(FieldProblem(f"relations.{index}.target", message))
    for index, source in enumerate(record.sources):
        found += _line(f"sources.{index}.title", source.title, 300, required=True)
        found += _address(f"sources.{index}.url", source.url)
    return found


def _sentences(path: str, problems: Iterable[Problem]) -> list[FieldProblem]:
    return [FieldProblem(path, describe(problem), problem.code) for problem in problems]


def _line(path: str, text: str, max_length: int, *, required: bool = False) -> list[FieldProblem]:
    return _sentences(path, line_problems(text, max_length=max_length, required=required))


def _prose(path: str, text: str) -> list[FieldProblem]:
    return _sentences(path, prose_problems(text, max_bytes=settings.MARKDOWN_MAX_BYTES, required=False))


def _choice(path: str, value: str, known: Iterable[str]) -> list[FieldProblem]:
    known = list(known)
    if value in known:
        return []
    message = _("“%(value)s” is not known here; use one of: %(known)s.")
    return [FieldProblem(path, message % {"value": value, "known": ", ".join(known)})]


def _address(path: str, address: str) -> list[FieldProblem]:
    if not address:
        return []
    found = _line(path, address, URL_MAX)
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = None
    if (
        re.search(r"\s", address)
        or parts is None
        or parts.scheme not in {"http", "https"}
        or not parts.netloc
    ):
        found.append(FieldProblem(path, _("Give a whole web address that starts with https:// or http://.")))
    return found


def _parsed(path: str, text: str, parse: Callable[[str], object], message: str) -> list[FieldProblem]:
    try:
        parse(text)
    except ValueError:
        return [FieldProblem(path, message)]
    return []


def symmetric(kind: str) -> bool:
    """Tell whether a relation of `kind` says the same from both ends."""
    return kind in {RelationKind.RELATED, RelationKind.CONTRAST}
