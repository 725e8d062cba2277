"""Names and the entries they lead to: what the prose of one entry is linked with.

A page reads the names of the entries that its own prose mentions, which the write that published it found; so
its cost follows the page and not the glossary. Prose that was not published yet asks for every stretch of
words that could be a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from glossary.models import AliasKind, LinkMode, Mention, Status, TaggedTerm, Term
from glossary.models.publication import link_key
from glossary.models.terms import term_url
from glossary.records import TermRecord
from glossary.rendering.autolink import Lead
from glossary.search import names_under
from glossary.selectors.links import LINK_FIELDS, TermLink, link_to, meanings_url
from glossary.selectors.prepared import PreparedQuery
from glossary.text.matching import KnownName, Match, NameIndex, is_short_name, keys_in
from glossary.text.names import WordedText, worded

# Of those who mention an entry, this many are shown with their summaries and this many more by name.
MENTIONED_WITH_SUMMARY = 10
MENTIONED_BY_NAME = 50
# Names of the entry itself: found, so that no part of them is taken for another's, and never linked.
OWN = 0
# A choice tells a reader least, so it makes way for every other link.
_CHOICE = 100
_Entry = TypeVar("_Entry", bound=Hashable)


def is_linked(status: str, link_mode: str) -> bool:
    """Tell whether the names of an entry in this state and mode are linked at all."""
    return status == Status.PUBLISHED and link_mode != LinkMode.NEVER


def is_exact(name: str, link_mode: str) -> bool:
    """Tell whether a name counts in its own case alone; short ones, such as *IT*, do in any mode."""
    return link_mode == LinkMode.EXACT or is_short_name(name)


def names_of(title: str, aliases: Iterable[str], link_mode: str, target: int = OWN) -> list[KnownName]:
    """Return the names of an entry as prose has them: its title and `aliases`, those that are not hidden."""
    return [KnownName(text, target, is_exact(text, link_mode)) for text in dict.fromkeys([title, *aliases])]


def names_of_record(record: TermRecord) -> list[KnownName]:
    """Return the names of the entry that a record is of, as its own prose uses them."""
    aliases = (alias.text for alias in record.aliases if alias.kind != AliasKind.HIDDEN)
    return names_of(record.title, aliases, record.link_mode)


def commonness(mentioned: int) -> int:
    """Return how common an entry is that so many others mention, in steps of four times as many.

    Rough on purpose: pages whose links depend on it are made again when it moves, and it moves rarely.
    """
    return mentioned.bit_length() // 2


def known_names(language: str, keys: Collection[str]) -> dict[str, set[KnownName]]:
    """Return the names by which prose in a language is linked that are kept under any of these keys."""
    found: defaultdict[str, set[KnownName]] = defaultdict(set)
    for key, text, term, exact in names_under(language, keys):
        found[key].add(KnownName(text, term, exact))
    return found


def tags_of(ids: Collection[int]) -> dict[int, set[int]]:
    """Return the tags of entries by id."""
    tags: defaultdict[int, set[int]] = defaultdict(set)
    rows = TaggedTerm.objects.filter(content_object__in=ids).order_by()
    for term, tag in rows.values_list("content_object_id", "tag_id"):
        tags[term].add(tag)
    return tags


def fitting(
    targets: Sequence[_Entry], own_tags: Collection[int], tags: Mapping[Any, Collection[int]]
) -> _Entry | None:
    """Return the one of several entries that a name means beside these tags, or None.

    It is the one that shares most tags with the entry in whose prose the name stands.
    """
    shared = {pk: len({*tags.get(pk, ())} & {*own_tags}) for pk in targets}
    most = max(shared.values())
    best = [pk for pk, count in shared.items() if count == most]
    return best[0] if len(best) == 1 else None


@dataclass(frozen=True, slots=True)
class Target:
    """An entry that a name leads to, and how many others mention it."""

    url: str
    mentioned: int


class ProseLinks:
    """What the prose of one entry is linked with; `glossary.rendering.autolink.Links`."""

    def __init__(
        self,
        language: str,
        names: Iterable[KnownName],
        targets: Mapping[Hashable, Target],
        own_tags: Collection[int],
        cut: Mapping[str, WordedText] | None = None,
    ) -> None:
        self._language = language
        self._cut = cut or {}
        self._index = NameIndex(names, language)
        self._targets = targets
        self._own_tags = own_tags
        self._tags: Mapping[Any, Collection[int]] | None = None

    def matches(self, text: str) -> list[Match]:
        """Return the names in a stretch of prose."""
        return self._index.matches(self._cut.get(text, text))

    def lead(self, match: Match) -> Lead | None:
        """Return where a name leads: to the entry that is meant, or to the choice between several."""
        targets = match.targets
        if OWN in targets:
            return None
        meant = targets[0] if len(targets) == 1 else self._fitting(targets)
        if meant is None:
            choices = frozenset(self._targets[pk].url for pk in targets)
            return Lead(meanings_url(self._language, match.name), _CHOICE, choices)
        target = self._targets[meant]
        return Lead(target.url, commonness(target.mentioned))

    def _fitting(self, targets: tuple[Hashable, ...]) -> Hashable | None:
        if not self._own_tags:
            return None
        if self._tags is None:
            # Of all, so that a page full of names with several meanings asks once.
            self._tags = tags_of(self._targets)  # type: ignore[arg-type]
        return fitting(targets, self._own_tags, self._tags)


def _linked(pk: int) -> QuerySet[Any, Any]:
    """Return the query for the entries that the prose of one mentions, with each of their names."""
    return (
        Mention.objects.filter(from_term=pk)
        .order_by()
        .values_list(
            "to_term_id",
            "to_term__slug",
            "to_term__mentioned",
            "to_term__names__text",
            "to_term__names__exact",
        )
    )


def _mentioned_in(pk: int) -> QuerySet[Any, Any]:
    """Return the query for the entries whose prose mentions one, most about it first."""
    return (
        Mention.objects.filter(to_term=pk, weight__gt=0, from_term__is_public__in=[True])
        .order_by("-weight", "from_term")
        .values_list("from_term_id", *(f"from_term__{field}" for field in LINK_FIELDS))[
            : MENTIONED_WITH_SUMMARY + MENTIONED_BY_NAME
        ]
    )


LINKED, MENTIONED_IN = PreparedQuery(_linked), PreparedQuery(_mentioned_in)


def links_of(term: Term, own: Iterable[KnownName], own_tags: Collection[int]) -> tuple[ProseLinks, set[str]]:
    """Return what the published prose of an entry is linked with, and the keys it depends on; one query."""
    names, targets = {*own}, {}
    for pk, slug, mentioned, text, exact in LINKED.rows(term.pk):
        targets[pk] = Target(term_url(term.language, slug), mentioned)
        if text is not None:
            names.add(KnownName(text, pk, bool(exact)))
    return ProseLinks(term.language, names, targets, own_tags), {link_key(pk) for pk in targets}


def links_in(
    text: str,
    language: str,
    own: Iterable[KnownName] = (),
    own_tags: Collection[int] = (),
    own_pk: int | None = None,
) -> ProseLinks:
    """Return what prose that is not published is linked with: two queries.

    `own_pk` is the entry that it is of; what that is called now is no name in a text that may rename it.
    """
    cut = {run: worded(run) for run in runs_of(text)}
    keys = set().union(*(keys_in(each, language) for each in cut.values()))
    found = set().union(*known_names(language, keys).values())
    names = {name for name in found if name.target != own_pk}
    rows = Term.objects.published().filter(pk__in={name.target for name in names})
    targets = {
        pk: Target(term_url(language, slug), mentioned)
        for pk, slug, mentioned in rows.values_list("pk", "slug", "mentioned")
    }
    reachable = [name for name in names if name.target in targets]
    return ProseLinks(language, [*own, *reachable], targets, own_tags, cut)


def runs_of(text: str) -> list[str]:
    """Return the stretches of a linkable text (`Prose.text`); no name goes on from one into another."""
    return [run for section in text.split("\f") for run in section.split("\n\n")]


def mentioned_in(pk: int) -> list[tuple[int, TermLink]]:
    """Return the entries whose prose mentions one, with their ids, most about it first; one query."""
    return [(other, link_to(*columns)) for other, *columns in MENTIONED_IN.rows(pk)]
