"""The colours that Python knows are those of tokens.css."""

import re

import pytest
from django.conf import settings

from glossary.imaging.colour import least_contrast
from glossary.imaging.palette import DARK, LIGHT, TEXT_CONTRAST


@pytest.fixture(scope="module")
def tokens():
    text = (settings.BASE_DIR / "glossary/static/glossary/tokens.css").read_text(encoding="utf-8")
    return {
        name: (light, dark)
        for name, light, dark in re.findall(
            r"--([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", text
        )
    }


@pytest.mark.parametrize("name", ["paper", "wash", "ink", "accent"])
def test_colours_are_those_of_the_style_sheet(tokens, name):
    assert tokens[name] == (getattr(LIGHT, name), getattr(DARK, name))


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_first_accent_can_be_read(scheme):
    assert least_contrast(scheme.accent, scheme.grounds) >= TEXT_CONTRAST
