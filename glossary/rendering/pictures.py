"""The first picture in a Markdown text, for places that show it without the text."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from glossary.rendering.addresses import is_same_site
from glossary.rendering.markdown import parse, words_of
from glossary.text.picture_name import COPIES, read_picture_name


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of this site: its address, what it says to whoever does not see it, its size where known.

    `srcset` names its narrower copies; it is empty where there are none.
    """

    url: str
    alt: str
    width: int | None = None
    height: int | None = None
    srcset: str = ""


def first_picture(source: str, page_url: str) -> Picture | None:
    """Return the first picture in a Markdown text that lies on this site, None where there is none.

    Its address is the one it has on the page at `page_url`. Raises ValueError as `render_markdown` does.
    """
    for token in parse(source):
        for child in token.children or ():
            address = str(child.attrs.get("src", ""))
            if child.type == "image" and is_same_site(address):
                return _picture(urljoin(page_url, address), words_of(child.children))
    return None


def _picture(url: str, alt: str) -> Picture:
    name = read_picture_name(url)
    if name is None:
        return Picture(url, alt)
    copies = name.copies(COPIES) if name.beside else ()
    srcset = ", ".join(f"{path} {width}w" for width, path in copies)
    return Picture(url, alt, name.width, name.height, srcset)
