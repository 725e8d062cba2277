"""The mark of a site without a logo."""

from __future__ import annotations

import pytest

from glossary.imaging.badge import letter_colour
from glossary.imaging.colour import contrast


@pytest.mark.parametrize(
    "accent", ["#000000", "#8a2d1a", "#f0a48d", "#ffee00", "#777777", "#00a000", "#ffffff"]
)
def test_letter_can_be_told_from_any_accent(accent):
    """As large text, or a graphic (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""
    assert contrast(letter_colour(accent), accent) >= 3
