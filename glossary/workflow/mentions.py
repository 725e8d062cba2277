"""Keep what is derived from names and prose: the names that link, the index of prose, who mentions whom.

What readers search by is kept along with it (`findable`).

The write of an entry is followed up with `follow`, in its own transaction. Looked at again are the entry
itself, the entries that mention one whose names changed, and those whose prose has a new name; no others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from os.path import commonprefix
from typing import cast

from django.db.models import Count, Exists, F, OuterRef, Value
from django.db.models.functions import StrIndex
from django.utils.translation import gettext as _

from glossary import search
from glossary.models import Alias, AliasKind, Example, LinkMode, Mention, Name, Prose, Section, Term
from glossary.models.publication import link_key, mentions_key, term_key
from glossary.models.terms import KEY_LENGTH
from glossary.records import TermRecord
from glossary.rendering.markdown import linkable_text
from glossary.selectors.naming import (
    OWN,
    commonness,
    fitting,
    is_exact,
    is_linked,
    known_names,
    names_of,
    tags_of,
)
from glossary.text.inflection import inflections, is_inflected, plain_forms
from glossary.text.matching import NameIndex, keys_in, name_keys, stretches
from glossary.text.names import worded
from glossary.workflow import findable
from glossary.workflow.chunks import AT_ONCE, in_chunks
from glossary.workflow.errors import FieldProblem

# A name in the first section says more of what an entry is about than one further down.
FIRST_SECTION = 3
# A name that stands in more entries tells no reader anything by being linked, and each would be read again.
LINKED_AT_MOST = 2500


@dataclass
class NameChanges:
    """What became of the names of some entries: which lost one, and what is new, as (language, name, exact).

    `rows` is how many rows that were.
    """

    losing: set[int] = field(default_factory=set)
    gained: set[tuple[str, str, bool]] = field(default_factory=set)
    rows: int = 0


@dataclass
class MentionChanges:
    """What became of the mentions in some prose: keys of pages that show it, and how many rows it was."""

    touched: set[str] = field(default_factory=set)
    rows: int = 0


def follow(ids: Iterable[int], *, with_new_tags: Collection[int] = ()) -> set[str]:
    """Bring names, prose and mentions up to what the rows of some entries say now.

    `with_new_tags` are those whose tags changed: tags decide what an ambiguous name means. Returns the keys
    of stored pages that show something changed by it, without those of the entries themselves. Call it in the
    transaction of the write.
    """
    ids = set(ids)
    names = keep_names(ids)
    keep_prose(ids)
    again = ids | _mentioning(names.losing | ambiguous(with_new_tags)) | _containing(names)
    touched = keep_mentions(again, quiet=ids).touched
    findable.keep(ids)
    return touched


def follow_tags(ids: Collection[int]) -> set[str]:
    """Look again at whom names mean that these entries share with others, after their tags changed.

    Returns the keys of stored pages that show something changed by it.
    """
    return keep_mentions(_mentioning(ids)).touched


def too_common(record: TermRecord, pk: int | None = None) -> list[FieldProblem]:
    """Return which names, new to the entry `pk`, stand in more entries than links are made in."""
    if record.link_mode == LinkMode.NEVER:
        return []
    known = set(Name.objects.filter(term=pk).values_list("text", flat=True)) if pk else set()
    named = [("title", record.title)] + [
        (f"aliases.{index}.text", alias.text)
        for index, alias in enumerate(record.aliases)
        if alias.kind != AliasKind.HIDDEN
    ]
    found = []
    for path, text in named:
        if text in known:
            continue
        count = len(holding(text, record.language, exact=is_exact(text, record.link_mode)))
        if count > LINKED_AT_MOST:
            message = _(
                "“%(name)s” stands in %(count)s entries, and a name is linked in %(most)s at most. "
                "Set automatic links to “Never link” under More about this entry, or choose a longer name."
            )
            values = {"name": text, "count": count, "most": LINKED_AT_MOST}
            found.append(FieldProblem(path, message % values, "too_common"))
    return found


def holding(name: str, language: str, *, exact: bool) -> set[int]:
    """Return the entries, of any language, whose prose may hold a name; `exact` ones in their own case.

    A few too many, never one too few: what is a name there, its prose decides.
    """
    ids = search.entries_containing(stretches(name, language))
    if not exact or len(ids) <= AT_ONCE:
        return ids
    # The index knows no case, and of those that have *it* few have *IT*.
    narrowed = Prose.objects.all()
    for place, letters in enumerate(_letters_of(name, language)):
        narrowed = narrowed.annotate(**{f"at_{place}": StrIndex("text", Value(letters))})
        narrowed = narrowed.filter(**{f"at_{place}__gt": 0})
    found: set[int] = set()
    for chunk in in_chunks(ids, AT_ONCE):
        found |= set(narrowed.filter(term__in=chunk).values_list("term_id", flat=True))
    return found


def _letters_of(name: str, language: str) -> Iterator[str]:
    """Yield what stands in every text that has a name in its own case, in whatever form of inflection."""
    words = [name[word.start : word.end] for word in worded(name).words]
    # What has accents may be written in two ways.
    yield from (word for word in words[:-1] if word.isascii())
    if words and words[-1].isascii():
        last = words[-1].lower()
        forms = {last}
        if is_inflected(language):
            forms |= {*inflections(last), *(form for form, _rule in plain_forms(last))}
        yield words[-1][: len(commonprefix(sorted(forms)))]  # noqa: RUF071 - letters, not parts of a path


def keep_names(ids: Collection[int]) -> NameChanges:
    """Write the names by which some entries are linked; return what changed."""
    terms = {term.pk: term for term in Term.objects.filter(pk__in=ids)}
    aliases = _aliases(ids)
    wanted = {
        (pk, key[:KEY_LENGTH], name.text): name.exact
        for pk, term in terms.items()
        if is_linked(term.status, term.link_mode)
        for name in names_of(term.title, aliases[pk], term.link_mode)
        for key in name_keys(name.text, term.language)
    }
    rows = Name.objects.filter(term__in=ids)
    stored = {
        (pk, key, text): (row, exact, language)
        for row, pk, key, text, exact, language in rows.values_list(
            "pk", "term_id", "key", "text", "exact", "language"
        )
    }
    kept = {
        place
        for place, (_row, exact, language) in stored.items()
        if wanted.get(place) == exact and terms[place[0]].language == language
    }
    gone, new = stored.keys() - kept, wanted.keys() - kept
    Name.objects.filter(pk__in=[stored[place][0] for place in gone]).delete()
    Name.objects.bulk_create(
        Name(term_id=pk, key=key, text=text, exact=wanted[pk, key, text], language=terms[pk].language)
        for pk, key, text in sorted(new)
    )
    changes = NameChanges(losing={place[0] for place in gone}, rows=len(gone) + len(new))
    changes.gained = {(terms[pk].language, text, wanted[pk, key, text]) for pk, key, text in new}
    return changes


def keep_prose(ids: Collection[int], *, anew: bool = False) -> int:
    """Write the linkable prose of those entries that are public, and its index; return how many changed.

    With `anew` the index is written where the prose is as it was, too.
    """
    public = set(Term.objects.published().filter(pk__in=ids).values_list("pk", flat=True))
    sections, examples = _linkable(Section, public), _linkable(Example, public)
    texts = {pk: "\f".join([*sections[pk], "\n\n".join(examples[pk])]) for pk in public}
    stored = dict(Prose.objects.filter(term__in=ids).values_list("term_id", "text"))
    gone = stored.keys() - public
    changed = {pk: text for pk, text in texts.items() if stored.get(pk) != text}
    Prose.objects.filter(term__in=gone).delete()
    Prose.objects.bulk_create(
        [Prose(term_id=pk, text=text) for pk, text in changed.items()],
        update_conflicts=True,
        unique_fields=["term"],
        update_fields=["text"],
    )
    search.forget_prose(gone)
    search.index_prose(texts if anew else changed)
    return len(gone) + len(changed)


def _linkable(part: type[Section | Example], ids: Collection[int]) -> defaultdict[int, list[str]]:
    """Return the linkable prose of the sections, or of the examples, of some entries, in order."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    rows = part.objects.filter(term__in=ids).order_by("term", "position")
    for pk, body in rows.values_list("term_id", "body"):
        texts[pk].append(linkable_text(body))
    return texts


