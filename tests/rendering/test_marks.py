"""Marks in what was found."""

from glossary.rendering.marks import marked_html


def test_what_matched_is_marked_and_all_of_it_is_text():
    html = marked_html([("<b> & ", False), ('"quoted" <i>', True), (" end", False)])
    assert html == "&lt;b&gt; &amp; <mark>&quot;quoted&quot; &lt;i&gt;</mark> end"
    assert hasattr(html, "__html__")


def test_no_pieces_are_no_text():
    assert marked_html([]) == ""
