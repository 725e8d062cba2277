"""What changed between two texts, word by word, in a form that a person can read."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Literal

from glossary.text.words import pieces

# Comparisons one call may spend, about half a second. Two long texts of the same few words would take hours.
_BUDGET = 5_000_000
# Above this many comparisons a search leaves out the most frequent words as a place to start from.
_PLAIN_SEARCH = 500_000
# How far a stretch that was only added, or only removed, may move to stand at a sentence or a line.
_FARTHEST_MOVE = 40
# Longer than this, what two texts share is worth showing, however much changed around it.
_LONGEST_ISLAND = 30

_SENTENCE_ENDS = frozenset(".!?。！？۔।")
_LINE = re.compile(r"[^\n]*\n+|[^\n]+")
_SENTENCE = re.compile(r"[^.!?。！？۔।]*[.!?。！？۔।]+\s*|[^.!?。！？۔।]+")

_Cut = Callable[[str], list[str]]


@dataclass(frozen=True)
class Segment:
    """A stretch of text that both versions share, or that one of them has alone."""

    op: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class _Stretch:
    """A place in both texts: equal in both, or `old` replaced by `new` (either may be empty)."""

    old: str
    new: str
    same: bool


class _Matcher(SequenceMatcher[str]):
    """The library's matcher, with the attribute that its documentation names and its type stub forgets."""

    b2j: dict[str, list[int]]


class _Budget:
    """What is left of the comparisons a call may spend."""

    def __init__(self, comparisons: int) -> None:
        self._left = comparisons

    def pays(self, comparisons: int) -> bool:
        """Take `comparisons` off if there are so many left; say whether there were."""
        if comparisons > self._left:
            return False
        self._left -= comparisons
        return True


def differences(old: str, new: str) -> tuple[Segment, ...]:
    """Return how `old` became `new`: same, removed and added stretches in reading order, none empty.

    `same` and `removed` joined give `old`; `same` and `added` joined give `new`. Where both changed, what
    was removed comes first. Lines are matched first, then the sentences between them, then the words. A
    scrap that survived between two changes counts as changed, because a comparison of single syllables
    cannot be read. Time is bounded: in texts too long and too different the words of a changed passage are
    not matched.
    """
    found: list[_Stretch] = []
    for stretch in _compared(old, new, (_LINE.findall, _SENTENCE.findall, pieces), _Budget(_BUDGET)):
        _add(found, stretch)
    return tuple(_segments(_settled(_without_islands(found))))


def _compared(old: str, new: str, cuts: Sequence[_Cut], budget: _Budget) -> Iterator[_Stretch]:
    """Yield the stretches of two texts, matched by the first cut, and what that leaves by the next ones."""
    for passage in _matched(old, new, cuts[0], budget):
        if cuts[1:] and passage.old and passage.new and not passage.same:
            yield from _compared(passage.old, passage.new, cuts[1:], budget)
        else:
            yield passage


def _matched(old: str, new: str, cut: _Cut, budget: _Budget) -> Iterator[_Stretch]:
    """Yield the stretches of two texts, matched by the pieces that `cut` makes of them."""
    before, after = cut(old), cut(new)
    done_before = done_after = 0
    for at_before, at_after, size in [*_blocks(before, after, budget), (len(before), len(after), 0)]:
        if done_before < at_before or done_after < at_after:
            removed, added = before[done_before:at_before], after[done_after:at_after]
            yield _Stretch("".join(removed), "".join(added), same=False)
        if size:
            shared = "".join(before[at_before : at_before + size])
            yield _Stretch(shared, shared, same=True)
        done_before, done_after = at_before + size, at_after + size


def _blocks(before: Sequence[str], after: Sequence[str], budget: _Budget) -> list[tuple[int, int, int]]:
    """Return the matching blocks of two lists in order, as (start, start, size).

    What `SequenceMatcher.get_matching_blocks` does, except that a range too dear for what is left of the
    budget stays unmatched. Equal ends are taken off first: most edits touch one place.
    """
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    middle_before, middle_after = before[head : len(before) - tail], after[head : len(after) - tail]
    blocks = [(0, 0, head), (len(before) - tail, len(after) - tail, tail)]

    # Spaces never start a match: they are everywhere and say nothing. They still join one.
    matcher = _Matcher(_is_space, middle_before, middle_after, autojunk=False)
    prices = _prices(matcher, middle_before)
    if prices[-1] > _PLAIN_SEARCH:
        matcher = _Matcher(_is_space, middle_before, middle_after, autojunk=True)
        prices = _prices(matcher, middle_before)
    ranges = [(0, len(middle_before), 0, len(middle_after))]
    while ranges:
        from_before, to_before, from_after, to_after = ranges.pop()
        if from_before == to_before or from_after == to_after:
            continue
        if not budget.pays(prices[to_before] - prices[from_before]):
            continue
        match = matcher.find_longest_match(from_before, to_before, from_after, to_after)
        if match.size:
            blocks.append((head + match.a, head + match.b, match.size))
            ranges.append((from_before, match.a, from_after, match.b))
            ranges.append((match.a + match.size, to_before, match.b + match.size, to_after))
    return sorted(block for block in blocks if block[2])


