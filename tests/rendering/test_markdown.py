"""Markdown as entries use it."""

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.rendering.markdown import MARKDOWN_MAX_BYTES, render_markdown
from glossary.rendering.sanitise import PICTURE_SIZES, sanitise
from tests.rendering.elements import elements, text
from tests.rendering.safety import dangers

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
MARKS = ("[", "](", ")", "![", "]", "<", ">", "`", "*", "**", "_", "~~", "|", "|-|\n", "\\", '"')
BLOCKS = ("# ", "- ", "1. ", "> ", "    ", "```\n", "===\n", "---\n", "[a]: ", "\n", "\n\n", "\r\n")
ADDRESSES = ("javascript:", "data:", "//e.example", "/media/a.png", "https://e.example", "&#58;")
WORDS = ("a", "é", " ", "\t", "\x00", "\u2028", "<script>", "onerror=x")
pieces_of_markdown = st.lists(
    st.sampled_from([*MARKS, *BLOCKS, *ADDRESSES, *WORDS]),
    max_size=60,
).map("".join)


def levels(source, **options):
    return [int(found.tag[1:]) for found in elements(render_markdown(source, **options), *HEADINGS)]


HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

UPLOADED = "/media/images/2026/11/0123456789abcdef"


class TestText:
    @pytest.mark.parametrize(
        ("source", "html"),
        [
            ("a *b* **c** ~~d~~ `e`", "<p>a <em>b</em> <strong>c</strong> <s>d</s> <code>e</code></p>\n"),
            ("a\nb", "<p>a\nb</p>\n"),
            ("a\r\nb", "<p>a\nb</p>\n"),
            ("a  \nb\\\nc", "<p>a<br>\nb<br>\nc</p>\n"),
            ("snake_case_name 2*3*4", "<p>snake_case_name 2<em>3</em>4</p>\n"),
            ("**bold*", "<p>*<em>bold</em></p>\n"),
            ("\\*not\\* &copy; &amp;lt;", "<p>*not* © &amp;lt;</p>\n"),
            ("C++ and C# & A&A", "<p>C++ and C# &amp; A&amp;A</p>\n"),
            ("> a\nb", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
            ("1986\\. A year.", "<p>1986. A year.</p>\n"),
            ("* * *", "<hr>\n"),
            ("    code", '<pre tabindex="0"><code>code\n</code></pre>\n'),
            (
                "``` python\nx < 1\n```",
                '<pre tabindex="0"><code class="language-python">x &lt; 1\n</code></pre>\n',
            ),
            ("```\nopen\n", '<pre tabindex="0"><code>open\n</code></pre>\n'),
            ("http://e.example is no link", "<p>http://e.example is no link</p>\n"),
            ("", ""),
        ],
    )
    def test_is_commonmark(self, source, html):
        assert render_markdown(source) == html

    @pytest.mark.parametrize(
        "source", ["<script>alert(1)</script>", "<b>x</b>", "a <br> b", "<!-- c -->", "Context<T>", "x <y@z"]
    )
    def test_html_is_shown_not_obeyed(self, source):
        assert text(render_markdown(source)).strip() == source
        assert [found.tag for found in elements(render_markdown(source))] in ([], ["p"])

    def test_is_marked_safe(self):
        assert isinstance(render_markdown("a"), SafeString)


class TestHeadings:
    def test_top_heading_stands_under_the_pages(self):
        assert levels("# a") == levels("### a") == levels("a\n===") == [3]
        assert levels("# a", heading_level=2) == [2]

    def test_lower_headings_keep_their_distance(self):
        assert levels("# a\n## b\n### c\n## d\n# e") == [3, 4, 5, 4, 3]

    def test_no_level_is_skipped(self):
        assert levels("# a\n#### b\n## c") == [3, 4, 4]

    def test_lowest_level_is_six(self):
        assert levels("# a\n## b\n### c\n#### d\n##### e\n###### f") == [3, 4, 5, 6, 6, 6]

    def test_empty_heading_is_left_out(self):
        assert render_markdown("#\n\na\n\n## \n") == "<p>a</p>\n"

    def test_heading_in_a_quotation_counts(self):
        assert levels("# a\n\n> # b\n> ## c") == [3, 3, 4]

    @pytest.mark.parametrize("level", [0, 7])
    def test_level_that_html_lacks_is_refused(self, level):
        with pytest.raises(ValueError, match="heading_level must be from 1 to 6"):
            render_markdown("# a", heading_level=level)

    @settings(deadline=None)
    @given(st.lists(st.integers(1, 6), max_size=12), st.integers(1, 6))
    def test_any_headings_make_an_outline_without_gaps(self, typed, level):
        found = levels("\n".join(f"{'#' * depth} x" for depth in typed), heading_level=level)
        assert len(found) == len(typed)
        assert all(level <= depth <= 6 for depth in found)
        assert all(after <= before + 1 for before, after in zip([level - 1, *found], found, strict=False))


class TestLinks:
    def test_link_within_the_site(self):
        assert render_markdown("[a](/b 'T')") == '<p><a href="/b" title="T">a</a></p>\n'

    @pytest.mark.parametrize(
        "source",
        ["[a](https://e.example)", "<https://e.example>", "[a](//e.example)", "[a]\n\n[a]: http://e.example"],
    )
    def test_link_that_leaves_the_site_says_so(self, source):
        [link] = elements(render_markdown(source), "a")
        assert link.attributes["rel"] == "external"

    def test_mail_address_is_a_link_but_leaves_no_site(self):
        assert render_markdown("<a@b.example>") == '<p><a href="mailto:a@b.example">a@b.example</a></p>\n'

    @pytest.mark.parametrize(
        "source",
        [
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](<javascript:alert(1)>)",
            "<javascript:alert(1)>",
            "[x](vbscript:x)",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](file:///etc/passwd)",
            "[x](ftp://e.example)",
            "[x]\n\n[x]: javascript:alert(1)",
            "![x](javascript:alert(1))",
            "![x](data:image/svg+xml,x)",
        ],
    )
    def test_address_that_is_no_link_stays_text(self, source):
        html = render_markdown(source)
        assert elements(html, "a", "img") == []
        assert "x" in text(html) or "javascript" in text(html)

    @pytest.mark.parametrize(
        "source", ["[x](java&#9;script:alert(1))", "[x](\\javascript:alert(1))", "[x](/\\e.example)"]
    )
    def test_disguised_address_stays_on_the_site(self, source):
        [link] = elements(render_markdown(source), "a")
        assert dangers(render_markdown(source)) == []
        assert "rel" not in link.attributes

    def test_link_without_words_shows_its_address(self):
        assert text(render_markdown("[](/somewhere)")).strip() == "/somewhere"

    def test_long_address_used_often_does_not_fill_the_page(self):
        html = render_markdown(f"[a]: /{'x' * 50_000}\n\n" + "[a] " * 30_000)
        assert len(html) < 5 * MARKDOWN_MAX_BYTES
        assert text(html).count("a") == 30_000


