"""Which way a language runs."""

import pytest

from glossary.text.direction import direction


@pytest.mark.parametrize(
    "language", ["ar", "fa", "he", "ur", "ur-PK", "UR", "yi", "az-Arab", "pa-arab-PK", "ckb"]
)
def test_from_right_to_left(language):
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "de-AT", "zh-Hant", "ur-Latn", "pt-BR", "az", "x-arab1", "", "-"])
def test_from_left_to_right(language):
    assert direction(language) == "ltr"