def keep_mentions(ids: Collection[int], *, quiet: Collection[int] = ()) -> MentionChanges:
    """Find again whom the prose of some entries names; return what changed.

    `quiet` are entries whose own pages the caller counts as changed anyway.
    """
    changes = MentionChanges()
    difference = Counter[int]()
    for chunk in in_chunks(ids, AT_ONCE):
        found = _mentions_of(chunk)
        rows = Mention.objects.filter(from_term__in=chunk)
        stored = {
            (source, target): (pk, weight)
            for pk, source, target, weight in rows.values_list("pk", "from_term_id", "to_term_id", "weight")
        }
        gone = stored.keys() - found.keys()
        new = found.keys() - stored.keys()
        moved = {pair for pair in stored.keys() & found.keys() if stored[pair][1] != found[pair]}
        Mention.objects.filter(pk__in=[stored[pair][0] for pair in gone]).delete()
        Mention.objects.bulk_create(
            Mention(from_term_id=source, to_term_id=target, weight=found[source, target])
            for source, target in sorted(new)
        )
        Mention.objects.bulk_update(
            [Mention(pk=stored[pair][0], weight=found[pair]) for pair in moved], ["weight"]
        )
        for pair in gone | new | moved:
            source, target = pair
            before = pair in stored and stored[pair][1] > 0
            difference[target] += (found.get(pair, 0) > 0) - before
            changes.touched.add(mentions_key(target))
            if source not in quiet:
                changes.touched.add(term_key(source))
        changes.rows += len(gone) + len(new) + len(moved)
    changes.touched |= _count(difference)
    return changes


