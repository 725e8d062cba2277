"""The wall behind the Markdown renderer: only what is listed here reaches a page."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe

from glossary.rendering.addresses import LINK_SCHEMES, is_same_site

TABLE_SCROLL_CLASS = "table-scroll"
# How wide a picture shows: as the column of text, which the widest screens make 40 times their letters' size.
PICTURE_SIZES = "(min-width: 48rem) 40rem, 100vw"

_ATTRIBUTES: dict[str, set[str]] = {
    # Said because nh3 would otherwise allow `lang` and `title` on everything.
    "*": set(),
    "a": {"class", "href", "rel", "title"},
    "code": {"class"},
    "div": {"aria-label", "class", "role", "tabindex"},
    "img": {"alt", "decoding", "height", "sizes", "src", "srcset", "title", "width"},
    "ol": {"start"},
    "picture": set(),
    "source": {"sizes", "srcset", "type"},
    "td": {"class"},
    "th": {"class", "scope"},
}
_TAGS = {
    *(_ATTRIBUTES.keys() - {"*"}),
    *("blockquote", "br", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p", "pre", "s", "strong"),
    *("table", "tbody", "thead", "tr", "ul"),
}
# Copies of an uploaded picture: a path of this site each, and its width.
_COPY = r"/(?!/)[\w~%./-]{1,400}\.(?:avif|webp) [0-9]{1,5}w"
_COPIES = re.compile(rf"{_COPY}(?:, {_COPY}){{0,3}}", re.ASCII)
# What these attributes may say; an attribute that is allowed above but not listed here is free text.
_VALUES = {
    ("a", "class"): re.compile("term-link"),
    ("a", "rel"): re.compile("external"),
    ("code", "class"): re.compile(r"language-[\w+#.-]{1,40}"),
    ("div", "class"): re.compile(TABLE_SCROLL_CLASS),
    ("div", "role"): re.compile("group"),
    ("div", "tabindex"): re.compile("0"),
    ("img", "decoding"): re.compile("async"),
    ("img", "height"): re.compile(r"[0-9]{1,5}"),
    ("img", "sizes"): re.compile(re.escape(PICTURE_SIZES)),
    ("img", "srcset"): _COPIES,
    ("img", "width"): re.compile(r"[0-9]{1,5}"),
    ("ol", "start"): re.compile(r"[0-9]{1,9}"),
    ("source", "sizes"): re.compile(re.escape(PICTURE_SIZES)),
    ("source", "srcset"): _COPIES,
    ("source", "type"): re.compile("image/avif"),
    ("td", "class"): re.compile("align-(left|center|right)"),
    ("th", "class"): re.compile("align-(left|center|right)"),
    ("th", "scope"): re.compile("col|row"),
}
_SURROGATE = re.compile("[\ud800-\udfff]")


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) == ("img", "src"):
        return value if is_same_site(value) else None
    pattern = _VALUES.get((tag, attribute))
    return value if pattern is None or pattern.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_allowed_value,
    # `rel` is the renderer's to set: see `render_markdown`.
    link_rel=None,
    url_schemes=set(LINK_SCHEMES),
    # One attribute an element: several come out in an order that differs from process to process, and with
    # it the ETag of the page.
    set_tag_attribute_values={
        "img": {"loading": "lazy"},
        # What scrolls sideways must be reachable by keyboard (WCAG 2.1.1).
        "pre": {"tabindex": "0"},
    },
)


def sanitise(html: str) -> SafeString:
    """Return `html` with nothing but the elements, attributes and addresses that entries use.

    Elements that are not allowed lose their tags and keep their text; script and style lose both. Images
    load from this site only. Nothing in the result runs, loads or styles: no script, no handler, no
    inline style, no frame, no form. Applying it twice changes nothing.
    """
    clean = _CLEANER.clean(_SURROGATE.sub("\ufffd", html))
    return mark_safe(clean)  # noqa: S308 - the one place that may: it has just been cleaned
