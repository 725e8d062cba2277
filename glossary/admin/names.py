"""How editors name other entries: by title, with its qualifier where it has one, or by address."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from glossary.models import Tag, Term
from glossary.models.terms import default_language
from glossary.text.fold import case_key, match_key

COMPLETIONS = 10
NAMED = 5


class NoSuchTerm(LookupError):
    """No entry, or more than one, has the name; the text says which and what to do."""


def find_term(text: str, language: str = "") -> Term:
    """Return the term that an editor means by `text`.

    That is the one shown so; else the one with such a title, such another name, such an address. A text that
    fits several is taken as an address where it is one. Raises NoSuchTerm when there is none or several fit.
    """
    terms = Term.objects.in_language(language or default_language())
    for condition in _readings(text):
        found = list(terms.filter(condition).in_order().distinct()[: NAMED + 1])
        if len(found) == 1:
            return found[0]
        if found:
            break
    by_address = terms.filter(slug=text.strip()).first()
    if by_address is not None:
        return by_address
    if not found:
        message = _("There is no entry called “%(name)s”. Choose one from the list, or write it first.")
        raise NoSuchTerm(message % {"name": text})
    message = _("“%(name)s” names several entries: %(entries)s. Choose one of them.")
    listed = [*unambiguous(found[:NAMED]).values(), *("…" for _more in found[NAMED:])]
    raise NoSuchTerm(message % {"name": text, "entries": ", ".join(listed)})


def _readings(text: str) -> Iterator[Q]:
    """Yield what a name may be, the likeliest first."""
    wanted, key = case_key(text), match_key(text)
    yield _shown_as([wanted])
    yield Q(case_key=wanted)
    yield Q(aliases__case_key=wanted)
    if key:
        yield Q(aliases__match_key=key)


def _shown_as(wanted: Iterable[str]) -> Q:
    """Return the condition for entries shown so: a title without a qualifier, or "title (qualifier)"."""
    wanted = list(wanted)
    condition = Q(case_key__in=wanted, qualifier_key="")
    pairs = [each.removesuffix(")").rpartition(" (") for each in wanted if each.endswith(")")]
    for title, _open, qualifier in pairs:
        if title and qualifier:
            condition |= Q(case_key=title, qualifier_key=qualifier)
    return condition


def names_of(slugs: Iterable[str], language: str) -> dict[str, str]:
    """Return by slug what editors call each of the terms: the address where two entries are shown alike."""
    terms = Term.objects.in_language(language).filter(slug__in=set(slugs))
    return unambiguous(terms.only("slug", "title", "qualifier", "language"))


def unambiguous(terms: Iterable[Term]) -> dict[str, str]:
    """Return by slug the name by which `find_term` finds each of the terms, which share a language."""
    shown = {term.slug: str(term) for term in terms}
    # Only brackets in a title can look like a qualifier.
    doubtful = {case_key(name) for name in shown.values() if name.rstrip().endswith(")")}
    if not doubtful:
        return shown
    language = next(iter(terms)).language
    rows = Term.objects.in_language(language).filter(_shown_as(doubtful))
    count = Counter(case_key(str(term)) for term in rows.only("title", "qualifier"))
    return {slug: slug if count[case_key(name)] > 1 else name for slug, name in shown.items()}


def complete_terms(text: str) -> list[dict[str, str]]:
    """Return up to ten entries whose title or alias starts so, or has a word that does."""
    key = match_key(text)
    if not key:
        return []
    starts = Q(match_key__startswith=key) | Q(aliases__match_key__startswith=key)
    within = Q(match_key__contains=f" {key}")
    found: dict[int, Term] = {}
    for condition in (starts, within):
        if len(found) < COMPLETIONS:
            rows = Term.objects.filter(condition).in_order().distinct()[:COMPLETIONS]
            found |= {term.pk: term for term in rows if term.pk not in found}
    chosen = list(found.values())[:COMPLETIONS]
    by_language: dict[str, list[Term]] = defaultdict(list)
    for term in chosen:
        by_language[term.language].append(term)
    names = {language: unambiguous(terms) for language, terms in by_language.items()}
    return [{"value": names[term.language][term.slug], "hint": term.summary} for term in chosen]


def complete_tags(text: str) -> list[dict[str, str]]:
    """Return up to ten tags that start so, else that contain it."""
    key = case_key(text)
    if not key:
        return []
    found = list(Tag.objects.filter(case_key__startswith=key)[:COMPLETIONS])
    if not found:
        found = list(Tag.objects.filter(case_key__contains=key)[:COMPLETIONS])
    return [{"value": tag.name, "hint": tag.description} for tag in found]