def _prices(matcher: _Matcher, before: Sequence[str]) -> list[int]:
    """Return, for each position in `before`, how many comparisons a search up to it takes."""
    places = matcher.b2j
    return list(accumulate((1 + len(places.get(piece, ())) for piece in before), initial=0))


def _is_space(piece: str) -> bool:
    return piece != "\n" and piece.isspace()


def _add(stretches: list[_Stretch], stretch: _Stretch) -> None:
    """Put a stretch at the end of the list, as part of the last one if it is of the same kind."""
    if stretches and stretches[-1].same == stretch.same:
        last = stretches.pop()
        stretch = _Stretch(last.old + stretch.old, last.new + stretch.new, same=stretch.same)
    stretches.append(stretch)


def _without_islands(stretches: list[_Stretch]) -> list[_Stretch]:
    """Return the stretches without shared scraps that are smaller than the changes on both sides."""
    kept: list[_Stretch] = []
    for stretch, following in zip(stretches, [*stretches[1:], None], strict=False):
        island = stretch.same and kept and following and _is_island(stretch.old, kept[-1], following)
        _add(kept, _Stretch(stretch.old, stretch.new, same=stretch.same and not island))
    return kept


def _is_island(shared: str, before: _Stretch, after: _Stretch) -> bool:
    """Say whether a shared stretch is a scrap left over in a passage that was written anew.

    Between two insertions, or two removals, nothing was written anew; a paragraph break parts passages.
    """
    if "\n\n" in shared or len(shared) > _LONGEST_ISLAND:
        return False
    if not (before.old or after.old) or not (before.new or after.new):
        return False
    if not any(character.isalnum() for character in shared):
        return True
    return len(shared) < min(max(len(side.old), len(side.new)) for side in (before, after))


def _settled(stretches: list[_Stretch]) -> list[_Stretch]:
    """Return the stretches with insertions and removals moved to where a person would see them.

    In *It is. It was. It will be.* the new sentence may be *It was.* or *was. It*: both are right, one reads.
    """
    settled: list[_Stretch] = []
    following: _Stretch | None = None
    for index, stretch in enumerate(stretches):
        current = following or stretch
        following = stretches[index + 1] if index + 1 < len(stretches) else None
        if current.same or (current.old and current.new) or not settled or following is None:
            _add(settled, current)
            continue
        before, moved, after = _moved(settled.pop().old, current.old or current.new, following.old)
        if before:
            _add(settled, _Stretch(before, before, same=True))
        _add(settled, _Stretch(moved if current.old else "", moved if current.new else "", same=False))
        following = _Stretch(after, after, same=True)
    return [stretch for stretch in settled if stretch.old or stretch.new]


def _moved(before: str, changed: str, after: str) -> tuple[str, str, str]:
    """Return the three texts cut anew where the change starts or ends a line, or else follows a sentence."""
    head, middle, tail = pieces(before), pieces(changed), pieces(after)
    left = right = 0
    back, forth = head + middle, middle + tail
    while left < min(len(head), _FARTHEST_MOVE) and head[-1 - left] == back[-1 - left]:
        left += 1
    while right < min(len(tail), _FARTHEST_MOVE) and tail[right] == forth[right]:
        right += 1
    whole = head + middle + tail
    starts = range(len(head) + right, len(head) - left - 1, -1)
    start = max(starts, key=lambda start: (_standing(whole, start, start + len(middle)), start == len(head)))
    end = start + len(middle)
    return "".join(whole[:start]), "".join(whole[start:end]), "".join(whole[end:])


def _standing(whole: Sequence[str], start: int, end: int) -> int:
    """Rate how well a change from `start` to `end` stands: at a line's edge, after a sentence, elsewhere."""
    before = whole[start - 1] if start else "\n"
    if before == "\n" or end == len(whole) or whole[end] == "\n":
        return 3
    if before.isspace() and start > 1 and whole[start - 2] in _SENTENCE_ENDS:
        return 2
    return int(before in _SENTENCE_ENDS)


def _segments(stretches: list[_Stretch]) -> Iterator[Segment]:
    for stretch in stretches:
        if stretch.same:
            yield Segment("same", stretch.old)
        else:
            if stretch.old:
                yield Segment("removed", stretch.old)
            if stretch.new:
                yield Segment("added", stretch.new)
