"""Formatted text that is pasted into a Markdown field, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.field import give, select, shown

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("complaints"),
]

WORD = (
    "<html xmlns:o='urn:x'><head><style>p{color:red}</style></head><body><!--StartFragment-->"
    "<h2>Where <b>it</b> is used</h2><p class=MsoNormal>Plain <b>bold</b> and <i>it</i>.<o:p></o:p></p>"
    "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;"
    "</span>One</p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:"
    "Ignore'>·</span>Two</p><script>document.title='run'</script><!--EndFragment--></body></html>"
)
DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span '
    'style="font-weight:400;">A </span><span style="font-weight:700;">bold</span><span> word, </span><a '
    'href="https://www.google.com/url?q=https://e.example/?utm_source%3Dx%26a%3D1&sa=D">a link</a></p></b>'
)
PAGE = (
    "<table><tr><th>A</th><th>B|C</th></tr><tr><td><p>1*2</p></td><td>x<br>y</td></tr></table>"
    '<p><img src="https://e.example/a.png" alt="A desk" onerror="document.title=\'run\'"></p>'
    '<ol start="3"><li>c<ul><li>in</li></ul></li><li><p>d</p></li></ol><a href="javascript:alert(1)">no</a>'
)

# Values that hold `>` or `<`, names after a slash, a style that never ends; and a picture on somebody's disk.
ODD = (
    "<p title='a>b' style='color:red'>x <b style=font-weight:700>y</b></p>"
    "<p data-x='<i' style='color:red'>q</p>"
    '<p/style="color:red">z<img alt="pic" src="file:///C:/clip_image001.png"></p>'
    '<p a="1"onclick="document.title=1" style = "a: \'>\'">t style=on</p><style>p{}'
)

TABLE = "| A | B\\|C |\n| --- | --- |\n| 1\\*2 | x y |"


def test_formatted_text_is_pasted_as_markdown_and_can_be_undone(page: Page, text):
    title = page.title()
    pasted = []
    for html in (WORD, DOCS, PAGE, ODD):
        text.fill("")
        give(text, "paste", html=html, plain="plain")
        pasted.append(text.input_value())
    assert pasted == [
        "## Where it is used\n\nPlain **bold** and *it*.\n\n- One\n- Two",
        "A **bold** word, [a link](https://e.example/?a=1)",
        f"{TABLE}\n\n[A desk](https://e.example/a.png)\n\n3. c\n   - in\n4. d\n\nno",
        "x **y**\n\nq\n\nz\n\nt style=on",
    ]
    assert page.title() == title
    note = page.locator("#sections-0").get_by_role("status")
    expect(note).to_have_text("Formatted text was turned into Markdown; undo with Ctrl+Z.")

    select(text, "one [two] three")
    give(text, "paste", html="<b>2</b>", plain="2")
    assert text.input_value() == "one **2** three"
    text.press("Control+z")
    expect(text).to_have_value("one two three")
    select(text, "end.|")
    give(text, "paste", html="<ul><li>a</li><li>b</li></ul>", plain="a b")
    assert shown(text) == "end.\n\n- a\n- b|"


def test_what_has_no_form_is_pasted_as_it_is(page: Page, text):
    taken = text.evaluate(
        """field => [
            ["<div><span style='color:red'>plain</span></div>", {}], ["<b>bold</b>", {vscode: "x"}], ["", {}],
        ].map(([html, more]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "plain");
            for (const name in more) data.setData(`${name}-editor-data`, "x");
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            field.dispatchEvent(event);
            return event.defaultPrevented;
        })"""
    )
    assert taken == [False, False, False]
    text.focus()
    page.keyboard.down("Control")
    page.keyboard.down("Shift")
    page.keyboard.down("v")
    give(text, "paste", html="<b>bold</b>", plain="bold")
    assert "**" not in text.input_value()


def test_tables_for_layout_are_taken_apart_and_in_time(page: Page, text):
    depth = 120
    mail = "<table><tr><td>" * depth + "<b>In</b></td><td>side" + "</td></tr></table>" * depth
    give(text, "paste", html=mail + "<script " * 40_000, plain="plain")
    assert text.input_value() == "| **In** | side |\n| --- | --- |"
