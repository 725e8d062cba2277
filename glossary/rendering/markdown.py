"""Markdown as entries use it: CommonMark, tables and strikethrough; HTML in it is shown, not obeyed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from glossary.rendering.addresses import is_external, is_link, is_same_site
from glossary.rendering.autolink import TERM_LINK_CLASS, Links, link_terms, linkable_runs
from glossary.rendering.sanitise import PICTURE_SIZES, TABLE_SCROLL_CLASS, sanitise
from glossary.text.picture_name import AVIF, COPIES, read_picture_name

MARKDOWN_MAX_BYTES = 200_000
LOWEST_HEADING = 6

_SURROGATE = re.compile("[\ud800-\udfff]")
_ALIGNMENT = re.compile("text-align:(left|center|right)")


_CODE_OR_PLAIN_WORD = re.compile(
    r"(?P<ticks>(?<!`)`+(?!`)).*?(?<!`)(?P=ticks)(?!`)|\[(?P<word>[^\[\]\n]+)\]\([ \t]*\)", re.DOTALL
)


class _Parser(MarkdownIt):
    """The parser with our rule for addresses: what is not a link stays the text that was typed."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is the parent's
        return is_link(url)


_parser = _Parser("commonmark", {"html": False}).enable(["table", "strikethrough"])

