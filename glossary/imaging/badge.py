"""The mark of a site without a logo: the first letter of its name on its accent."""

from __future__ import annotations

from xml.sax.saxutils import escape

from glossary.imaging.colour import contrast
from glossary.imaging.palette import DARK, LIGHT

# What stands in the icon that comes with the project.
DEFAULT_LETTER = "G"


def letter_of(name: str) -> str:
    """Return the letter that stands for a name: its first, as a capital where that is one letter too."""
    letter = next((sign for sign in name if sign.isalnum()), name[:1])
    capital = letter.upper()
    return capital if len(capital) == 1 else letter


def letter_colour(accent: str) -> str:
    """Return the colour of the letter on an accent `#rrggbb`: paper or ink, which is read better."""
    return max(LIGHT.paper, LIGHT.ink, key=lambda colour: contrast(colour, accent))


def icon(name: str, accent: str, accent_dark: str) -> str:
    """Return the mark as an SVG file for tabs, in the colours of the scheme that the browser is set in.

    Colours stand in attributes first: a reader that knows no style sheet has the light ones.
    """
    letter, on_light, on_dark = letter_of(name), letter_colour(accent), letter_colour(accent_dark)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        "<style>@media (prefers-color-scheme: dark) {"
        f" rect {{ fill: {accent_dark} }} text {{ fill: {on_dark} }} "
        "}</style>"
        f'<rect width="32" height="32" rx="5" fill="{accent}"/>'
        f'<text x="16" y="23" text-anchor="middle" font-size="21" font-weight="600" fill="{on_light}"'
        f" font-family=\"Georgia, 'Source Serif 4', serif\">{escape(letter)}</text>"
        "</svg>\n"
    )


def is_default(name: str, accent: str, accent_dark: str) -> bool:
    """Tell whether the mark is the one that comes with the project as a file."""
    return (letter_of(name), accent, accent_dark) == (DEFAULT_LETTER, LIGHT.accent, DARK.accent)