class TestImages:
    def test_image_from_this_site(self):
        [image] = elements(render_markdown('![A *chart*](/media/a.png "T")'), "img")
        attributes = {"src": "/media/a.png", "alt": "A chart", "title": "T", "loading": "lazy"}
        assert image.attributes == attributes

    def test_uploaded_picture_says_its_size_and_offers_its_copies(self):
        picture = f"{UPLOADED}-avif-1600x1200.webp"
        html = render_markdown(f"![A desk]({picture})")
        [source, image] = elements(html, "source", "img")
        assert source.attributes == {
            "type": "image/avif",
            "srcset": f"{UPLOADED}-480.avif 480w, {UPLOADED}-960.avif 960w, {UPLOADED}-1600.avif 1600w",
            "sizes": PICTURE_SIZES,
        }
        assert image.attributes == {
            "src": picture,
            "alt": "A desk",
            "width": "1600",
            "height": "1200",
            "decoding": "async",
            "srcset": f"{UPLOADED}-480.webp 480w, {UPLOADED}-960.webp 960w, {picture} 1600w",
            "sizes": PICTURE_SIZES,
            "loading": "lazy",
        }
        assert "<picture><source" in html

    def test_uploaded_picture_without_copies_says_its_size_alone(self):
        [image] = elements(render_markdown(f"![]({UPLOADED}-300x200.webp)"), "img", "picture", "source")
        assert (image.attributes["width"], image.attributes["height"]) == ("300", "200")
        assert "srcset" not in image.attributes

    def test_picture_of_such_a_name_from_elsewhere_is_a_link_too(self):
        html = render_markdown(f"![x](//evil.example{UPLOADED}-avif-1600x1200.webp)")
        assert elements(html, "img", "picture", "source") == []

    def test_text_of_many_pictures_shows_them_all(self):
        html = render_markdown(f"![x]({UPLOADED}-avif-1600x1200.webp)\n\n" * 300)
        assert len(elements(html, "img")) == 300

    @pytest.mark.parametrize(
        "address", ["https://e.example/a.png", "//e.example/a.png", "HTTP://e.example/a.png"]
    )
    def test_image_from_elsewhere_becomes_a_link_to_it(self, address):
        html = render_markdown(f"![A chart]({address})")
        [link] = elements(html, "a", "img")
        assert (link.tag, link.attributes) == ("a", {"href": address, "rel": "external"})
        assert text(html).strip() == "A chart"

    def test_image_from_elsewhere_without_words_shows_its_address(self):
        assert text(render_markdown("![](//e.example/a.png)")).strip() == "//e.example/a.png"

    def test_image_from_elsewhere_within_a_link_becomes_words(self):
        html = render_markdown("[![A chart](https://e.example/a.png)](/b)")
        assert html == '<p><a href="/b">A chart</a></p>\n'


