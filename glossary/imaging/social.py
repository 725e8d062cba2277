"""The picture that stands beside a link to a page where somebody shares it: its title, set like the page.

The face comes with a dependency, so that the picture is the same on every machine. It draws Latin, Greek and
Cyrillic letters. A text with anything else in it is left out rather than shown as boxes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import font_source_serif_pro
from PIL import Image, ImageColor, ImageDraw, ImageFont

from glossary.imaging.palette import LIGHT
from glossary.text.excerpt import ELLIPSIS

# What Facebook, LinkedIn, X and Mastodon show uncropped.
WIDTH, HEIGHT = 1200, 630
# Raised when the drawing changes, for whoever keeps pictures by what they were made of.
FORM = 1

_QUIET = "#5c5549"
_MARGIN = 88
_SPINE = 28
_TITLE_SIZES = (116, 100, 86, 74, 64, 56, 48)
_TITLE_LINES = 3
_LINE_SIZE, _LINE_LINES = 36, 2
_NAME_SIZE = 34
_LETTERFORM = 76
_LARGE_LETTERFORM = 220
# More than any title needs; enough different greys for smooth letters, few enough for a small file.
_COLOURS = 48
# Not a character (Unicode 23.7), so no face has a sign for it but the box.
_NO_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class SocialPicture:
    """What a picture shows. `line` is a sentence below the title; `accent` is #rrggbb."""

    title: str
    site_name: str
    line: str = ""
    accent: str = LIGHT.accent
    is_rtl: bool = False


def draw(picture: SocialPicture) -> bytes:
    """Return the picture as PNG of WIDTH by HEIGHT pixels.

    A title that the face cannot draw is replaced by a large letterform. Raises ValueError for an accent that
    is no colour.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), LIGHT.paper)
    pen = ImageDraw.Draw(image)
    accent = ImageColor.getrgb(picture.accent)
    left = WIDTH - _SPINE if picture.is_rtl else 0
    pen.rectangle((left, 0, left + _SPINE, HEIGHT), fill=accent)
    title, line, name = (_drawable(text) for text in (picture.title, picture.line, picture.site_name))
    if title:
        _draw_texts(pen, title, line, is_rtl=picture.is_rtl)
    size = _LETTERFORM if title else _LARGE_LETTERFORM
    _draw_foot(pen, name, size, accent, is_rtl=picture.is_rtl)
    # Palettes make the file a third as large. Without dithering, or the paper would be speckled.
    small = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    buffer = BytesIO()
    small.save(buffer, "PNG")
    return buffer.getvalue()


def _draw_texts(pen: ImageDraw.ImageDraw, title: str, line: str, *, is_rtl: bool) -> None:
    """Draw the title as large as three lines allow, and below it the sentence in two."""
    room = WIDTH - 2 * _MARGIN
    for size in _TITLE_SIZES:
        font = _font("Semibold", size)
        lines = _wrapped(title, font, room)
        if len(lines) <= _TITLE_LINES and all(font.getlength(text) <= room for text in lines):
            break
    else:
        lines = _cut(_wrapped(_with_breaks(title, font, room), font, room), _TITLE_LINES, font, room)
    y = _MARGIN - 8
    for text in lines:
        _draw_line(pen, text, y, font, LIGHT.ink, is_rtl=is_rtl)
        y += round(size * 1.14)
    font = _font("Regular", _LINE_SIZE)
    y += 28
    for text in _cut(_wrapped(line, font, room), _LINE_LINES, font, room):
        _draw_line(pen, text, y, font, _QUIET, is_rtl=is_rtl)
        y += round(_LINE_SIZE * 1.4)


def _draw_foot(
    pen: ImageDraw.ImageDraw, name: str, size: int, accent: tuple[int, ...], *, is_rtl: bool
) -> None:
    """Draw the letterform of the site, the first letter of its name on the accent, and the name beside it."""
    top = (HEIGHT - size) // 2 if size == _LARGE_LETTERFORM else HEIGHT - _MARGIN - size + 16
    left = WIDTH - _MARGIN - size if is_rtl else _MARGIN
    pen.rounded_rectangle((left, top, left + size, top + size), radius=size // 7, fill=accent)
    if not name:
        _draw_bars(pen, left, top, size)
        return
    middle = (left + size / 2, top + size / 2)
    light = sum(accent[:3]) > 3 * 140
    letter = next((sign for sign in name if sign.isalnum()), name[0]).upper()
    pen.text(
        middle,
        letter,
        font=_font("Semibold", size * 2 // 3),
        anchor="mm",
        fill=LIGHT.ink if light else LIGHT.paper,
    )
    room = WIDTH - 2 * _MARGIN - size - 24
    font = _font("Regular", _NAME_SIZE if size == _LETTERFORM else 2 * _NAME_SIZE)
    (text,) = _cut(_wrapped(name, font, room), 1, font, room)
    x, anchor = (left - 24, "rm") if is_rtl else (left + size + 24, "lm")
    pen.text((x, middle[1]), text, font=font, anchor=anchor, fill=LIGHT.ink)


def _draw_bars(pen: ImageDraw.ImageDraw, left: int, top: int, size: int) -> None:
    """Draw what an entry looks like from afar: a name and two lines of text."""
    for place, length in ((0.26, 0.3), (0.48, 0.56), (0.66, 0.44)):
        x, y = left + size * 0.22, top + size * place
        pen.rectangle((x, y, x + size * length, y + size * 0.07), fill=LIGHT.paper)


def _draw_line(
    pen: ImageDraw.ImageDraw, text: str, y: int, font: ImageFont.FreeTypeFont, fill: str, *, is_rtl: bool
) -> None:
    x, anchor = (WIDTH - _MARGIN, "ra") if is_rtl else (_MARGIN, "la")
    pen.text((x, y), text, font=font, anchor=anchor, fill=fill)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """Return a text in lines; a word that is too long for one stands alone and juts out."""
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _with_breaks(text: str, font: ImageFont.FreeTypeFont, room: int) -> str:
    """Return a text with a space in every word where it would not fit on a line."""
    words: list[str] = []
    for word in text.split():
        words.append("")
        for sign in word:
            if font.getlength(words[-1] + sign) > room:
                words.append("")
            words[-1] += sign
    return " ".join(words)


def _cut(lines: list[str], count: int, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """Return the first lines, none wider than there is room, and a mark where something is left out."""
    kept = lines[:count]
    if len(lines) > count:
        kept[-1] = kept[-1].rstrip(" ,;:.–—-") + ELLIPSIS
    return [text if font.getlength(text) <= room else _shortened(text, font, room) for text in kept]


def _shortened(text: str, font: ImageFont.FreeTypeFont, room: int) -> str:
    text = text.removesuffix(ELLIPSIS)
    while text and font.getlength(text + ELLIPSIS) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def _drawable(text: str) -> str:
    """Return a text as it can be drawn, or nothing where the face lacks a sign for any of its characters."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return text if all(_has_sign(sign) for sign in set(text) - {" "}) else ""


@lru_cache(maxsize=4096)
def _has_sign(character: str) -> bool:
    """Tell whether the face draws a character as anything but the box for missing ones."""
    font = _font("Semibold", 24)
    mask, box = font.getmask(character), font.getmask(_NO_CHARACTER)
    return (mask.size, bytes(mask)) != (box.size, bytes(box))


@lru_cache(maxsize=32)
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    name = "SourceSerifPro" + ("" if weight == "Regular" else weight)
    return ImageFont.truetype(font_source_serif_pro.font_files_ttf[name], size)
