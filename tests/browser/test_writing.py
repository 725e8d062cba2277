"""Markdown fields in a real browser: toolbar, shortcuts, links and images."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from glossary.models import Status, Term
from glossary.records import record_of
from tests.browser.field import give, select, shown
from tests.factories import make_draft, make_term

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("complaints"),
]

UPLOADED = r"/media/images/\d{4}/\d\d/[0-9a-f]{16}-[\w-]*\.webp"


@pytest.fixture
def picture(tmp_path: Path, settings) -> Path:
    """Give a picture to upload, to a folder that goes with the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    path = tmp_path / "stage.png"
    Image.linear_gradient("L").resize((1000, 500)).save(path)
    return path


KEYS = {
    "Control+b": {
        "a [word] b": "a **[word]** b",
        "a wo|rd b": "a **wo|rd** b",
        "| b": "**|** b",
        "**|** b": "| b",
        "**[bold]**": "[bold]",
        "[**bold**]": "[bold]",
        "*[it]*": "***[it]***",
        "[one ]two": "**[one]** two",
        "[- one\n- two\n\nthree]": "[- **one**\n- **two**\n\n**three**]",
    },
    "Control+i": {
        "[word]": "*[word]*",
        "*[word]*": "[word]",
        "**[bold]**": "***[bold]***",
        "***[both]***": "**[both]**",
        "字[字]字": "字*[字]*字",
    },
    "Control+Shift+Digit8": {
        "|": "- |",
        "wo|rd": "- word|",
        "- wo|rd": "word|",
        "[a\nb]": "[- a\n- b]",
        "[- a\n- b]": "[a\nb]",
        "x\n[a\nb]\ny": "x\n\n[- a\n- b]\n\ny",
    },
    "Enter": {
        "- one|": "- one\n- |",
        "- one\n- |": "- one\n|",
        "3. three|": "3. three\n4. |",
        "plain|": "plain\n|",
    },
}


def test_shortcuts_set_marks_take_them_off_and_can_be_undone(page: Page, text):
    results: dict[str, dict[str, str]] = {keys: {} for keys in KEYS}
    for keys, cases in KEYS.items():
        for content in cases:
            select(text, content)
            filled = text.input_value()
            text.press(keys)
            results[keys][content] = shown(text)
            text.press("Control+z")
            assert text.input_value() == filled, (keys, content)
    assert results == KEYS


TYPED = {
    # What is typed, `B` and `I` being the shortcuts, and what stands there then.
    ("A lamp that ", "B", "follows", "B", " you"): "A lamp that **follows** you|",
    ("one ", "I", "two ", "I", "three"): "one *two* three|",
    ("B", "a ", "I", "b", "I", " c", "B", "."): "**a *b* c**.|",
    ("I", "B", "both", "B", "I", "."): "***both***.|",
    ("a ", "B", "B", "b"): "a b|",
    ("a ", "B", " ", "B", "b"): "a  b|",
    ("* item ", "B", "x", "B", "y"): "* item **x**y|",
}


def test_shortcut_that_began_a_mark_ends_it(page: Page, text):
    written = {}
    for pieces in TYPED:
        text.fill("")
        for piece in pieces:
            if piece in {"B", "I"}:
                page.keyboard.press(f"Control+{piece.lower()}")
            else:
                page.keyboard.type(piece)
        written[pieces] = shown(text)
    assert written == TYPED
    # Before an opening mark nothing ends.
    select(text, "**a** |**b**")
    text.press("Control+b")
    assert shown(text) != "**a** **|b**"


