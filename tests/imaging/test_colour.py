"""Colours: contrast as WCAG measures it, and the nearest colour that has enough of it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.imaging.colour import (
    Oklch,
    contrast,
    from_oklch,
    least_contrast,
    nearest_allowed,
    parse_colour,
    to_oklch,
)
from glossary.imaging.palette import DARK, LIGHT, TEXT_CONTRAST

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SCHEMES = st.sampled_from([LIGHT, DARK])


class TestParsing:
    @pytest.mark.parametrize(
        ("text", "colour"),
        [
            ("#8a2d1a", "#8a2d1a"),
            (" #8A2D1A ", "#8a2d1a"),
            ("8a2d1a", "#8a2d1a"),
            ("#fc0", "#ffcc00"),
            ("FC0", "#ffcc00"),
        ],
    )
    def test_spellings_of_a_colour(self, text, colour):
        assert parse_colour(text) == colour

    @pytest.mark.parametrize(
        "text", ["", "#", "red", "#12345", "#1234567", "##fc0", "#ggg", "rgb(1,2,3)", "#１２３", "#fc0\n#fc0"]
    )
    def test_anything_else_is_refused(self, text):
        with pytest.raises(ValueError, match="not a colour"):
            parse_colour(text)

    @given(COLOURS)
    def test_canonical_form_stays(self, colour):
        assert parse_colour(colour) == colour


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            ("#000000", "#ffffff", 21),
            ("#777777", "#ffffff", 4.48),  # the grey that famously misses
            ("#767676", "#ffffff", 4.54),
            ("#ff0000", "#ffffff", 4.00),
            ("#0000ff", "#ffffff", 8.59),
        ],
    )
    def test_known_ratios(self, one, other, ratio):
        assert contrast(one, other) == pytest.approx(ratio, abs=0.005)

    @given(COLOURS, COLOURS)
    def test_order_does_not_matter(self, one, other):
        assert contrast(one, other) == contrast(other, one)

    @given(COLOURS)
    def test_colour_has_none_with_itself(self, colour):
        assert contrast(colour, colour) == 1


class TestOklch:
    @pytest.mark.parametrize(
        ("colour", "lightness", "chroma", "degrees"),
        [
            # CSS Color 4 gives these of the sRGB primaries.
            ("#ff0000", 0.628, 0.2577, 29.23),
            ("#00ff00", 0.8664, 0.2948, 142.5),
            ("#0000ff", 0.452, 0.3132, 264.05),
        ],
    )
    def test_known_values(self, colour, lightness, chroma, degrees):
        found = to_oklch(colour)
        assert found.lightness == pytest.approx(lightness, abs=0.001)
        assert found.chroma == pytest.approx(chroma, abs=0.001)
        assert math.degrees(found.hue) % 360 == pytest.approx(degrees, abs=0.1)

    @given(COLOURS)
    def test_there_and_back(self, colour):
        assert from_oklch(to_oklch(colour)) == colour

    @given(st.floats(0.2, 1), st.floats(0, 0.5), st.floats(-math.pi, math.pi))
    def test_colour_that_no_screen_shows_becomes_one_that_it_does(self, lightness, chroma, hue):
        shown = from_oklch(Oklch(lightness, chroma, hue))
        assert parse_colour(shown) == shown
        # Chroma gives way, lightness stays, as far as eight bits can say it.
        assert to_oklch(shown).lightness == pytest.approx(lightness, abs=0.025)


class TestNearestAllowed:
    @given(COLOURS, SCHEMES)
    def test_result_is_allowed(self, colour, scheme):
        nearest = nearest_allowed(colour, scheme.grounds, TEXT_CONTRAST)
        assert least_contrast(nearest, scheme.grounds) >= TEXT_CONTRAST

    @given(COLOURS, SCHEMES)
    def test_allowed_colour_stays(self, colour, scheme):
        nearest = nearest_allowed(colour, scheme.grounds, TEXT_CONTRAST)
        if least_contrast(colour, scheme.grounds) >= TEXT_CONTRAST:
            assert nearest == colour
        assert nearest_allowed(nearest, scheme.grounds, TEXT_CONTRAST) == nearest

    @given(COLOURS, SCHEMES)
    def test_nothing_clearly_nearer_is_allowed(self, colour, scheme):
        start = to_oklch(colour)
        moved = to_oklch(nearest_allowed(colour, scheme.grounds, TEXT_CONTRAST)).lightness - start.lightness
        for part in (0.0, 0.5, 0.9):
            nearer = from_oklch(Oklch(start.lightness + moved * part, start.chroma, start.hue))
            if abs(moved) * (1 - part) > 0.01:
                assert least_contrast(nearer, scheme.grounds) < TEXT_CONTRAST

    @given(COLOURS, SCHEMES)
    def test_hue_stays_where_there_is_one(self, colour, scheme):
        start, end = to_oklch(colour), to_oklch(nearest_allowed(colour, scheme.grounds, TEXT_CONTRAST))
        if end.chroma > 0.05:
            turned = math.remainder(end.hue - start.hue, math.tau)
            assert abs(turned) < 0.1

    def test_goes_the_shorter_way(self):
        """Between a dark and a light ground both ways lead somewhere."""
        assert nearest_allowed("#7a7a7a", ["#767676"], 4.5) > "#7a7a7a"
        assert nearest_allowed("#707070", ["#767676"], 4.5) < "#707070"

    def test_grounds_that_leave_nothing(self):
        with pytest.raises(ValueError, match="no colour"):
            nearest_allowed("#ffcc00", ["#000000", "#ffffff"], 7)
