"""The wall: what HTML may reach a page."""

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.rendering.sanitise import PICTURE_SIZES, sanitise
from tests.rendering.elements import Element, elements, text
from tests.rendering.safety import dangers

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="/\t/evil.example/x.png">',
    '<img src="/\\evil.example/x.png">',
    '<img src="https://evil.example/x.png">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img src="/a.png" srcset="https://evil.example/x.png 480w">',
    '<img src="/a.png" srcset="/a-480.webp 480w, //evil.example/x.webp 960w">',
    '<img src="/a.png" srcset="/\t/evil.example/x.webp 960w">',
    '<img src="/a.png" srcset="/\\evil.example/x.webp 960w">',
    '<picture><source srcset="//evil.example/x.avif 480w"><img src="/a.png"></picture>',
    '<picture><source srcset="javascript:alert(1)"><source src="https://evil.example/x"></picture>',
    '<video><source src="https://evil.example/x.mp4" onerror="alert(1)"></video>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript&colon;alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<form action=/x><button formaction=javascript:alert(1)>x</button></form>",
    "<base href=https://evil.example/>",
    '<p style="position:fixed">x</p>',
    "<style>p{display:none}</style>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    "<template><img src=x onerror=alert(1)></template>",
    '<div id="main" class="site-header" tabindex="5">x</div>',
    '<p lang="x" onclick="alert(1)" data-action="x">x</p>',
    "<!--><img src=x onerror=alert(1)>-->",
    '<a href="https://e.example" target="_blank" ping="https://evil.example">x</a>',
    '<input type="image" src="x"><video src="x" onplay=alert(1)></video><object data="x"></object>',
]
PICTURE = (
    '<picture><source type="image/avif" srcset="/m/a-480.avif 480w, /m/a-900.avif 900w" '
    f'sizes="{PICTURE_SIZES}"><img src="/m/a-avif-900x9.webp" alt="" width="900" height="9" '
    'decoding="async" srcset="/m/a-480.webp 480w, /m/a-avif-900x9.webp 900w" '
    f'sizes="{PICTURE_SIZES}" loading="lazy"></picture>'
)
SIGNS = (
    "<",
    ">",
    "</",
    "/",
    '"',
    "'",
    "=",
    " ",
    "<!--",
    "-->",
    "\x00",
    "&#",
    "&lt;",
    "//",
    "javascript:",
    "data:",
)
TAGS = (
    "a",
    "img",
    "svg",
    "math",
    "mglyph",
    "script",
    "style",
    "picture",
    "source",
    "template",
    "noscript",
    "textarea",
    "select",
    "table",
)
ATTRIBUTES = ("href", "src", "srcset", "sizes", "onerror", "class", "title", "p", "td", "x")
pieces_of_html = st.lists(st.sampled_from([*SIGNS, *TAGS, *ATTRIBUTES]), max_size=40).map("".join)


class TestWhatGoes:
    @pytest.mark.parametrize("html", ATTACKS)
    def test_attack_leaves_nothing_dangerous(self, html):
        assert dangers(sanitise(html)) == []

    @settings(deadline=None)
    @given(st.text() | pieces_of_html)
    def test_nothing_dangerous_survives(self, html):
        assert dangers(sanitise(html)) == []

    def test_script_and_style_go_with_their_text(self):
        assert sanitise("a<script>b</script><style>c</style>d") == "ad"

    def test_unknown_element_keeps_its_text(self):
        assert sanitise("<section><p>kept</p></section>") == "<p>kept</p>"

    @pytest.mark.parametrize(
        "attribute", ['class="button"', 'rel="external nofollow"', 'class="term-link button"', "id=top"]
    )
    def test_link_says_only_what_is_known(self, attribute):
        assert sanitise(f'<a href="/x" {attribute}>x</a>') == '<a href="/x">x</a>'


class TestWhatStays:
    @pytest.mark.parametrize(
        "html",
        [
            '<a href="/glossary/ai-model/" class="term-link">AI Model</a>',
            '<a href="https://e.example/" title="T" rel="external">e</a>',
            '<a href="mailto:a@b.example">mail</a>',
            '<img src="/media/a.png" alt="A" width="640" height="480" loading="lazy">',
            PICTURE,
            '<pre tabindex="0"><code class="language-c++">x</code></pre>',
            '<ol start="3"><li>x</li></ol>',
            '<table><thead><tr><th class="align-right" scope="col">a</th></tr></thead></table>',
            '<div class="table-scroll" role="group" tabindex="0" aria-label="Table"></div>',
        ],
    )
    def test_what_entries_use(self, html):
        assert sanitise(html) == html

    @pytest.mark.parametrize(
        "attribute",
        [
            'srcset="/a.png 480w"',
            'srcset="/a.webp"',
            'srcset="a.webp 480w"',
            'srcset="/a.webp 480w, "',
            'srcset="/a.webp 2x"',
            'sizes="1px"',
            'decoding="sync"',
            'type="image/svg+xml"',
            'fetchpriority="high"',
            'media="print"',
        ],
    )
    def test_picture_says_only_what_the_renderer_writes(self, attribute):
        html = f'<picture><source {attribute}><img src="/a.webp" alt="" {attribute}></picture>'
        assert sanitise(html) == '<picture><source><img src="/a.webp" alt="" loading="lazy"></picture>'

    def test_images_load_when_they_are_reached(self):
        [image] = elements(sanitise('<img src="/media/a.png" alt="" loading="eager">'))
        assert image == Element("img", {"src": "/media/a.png", "alt": "", "loading": "lazy"})

    def test_text_shows_as_it_was(self):
        assert text(sanitise("a &lt;b&gt; &amp; “c”")) == "a <b> & “c”"


class TestResult:
    def test_is_marked_safe(self):
        assert isinstance(sanitise("<p>x</p>"), SafeString)

    @pytest.mark.parametrize("html", ATTACKS)
    def test_applied_twice_to_an_attack_changes_nothing(self, html):
        assert sanitise(sanitise(html)) == sanitise(html)

    @settings(deadline=None)
    @given(st.text() | pieces_of_html)
    def test_applied_twice_changes_nothing(self, html):
        assert sanitise(sanitise(html)) == sanitise(html)

    def test_half_a_character_is_replaced(self):
        assert sanitise("a\ud83d") == "a\ufffd"
