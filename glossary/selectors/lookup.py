"""Finds what a reader meant by an address: the entry itself, or where its name leads.

The order of look-up is in docs/architecture.md: Addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from glossary.models import Alias, FormerSlug, Status, Term
from glossary.models.publication import LISTS, SITE, link_key
from glossary.models.terms import KEY_LENGTH, QUALIFIER_MAX, TITLE_MAX
from glossary.selectors.links import TermLink, term_link
from glossary.selectors.nearest import nearest_entries
from glossary.text.fold import match_key
from glossary.text.language import usual_spelling
from glossary.text.problems import line_problems
from glossary.text.slug import FALLBACK, slugify

# No name is longer; whatever is, is not worth a query.
_TEXT_MAX = TITLE_MAX + QUALIFIER_MAX
_BIDI = "bidi_control"
_TRAILING = " .,;:!?…'\"’”»)]}>"
_REPLACEMENTS_AT_MOST = 5  # one after another; whoever follows more follows a circle
_SAME_NAME_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """The address is that of a public entry."""

    term: Term


@dataclass(frozen=True, slots=True)
class Moved:
    """The address leads to this public entry: it had it once, or is called so."""

    term: Term


@dataclass(frozen=True, slots=True)
class Choice:
    """Several public entries are called so; what shows them depends on `depends_on`."""

    terms: tuple[TermLink, ...]
    depends_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gone:
    """An entry that readers once had is archived; `replacement` is a public one or None."""

    replacement: TermLink | None


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing public is called so; `nearest` are the names that look most like it, best first."""

    nearest: tuple[TermLink, ...]


Lookup = Found | Moved | Choice | Gone | Missing


def find_entry(language: str, text: str) -> Lookup:
    """Return what `text`, the last part of an address in `language`, stands for.

    In this order: a public entry's slug; a slug that it had; either of them typed in another case, with
    accents or with punctuation after it; a title or alias, however written; an archived entry's slug, or
    what it was called. A draft is as unknown as what never was. One query for an entry; eight where nothing
    is found; for one that is gone four, and one for each that was replaced in its turn, five at most.
    """
    if not may_be_a_name(text):
        return Missing(())
    slugs = _slugs(text)
    rows = {term.slug: term for term in Term.objects.in_language(language).filter(slug__in=slugs)}
    exact = rows.get(text)
    if exact and exact.is_public:
        return Found(exact)
    former = FormerSlug.objects.filter(language=language, slug__in=slugs).select_related("term")
    rows |= {row.slug: row.term for row in former}
    known = [rows[slug] for slug in slugs if slug in rows]
    for term in known:
        if term.is_public:
            return Moved(term)
    called, hidden = _called(language, text)
    if len(called) == 1:
        return Moved(called[0])
    if called:
        return choice_of(called)
    for term in [*known, *hidden]:
        # One that readers never had is nobody's business.
        if term.status == Status.ARCHIVED and term.first_published_at:
            return Gone(link_to_last(replacements(term)))
    return Missing(nearest_entries(language, text))


def choice_of(terms: Sequence[Term]) -> Choice:
    """Return the choice between public entries that share a name. Every publication may add one."""
    return Choice(
        tuple(term_link(term) for term in terms),
        frozenset({SITE, LISTS, *(link_key(term.pk) for term in terms)}),
    )


def replacements(term: Term) -> list[Term]:
    """Return what stands in the place of an entry: the last of the list, if that is public.

    What replaced it may have been replaced since, in a circle even.
    """
    chain: list[Term] = []
    replacement = term.replaced_by
    while replacement not in {None, term} and len(chain) < _REPLACEMENTS_AT_MOST:
        chain.append(replacement)
        if replacement.is_public:
            break
        replacement = replacement.replaced_by
    return chain


def link_to_last(chain: Sequence[Term]) -> TermLink | None:
    """Return the link to what the public finds at the end of `replacements`, None where it finds nothing."""
    return term_link(chain[-1]) if chain and chain[-1].is_public else None


def public_language(text: str) -> str | None:
    """Return the language with public entries that `text` names, spelled as it is stored, or None.

    Codes are told apart by letters alone (RFC 5646, section 2.1.1): as given, in small letters, and in the
    usual mixed spelling.
    """
    candidates = {text, text.lower(), usual_spelling(text)}
    terms = Term.objects.published().filter(language__in=candidates)
    stored = sorted(terms.order_by().values_list("language", flat=True).distinct())
    return text if text in stored else next(iter(stored), None)


def is_site_language(language: str) -> bool:
    """Tell whether entries in `language` stand at /glossary/ itself."""
    return language.lower() == settings.LANGUAGE_CODE.lower()


def may_be_a_name(text: str) -> bool:
    """Tell whether a database may be asked for `text`; direction marks come along with pasted names."""
    problems = line_problems(text, max_length=_TEXT_MAX)
    return len(text) <= 2 * _TEXT_MAX and all(problem.code == _BIDI for problem in problems)


def _slugs(text: str) -> list[str]:
    """Return the slugs that an address may stand for: as it is, and as a title would make it."""
    made = slugify(text)
    # What has nothing to make a slug of must not lead to an entry called "Term".
    if made == text or (made == FALLBACK and match_key(text) != FALLBACK):
        return [text]
    return [text, made]


def _called(language: str, text: str) -> tuple[list[Term], list[Term]]:
    """Return the entries whose title or alias is `text`: the public ones, and those that are not.

    Of the public ones, those for it without its last signs where there are none. Names are looked up first
    and visibility is asked of what they lead to: so each query has an index of its own, on every database.
    """
    keys = [match_key(text)[:KEY_LENGTH], match_key(text.rstrip(_TRAILING))[:KEY_LENGTH]]
    names = Alias.objects.filter(match_key__in=keys, term__language=language).order_by()
    titles = Term.objects.in_language(language).filter(match_key__in=keys)
    called: dict[str, set[int]] = {key: set() for key in keys}
    for key, pk in names.values_list("match_key", "term_id")[:_SAME_NAME_AT_MOST]:
        called[key].add(pk)
    for key, pk in titles.values_list("match_key", "pk")[:_SAME_NAME_AT_MOST]:
        called[key].add(pk)
    ids = set().union(*called.values())
    terms = list(Term.objects.filter(pk__in=ids).in_order()) if ids else []
    public = [term for term in terms if term.is_public]
    exactly, nearly = ([term for term in public if term.pk in called[key]] for key in keys)
    return exactly or nearly, [term for term in terms if not term.is_public]
