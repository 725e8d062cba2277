"""How editors name other entries: by title, with its qualifier where it has one, or by address."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from glossary.models import Tag, Term
from glossary.models.terms import default_language
from glossary.text.fold import case_key, match_key

COMPLETIONS = 10


class NoSuchTerm(LookupError):
    """No entry, or more than one, has the name; the text says which and what to do."""


def find_term(text: str, language: str = "") -> Term:
    """Return the term that an editor means by `text`: a title, "title (qualifier)" or an address.

    Raises NoSuchTerm when there is none or when several fit.
    """
    terms = Term.objects.in_language(language or default_language())
    wanted = case_key(text)
    title, _open, rest = wanted.rpartition(" (")
    by_title = Q(case_key=wanted) | Q(case_key=title, qualifier_key=rest.removesuffix(")"))
    found = list(terms.filter(by_title if title else Q(case_key=wanted))[:2])
    if len(found) == 1:
        return found[0]
    if found:
        message = _("“%(name)s” names several entries. Add the qualifier, as in Node (networking).")
        raise NoSuchTerm(message % {"name": text})
    by_address = terms.filter(slug=text.strip()).first()
    if by_address is None:
        message = _("There is no entry called “%(name)s”. Choose one from the list, or write it first.")
        raise NoSuchTerm(message % {"name": text})
    return by_address


def names_of(slugs: Iterable[str], language: str) -> dict[str, str]:
    """Return by slug what editors call each of the terms."""
    terms = Term.objects.in_language(language).filter(slug__in=set(slugs))
    return {term.slug: str(term) for term in terms.only("slug", "title", "qualifier")}


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
    return [{"value": str(term), "hint": term.summary} for term in list(found.values())[:COMPLETIONS]]


def complete_tags(text: str) -> list[dict[str, str]]:
    """Return up to ten tags that start so, else that contain it."""
    key = case_key(text)
    if not key:
        return []
    found = list(Tag.objects.filter(case_key__startswith=key)[:COMPLETIONS])
    if not found:
        found = list(Tag.objects.filter(case_key__contains=key)[:COMPLETIONS])
    return [{"value": tag.name, "hint": tag.description} for tag in found]
