"""Names in a tree of their words: which of them have the words that stand at a place of a text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from glossary.text.inflection import SINGULAR, is_inflected, plain_forms
from glossary.text.names import NameShape, WordedText

# Longer names are told apart by so many words at once first: most of an odd text may begin like one.
_BLOCK = 16
# Stands between a gap and the word after it; no text has it in either.
_THEN = "\f"
# Of a word that no name goes on with.
_NEVER = _THEN, ()

# A word with the gap before it; and each form that the word may be of, so too, with what was taken off.
_Step = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Form:
    """A way to write a name, and all that it leads to; `by` says how its words were made of it."""

    name: str
    exact: bool
    by: str
    shape: NameShape
    targets: dict[Hashable, None] = field(default_factory=dict)


class Meant(NamedTuple):
    """What is meant by a stretch of a text; as in `Match`."""

    targets: tuple[Hashable, ...]
    by: str
    name: str


@dataclass(slots=True)
class Group:
    """Names with the same words and signs: in other case, with other accents, or in the plural."""

    forms: dict[tuple[str, bool, str], Form] = field(default_factory=dict)
    # By what was found and what was taken off it, as a text has the same again and again.
    meant: dict[tuple[str, str], Meant | None] = field(default_factory=dict)


@dataclass(slots=True)
class Names:
    """Names with the same words, by the signs before and after them."""

    words: int
    by_signs: dict[str, dict[str, Group]] = field(default_factory=dict)
    longest_lead: int = 0
    longest_trail: int = 0

    def add(self, name: str, target: Hashable, shape: NameShape, *, exact: bool, by: str) -> None:
        """Add a name, or one more target of it."""
        if shape.lead or shape.trail:
            self.longest_lead = max(self.longest_lead, len(shape.lead))
            self.longest_trail = max(self.longest_trail, len(shape.trail))
        by_trail = self.by_signs.setdefault(shape.lead, {})
        if shape.trail not in by_trail:
            by_trail[shape.trail] = Group()
        forms = by_trail[shape.trail].forms
        form = forms.get((name, exact, by))
        if form is None:
            form = forms[name, exact, by] = Form(name, exact, by, shape)
        form.targets[target] = None


class Hit(NamedTuple):
    """Names whose words stand in a text, and what was taken off the last word there."""

    names: Names
    by: str


class _Node(dict[str, "_Node"]):
    """The first words of names: leads on by the next gap and word, and is a hit where names end."""

    __slots__ = ("hit", "longer")

    def __init__(self) -> None:
        self.hit: Hit | None = None
        # By the gap before a block of words, and the block.
        self.longer: dict[tuple[str | None, str], _Node] | None = None


class Reading:
    """A text while names are looked for: its words as steps on the way to a name."""

    __slots__ = ("_blocks", "_is_inflected", "cut", "steps")

    def __init__(self, cut: WordedText, language: str) -> None:
        self.cut = cut
        self._is_inflected = is_inflected(language)
        # Made when first asked for: of most words of a text none is.
        self.steps: list[_Step | None] = [None] * len(cut.words)
        self._blocks: dict[int, str] = {}

    def step(self, place: int) -> _Step:
        """Return a word with the gap before it, and each form that it may be of with what was taken off."""
        made = self.steps[place]
        if made is None:
            gap, (word, forms) = self.cut.gaps[place], self.first_step(place)
            before = f"{gap}{_THEN}"
            made = (
                _NEVER if gap is None else (before + word, tuple([(before + form, by) for form, by in forms]))
            )
            self.steps[place] = made
        return made

    def first_step(self, place: int) -> _Step:
        """Return a word as a step without the gap before it."""
        word = self.cut.words[place].folded
        return word, plain_forms(word) if self._is_inflected else ()

    def block(self, place: int) -> str:
        """Return so many words at once as a block has, without the gap before the first."""
        made = self._blocks.get(place)
        if made is None:
            steps = [self.step(each)[0] for each in range(place + 1, min(place + _BLOCK, len(self.steps)))]
            made = self._blocks[place] = _THEN.join((self.cut.words[place].folded, *steps))
        return made


class NameTree:
    """Names by their words, from the first on."""

    def __init__(self) -> None:
        # The first words of names, and what they are the plural of.
        self.first_words: set[str] = set()
        self._root = _Node()

    def add(
        self, name: str, target: Hashable, shape: NameShape, *, exact: bool, singulars: Iterable[str]
    ) -> None:
        """Add a name that leads to `target`, also with its last word in the singular."""
        words, gaps = shape.words.words, shape.words.gaps
        count, node, place, before = len(words), self._root, 0, ""
        if count > 1:
            self.first_words.add(words[0].folded)
        while count - place > _BLOCK:
            steps = [f"{gaps[each]}{_THEN}{words[each].folded}" for each in range(place + 1, place + _BLOCK)]
            key = gaps[place] if place else "", _THEN.join((words[place].folded, *steps))
            if node.longer is None:
                node.longer = {}
            node = node.longer.setdefault(key, _Node())
            place += _BLOCK
            before = f"{gaps[place]}{_THEN}"
        for each in range(place, count - 1):
            node = _next(node, before + words[each].folded)
            before = f"{gaps[each + 1]}{_THEN}"
        for last, by in ((words[-1].folded, ""), *((form, SINGULAR) for form in singulars)):
            if count == 1:
                self.first_words.add(last)
            end = _next(node, before + last)
            if end.hit is None:
                end.hit = Hit(Names(count), "")
            end.hit.names.add(name, target, shape, exact=exact, by=by)

    def hits(self, reading: Reading, first: int) -> Iterator[Hit]:
        """Return the names whose words stand from `first` on: most words first, forms of a last word last."""
        if self._root.longer:
            return self._hits_by_blocks(reading, first)
        return reversed(_hits(reading, self._root, first, first))

    def _hits_by_blocks(self, reading: Reading, first: int) -> Iterator[Hit]:
        node = self._root
        beginnings = [(node, first)]
        place = first
        while node.longer and place < len(reading.steps):
            gap = reading.cut.gaps[place] if place > first else ""
            longer = node.longer.get((gap, reading.block(place)))
            if longer is None:
                break
            node = longer
            place += _BLOCK
            beginnings.append((node, place))
        for node, place in reversed(beginnings):
            yield from reversed(_hits(reading, node, place, first))


def _next(node: _Node, step: str) -> _Node:
    following = node.get(step)
    if following is None:
        following = node[step] = _Node()
    return following


def _hits(reading: Reading, node: _Node, place: int, first: int) -> list[Hit]:
    """Return the hits from a node on by single words, the one of most words last."""
    hits: list[Hit] = []
    steps = reading.steps
    count = len(steps)
    # Some million times on odd pages, so nothing is done here that can be left.
    if not node or place >= count:
        return hits
    step, forms = reading.step(place) if place > first else reading.first_step(place)
    while True:
        if forms:
            for form, by in reversed(forms):
                singular = node.get(form)
                if singular is not None and singular.hit is not None:
                    hits.append(Hit(singular.hit.names, by))
        following = node.get(step)
        if following is None:
            break
        node = following
        if node.hit is not None:
            hits.append(node.hit)
        place += 1
        if place == count or not node:
            break
        step, forms = steps[place] or reading.step(place)
    return hits
