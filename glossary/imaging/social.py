"""The picture that stands beside a link to a page where somebody shares it: its title, set like the page.

The face comes with a dependency, so that the picture is the same on every machine. It draws Latin, Greek and
Cyrillic letters. A text with anything else in it is left out rather than shown as boxes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO

import font_source_serif_pro
from PIL import Image, ImageDraw, ImageFont

from glossary.imaging.badge import letter_colour, letter_of
from glossary.imaging.palette import LIGHT
from glossary.text.excerpt import ELLIPSIS

# What Facebook, LinkedIn, X and Mastodon show uncropped.
WIDTH, HEIGHT = 1200, 630
# Raised when the drawing changes, for whoever keeps pictures by what they were made of.
FORM = 2

_QUIET = "#5c5549"
_MARGIN = 88
_SPINE = 28
# Capitals leave the upper eighth of a line empty.
_TOP = _MARGIN - 8
_TITLE_SIZES = (116, 100, 86, 74, 64, 56, 48)
_TITLE_LINES = 3
_TITLE_PITCH, _LINE_PITCH = 1.14, 1.4
# A title is set smaller until two lines of the sentence fit below it; more are shown where there is room.
_LINE_SIZE, _LINES_WANTED, _LINES_AT_MOST = 36, 2, 4
_LINE_GAP = 28
_NAME_SIZE = 34
_LETTERFORM = 76
_FOOT = HEIGHT - _MARGIN - _LETTERFORM + 16
# The picture of the site: its letterform above its name, both larger, as there is nothing else.
_SITE_SIZES = (148, 132, *_TITLE_SIZES)
_SITE_LINE_SIZE = 44
_SITE_LETTERFORM = 120
_SITE_GAP = 36
_LARGE_LETTERFORM = 220
# More than any title needs; enough different greys for smooth letters, few enough for a small file.
_COLOURS = 48
# Not a character (Unicode 23.7), so no face has a sign for it but the box.
_NO_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class SocialPicture:
    """What a picture shows: an entry, or without a title the site. `line` is a sentence below its name.

    `accent` is #rrggbb.
    """

    title: str
    site_name: str
    line: str = ""
    accent: str = LIGHT.accent
    is_rtl: bool = False


@dataclass(frozen=True, slots=True)
class Lettering:
    """A line of text and where it stands: `x` is its beginning, `y` the top of the line or its middle."""

    part: str
    text: str
    x: int
    y: int
    font: ImageFont.FreeTypeFont
    fill: str
    anchor: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the left, top, right and bottom of what is drawn."""
        left, top, right, bottom = self.font.getbbox(self.text, anchor=self.anchor)
        return (self.x + left, self.y + top, self.x + right, self.y + bottom)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: the letterform as (left, top, size), its letter if any, and the lines."""

    letterform: tuple[int, int, int]
    letter: str
    lines: tuple[Lettering, ...]


def draw(picture: SocialPicture) -> bytes:
    """Return the picture as PNG of WIDTH by HEIGHT pixels.

    A title that the face cannot draw is replaced by the name of the site. Raises ValueError for an accent
    that is no colour.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), LIGHT.paper)
    pen = ImageDraw.Draw(image)
    spine = WIDTH - _SPINE if picture.is_rtl else 0
    pen.rectangle((spine, 0, spine + _SPINE, HEIGHT), fill=picture.accent)
    layout = lay_out(picture)
    _draw_letterform(pen, layout, picture.accent)
    for line in layout.lines:
        pen.text((line.x, line.y), line.text, font=line.font, anchor=line.anchor, fill=line.fill)
    # Palettes make the file a third as large. Without dithering, or the paper would be speckled.
    small = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    buffer = BytesIO()
    small.save(buffer, "PNG")
    return buffer.getvalue()


