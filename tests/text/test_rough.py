"""Where names may stand: no place too few, and no more to read than what decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text.matching import KnownName, NameIndex
from glossary.text.rough import RoughPlaces

NAMES = [
    "data", "Datas", "categories", "A/B test", "C++", "IT", "L’Oréal", "café", "Ångström", "on-premise",
    "data lake ledger house", "analysis", "提示", "O'Brien", "R&D", "404",
]  # fmt: skip
PIECES = [
    "data", "DATA", "data's", "data’s", "datasets", "category", "Categories", "a/b", "tests", "C++", "C",
    "it", "IT", "ITs", "l'oreal", "L’Oréal", "cafe", "cafés", "angstrom", "on", "premise", "-", "lake",
    "ledger", "house", "analyses", "提示词", "o’brien", "R & D", "R&D", "404", ".", ",", "“", "”", "—",
    "\n\n", " ", " ", " ",
]  # fmt: skip


def spans(text: str, name: KnownName, most: int = 1) -> list[tuple[str, int | None]]:
    windows = RoughPlaces([name], "en", most).windows(text)
    return [(text[window.start : window.end], window.place) for window in windows]


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.sampled_from(NAMES),
    st.booleans(),
    st.integers(1, 4),
)
def test_every_name_in_a_text_is_found_in_a_window_as_it_is_in_the_text(text, written, exact, most):
    name = KnownName(written, 1, exact)
    index = NameIndex([name], "en")
    found = {
        (window.start + match.start, window.start + match.end)
        for window in RoughPlaces([name], "en", most).windows(text)
        for match in index.matches(text[window.start : window.end])
        if window.place is None or window.start + match.start <= window.place < window.start + match.end
    }
    assert found == {(match.start, match.end) for match in index.matches(text)}


@pytest.mark.parametrize(
    ("text", "most", "window"),
    [
        ("one two data three four", 1, "data"),
        ("one two data three four", 2, "two data three"),
        ("one two, data – three four", 2, "two, data – three"),
        ("one two\n\ndata\n\nthree four", 4, "data"),
        ("see www.data.org/data now", 1, "www.data.org/data"),
    ],
)
def test_a_window_has_as_many_whole_words_around_as_the_longest_name_may_need(text, most, window):
    assert spans(text, KnownName("Data", 1), most)[0][0].strip() == window


def test_words_that_only_begin_alike_or_stand_in_another_case_are_no_places():
    assert spans("Metadata and datable databases.", KnownName("data", 1)) == []
    assert spans("it does", KnownName("IT", 1, exact=True)) == []
    assert spans("data house", KnownName("data lake", 1)) == []


def test_of_a_text_in_other_letters_the_stretches_with_the_word_are_read():
    assert spans("Un café.\n\nDu thé.", KnownName("cafe", 1)) == [("Un café.", None)]
