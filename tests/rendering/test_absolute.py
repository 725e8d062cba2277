"""HTML of the site for places outside of it."""

import pytest

from glossary.rendering.absolute import with_absolute_addresses, with_one_file_a_picture
from glossary.rendering.markdown import render_markdown
from tests.rendering.elements import elements

SITE = "https://terms.example"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](/glossary/a/)", f'<a href="{SITE}/glossary/a/"'),
        ("[a](/)", f'<a href="{SITE}/"'),
        ("![a](/media/images/2026/11/abcdefgh-10x10.webp)", f'src="{SITE}/media/images/'),
        ("[a](#there)", 'href="#there"'),
        ("[a](https://other.example/x)", 'href="https://other.example/x"'),
        ("[a](//other.example/x)", 'href="//other.example/x"'),
        ("[a](mailto:a@b.example)", 'href="mailto:a@b.example"'),
        ('`<a href="/x">`', "&lt;a href="),
        ('[a](/x "a > b < c")', f'href="{SITE}/x"'),
    ],
)
def test_paths_become_addresses_and_nothing_else_does(source, expected):
    html = with_absolute_addresses(render_markdown(source), SITE)
    assert expected in html
    assert html.count(SITE) == expected.count(SITE)


def test_text_stays_as_it_is():
    html = render_markdown('Write href="/x" or src="/y".')
    assert with_absolute_addresses(html, SITE) == html


@pytest.mark.parametrize("kind", ["", "webp-", "avif-"])
def test_picture_becomes_the_one_file_that_it_falls_back_to(kind):
    address = f"/media/images/2026/11/0123456789abcdef-{kind}1600x900.webp"
    html = with_one_file_a_picture(render_markdown(f'![A > "b"]({address}) `<source srcset="/x">`'))
    assert not list(elements(html, "source"))
    (image,) = elements(html, "img")
    assert set(image.attributes) == {"alt", "decoding", "height", "loading", "src", "width"}
    assert image.attributes["src"] == address
    assert "&lt;source srcset=" in html