class TestTables:
    SOURCE = "| a | b | c |\n|:--|--:|---|\n| 1 | 2 | 3 |"

    def test_table_scrolls_in_a_box_that_the_keyboard_reaches(self):
        box = elements(render_markdown(self.SOURCE))[0]
        expected = {"class": "table-scroll", "role": "group", "tabindex": "0", "aria-label": "Table"}
        assert (box.tag, box.attributes) == ("div", expected)

    def test_columns_are_aligned_by_class(self):
        cells = elements(render_markdown(self.SOURCE), "td")
        assert [cell.attributes.get("class") for cell in cells] == ["align-left", "align-right", None]

    def test_headers_name_their_columns(self):
        headers = elements(render_markdown(self.SOURCE), "th")
        assert [header.attributes["scope"] for header in headers] == ["col", "col", "col"]


class TestAnyText:
    @settings(deadline=None)
    @given(any_text | pieces_of_markdown)
    def test_renders_safely(self, source):
        assert dangers(render_markdown(source)) == []

    @settings(deadline=None)
    @given(any_text | pieces_of_markdown)
    def test_result_is_what_the_wall_leaves(self, source):
        assert sanitise(render_markdown(source)) == render_markdown(source)

    @settings(deadline=None)
    @given(pieces_of_markdown)
    def test_line_ends_of_any_system_read_alike(self, source):
        lines = source.replace("\r\n", "\n")
        assert render_markdown(lines.replace("\n", "\r\n")) == render_markdown(lines)

    @settings(deadline=None)
    @given(pieces_of_markdown)
    def test_every_link_has_words(self, source):
        links = render_markdown(source).split("<a ")[1:]
        inner = [link.partition(">")[2].partition("</a>")[0] for link in links]
        assert all(text(words).strip() or "<img" in words for words in inner)
