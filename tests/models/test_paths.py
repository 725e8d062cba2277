"""Addresses by name are what `reverse` makes of them, remembered or not."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from glossary.models.paths import path_of, path_to

LAST = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(LAST.filter(lambda text: "//" not in text))
def test_path_to_an_entry_is_its_address(slug):
    assert path_to("glossary:term-detail", slug) == reverse("glossary:term-detail", args=[slug])


@pytest.mark.parametrize(
    "slug", ["x", "x/", "国际化", "a b", "100%", "c++", "a/b", "?", "#", "~:@!$&'()*+,;="]
)
def test_path_to_a_translated_entry_is_its_address(slug):
    args = ["pt-BR", slug]
    assert path_to("glossary:translated-term-detail", *args) == reverse(
        "glossary:translated-term-detail", args=args
    )
    assert path_of("glossary:translated-term-detail", *args) == path_to(
        "glossary:translated-term-detail", *args
    )
