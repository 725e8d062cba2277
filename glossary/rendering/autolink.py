"""Turn names of entries in prose into links, on Markdown's tokens.

Never in headings (of columns too), code, quotations, existing links or the alternative text of pictures;
`[word]()`, a link to nowhere, is how an editor keeps a word from becoming one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise
from typing import Protocol
from urllib.parse import unquote

from markdown_it.token import Token

from glossary.rendering.addresses import is_same_site
from glossary.text.matching import Match
from glossary.text.names import stands_alone
from glossary.text.words import word_count

TERM_LINK_CLASS = "term-link"
WORDS_PER_LINK = 12

_WITHOUT_LINKS = frozenset({"blockquote", "heading", "th"})
_TEXT = frozenset({"text", "softbreak"})
# Marks show nothing themselves: what stands on both sides of one may be one name, or one word.
_MARKS = frozenset({f"{mark}_{edge}" for mark in ("em", "s", "strong") for edge in ("open", "close")})
_LINK = frozenset({"link_open", "link_close"})


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a name leads, and how common its entry is in the glossary: the rarer tells a reader more.

    One that leads to a choice names the addresses of what there is to choose from.
    """

    address: str
    commonness: int
    choices: frozenset[str] = frozenset()


class Links(Protocol):
    """What prose is linked with: where names stand in it, and where they lead."""

    def matches(self, text: str) -> list[Match]:
        """Return the names in a stretch of prose, none overlapping another."""

    def lead(self, match: Match) -> Lead | None:
        """Return where a name leads, None for one that stays a plain word."""


