"""The picture beside a shared link: drawn whatever the title is, never with boxes for letters."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageChops

from glossary.imaging.social import HEIGHT, WIDTH, Layout, SocialPicture, draw, lay_out

SITE = "Glossary"
PAPER = (251, 249, 244)


def drawn(title: str = "AI Model", **fields) -> Image.Image:
    picture = SocialPicture(title, **{"site_name": SITE, **fields})
    return Image.open(BytesIO(draw(picture)), formats=["PNG"]).convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is not None


def ink_box(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of what is drawn right of the spine."""
    right = image.crop((40, 0, WIDTH, HEIGHT))
    # The palette may be a shade off.
    difference = ImageChops.difference(right, Image.new("RGB", right.size, PAPER)).convert("L")
    box = difference.point(lambda value: 255 if value > 4 else 0).getbbox()
    assert box
    return (box[0] + 40, box[1], box[2] + 40, box[3])


@pytest.mark.parametrize(
    "title",
    [
        "AI Model",
        "C++",
        "Ärger mit Größe, łódź i żółw, naïve façade",
        "Ελληνικά και Кириллица",
        "Trí tuệ nhân tạo",
        "W" * 200,
        "word " * 40,
        "e\u0301" * 50,
        " ",
        "مصنوعی ذہانت",
        "人工智能",
        "\u202eabc\u2066",
        "AI 🚀",
    ],
)
def test_any_title_gives_a_picture_whose_margins_are_free(title):
    image = drawn(title, line=title, is_rtl=False)
    assert image.size == (WIDTH, HEIGHT)
    left, top, right, bottom = ink_box(image)
    assert left >= 60
    assert top >= 40
    assert right <= WIDTH - 60
    assert bottom <= HEIGHT - 40


LONG_NAME = "Northlight Field Guide to Everything that Happens on a Stage"
SENTENCE = "The share of all results page features, from snippets to maps, in which a brand is seen. "
TITLES = [
    "Prompt",
    "Retrieval-augmented generation",
    "Search Engine Results Page Feature Visibility and Share of Voice",
    ("word " * 40).strip(),
    "W" * 200,
]
LINES = ["", "What you ask.", SENTENCE, (SENTENCE * 6)[:500]]


def boxes(layout: Layout) -> list[tuple[float, float, float, float]]:
    left, top, size = layout.letterform
    return [(left, top, left + size, top + size), *(line.box for line in layout.lines)]


def said(layout: Layout, part: str) -> list[str]:
    return [line.text for line in layout.lines if line.part == part]


class TestLayout:
    @pytest.mark.parametrize("is_rtl", [False, True])
    @pytest.mark.parametrize("name", [SITE, LONG_NAME, "word " * 20])
    @pytest.mark.parametrize("line", LINES)
    @pytest.mark.parametrize("title", ["", *TITLES])
    def test_no_two_parts_meet_and_none_is_cut_off(self, title, line, name, is_rtl):
        found = boxes(lay_out(SocialPicture(title, name, line, is_rtl=is_rtl)))
        for (left, top, right, bottom), (left_2, top_2, right_2, bottom_2) in combinations(found, 2):
            assert right <= left_2 or right_2 <= left or bottom <= top_2 or bottom_2 <= top
        for left, top, right, bottom in found:
            assert min(left, top) >= 60
            assert right <= WIDTH - 60
            assert bottom <= HEIGHT - 60

    @pytest.mark.parametrize(("title", "lines"), list(zip(TITLES, (1, 2, 3, 3, 3), strict=True)))
    def test_title_takes_three_lines_at_most_and_leaves_two_to_the_sentence(self, title, lines):
        layout = lay_out(SocialPicture(title, SITE, LINES[-1]))
        assert len(said(layout, "title")) == lines
        assert len(said(layout, "line")) >= 2

    def test_sentence_takes_the_room_there_is(self):
        sentence = SENTENCE + "Compared with others, day after day."
        assert " ".join(said(lay_out(SocialPicture("AI Model", SITE, sentence)), "line")) == sentence

    @pytest.mark.parametrize("title", TITLES[:4])
    def test_what_is_too_long_ends_after_a_word(self, title):
        shown = " ".join(said(lay_out(SocialPicture(title, SITE, LINES[-1])), "line"))
        assert shown.endswith("…")
        begun = shown.removesuffix("…")
        assert LINES[-1].startswith(begun)
        assert not LINES[-1][len(begun)].isalnum()

    def test_picture_of_the_site_says_its_name_once(self):
        layout = lay_out(SocialPicture("", LONG_NAME, "What the words of the theatre mean."))
        assert " ".join(said(layout, "title")) == LONG_NAME
        assert said(layout, "line") == ["What the words of the theatre mean."]
        assert said(layout, "name") == []
        tops = [box[1] for box in boxes(layout)]
        bottoms = [box[3] for box in boxes(layout)]
        assert abs(min(tops) - (HEIGHT - max(bottoms))) < 50


def test_title_sentence_and_name_are_on_it():
    whole = drawn(line="What it is.")
    assert differ(whole, drawn("AI Modem", line="What it is."))
    assert differ(whole, drawn(line="What it was."))
    assert differ(whole, drawn(line="What it is.", site_name="Glossaries"))


@pytest.mark.parametrize("title", ["مصنوعی ذہانت", "人工智能", "국제화", "हिन्दी", "AI 模型"])
def test_title_that_cannot_be_drawn_is_left_out(title):
    assert not differ(drawn(title, line="A sentence."), drawn("人", line="Another sentence."))


@pytest.mark.parametrize("title", ["é", "ß", "Ж", "ω", "ệ", "→", "“”"])
def test_letters_that_the_face_has_are_drawn(title):
    assert differ(drawn(title), drawn("人"))


def test_sentence_and_name_that_cannot_be_drawn_are_left_out():
    assert not differ(drawn(line="一句话"), drawn(line=""))
    assert not differ(drawn(site_name="术语表"), drawn(site_name=""))


def test_marks_of_direction_and_composition_change_nothing():
    assert not differ(drawn("Caf\u00e9"), drawn("\u202aCafe\u0301\u202c"))


def test_accent_is_the_owners():
    assert drawn(accent="#1a5276").getpixel((5, 300)) == (26, 82, 118)
    assert drawn(accent="#8a2d1a").getpixel((5, 300)) == (138, 45, 26)


def test_right_to_left_is_a_mirror():
    image = drawn(is_rtl=True)
    assert image.convert("L").getpixel((5, 300)) > 240  # type: ignore[operator]
    assert image.getpixel((WIDTH - 5, 300)) == (138, 45, 26)


def test_same_values_give_the_same_bytes_and_few():
    picture = SocialPicture("Retrieval-augmented generation", SITE, "A sentence on what it is. " * 8)
    assert draw(picture) == draw(picture)
    assert len(draw(picture)) < 60_000
