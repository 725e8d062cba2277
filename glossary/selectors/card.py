"""Reads the card of an entry: what a reader needs to know who meets its name in the prose of another."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.models import Status, Term
from glossary.models.publication import link_key, tag_key, term_key
from glossary.models.terms import full_title
from glossary.rendering.markdown import plain_text
from glossary.rendering.pictures import Picture, first_picture
from glossary.selectors.entry import TAGS
from glossary.selectors.links import TermLink
from glossary.selectors.lookup import link_to_last, replacements
from glossary.selectors.parts import PARTS
from glossary.text.direction import direction
from glossary.text.excerpt import excerpt


@dataclass(frozen=True, slots=True)
class Card:
    """An entry in short. Of an example and a picture it has one at most; empty texts are what it lacks.

    `depends_on` are the keys of the page store.
    """

    title: str
    url: str
    language: str
    direction: str
    summary: str
    tags: tuple[str, ...]
    example: str
    picture: Picture | None
    is_deprecated: bool
    replacement: TermLink | None
    depends_on: frozenset[str]


def entry_card(term: Term) -> Card:
    """Return the card of `term`, which the caller knows to be public.

    Two queries, and a third where another entry replaces it. The text is plain: a card holds no links but
    those to its entry, so none of them opens another card.
    """
    tags = TAGS.rows(term.pk)
    parts = sorted(PARTS.rows(term.pk))
    bodies = [long for part, _place, _key, _heading, long in parts if part == "section" and long.strip()]
    example = next((long for part, *_others, long in parts if part == "example"), "")
    url = term.get_absolute_url()
    chain = replacements(term)
    return Card(
        title=full_title(term.title, term.qualifier),
        url=url,
        language=term.language,
        direction=direction(term.language),
        summary=term.summary or (excerpt(plain_text(bodies[0])) if bodies else ""),
        tags=tuple(title or name for _pk, name, title, *_others in tags),
        example=excerpt(plain_text(example)),
        picture=None if example else _picture(bodies, url),
        is_deprecated=term.status == Status.DEPRECATED,
        replacement=link_to_last(chain),
        depends_on=frozenset(
            {term_key(term.pk), *(tag_key(tag[0]) for tag in tags), *(link_key(each.pk) for each in chain)}
        ),
    )


def _picture(bodies: list[str], page_url: str) -> Picture | None:
    pictures = (first_picture(body, page_url) for body in bodies)
    return next((picture for picture in pictures if picture), None)