def lay_out(picture: SocialPicture) -> Layout:
    """Return where everything on a picture stands; no two parts of it meet, whatever the texts are."""
    title, line, name = (_drawable(text) for text in (picture.title, picture.line, picture.site_name))
    if not title:
        # A sentence on something else than the name above it would mislead.
        return _lay_out_site(name, "" if picture.title.strip() else line, is_rtl=picture.is_rtl)
    texts, _bottom = _set(title, line, _TOP, _FOOT - _LINE_GAP, _TITLE_SIZES, _LINE_SIZE, picture.is_rtl)
    left = WIDTH - _MARGIN - _LETTERFORM if picture.is_rtl else _MARGIN
    if name:
        font = _font("Regular", _NAME_SIZE)
        room = WIDTH - 2 * _MARGIN - _LETTERFORM - 24
        (text,) = _cut(_wrapped(name, font, room), 1, font, room)
        x, anchor = (left - 24, "rm") if picture.is_rtl else (left + _LETTERFORM + 24, "lm")
        texts.append(Lettering("name", text, x, _FOOT + _LETTERFORM // 2, font, LIGHT.ink, anchor))
    return Layout((left, _FOOT, _LETTERFORM), letter_of(name), tuple(texts))


def _lay_out_site(name: str, line: str, *, is_rtl: bool) -> Layout:
    """Return the picture of the site, in the middle of its height; without a name its letterform alone."""
    size = _SITE_LETTERFORM if name or line else _LARGE_LETTERFORM
    left = WIDTH - _MARGIN - size if is_rtl else _MARGIN
    if not (name or line):
        return Layout((left, (HEIGHT - size) // 2, size), "", ())
    top = _TOP + size + _SITE_GAP
    texts, bottom = _set(name, line, top, HEIGHT - _TOP, _SITE_SIZES, _SITE_LINE_SIZE, is_rtl)
    down = (HEIGHT - _TOP - bottom) // 2
    moved = tuple(replace(text, y=text.y + down) for text in texts)
    return Layout((left, _TOP + down, size), letter_of(name), moved)


def _set(
    title: str, line: str, top: int, bottom: int, sizes: Sequence[int], line_size: int, is_rtl: bool
) -> tuple[list[Lettering], int]:
    """Return a title as large as it goes, the sentence below it, and where they end: above `bottom`."""
    room = WIDTH - 2 * _MARGIN
    line_font, pitch = _font("Regular", line_size), round(line_size * _LINE_PITCH)
    sentence = _wrapped(line, line_font, room)
    wanted = min(len(sentence), _LINES_WANTED) * pitch
    for size in sizes:
        font = _font("Semibold", size)
        titles = _wrapped(title, font, room)
        end = top + len(titles) * round(size * _TITLE_PITCH) + _LINE_GAP
        fits = all(font.getlength(text) <= room for text in titles)
        if fits and len(titles) <= _TITLE_LINES and end + wanted <= bottom:
            break
    else:
        titles = _cut(_wrapped(_with_breaks(title, font, room), font, room), _TITLE_LINES, font, room)
    x, anchor = (WIDTH - _MARGIN, "ra") if is_rtl else (_MARGIN, "la")
    texts: list[Lettering] = []
    y = top
    for text in titles:
        texts.append(Lettering("title", text, x, y, font, LIGHT.ink, anchor))
        y += round(size * _TITLE_PITCH)
    if not sentence:
        return texts, y
    y += _LINE_GAP if titles else 0
    count = min(_LINES_AT_MOST, (bottom - y) // pitch)
    for text in _cut(sentence, count, line_font, room):
        texts.append(Lettering("line", text, x, y, line_font, _QUIET, anchor))
        y += pitch
    return texts, y


def _draw_letterform(pen: ImageDraw.ImageDraw, layout: Layout, accent: str) -> None:
    """Draw the letterform of the site: the first letter of its name on the accent."""
    left, top, size = layout.letterform
    pen.rounded_rectangle((left, top, left + size, top + size), radius=size // 7, fill=accent)
    if not layout.letter:
        _draw_bars(pen, left, top, size)
        return
    pen.text(
        (left + size / 2, top + size / 2),
        layout.letter,
        font=_font("Semibold", size * 2 // 3),
        anchor="mm",
        fill=letter_colour(accent),
    )


def _draw_bars(pen: ImageDraw.ImageDraw, left: int, top: int, size: int) -> None:
    """Draw what an entry looks like from afar: a name and two lines of text."""
    for place, length in ((0.26, 0.3), (0.48, 0.56), (0.66, 0.44)):
        x, y = left + size * 0.22, top + size * place
        pen.rectangle((x, y, x + size * length, y + size * 0.07), fill=LIGHT.paper)


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
    kept = [_shortened(text, font, room) for text in lines[:count]]
    if kept and len(lines) > count and not kept[-1].endswith(ELLIPSIS):
        kept[-1] = _shortened(kept[-1], font, room, is_cut=True)
    return kept


def _shortened(text: str, font: ImageFont.FreeTypeFont, room: int, *, is_cut: bool = False) -> str:
    """Return a line that fits, with a mark where it or what follows was cut: after a word, if it can be."""
    if not is_cut and font.getlength(text) <= room:
        return text
    while font.getlength(text + ELLIPSIS) > room:
        shorter = text.rpartition(" ")[0]
        text = shorter or text[:-1]
    return text.rstrip(" ,;:.–—-") + ELLIPSIS


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