# Each bracket may cost a look through the nesting the parser allows; 200 kB of nothing but brackets would
# take seconds. No text that somebody reads has so many, so one that has gets no links.
_MOST_BRACKETS = 20_000
_parser_without_links = (
    _Parser("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(["link", "image"])
)
# The library behind links fills its tables on first use, without a lock: two threads that meet there can read
# a half-filled one. Filled here, while the module loads, they are whole.
_parser.normalizeLink("https://example.org/é")
_parser.normalizeLinkText("https://example.org/%C3%A9")


def render_markdown(
    source: str, *, heading_level: int = 3, links: Links | None = None, seen: set[str] | None = None
) -> SafeString:
    """Return the HTML of a Markdown text that stands under a heading of the page.

    The body's headings start at `heading_level` and never skip a level, whatever was typed. Links go to
    http, https, mailto or relative addresses; others stay text. A link that leaves the site says
    `rel="external"`, for the style sheet; it carries no `nofollow`, because an editor chose it as one
    would a source, and needs no `noopener`, because no link opens a window. An image from elsewhere
    becomes a link to it, so that reading a page tells no third party. One from here says its width and
    height, so that the text does not jump, and offers its narrower copies and AVIF, all of which its name
    tells. Tables scroll in a box of their own
    that the keyboard reaches (WCAG 1.4.10, 2.1.1).

    With `links`, names of entries become links (`link_terms`); bodies of one section share `seen`, the set of
    addresses that it links already. `[word]()` is how an editor says that no link is wanted: the plain word.

    Raises ValueError if the text is longer than `MARKDOWN_MAX_BYTES` or `heading_level` is not 1 to 6.
    """
    if not 1 <= heading_level <= LOWEST_HEADING:
        raise ValueError(f"heading_level must be from 1 to {LOWEST_HEADING}, not {heading_level}")
    tokens = parse(source)
    if links is not None:
        link_terms(tokens, links, set() if seen is None else seen)
    # Copies of pictures count for themselves, so that they never take a picture or a link away.
    allowance, copies = _Allowance(len(source)), _Allowance(len(source))
    for token in tokens:
        if token.type == "inline":
            token.children = list(_with_our_links(token.children or [], allowance, copies))
    tokens = list(_with_our_tables(_with_our_headings(tokens, heading_level)))
    return sanitise(_parser.renderer.render(tokens, _parser.options, {}))


def plain_text(source: str) -> str:
    """Return what a Markdown text says, without its marks: one line a block, a row of a table being one.

    For excerpts, search and descriptions; it is text and needs escaping like any other. Images give their
    alternative text, links their words. Raises ValueError if the text is longer than `MARKDOWN_MAX_BYTES`.
    """
    lines: list[str] = []
    cells: list[str] | None = None
    for token in parse(source):
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            lines.append(" ".join(cells or []))
            cells = None
        elif token.type in ("fence", "code_block"):
            lines.append(token.content)
        elif token.type == "inline":
            (lines if cells is None else cells).append(words_of(token.children))
    return "\n".join(stripped for line in lines if (stripped := line.strip()))


def linkable_text(source: str) -> str:
    """Return the prose of a Markdown text in which names may become links, an empty line between stretches.

    Raises ValueError if the text is longer than `MARKDOWN_MAX_BYTES`.
    """
    return "\n\n".join(linkable_runs(parse(source)))


def without_plain_word_marks(source: str) -> str:
    """Return a Markdown text in which words marked to stay plain, `[word]()`, are plain; code stays as it is.

    For those who read the text elsewhere, where the mark would be a link to nowhere.
    """
    if "](" not in source:
        return source
    return _CODE_OR_PLAIN_WORD.sub(lambda found: found["word"] or found[0], source)


def parse(source: str) -> list[Token]:
    """Return the tokens of a Markdown text, each reader's first step. Raises ValueError if it is too long."""
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MARKDOWN_MAX_BYTES:
        raise ValueError(f"a Markdown text may have {MARKDOWN_MAX_BYTES:,} bytes; this one has {size:,}")
    parser = _parser if source.count("[") <= _MOST_BRACKETS else _parser_without_links
    return parser.parse(_SURROGATE.sub("\ufffd", source))


def words_of(tokens: Iterable[Token] | None) -> str:
    """Return the text of inline tokens; a line break within a paragraph is a space."""
    words: list[str] = []
    for token in tokens or ():
        if token.type == "image":
            words.append(words_of(token.children))
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        else:
            words.append(token.content)
    return "".join(words)


@dataclass
class _Allowance:
    """How many characters of addresses a text may still write out.

    A long address defined once and referred to thousands of times would turn a small text into gigabytes.
    As in cmark, references may add as much again as the text is long, or 100,000 characters.
    """

    source_length: int

    def __post_init__(self) -> None:
        self._left = max(self.source_length, 100_000)

    def covers(self, *values: object) -> bool:
        """Take the length of `values` off what is left; say whether there was enough."""
        self._left -= sum(len(str(value)) for value in values)
        return self._left >= 0


def _with_our_links(tokens: list[Token], allowance: _Allowance, copies: _Allowance) -> Iterator[Token]:
    """Yield inline tokens with links marked, named and within the allowance, and images from here only."""
    link: Token | None = None
    link_is_named = False
    for token in tokens:
        if token.type == "link_open":
            # Links made of names are bounded by the words of the text, and take nothing from those by hand.
            is_made = token.attrs.get("class") == TERM_LINK_CLASS
            if not token.attrs["href"] or not (is_made or allowance.covers(*token.attrs.values())):
                continue
            link, link_is_named = token, False
            yield _marked_if_external(token)
        elif token.type == "link_close":
            if link is None:
                continue
            if not link_is_named:
                # A link of no words cannot be seen or announced (WCAG 2.4.4).
                yield _text(str(link.attrs["href"]))
            link = None
            yield token
        elif token.type == "image":
            name = words_of(token.children)
            link_is_named = link_is_named or bool(name.strip())
            if not allowance.covers(*token.attrs.values()):
                yield _text(name)
            elif is_same_site(str(token.attrs["src"])):
                yield from _with_its_copies(token, copies)
            elif link is not None:
                yield _text(name)
            else:
                yield from _link_to_image(token, name)
        else:
            link_is_named = link_is_named or bool(token.content.strip())
            yield token


def _marked_if_external(link: Token) -> Token:
    if is_external(str(link.attrs["href"])):
        link.attrSet("rel", "external")
    return link


def _link_to_image(image: Token, name: str) -> Iterator[Token]:
    address = str(image.attrs["src"])
    attributes = {"href": address}
    if "title" in image.attrs:
        attributes["title"] = str(image.attrs["title"])
    yield _marked_if_external(Token("link_open", "a", 1, attrs=dict(attributes)))
    yield _text(name if name.strip() else address)
    yield Token("link_close", "a", -1)


def _with_its_copies(image: Token, allowance: _Allowance) -> Iterator[Token]:
    """Yield the image with what its name says: its size, and the files beside it to choose from."""
    name = read_picture_name(str(image.attrs["src"]))
    if name is None:
        yield image
        return
    image.attrSet("width", str(name.width))
    image.attrSet("height", str(name.height))
    image.attrSet("decoding", "async")
    avif, webp = (
        ", ".join(f"{path} {width}w" for width, path in name.copies(kind)) for kind in (AVIF, COPIES)
    )
    if not name.beside or not allowance.covers(avif, webp):
        yield image
        return
    image.attrSet("srcset", webp)
    image.attrSet("sizes", PICTURE_SIZES)
    if not avif:
        yield image
        return
    source = {"type": "image/avif", "srcset": avif, "sizes": PICTURE_SIZES}
    yield Token("picture_open", "picture", 1)
    yield Token("source", "source", 0, attrs=dict(source))
    yield image
    yield Token("picture_close", "picture", -1)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _with_our_headings(tokens: list[Token], heading_level: int) -> Iterator[Token]:
    """Yield block tokens with headings nested under the page's, without gaps, and without empty ones."""
    outline: list[int] = []
    empty = False
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            content = tokens[index + 1].children or []
            empty = not any(child.type == "image" or child.content.strip() for child in content)
            if not empty:
                typed = int(token.tag[1:])
                while outline and outline[-1] >= typed:
                    outline.pop()
                outline.append(typed)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(heading_level + len(outline) - 1, LOWEST_HEADING)}"
        if not empty:
            yield token
        elif token.type == "heading_close":
            empty = False


def _with_our_tables(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield block tokens with each table in a box that scrolls, and alignment as a class.

    The parser writes `style="text-align:…"`, which the content security policy forbids.
    """
    for token in tokens:
        if token.type in ("th_open", "td_open"):
            if aligned := _ALIGNMENT.fullmatch(str(token.attrs.pop("style", ""))):
                token.attrSet("class", f"align-{aligned[1]}")
            if token.tag == "th":
                token.attrSet("scope", "col")
        if token.type == "table_open":
            box = {"class": TABLE_SCROLL_CLASS, "role": "group", "tabindex": "0", "aria-label": _("Table")}
            yield Token("table_box_open", "div", 1, attrs=dict(box), block=True)
        yield token
        if token.type == "table_close":
            yield Token("table_box_close", "div", -1, block=True)
