"""Cards as a finger gets them: a sheet at the bottom of the window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cards import FAILURES, NEVER_ANSWERS, card, fail, link

pytestmark = [
    pytest.mark.browser,
    pytest.mark.browser_context_args(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740}),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("complaints"),
]


def test_tap_opens_a_sheet_whose_first_link_leads_to_the_entry(entry: Page):
    before = entry.url
    link(entry).tap()
    sheet = entry.get_by_role("dialog", name="AI Model")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("What has learnt from examples.")
    assert entry.url == before
    first = sheet.locator("a, button").first
    expect(first).to_be_focused()
    box = sheet.bounding_box()
    assert box
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 360, 740)
    assert box["height"] < 740 * 0.75
    heights = sheet.locator("a, button").evaluate_all("(all) => all.map((a) => a.offsetHeight)")
    assert min(heights) >= 44
    first.tap()
    expect(entry.get_by_role("heading", level=1)).to_have_text("AI Model")


def test_sheet_closes_and_the_reader_is_back_at_the_link(entry: Page):
    ways = {
        "button": lambda: entry.get_by_role("button", name="Close").tap(),
        "tap outside": lambda: entry.touchscreen.tap(180, 100),
        "Escape": lambda: entry.keyboard.press("Escape"),
    }
    for close in ways.values():
        link(entry).tap()
        expect(entry.get_by_role("dialog")).to_be_visible()
        entry.clock.run_for(3_600_000)
        expect(entry.get_by_role("dialog")).to_be_visible()
        close()
        expect(card(entry)).to_have_count(0)
        expect(link(entry)).to_be_focused()


def test_activation_without_a_finger_follows_the_link_at_once(entry: Page):
    """As a screen reader does: a click of no pointer, whatever was tapped before."""
    link(entry).tap()
    entry.get_by_role("button", name="Close").tap()
    link(entry).evaluate("(a) => a.click()")
    expect(entry.get_by_role("heading", level=1)).to_have_text("AI Model")


def test_second_tap_on_a_card_that_is_slow_follows_the_link(entry: Page):
    entry.evaluate(NEVER_ANSWERS)
    link(entry).tap()
    entry.clock.run_for(1000)
    expect(entry.get_by_role("heading", level=1)).to_have_text("Training")
    link(entry).tap()
    expect(entry.get_by_role("heading", level=1)).to_have_text("AI Model")


def test_card_that_does_not_come_is_not_waited_for(entry: Page):
    entry.evaluate(NEVER_ANSWERS)
    link(entry).tap()
    entry.clock.run_for(2000)
    expect(entry.get_by_role("heading", level=1)).to_have_text("AI Model")


def test_reader_without_cards_goes_to_the_entry(entry: Page):
    link(entry).tap()
    entry.get_by_role("button", name="Turn off cards", exact=True).tap()
    expect(card(entry)).to_have_count(0)
    link(entry).tap()
    expect(entry.get_by_role("heading", level=1)).to_have_text("AI Model")


def test_card_that_fails_leaves_the_link(entry: Page):
    for failure in FAILURES:
        fail(entry, failure)
        link(entry).tap()
        expect(entry.get_by_role("heading", level=1)).to_have_text("AI Model")
        entry.go_back()


def test_axe_finds_nothing(entry: Page, accessibility_problems):
    link(entry).tap()
    expect(entry.get_by_role("dialog")).to_be_visible()
    entry.clock.resume()
    assert accessibility_problems(entry) == []
