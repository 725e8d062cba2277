"""Names that lead somewhere: what a page shows of another entry or of a tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from glossary.models import Tag, Term
from glossary.models.paths import path_of
from glossary.models.terms import full_title, term_url
from glossary.text.direction import direction
from glossary.text.names import name_shape

# The columns that `term_link` reads; queries that make links ask for no more.
LINK_FIELDS = ("language", "slug", "title", "qualifier", "summary")


@dataclass(frozen=True, slots=True)
class TermLink:
    """Another entry as a page names it; `note` is the sentence on the difference where there is one."""

    title: str
    url: str
    summary: str
    language: str
    direction: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TagLink:
    """A tag as a page names it: by its title, else by its name. Without a page of its own `url` is empty.

    `in_sentence` is how it is spelt in the middle of one, where somebody asked for that.
    """

    name: str
    url: str
    description: str = ""
    count: int | None = None
    in_sentence: str = ""


def term_link(term: Term) -> TermLink:
    """Return the link to an entry. The caller has made sure that the public may see it."""
    return link_to(term.language, term.slug, term.title, term.qualifier, term.summary)


def link_to(language: str, slug: str, title: str, qualifier: str, summary: str) -> TermLink:
    """Return the link to the entry that these columns, in the order of LINK_FIELDS, are from."""
    return TermLink(
        title=full_title(title, qualifier),
        url=term_url(language, slug),
        summary=summary,
        language=language,
        direction=direction(language),
    )


def tag_link(tag: Tag, language: str, count: int | None = None) -> TagLink:
    """Return the link from something in `language` to what carries a tag."""
    return TagLink(tag.heading, tag_url(tag.slug, language), tag.description, count, tag.in_sentence)


def tag_url(slug: str, language: str) -> str:
    """Return where the entries of a tag stand: its page, or in another language that list, filtered."""
    if language == settings.LANGUAGE_CODE:
        return path_of("glossary:tag-detail", slug)
    return list_url(language, tag=slug)


def list_url(language: str, *, tag: str = "", letter: str = "", page: int = 1) -> str:
    """Return the one address of a list of entries; what has its default value is left out."""
    if language == settings.LANGUAGE_CODE:
        url = path_of("glossary:term-list")
    else:
        url = path_of("glossary:translated-term-list", language)
    return with_query(url, [("tag", tag), ("letter", letter), ("page", str(page) if page > 1 else "")])


def meanings_url(language: str, name: str) -> str:
    """Return where the entries stand that share a name by which prose is linked; its key will do for it."""
    address = name_address(name)
    if language == settings.LANGUAGE_CODE:
        return path_of("glossary:meanings", address)
    return path_of("glossary:translated-meanings", language, address)


def name_address(name: str) -> str:
    """Return a name as part of an address: its words folded, its signs kept, hyphens for spaces.

    A name without a letter or digit, which is never linked, stays as it is.
    """
    address = name
    # Folding a letter such as ½ or ⑵ makes signs that are folded in their turn.
    for _time in range(3):
        shape = name_shape(address.replace("-", " "))
        if shape is None:
            return address
        words = shape.words.key(0, len(shape.words.words))
        before, address = address, f"{shape.lead}{words}{shape.trail}".replace(" ", "-")
        if address == before:
            break
    return address


def beside(url: str, ending: str) -> str:
    """Return the address of another form of the entry at `url`: `.md` or `.json` for its last slash."""
    return f"{url.removesuffix('/')}.{ending}"


def card_url(url: str) -> str:
    """Return the address of the card of the entry or of the name at `url`."""
    return f"{url}card/"


def with_query(url: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return `url` with those of the pairs that have a value as its query."""
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"{url}?{query}" if query else url
