"""Slugs: addresses that are easy to type, for titles in any script."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.slug import SLUG_MAX_LENGTH, numbered, slugify
from tests.text.characters import ASSIGNED

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=260)


class TestSlugify:
    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("AI Model", "ai-model"),
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            (".NET", "dot-net"),
            ("ASP.NET", "asp-net"),
            ("Node.js", "node-js"),
            ("A&A", "a-and-a"),
            ("+1", "plus-1"),
            ("AR+", "ar-plus"),
            ("me@home", "me-at-home"),
            ("100 % rate", "100-percent-rate"),
            ("Context<T>", "context-t"),
            ("404", "404"),
            ("café", "cafe"),
            ("Smørrebrød", "smorrebrod"),
            ("ﬁlm ＡＩ m²", "film-ai-m2"),
            ("Occam’s razor", "occams-razor"),
            ("l'art", "l-art"),
            ("ai-model.", "ai-model"),
            ("  spaced — out  ", "spaced-out"),
            ("Brand™", "brand"),
            ("so\u00adft", "soft"),
        ],
    )
    def test_title_in_latin_letters(self, title, slug):
        assert slugify(title) == slug

    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("پاکستان کا", "پاکستان-کا"),
            ("人工智能 模型", "人工智能-模型"),
            ("हिन्दी", "हिन्दी"),
            ("Ёлка", "ёлка"),
            ("ガス", "ガス"),
            ("ΟΔΟΣ", "οδος"),
        ],
    )
    def test_other_scripts_are_kept_as_they_are(self, title, slug):
        assert slugify(title) == slug

    @pytest.mark.parametrize("title", ["", "???", "—", "\u0301", "😀", "\u200d"])
    def test_title_with_nothing_to_keep_gets_the_fallback(self, title):
        assert slugify(title) == "term"

    def test_long_title_is_cut(self):
        assert slugify("a" * 199 + " b") == "a" * 199

    @settings(deadline=None)
    @given(any_text)
    def test_slug_of_a_slug_is_the_slug(self, title):
        assert slugify(slugify(title)) == slugify(title)

    def test_slug_of_any_character_is_stable(self):
        slugs = ((character, slugify(f"{character}a{character}\u0301")) for character in ASSIGNED)
        assert [hex(ord(character)) for character, slug in slugs if slugify(slug) != slug] == []

    @settings(deadline=None)
    @given(any_text)
    def test_slug_is_one_clean_part_of_an_address(self, title):
        slug = slugify(title)
        assert 0 < len(slug) <= SLUG_MAX_LENGTH
        assert slug == unicodedata.normalize("NFC", slug) == slug.strip("-")
        assert "--" not in slug
        assert all(character == "-" or unicodedata.category(character)[0] in "LNM" for character in slug)


class TestNumbered:
    def test_number_follows_the_slug(self):
        assert numbered("rider", 2) == "rider-2"

    def test_long_slug_makes_room_for_the_number(self):
        assert numbered("a" * 200, 12) == "a" * 197 + "-12"

    def test_no_hyphens_meet(self):
        assert numbered("a" * 197 + "-b", 2) == "a" * 197 + "-2"

    @settings(deadline=None)
    @given(any_text, st.integers(2, 10**6))
    def test_result_is_a_slug(self, title, number):
        slug = numbered(slugify(title), number)
        assert slugify(slug) == slug
