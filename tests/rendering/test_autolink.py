"""Names of entries in prose become links: which, how often, and where never."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.rendering.markdown import MARKDOWN_MAX_BYTES, linkable_text, plain_text, render_markdown
from glossary.rendering.sanitise import sanitise
from tests.rendering.elements import elements, text
from tests.rendering.linked import Glossary, glossaries, sentences, with_marks

GLOSSARIES = glossaries()
SENTENCES = list(sentences())


class TestLabelledSet:
    @pytest.mark.parametrize(
        "sentence", [pytest.param(each, id=f"{each.topic}: {each.source[:50]!r}") for each in SENTENCES]
    )
    def test_sentence_has_the_links_that_a_reader_wants(self, sentence):
        html = render_markdown(sentence.source, links=GLOSSARIES[sentence.language])
        assert with_marks(html) == render_markdown(sentence.marked)

    def test_set_is_large_and_has_every_kind(self):
        kinds = Counter(sentence.topic for sentence in SENTENCES)
        assert len(SENTENCES) >= 150
        assert len(set(SENTENCES)) == len(SENTENCES)
        assert min(kinds.values()) >= 2
        assert sum("⟦" not in sentence.marked for sentence in SENTENCES) >= 40


NAMES = {
    "ai-model": ["AI model"],
    "agency": ["Agency"],
    "keynote": ["Keynote", "Opening talk"],
    "prompt": ["Prompt"],
    "token": ["Token"],
}
FEW = Glossary(NAMES)
# Enough words without names for every link of a test.
FILLING = " and so on" * 40


def linked(source, glossary=FEW, seen=None):
    """Return the entries that a body links, in its order."""
    html = render_markdown(source, links=glossary, seen=seen)
    return [
        str(link.attributes["href"]).split("/")[2]
        for link in elements(html, "a")
        if link.attributes.get("class") == "term-link"
    ]


class TestSections:
    def test_each_body_links_an_entry_once_over_all_its_names(self):
        assert linked(f"A keynote, an opening talk, keynotes.{FILLING}") == ["keynote"]

    def test_bodies_of_one_section_share_what_is_linked(self):
        seen: set[str] = set()
        assert linked("A keynote.", seen=seen) == ["keynote"]
        assert linked("An opening talk about a prompt.", seen=seen) == ["prompt"]
        assert linked("A keynote about a prompt.", seen=seen) == []

    def test_another_section_begins_anew(self):
        assert linked("A keynote.", seen=set()) == linked("A keynote.", seen=set()) == ["keynote"]

    def test_link_by_hand_counts_for_the_section(self):
        seen: set[str] = set()
        assert linked("A [talk](/glossary/keynote/#origin).", seen=seen) == []
        assert linked("A keynote about a prompt.", seen=seen) == ["prompt"]

    def test_what_the_budget_left_out_may_be_linked_in_the_next_body(self):
        seen: set[str] = set()
        assert linked("A keynote about a prompt.", seen=seen) == ["keynote"]
        assert linked("A prompt.", seen=seen) == ["prompt"]

    def test_rare_entries_come_first(self):
        glossary = Glossary(NAMES, commonness={"keynote": 9, "prompt": 1, "token": 5, "agency": 5})
        assert linked("A keynote of an agency about a token, or a prompt, and more of it.", glossary) == [
            "agency",
            "prompt",
        ]

    def test_words_are_counted_over_the_whole_body(self):
        assert linked(f"A keynote by an agency about prompts.\n\nTalk{FILLING}") == [
            "keynote",
            "agency",
            "prompt",
        ]


class TestMarkup:
    def test_link_is_a_plain_link_of_its_own_class(self):
        (link,) = elements(render_markdown("A keynote.", links=FEW), "a")
        assert link.attributes == {"href": "/glossary/keynote/", "class": "term-link"}

    def test_text_without_links_is_as_before(self):
        source = "A **keynote**\n\n- [x](/y/)\n"
        assert render_markdown(source, links=Glossary({})) == render_markdown(source)

    def test_word_that_is_to_stay_plain_is_plain_without_links_too(self):
        assert render_markdown("A [keynote]() and [*two*]( ) more.") == (
            "<p>A keynote and <em>two</em> more.</p>\n"
        )
        assert plain_text("A [keynote]().") == "A keynote."

    def test_links_of_names_take_none_from_links_by_hand(self):
        names = {f"word{number}": [f"word{number}"] for number in range(2000)}
        source = " ".join(names) + FILLING * 200 + " [end](/end/)"
        html = render_markdown(source, links=Glossary(names))
        assert '<a href="/end/">end</a>' in html

    def test_names_with_html_and_markdown_are_text(self):
        glossary = Glossary(
            {"x": ["<script>alert(1)</script>"], "y": ["<b>bold</b>"], "z": ['" onclick="go']}
        )
        html = render_markdown(
            f'See &lt;b>bold&lt;/b>, "\\" onclick="go or `<script>`.{FILLING}', links=glossary
        )
        assert "<script" not in html
        assert "<b>" not in html
        assert all(set(link.attributes) == {"href", "class"} for link in elements(html, "a"))


class TestLinkableText:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("# A keynote\n\nA *prompt* for\nall.", "A prompt for all."),
            ("One\n\nTwo", "One\n\nTwo"),
            ("> Quoted\n\nSaid", "Said"),
            ("`code` and more", " and more"),
            ("```\ncode\n```", ""),
            ("A [talk](/glossary/keynote/) today", "A \n\n today\n\ntalk"),
            ("A [talk](https://example.org/) today", "A \n\n today"),
            ("A [talk]() today", "A \n\n today"),
            ("![alt](/x.png) shown", " shown"),
            ("| Head |\n| -- |\n| Cell |", "Cell"),
            ("- One\n- Two", "One\n\nTwo"),
        ],
    )
    def test_has_the_stretches_where_names_may_link(self, source, expected):
        assert linkable_text(source) == expected

    @pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.source[:40])
    def test_every_name_that_is_linked_stands_in_it(self, sentence):
        glossary = GLOSSARIES[sentence.language]
        found = {
            lead.address
            for match in glossary.matches(linkable_text(sentence.source))
            if (lead := glossary.lead(match))
        }
        html = render_markdown(sentence.source, links=glossary)
        links = [link for link in elements(html, "a") if link.attributes.get("class") == "term-link"]
        assert {link.attributes["href"] for link in links} <= found


PIECES = """
    keynote keynotes AI model prompt's token **AI** *model* ** * ~~ ` [ ]( ]() /glossary/keynote/ ) ![ > # -
    | -- 1. \\ < & agency agencies ’ é 人