@dataclass
class _Run:
    """Neighbouring tokens of text and marks in a paragraph, read as one stretch of prose."""

    children: list[Token]
    first: int
    last: int
    chosen: list[tuple[_Span, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = self.children[self.first : self.last]
        written = [_written(token) for token in self.tokens]
        self.text = "".join(written)
        self.starts = list(accumulate(map(len, written), initial=0))


@dataclass(frozen=True)
class _Span:
    """Where a link opens and closes: in which token of a run, and before which of its characters."""

    open_token: int
    open_at: int
    close_token: int
    close_at: int


@dataclass(frozen=True)
class _Candidate:
    """A name that may become a link; `place` is its place among the names of the body."""

    run: _Run
    span: _Span
    lead: Lead
    place: int


def link_terms(tokens: Sequence[Token], links: Links, seen: set[str]) -> None:
    """Link the first occurrence of each entry in a body, in place.

    At most one link for 12 words of it; where there would be more, the rarest entries keep theirs. `seen`
    holds the addresses that are linked in the section already, by hand or by this function, which adds
    to it.
    """
    seen.update(map(_same_address, _addresses(tokens)))
    runs = list(_runs(tokens))
    candidates = list(_first_of_each(runs, links, seen))
    allowed = -(-sum(word_count(run.text) for run in runs) // WORDS_PER_LINK)
    for chosen in sorted(candidates, key=lambda each: (each.lead.commonness, each.place))[:allowed]:
        seen.add(_same_address(chosen.lead.address))
        chosen.run.chosen.append((chosen.span, chosen.lead.address))
    for _paragraph, own in groupby(runs, key=lambda run: id(run.children)):
        _link_paragraph(list(own))


def linkable_runs(tokens: Sequence[Token]) -> list[str]:
    """Return the stretches of prose in which names may link, and the words of links within this site."""
    return [
        *(run.text for run in _runs(tokens)),
        *(
            words
            for children in _paragraphs(tokens)
            for address, words in _links_by_hand(children)
            if is_same_site(address) and words.strip()
        ),
    ]


def _first_of_each(runs: Iterable[_Run], links: Links, seen: set[str]) -> Iterator[_Candidate]:
    # What there is a candidate for: an address, and what a choice is between, whatever name it goes by.
    found: set[str | frozenset[str]] = set()
    asked: set[tuple[str, tuple[Hashable, ...]]] = set()
    place = 0
    for run in runs:
        for match in links.matches(run.text):
            # The same name again is no first occurrence, whatever came of the first.
            if (match.name, match.targets) in asked:
                continue
            span = _span(run, match)
            if span is None or not _is_whole(run, match):
                continue
            asked.add((match.name, match.targets))
            lead = links.lead(match)
            if lead is None or (address := _same_address(lead.address)) in seen:
                continue
            # An editor who linked one of several by hand has told readers which one is meant.
            if any(_same_address(choice) in seen for choice in lead.choices):
                continue
            led_to = {address, lead.choices or address}
            if not found.isdisjoint(led_to):
                continue
            found |= led_to
            yield _Candidate(run, span, lead, place)
            place += 1


def _paragraphs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the inline tokens of whatever may have links."""
    closed = 0
    for token in tokens:
        if token.type.removesuffix("_open").removesuffix("_close") in _WITHOUT_LINKS:
            closed += token.nesting
        elif token.type == "inline" and token.children and not closed:
            yield token.children


def _runs(tokens: Sequence[Token]) -> Iterator[_Run]:
    for children in _paragraphs(tokens):
        start: int | None = None
        depth = 0
        for index, child in enumerate([*children, None]):
            is_prose = child is not None and not depth and (child.type in _TEXT or child.type in _MARKS)
            if is_prose and start is None:
                start = index
            elif not is_prose and start is not None:
                if (run := _Run(children, start, index)).text:
                    yield run
                start = None
            if child is not None and child.type in _LINK:
                depth += child.nesting


def _written(token: Token) -> str:
    return " " if token.type == "softbreak" else token.content


def _span(run: _Run, match: Match) -> _Span | None:
    """Return where the link of a name goes, or None where it would cross a mark (*an AI* model).

    Marks around one end of a name go into the link whole: **AI** model.
    """
    first = bisect_right(run.starts, match.start) - 1
    last = bisect_left(run.starts, match.end) - 1
    depth = lowest = 0
    for token in run.tokens[first : last + 1]:
        depth += token.nesting
        lowest = min(lowest, depth)
    opening, closing = (first, match.start - run.starts[first]), (last, match.end - run.starts[last])
    if lowest < 0:
        outer = _marks(run.tokens, range(first - 1, -1, -1), -lowest) if opening[1] == 0 else None
        if outer is None:
            return None
        opening = outer, 0
    if depth > lowest:
        is_end = match.end == run.starts[last + 1]
        outer = _marks(run.tokens, range(last + 1, len(run.tokens)), depth - lowest) if is_end else None
        if outer is None:
            return None
        closing = outer, 0
    return _Span(*opening, *closing)


def _marks(tokens: Sequence[Token], places: range, count: int) -> int | None:
    """Return where the last of `count` marks beside a name is, None where something else comes first."""
    for place in places:
        if tokens[place].nesting == places.step:
            return None
        count -= abs(tokens[place].nesting)
        if not count:
            return place
        if not tokens[place].nesting and tokens[place].content:
            return None
    return None


def _is_whole(run: _Run, match: Match) -> bool:
    """Tell whether a name at the edge of its run is whole words beside the link or code that follows."""
    if match.start > 0 and match.end < len(run.text):
        return True
    # By place, because a copy for each name would make long paragraphs slow.
    children = run.children
    before = _beside(children[place] for place in range(run.first - 1, -1, -1))[-2:]
    after = _beside(children[place] for place in range(run.last, len(children)))[:2]
    return stands_alone(before + run.text + after, len(before) + match.start, len(before) + match.end)


def _beside(tokens: Iterable[Token]) -> str:
    """Return the text that goes on without a break where a run ends."""
    for token in tokens:
        if token.type not in _MARKS and token.type not in _LINK:
            return token.content if token.type in {"text", "code_inline"} else ""
    return ""


def _addresses(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open" and child.attrs["href"]:
                yield str(child.attrs["href"])


def _same_address(address: str) -> str:
    """Return an address without what leads to a place on the page, as editors may write it by hand."""
    path = address.partition("#")[0]
    return unquote(path).rstrip("/") or path


def _links_by_hand(children: Iterable[Token]) -> Iterator[tuple[str, str]]:
    address, words = "", ""
    for child in children:
        if child.type == "link_open":
            address, words = str(child.attrs["href"]), ""
        elif child.type == "link_close":
            yield address, words
            address = ""
        elif address and child.type in _TEXT:
            words += _written(child)


def _link_paragraph(runs: Sequence[_Run]) -> None:
    """Put the chosen links of all runs of one paragraph into its tokens, in place."""
    if not any(run.chosen for run in runs):
        return
    children = runs[0].children
    made: list[Token] = []
    done = 0
    for run in runs:
        made += children[done : run.first]
        made += _linked(run) if run.chosen else run.tokens
        done = run.last
    children[:] = made + children[done:]


def _linked(run: _Run) -> list[Token]:
    """Return the tokens of a run with its chosen names in links; a link may hold marks and line breaks."""
    opening: defaultdict[int, dict[int, str]] = defaultdict(dict)
    closing: defaultdict[int, set[int]] = defaultdict(set)
    for span, address in run.chosen:
        opening[span.open_token][span.open_at] = address
        closing[span.close_token].add(span.close_at)
    made: list[Token] = []
    for index, token in enumerate(run.tokens):
        opens, closes = opening.get(index, {}), closing.get(index, set())
        is_text = token.type == "text"
        cuts = sorted({0, *opens, *closes, len(token.content)}) if is_text else [0, 0]
        for left, right in pairwise(cuts):
            if left in opens:
                attributes = {"href": opens[left], "class": TERM_LINK_CLASS}
                made.append(Token("link_open", "a", 1, attrs=dict(attributes)))
            made.append(Token("text", "", 0, content=token.content[left:right]) if is_text else token)
            if right in closes:
                made.append(Token("link_close", "a", -1))
    return made
