"""The one definition of safe HTML that the tests of this room share."""

import re

from tests.rendering.elements import elements

ELEMENTS = {
    *("a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li"),
    *(
        "ol",
        "p",
        "picture",
        "pre",
        "s",
        "source",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ),
}
ATTRIBUTES = {
    *("alt", "aria-label", "class", "decoding", "height", "href", "loading", "rel", "role", "scope", "sizes"),
    *("src", "srcset", "start", "tabindex", "title", "type", "width"),
}


def dangers(html: str) -> list[str]:
    """Return what in `html` could run, load from elsewhere or restyle the page; nothing if it is safe."""
    found = []
    for element in elements(html):
        if element.tag not in ELEMENTS:
            found.append(f"<{element.tag}>")
        for name, value in element.attributes.items():
            if name not in ATTRIBUTES:
                found.append(f"{element.tag} {name}=")
            # As browsers read addresses: ends trimmed, tabs and line ends dropped, backslashes turned.
            address = re.sub(r"[\t\r\n]", "", (value or "").strip("".join(map(chr, range(33)))))
            address = address.replace("\\", "/").lower()
            scheme = re.match(r"[a-z][a-z0-9+.-]*(?=:)", address)
            if name == "href" and scheme and scheme[0] not in {"http", "https", "mailto"}:
                found.append(f"{element.tag} {address}")
            if name == "src" and (scheme or address.startswith("//")):
                found.append(f"{element.tag} {address}")
            # Each candidate of a srcset is loaded as a src is; a comma in an address would begin another.
            if name == "srcset" and not all(re.match(r"/(?!/)", part.strip()) for part in address.split(",")):
                found.append(f"{element.tag} {address}")
    return found
