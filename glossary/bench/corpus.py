"""Synthetic entries of the real anatomy: about three hundred words, tags, aliases, sections, examples, ties.

Entry number i is always the same, whatever came before it, so that two runs measure the same pages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from glossary.models import AliasKind, RelationKind, Status
from glossary.records import AliasRecord, RelationRecord, SectionRecord, SourceRecord, TermRecord
from glossary.text.slug import slugify


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split("|"))


_MANNERS = _words("""
    Adaptive Blended Compact Delayed Earned Flexible Guided Hybrid Indexed Joint Keyed Layered Managed
    Nested Open Paired Queued Recurring Staged Tiered Unified Variable Weighted Cross Yielding Zoned
""")
_FIELDS = _words("""
    Audience Brand Campaign Crowd Data Editorial Festival Ground House Image Journey Keyword Lighting Media
    Network Outreach Partner Query Rehearsal Sound Ticket User Venue Wardrobe Year Zone Budget Caption
    Demand Feature
""")
_THINGS = _words("""
    Allocation Baseline Cadence Discount Estimate Forecast Gateway Handover Inventory Journal Kit Ledger
    Model Notice Outline Pipeline Quota Register Schedule Template Upgrade Voucher Window Clause Brief Index
    Loop Margin Record Signal
""")
_ENDINGS = ("", "craft", "line", "room", "works")
TAGS = _words("""
    advertising analytics artificial-intelligence booking branding broadcasting catering compliance
    contracts copywriting design distribution documentation e-commerce editing education events fashion film
    finance fundraising games generative-ai health hospitality insurance journalism licensing lighting
    logistics marketing music operations photography production publishing retail safety security sound
    sponsorship
""")
_ACTORS = _phrases("""
    the planning team | a small studio | the venue | an agency | the production office | a first-time buyer
    | the editor | a touring company | the finance lead | a regional festival | the client
    | an in-house team | the supplier
""")
_VERBS = _words("""
    compares documents agrees reviews shortens extends checks prices reports tests records explains moves
    plans
""")
_OBJECTS = _phrases("""
    the figures of last season | what was promised | every hand-off | the cost of a delay
    | the order of steps | the smallest useful version | what readers ask for | the terms of the contract
    | the first rough plan | a list of open questions | the response of a trial group
    | the hours that are left | the weakest link
""")
_REASONS = _phrases("""
    because a late change costs more than an early one | so that nobody has to guess
    | before any money is spent | while there is still time to turn round
    | and writes the outcome down for the next project | since the same question comes up every year
    | where two departments would otherwise work twice | and keeps the part that turned out to matter
    | once the numbers of a full month are there
""")

# Ties reach back this far, so that no entry gathers more of them the larger the glossary is.
_REACH = 400

# A prime that does not divide the number of titles: neighbours in the corpus lie far apart in the alphabet.
_STRIDE = 7919
CAPACITY = len(_MANNERS) * len(_FIELDS) * len(_THINGS)


def title(number: int) -> str:
    """Return the title of entry `number`; after CAPACITY they go round with a number behind."""
    turn, place = divmod(number, CAPACITY)
    place = place * _STRIDE % CAPACITY
    place, thing = divmod(place, len(_THINGS))
    manner, field = divmod(place, len(_FIELDS))
    words = f"{_MANNERS[manner]} {_FIELDS[field]} {_THINGS[thing]}"
    return f"{words} {turn + 1}" if turn else words


def names() -> Iterator[str]:
    """Yield the titles of entries in turn, then names like them that no entry has: more than 100,000 in all.

    They differ in their first three words, as names do; titles that go round would not.
    """
    return (f"{title(number)}{ending}" for ending in _ENDINGS for number in range(CAPACITY))


def unused_name(number: int) -> str:
    """Return a name of words that are all over the prose of the glossary, in an order that it never has."""
    field, thing = divmod(number, len(_THINGS))
    return f"{_THINGS[thing]} {_FIELDS[(field + thing) % len(_FIELDS)]}"


def records(count: int) -> Iterator[TermRecord]:
    """Yield `count` published entries; ties go to entries that came before."""
    for number in range(count):
        yield record(number)


def record(number: int, named: Sequence[int] | None = None) -> TermRecord:
    """Return entry `number`, which names and is tied to the entries `named`, or some that came before."""
    chance = random.Random(number)  # noqa: S311 - the same entry each time is the point
    name = title(number)
    earlier = sorted({chance.randrange(max(0, number - _REACH), number) for _ in range(3)} if number else ())
    neighbours = [title(other) for other in (earlier if named is None else named)]
    return TermRecord(
        title=name,
        summary=_summary(chance, name),
        status=Status.PUBLISHED.value,
        tags=tuple(chance.sample(TAGS, 3)),
        aliases=_aliases(chance, name, number),
        sections=(
            SectionRecord("Definition", _definition(chance, name, neighbours)),
            SectionRecord("Why It Matters", _reason(chance, name)),
        ),
        examples=tuple(_sentences(chance, 2) for _ in range(3)),
        relations=tuple(
            RelationRecord(RelationKind.RELATED.value, slugify(neighbour)) for neighbour in neighbours
        ),
        sources=(SourceRecord(f"Handbook of {name}", f"https://handbook.example/{slugify(name)}"),),
    )


def body(names: Sequence[str], size: int) -> str:
    """Return a Markdown text of about `size` characters in which each of some names stands once."""
    chance = random.Random(size)  # noqa: S311 - the same text each time is the point
    paragraphs: list[str] = []
    left = list(names)
    while left or len("\n\n".join(paragraphs)) < size:
        mark = "- " if len(paragraphs) % 3 == 2 else ""
        named = f" The editor compares it with {left.pop(0)}." if left else ""
        paragraphs.append(f"{mark}{_sentences(chance, 2)}{named} {_sentences(chance, 1)}")
    return "\n\n".join(paragraphs)


def _summary(chance: random.Random, name: str) -> str:
    return f"{name} is the way {chance.choice(_ACTORS)} {chance.choice(_VERBS)} {chance.choice(_OBJECTS)}."


def _aliases(chance: random.Random, name: str, number: int) -> tuple[AliasRecord, ...]:
    first, *rest = name.split()
    aliases = [AliasRecord(" ".join([*rest, first.lower()]), AliasKind.SYNONYM.value)]
    if number % 3 == 0:
        initials = "".join(word[0] for word in name.split())
        aliases.append(AliasRecord(f"{initials}{chance.randint(1, 99)}", AliasKind.ABBREVIATION.value))
    return tuple(aliases)


def _definition(chance: random.Random, name: str, neighbours: list[str]) -> str:
    mentioned = " and ".join(neighbours) or "the plan"
    listed = "\n".join(f"- {_sentences(chance, 1)}" for _ in range(3))
    return (
        f"**{name}** describes how {chance.choice(_ACTORS)} works. {_sentences(chance, 3)}\n\n"
        f"It differs from {mentioned}: {_sentences(chance, 2)} See the "
        f"[handbook](https://handbook.example/{slugify(name)}) for the long form.\n\n{listed}"
    )


def _reason(chance: random.Random, name: str) -> str:
    return (
        f"{_sentences(chance, 4)}\n\nWithout *{name.lower()}* the work still goes on, only slower. "
        f"{_sentences(chance, 3)}"
    )


def _sentences(chance: random.Random, count: int) -> str:
    return " ".join(
        f"{chance.choice(_ACTORS).capitalize()} {chance.choice(_VERBS)} {chance.choice(_OBJECTS)} "
        f"{chance.choice(_REASONS)}."
        for _ in range(count)
    )
