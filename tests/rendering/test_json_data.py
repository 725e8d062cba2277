"""Data inside a page stays data."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from glossary.rendering.json_data import json_ld


def content(block: str) -> str:
    found = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', block, re.DOTALL)
    assert found
    return found[1]


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text())))
def test_says_what_was_put_in(data):
    assert json.loads(content(json_ld(data))) == data


@given(st.text())
def test_no_text_leaves_the_block(text):
    inside = content(json_ld({"name": text}))
    assert not set("<>&\u2028\u2029") & set(inside)


def test_is_marked_safe():
    assert hasattr(json_ld({}), "__html__")
