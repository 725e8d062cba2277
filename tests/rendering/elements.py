"""What a browser would find in a piece of HTML."""

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True)
class Element:
    """A start tag as it was read."""

    tag: str
    attributes: dict[str, str | None]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.elements.append(Element(tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.words.append(data)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def elements(html: str, *tags: str) -> list[Element]:
    """Return the elements of `html` in order, all of them or those with one of the tags."""
    return [element for element in _read(html).elements if not tags or element.tag in tags]


def text(html: str) -> str:
    """Return the text that `html` shows."""
    return "".join(_read(html).words)
