"""What a name does, seen while it is typed: in the form of an entry, by mouse, by keyboard, by ear."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from glossary.records import SectionRecord
from tests.browser.field import select, shown
from tests.factories import make_term

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("complaints"),
]

ADD = "/admin/glossary/term/add/"


def about(title: str, body: str) -> None:
    make_term(title, sections=(SectionRecord("Definition", body),), examples=())


def test_a_name_tells_what_it_does_before_it_is_saved(
    page: Page, live_server, editor, accessibility_problems
):
    for n in range(6):
        about(f"Page {n}", "A prompt in data." if n == 0 else "All data, in every form.")
    page.goto(live_server.url + ADD)
    title = page.get_by_label("Title:").first
    title.press_sequentially("Prompt")
    told = page.locator(".field-title [role=status]")
    expect(told).to_have_text("“Prompt” adds 1 link on 1 page.")
    expect(title).to_be_focused()
    expect(title).to_have_accessible_description(re.compile("The word itself.*adds 1 link on 1 page"))
    sample = page.locator(".field-title .name-samples li")
    expect(sample).to_contain_text("A prompt in data.")
    expect(sample.locator("mark")).to_have_text("prompt")

    page.get_by_role("button", name="Add another Other name").click()
    added = page.locator("#aliases-1")
    added.get_by_label("Name:").fill("data")
    warned = added.locator("[role=status]")
    expect(warned).to_contain_text(
        "“data” stands in 100 % of all entries; link it only in its exact case, or never."
    )
    added.get_by_label("Kind:").select_option("hidden")
    expect(warned).to_contain_text("linked nowhere")
    added.get_by_label("Kind:").select_option("synonym")
    page.get_by_text("More about this entry").click()
    page.get_by_label("Automatic links:").select_option("never")
    expect(warned).to_contain_text("do not link here")
    expect(told).to_contain_text("do not link here")
    page.get_by_label("Automatic links:").select_option("normal")
    expect(warned).to_contain_text("100 %")

    assert accessibility_problems(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box = page.locator(".field-title .name-effect").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 346  # the row that holds it cuts off what runs over
    title.fill("")
    expect(page.locator(".field-title .name-effect")).to_be_hidden()


def test_words_are_kept_from_linking_and_the_preview_shows_it(page: Page, live_server, text):
    about("Prompt", "It is a text.")
    button = page.locator("#sections-0").get_by_role("button", name="Plain word")
    preview = page.locator("#sections-0 .markdownx-preview")
    select(text, "A prom|pt, here.")
    expect(preview.get_by_role("link", name="prompt")).to_have_class("term-link")
    button.click()
    assert shown(text) == "A [[prompt]](), here."
    expect(preview).to_have_text("A prompt, here.")
    expect(preview.get_by_role("link")).to_have_count(0)
    button.click()
    assert shown(text) == "A [prompt], here."
    expect(preview.get_by_role("link", name="prompt")).to_be_visible()
