"""What a mistyped name may stand for."""

from __future__ import annotations

import random

import pytest

from glossary.text.misspelling import LONGEST, one_slip_away


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lln", "llm"),
        ("lm", "llm"),
        ("llmm", "llm"),
        ("lml", "llm"),
        ("larg language model", "large language model"),
        ("ai modell", "ai model"),
        ("aimodel", "ai model"),
        ("gp4", "gp5"),
        ("нейромрежа", "нейромережа"),
        ("مصنوی ذہانت", "مصنوعی ذہانت"),
        ("国际话化", "国际化"),
    ],
)
def test_one_slip_is_undone(typed, meant):
    assert meant in one_slip_away(typed)


@pytest.mark.parametrize("typed", ["", "a", "x" * (LONGEST + 1)])
def test_too_short_or_too_long_is_left_alone(typed):
    assert one_slip_away(typed) == set()


def test_key_itself_is_no_slip():
    assert "model" not in one_slip_away("model")


def test_number_is_bounded_whatever_the_script():
    letters = random.Random(4).choices("abcйцуمصنকখဂ각国ა", k=LONGEST)
    assert len(one_slip_away("".join(letters))) < 10_000