"""
markdown = st.lists(
    st.sampled_from([*PIECES.split(), "\n", "\n\n", " ", " ", "  \n"]),
    max_size=40,
).map("".join)


class TestLaws:
    @settings(deadline=None)
    @given(markdown | st.text())
    def test_linking_changes_no_word_and_survives_the_sanitiser(self, source):
        html = render_markdown(source, links=FEW)
        assert text(html) == text(render_markdown(source))
        assert sanitise(html) == html
        assert render_markdown(source, links=FEW) == html

    @settings(deadline=None)
    @given(markdown)
    def test_no_more_links_than_words_allow_and_none_twice(self, source):
        slugs = linked(source)
        assert len(slugs) == len(set(slugs))
        # Stretches may be parts of one word, so they have at least as many words as the body.
        assert len(slugs) <= -(-len(linkable_text(source).split()) // 12)

    @settings(deadline=None)
    @given(markdown)
    def test_links_are_never_in_links_headings_code_or_quotations(self, source):
        html = render_markdown(source, links=FEW)
        inside = [
            re.findall(r"<(/?)([a-z0-9]+)", html[: link.start()])
            for link in re.finditer(r'<a [^>]*class="term-link"', html)
        ]
        for tags in inside:
            depth: Counter[str] = Counter()
            for closes, tag in tags:
                depth[tag] += -1 if closes else 1
            assert not any(depth[tag] for tag in ("a", "blockquote", "code", "h3", "h4", "h5", "h6", "th"))


class TestTime:
    """Seconds of processor time, far above what it takes and far below what a rule that grows would."""

    @pytest.mark.parametrize(
        "source",
        [
            "keynote " * 25_000,
            "keynote\n\n" * 8_000,
            "*keynote* " * 10_000,
            "**AI** model " * 5_000,
            "| keynote |\n| -- |\n" + "| agency |\n" * 5_000,
            "[" * 200_000,
            "`a`" * 20_000,
        ],
        ids=lambda source: source[:12],
    )
    def test_body_of_nothing_but_names(self, source):
        started = time.process_time()
        render_markdown(source[:MARKDOWN_MAX_BYTES], links=FEW)
        assert time.process_time() - started < 8

    def test_five_thousand_names_in_one_body(self):
        glossary = Glossary({f"name-{number}": [f"name {number}"] for number in range(5000)})
        source = " and ".join(f"name {number}" for number in range(5000))
        started = time.process_time()
        html = render_markdown(source, links=glossary)
        assert time.process_time() - started < 8
        assert html.count("term-link") == -(-len(source.split()) // 12)
