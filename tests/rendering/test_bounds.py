"""Size and time: no text, however odd, keeps a page waiting."""

import time

import pytest

from glossary.rendering.markdown import MARKDOWN_MAX_BYTES, plain_text, render_markdown
from tests.rendering.linked import Glossary

# Seconds of processor time; the slowest here take about two on a small machine.
BOUND = 8.0

BOMBS = {
    "brackets": "[" * 100_000 + "]" * 100_000,
    "image-brackets": "![" * 100_000,
    "mixed-brackets": "![[]" * 50_000,
    "nested-images": "![" * 20_000 + "](x)" * 20_000,
    "half-links": "[a](" * 50_000,
    "quotes": ">" * 200_000,
    "lists-in-lists": "\n".join("  " * depth + "- a" for depth in range(400)),
    "paragraphs": "a\n\n" * 66_000,
    "emphasis": "*a **b " * 12_000 + "c* d** " * 12_000,
    "emphasis-marks": "*_" * 100_000,
    "backticks": " ".join("`" * length for length in range(1, 600)),
    "entities": "&#" * 100_000,
    "comments": "<!--" * 50_000,
    "ragged-table": "|" * 1000 + "\n" + "|-" * 1000 + "|\n" + "|a\n" * 60_000,
    "repeated-reference": "[a]: /" + "x" * 90_000 + "\n\n" + "[a]" * 18_000,
    "repeated-picture": "[a]: /0123456789abcdef-avif-1600x1200.webp\n\n" + "![a]" * 48_000,
    "repeated-image-title": '[a]: /u "' + "t" * 90_000 + '"\n\n' + "![a]" * 18_000,
}


class TestTime:
    @pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in BOMBS.items()])
    def test_odd_text_of_full_size_is_rendered_in_bounded_time(self, source):
        started = time.process_time()
        html = render_markdown(source)
        assert time.process_time() - started < BOUND
        assert len(html) < 10 * MARKDOWN_MAX_BYTES

    @pytest.mark.parametrize("piece", ["`a`aa", "[a](/x)aa ", "**aa** ", "`a` aa "])
    def test_links_take_no_longer_the_longer_a_paragraph_is(self, piece):
        """Twice the text takes about twice the time; were it the square, 4,000 would take seconds."""
        glossary = Glossary({"aa": ["aa"]})
        source = piece * 4_000

        def took(links):
            started = time.process_time()
            render_markdown(source, links=links)
            return time.process_time() - started

        # The better of two: once, the machine may be busy with something else.
        assert min(took(glossary), took(glossary)) < 5 * took(None) + 0.2


class TestSize:
    @pytest.mark.parametrize("render", [render_markdown, plain_text])
    def test_text_over_the_cap_is_refused(self, render):
        with pytest.raises(ValueError, match="may have 200,000 bytes; this one has 200,001"):
            render("a" * (MARKDOWN_MAX_BYTES + 1))

    def test_cap_counts_bytes(self):
        with pytest.raises(ValueError, match="200,001"):
            render_markdown("人" * 66_667)

    @pytest.mark.parametrize("render", [render_markdown, plain_text])
    def test_text_of_exactly_the_cap_is_rendered(self, render):
        assert "a" * 100 in render("a" * MARKDOWN_MAX_BYTES)