def recount(ids: Collection[int]) -> int:
    """Write how many entries mention each of some; return how many of them had another number."""
    mentions = Mention.objects.filter(to_term__in=ids, weight__gt=0).order_by()
    counted = dict(mentions.values_list("to_term_id").annotate(count=Count("pk")))
    stored = dict(Term.objects.filter(pk__in=ids).values_list("pk", "mentioned"))
    wrong = {pk: counted.get(pk, 0) for pk, count in stored.items() if counted.get(pk, 0) != count}
    Term.objects.bulk_update([Term(pk=pk, mentioned=count) for pk, count in wrong.items()], ["mentioned"])
    findable.keep_popularity({pk: (stored[pk], count) for pk, count in wrong.items()})
    return len(wrong)


def _mentions_of(ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """Return the weight of every mention in the prose of some entries, by (from, to): four queries or so."""
    aliases = _aliases(ids)
    texts = [
        (row.term, worded(row.text)) for row in Prose.objects.filter(term__in=ids).select_related("term")
    ]
    keys = {term.pk: keys_in(cut, term.language) for term, cut in texts}
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for term, _cut in texts:
        wanted[term.language] |= keys[term.pk]
    known = {language: known_names(language, each) for language, each in wanted.items()}
    found: dict[tuple[int, int], int] = {}
    doubtful: list[tuple[int, tuple[int, ...], int]] = []
    for term, cut in texts:
        by_key = known[term.language]
        names = {name for key in keys[term.pk] & by_key.keys() for name in by_key[key]}
        index = NameIndex(
            [
                *names_of(term.title, aliases[term.pk], term.link_mode),
                *(name for name in names if name.target != term.pk),
            ],
            term.language,
        )
        first_section = cut.text.partition("\f")[0]
        for match in index.matches(cut):
            targets = cast("tuple[int, ...]", match.targets)
            if OWN in targets:
                continue
            weight = FIRST_SECTION if match.start < len(first_section) else 1
            for target in targets:
                found.setdefault((term.pk, target), 0)
            if len(targets) == 1:
                found[term.pk, targets[0]] += weight
            else:
                doubtful.append((term.pk, targets, weight))
    if doubtful:
        tags = tags_of({pk for source, targets, _weight in doubtful for pk in (source, *targets)})
        for source, targets, weight in doubtful:
            meant = fitting(targets, tags.get(source, ()), tags)
            if meant is not None:
                found[source, meant] += weight
    return found


def _aliases(ids: Collection[int]) -> defaultdict[int, list[str]]:
    aliases: defaultdict[int, list[str]] = defaultdict(list)
    rows = Alias.objects.filter(term__in=ids).exclude(kind=AliasKind.HIDDEN).order_by("pk")
    for pk, text in rows.values_list("term_id", "text"):
        aliases[pk].append(text)
    return aliases


def _mentioning(ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for chunk in in_chunks(ids, AT_ONCE):
        found |= set(Mention.objects.filter(to_term__in=chunk).values_list("from_term", flat=True))
    return found


def ambiguous(ids: Iterable[int]) -> set[int]:
    """Return those of some entries that share a name with another one."""
    found: set[int] = set()
    same = Name.objects.filter(language=OuterRef("language"), key=OuterRef("key"))
    for chunk in in_chunks(ids, AT_ONCE):
        names = Name.objects.filter(Exists(same.exclude(term=OuterRef("term"))), term__in=chunk)
        found |= set(names.values_list("term", flat=True))
    return found


def _containing(names: NameChanges) -> set[int]:
    """Return the public entries whose prose contains a new name of an entry in their language."""
    in_any_case: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    found: defaultdict[str, set[int]] = defaultdict(set)
    for language, text, exact in names.gained:
        if exact:
            found[language] |= holding(text, language, exact=True)
        else:
            in_any_case[language] |= stretches(text, language)
    for language, gained in in_any_case.items():
        found[language] |= search.entries_containing(gained)
    public: set[int] = set()
    for language, ids in found.items():
        terms = Term.objects.published().in_language(language)
        for chunk in in_chunks(ids, AT_ONCE):
            public |= set(terms.filter(pk__in=chunk).values_list("pk", flat=True))
    return public


def _count(difference: Counter[int]) -> set[str]:
    """Add to how many mention each entry; return the keys of pages where it counts as more or less rare."""
    touched: set[str] = set()
    by_step: defaultdict[int, list[int]] = defaultdict(list)
    for pk, step in difference.items():
        by_step[step].append(pk)
    by_step.pop(0, None)
    for step, ids in by_step.items():
        for chunk in in_chunks(ids, AT_ONCE):
            terms = Term.objects.filter(pk__in=chunk)
            counts = {pk: (count, count + step) for pk, count in terms.values_list("pk", "mentioned")}
            touched |= {
                link_key(pk) for pk, (before, now) in counts.items() if commonness(before) != commonness(now)
            }
            terms.update(mentioned=F("mentioned") + step)
            findable.keep_popularity(counts)
    return touched
