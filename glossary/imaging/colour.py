"""Colours: hexadecimal in, contrast as WCAG measures it, and the nearest colour that has enough of it.

A colour is a text `#rrggbb`. Lightness is that of OKLCH (Björn Ottosson, "A perceptual color space for image
processing", 2020; CSS Color 4, section 9.3), where a step looks equally large in every hue.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.ASCII | re.IGNORECASE)
# Halvings of an interval of lightness or chroma; after these it is far below what eight bits can show.
_STEPS = 24
# What rounding may put a channel beyond its range.
_OUTSIDE = 1e-6

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Oklch:
    """A colour by lightness (0 black, 1 white), chroma (0 grey) and hue (radians)."""

    lightness: float
    chroma: float
    hue: float


def parse_colour(text: str) -> str:
    """Return the colour that `text` writes as `#rrggbb`, `#rgb` or either without `#`, in the first form.

    Raises ValueError for anything else.
    """
    found = _HEX.fullmatch(text.strip())
    if not found:
        raise ValueError(f"not a colour: {text!r}")
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: Sequence[str]) -> float:
    """Return the contrast of a colour with that of the grounds on which it is read worst."""
    return min(contrast(colour, ground) for ground in grounds)


def nearest_allowed(colour: str, grounds: Sequence[str], ratio: float) -> str:
    """Return the colour closest in lightness that has `ratio` with every ground: the same one if it has.

    The hue stays; chroma gives way only where the screen's colours end (sRGB). Raises ValueError where
    neither black nor white has the ratio, so that nothing in between need be looked for.
    """
    if least_contrast(colour, grounds) >= ratio:
        return colour
    start = to_oklch(colour)
    found = [
        candidate for end in (0.0, 1.0) if (candidate := _towards(start, end, grounds, ratio)) is not None
    ]
    if not found:
        raise ValueError(f"no colour has a contrast of {ratio} with all of {', '.join(grounds)}")
    return min(found, key=lambda candidate: abs(candidate[0] - start.lightness))[1]


def to_oklch(colour: str) -> Oklch:
    """Return lightness, chroma and hue of a colour."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def from_oklch(colour: Oklch) -> str:
    """Return the colour on a screen, with as much of the chroma as sRGB has at this lightness and hue."""
    channels = _channels(colour)
    if not _is_shown(channels):
        inside, outside = 0.0, colour.chroma
        for _ in range(_STEPS):
            middle = (inside + outside) / 2
            if _is_shown(_channels(replace(colour, chroma=middle))):
                inside = middle
            else:
                outside = middle
        channels = _channels(replace(colour, chroma=inside))
    return "#" + "".join(f"{_eight_bits(channel):02x}" for channel in channels)


def _towards(start: Oklch, end: float, grounds: Sequence[str], ratio: float) -> tuple[float, str] | None:
    """Return the first lightness from `start` to `end` whose colour has the ratio, with the colour."""
    at_end = from_oklch(replace(start, lightness=end))
    if least_contrast(at_end, grounds) < ratio:
        return None
    too_little, enough = start.lightness, (end, at_end)
    for _ in range(_STEPS):
        middle = (too_little + enough[0]) / 2
        candidate = from_oklch(replace(start, lightness=middle))
        # What is kept was measured as it is written, in eight bits a channel.
        if least_contrast(candidate, grounds) >= ratio:
            enough = (middle, candidate)
        else:
            too_little = middle
    return enough


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, definition of "relative luminance")."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Triple:
    """Return the channels as amounts of light, 0 to 1 (IEC 61966-2-1, as WCAG 2.2 cites it)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return (_light(red), _light(green), _light(blue))


def _light(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _eight_bits(light: float) -> int:
    light = min(max(light, 0.0), 1.0)
    channel = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(channel * 255)


def _channels(colour: Oklch) -> Triple:
    """Return amounts of light, some of them below 0 or above 1 where no screen shows the colour."""
    a, b = colour.chroma * math.cos(colour.hue), colour.chroma * math.sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_shown(channels: Triple) -> bool:
    return all(-_OUTSIDE <= channel <= 1 + _OUTSIDE for channel in channels)
