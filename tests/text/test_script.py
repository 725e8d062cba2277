"""Scripts of headings: what tells letters apart that look alike."""

from __future__ import annotations

import pytest

from glossary.text.fold import DIGITS_INITIAL, HAN_INITIAL, SYMBOLS_INITIAL, initial
from glossary.text.script import script_name, script_of


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Prompt", "Latin"),
        ("Робот", "Cyrillic"),
        ("Ρομπότ", "Greek"),
        ("مصنوعی", "Arabic"),
        ("ロボット", "Japanese"),
        ("한국", "Korean"),
        ("国际化", "Chinese characters"),
        ("ኢትዮጵያ", "Ethiopic"),
    ],
)
def test_heading_has_the_script_of_its_entries(title, name):
    assert script_name(script_of(initial(title))) == name


@pytest.mark.parametrize("heading", [DIGITS_INITIAL, SYMBOLS_INITIAL, ""])
def test_what_is_no_letter_has_none(heading):
    assert script_of(heading) == ""


def test_han_has_one_heading_and_one_script():
    assert script_of(HAN_INITIAL) == "CJK"