def test_toolbar_is_one_stop_that_arrows_go_through(page: Page, text):
    toolbar = page.locator("#sections-0").get_by_role("toolbar", name="Formatting")
    text.fill("word")
    text.press("Control+a")
    text.press("Shift+Tab")
    bold = toolbar.get_by_role("button", name="Bold")
    expect(bold).to_be_focused()
    for key, name in (
        ("ArrowRight", "Italic"),
        ("End", "Image"),
        ("ArrowRight", "Bold"),
        ("ArrowLeft", "Image"),
    ):
        page.keyboard.press(key)
        expect(toolbar.get_by_role("button", name=name)).to_be_focused()
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.keyboard.press("ArrowRight")
    expect(toolbar.get_by_role("button", name="Link")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value("**word**")
    assert bold.get_attribute("aria-keyshortcuts") == "Control+B"


def test_keys_of_the_browser_stay_its_own(page: Page, text):
    text.fill("one")
    text.press("Control+d")
    text.press("Tab")
    expect(text).to_have_value("one")
    expect(text).not_to_be_focused()


def test_row_that_was_added_has_a_toolbar_that_works(page: Page, text):
    page.get_by_role("button", name="Add another Example in practice").click()
    added = page.locator("#id_examples-3-body")
    added.fill("fourth")
    added.press("Control+a")
    page.locator("#examples-3").get_by_role("button", name="Italic").click()
    expect(page.locator("#examples-3 .markdownx-preview em")).to_have_text("fourth")


def test_link_is_asked_for_checked_and_changed(page: Page, text):
    dialog = page.get_by_role("dialog", name="Link")
    address = dialog.get_by_label("Address:")
    select(text, "See [the standard] here.")
    text.press("Control+k")
    expect(address).to_be_focused()
    expect(dialog.get_by_label("Words of the link:")).to_have_value("the standard")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert").first).to_contain_text("Write or paste the address")
    address.fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert").first).to_contain_text("A link leads to")
    address.fill("standards.example/a_(b)")
    page.keyboard.press("Enter")
    expect(text).to_have_value("See [the standard](<https://standards.example/a_(b)>) here.")
    expect(text).to_be_focused()

    text.fill("See [the standard](https://standards.example/) here.")
    text.evaluate("field => field.setSelectionRange(8, 8)")
    text.press("Control+k")
    expect(address).to_have_value("https://standards.example/")
    page.keyboard.press("Escape")
    assert shown(text) == "See [the| standard](https://standards.example/) here."
    text.press("Control+k")
    address.fill("/glossary/ai-model/")
    page.keyboard.press("Enter")
    expect(text).to_have_value("See [the standard](/glossary/ai-model/) here.")


def test_file_that_cannot_be_used_is_refused_at_once_and_nothing_is_lost(page: Page, text, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    page.reload()
    select(text, "Ty|ped.")
    give(text, "drop", file="evil.svg")
    dialog = page.get_by_role("dialog", name="Image")
    chosen, alt = dialog.get_by_label("Image file:"), dialog.get_by_label("What does the picture show?")
    refusal = dialog.get_by_text("This is not an image that can be used here.")
    expect(refusal).to_be_visible()
    expect(chosen).to_be_focused()
    big = bytes(1024 * 1024 + 1)
    chosen.set_input_files(FilePayload(name="big.png", mimeType="image/png", buffer=big))
    expect(dialog.get_by_text("The image is larger than 1 MB. Save it smaller.")).to_be_visible()
    expect(refusal).to_be_hidden()

    # What only calls itself a picture is the server's to find out.
    chosen.set_input_files(FilePayload(name="no.png", mimeType="image/png", buffer=b"none"))
    expect(dialog.get_by_text("Save it smaller.")).to_be_hidden()
    alt.press("Enter")
    expect(dialog.get_by_text("Say in a sentence what the picture shows")).to_be_visible()
    alt.fill("A stage.")
    alt.press("Enter")
    expect(refusal).to_be_visible()
    expect(alt).to_have_value("A stage.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert shown(text) == "Ty|ped."


def test_entry_with_an_image_is_written_and_published_by_keyboard_alone(
    page: Page, text, picture, live_server, accessibility_problems
):
    def go_to(name: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if name in page.evaluate(
                "[document.activeElement.name, document.activeElement.innerText].join()"
            ):
                return
        raise AssertionError(f"Tab does not reach {name}")

    # Listening from the start: the browser takes a moment to hand its chooser over.
    page.once("filechooser", lambda chooser: chooser.set_files(picture))
    page.get_by_label("Title:").first.focus()
    page.keyboard.type("Mixing Desk")
    go_to("tags")
    page.keyboard.type("audio, ")
    go_to("summary")
    page.keyboard.type("A table of faders that blends many sounds into one.")
    go_to("aliases-0-text")
    page.keyboard.type("mixer")
    go_to("sections-0-body")
    page.keyboard.type("It ")
    page.keyboard.press("Control+b")
    page.keyboard.type("blends")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.type(" sounds.\n\n")
    page.keyboard.press("Control+Shift+Digit9")
    dialog = page.get_by_role("dialog", name="Image")
    expect(dialog.get_by_label("Image file:")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Image file:")).to_have_value(re.compile(r"stage\.png$"))
    assert accessibility_problems(page) == []
    page.keyboard.press("Tab")
    page.keyboard.insert_text("A hand on a\n[red] fader")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    body = rf"It \*\*blends\*\* sounds\.\n\n!\[A hand on a \\\[red\\\] fader\]\({UPLOADED}\)"
    expect(text).to_have_value(re.compile(rf"^{body}$"))
    go_to("examples-0-body")
    page.keyboard.type("A theatre sends forty microphones through one.")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "_publish":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("is published: readers see this text now.")).to_be_visible()
    term = Term.objects.get()
    assert term.status == Status.PUBLISHED
    assert re.fullmatch(body, record_of(term).sections[0].body)

    page.goto(live_server.url + term.get_absolute_url())
    image = page.get_by_role("img", name="A hand on a [red] fader")
    image.scroll_into_view_if_needed()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    box = image.bounding_box()
    assert box
    assert abs(box["width"] - 2 * box["height"]) < 2


def test_decoration_needs_no_words(page: Page, text, picture):
    text.press("Control+Shift+Digit9")
    dialog = page.get_by_role("dialog", name="Image")
    dialog.get_by_role("button", name="Insert image").click()
    expect(dialog.get_by_text("Choose an image first.")).to_be_visible()
    dialog.get_by_label("What does the picture show?").fill("Another picture")
    dialog.get_by_label("It is only decoration").check()
    dialog.press("Escape")
    text.press("Control+Shift+Digit9")
    # Nothing of a picture that was put back is said of the next.
    expect(dialog.get_by_label("What does the picture show?")).to_have_value("")
    expect(dialog.get_by_label("It is only decoration")).not_to_be_checked()
    dialog.get_by_label("Image file:").set_input_files(picture)
    dialog.get_by_label("It is only decoration").check()
    dialog.get_by_role("button", name="Insert image").click()
    expect(text).to_have_value(re.compile(rf"^!\[\]\({UPLOADED}\)$"))
    image = page.locator("#sections-0 .markdownx-preview img")
    expect(image).to_have_attribute("width", "1000")


def test_form_fits_at_every_zoom(page: Page, live_server, editor):
    term, draft = make_term(), make_draft("A draft")
    bar = page.locator(".editor-actions")
    for entry in (draft, term):
        page.goto(f"{live_server.url}/admin/glossary/term/{entry.pk}/change/")
        # 1280 by 1024 pixels at 100, 200 and 400 % (WCAG 2.2, 1.4.10), and a telephone.
        for width, height in ((1280, 1024), (640, 512), (320, 256), (360, 740)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            # A low window is for the text; from 480 px on, the bar and the address in it stay in sight.
            if height >= 480:
                expect(bar.get_by_text(entry.get_absolute_url())).to_be_in_viewport()
            page.locator("#sections-0").get_by_role("button", name="Image").click()
            dialog = page.get_by_role("dialog").bounding_box()
            assert dialog
            assert dialog["width"] <= width
            assert dialog["height"] <= height
            page.keyboard.press("Escape")


def test_preview_stands_beside_the_text_from_1200_pixels(page: Page, text):
    preview = page.locator("#sections-0 .preview-frame")
    for width, beside in ((1199, False), (1200, True)):
        page.set_viewport_size({"width": width, "height": 800})
        box, other = text.bounding_box(), preview.bounding_box()
        assert box
        assert other
        assert (other["x"] >= box["x"] + box["width"]) is beside
