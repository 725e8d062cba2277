"""Names of pictures say their size and what stands beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.text.picture_name import ALONE, AVIF, COPIES, PictureName, read_picture_name

TOKEN = "0123456789abcdef"

names = st.builds(
    PictureName,
    token=st.text("0123456789abcdef", min_size=16, max_size=16),
    width=st.integers(1, 99_999),
    height=st.integers(1, 99_999),
    beside=st.sampled_from([ALONE, COPIES, AVIF]),
    folder=st.sampled_from(["", "/media/images/2026/11/"]),
)


@given(names)
def test_what_is_written_is_read(name):
    assert read_picture_name(str(name)) == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/media/images/2026/11/stage.png",
        "/media/images/2026/11/k3J9xQ2aB_c-dE4f.webp",
        f"/media/{TOKEN}-0x100.webp",
        f"/media/{TOKEN}-100x100.png",
        f"/media/{TOKEN}-svg-100x100.webp",
        f"/media/{TOKEN}-100x100.webp?x",
        f"/media/{TOKEN}-480.webp",
    ],
)
def test_other_names_say_nothing(address):
    assert read_picture_name(address) is None


def test_copies_are_named_narrowest_first():
    name = PictureName(token=TOKEN, width=1000, height=500, beside=AVIF, folder="/m/")
    assert name.copies(AVIF) == (
        (480, f"/m/{TOKEN}-480.avif"),
        (960, f"/m/{TOKEN}-960.avif"),
        (1000, f"/m/{TOKEN}-1000.avif"),
    )
    assert name.copies(COPIES) == (
        (480, f"/m/{TOKEN}-480.webp"),
        (960, f"/m/{TOKEN}-960.webp"),
        (1000, f"/m/{TOKEN}-avif-1000x500.webp"),
    )


def test_a_narrow_picture_has_no_copies():
    assert PictureName(token=TOKEN, width=480, height=9, beside=COPIES).narrower == ()
    assert PictureName(token=TOKEN, width=900, height=9).copies(COPIES) == ((900, f"{TOKEN}-900x9.webp"),)
