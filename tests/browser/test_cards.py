"""Cards beside links to entries, with mouse and keyboard, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.cards import (
    FAILURES,
    GRACE,
    MODEL,
    PARAMETER,
    STAY,
    card,
    fail,
    focus,
    is_shown,
    link,
    open_card,
    open_entry,
    publish_entries,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("complaints"),
]


class TestMouse:
    def test_card_opens_when_the_pointer_has_stayed_and_says_what_the_word_means(self, entry: Page):
        with entry.expect_response("**/glossary/ai-model/card/"):
            link(entry).hover()
        entry.clock.run_for(STAY - 1)
        assert not is_shown(entry)
        entry.clock.run_for(1)
        expect(card(entry)).to_contain_text("What has learnt from examples.")
        expect(card(entry)).to_contain_text("A shop uses it.")
        expect(card(entry).get_by_role("link", name="AI Model")).to_be_visible()
        expect(card(entry).get_by_role("button", name="Close")).to_be_hidden()

    def test_pointer_that_passes_opens_nothing(self, entry: Page):
        link(entry).hover()
        entry.clock.run_for(STAY - 1)
        entry.mouse.move(0, 0)
        entry.clock.run_for(1000)
        assert not is_shown(entry)

    def test_card_never_times_out_and_closes_a_moment_after_the_pointer_left(self, entry: Page):
        open_card(entry, link(entry))
        entry.clock.run_for(3_600_000)
        assert is_shown(entry)
        entry.mouse.move(0, 0)
        entry.clock.run_for(GRACE - 1)
        assert is_shown(entry)
        entry.clock.run_for(1)
        assert not is_shown(entry)

    def test_pointer_may_take_its_time_on_the_way_into_the_card_and_stay_there(self, entry: Page):
        open_card(entry, link(entry))
        entry.mouse.move(0, 0)
        entry.clock.run_for(GRACE - 1)
        card(entry).hover()
        entry.clock.run_for(3_600_000)
        assert is_shown(entry)
        entry.mouse.move(0, 0)
        entry.clock.run_for(GRACE)
        assert not is_shown(entry)

    def test_escape_closes_the_card_until_the_pointer_comes_back(self, entry: Page):
        open_card(entry, link(entry))
        entry.keyboard.press("Escape")
        assert not is_shown(entry)
        box = link(entry).bounding_box()
        assert box
        entry.mouse.move(box["x"] + 2, box["y"] + 8)
        entry.clock.run_for(1000)
        assert not is_shown(entry)
        entry.mouse.move(0, 0)
        link(entry).hover()
        entry.clock.run_for(STAY)
        expect(card(entry)).to_be_visible()

    def test_another_link_takes_the_card_over_and_each_card_is_fetched_once(self, entry: Page):
        asked: list[str] = []
        entry.on("request", lambda request: asked.append(request.url.partition("/glossary/")[2]))
        open_card(entry, link(entry, PARAMETER))
        open_card(entry, link(entry))
        expect(card(entry)).to_have_count(1)
        expect(card(entry)).to_contain_text("What has learnt from examples.")
        entry.mouse.move(0, 0)
        entry.clock.run_for(GRACE)
        link(entry, PARAMETER).hover()
        entry.clock.run_for(STAY)
        expect(card(entry)).to_contain_text("A number inside of it.")
        assert asked == ["parameter/card/", "ai-model/card/"]

    def test_press_elsewhere_closes_the_card(self, entry: Page):
        open_card(entry, link(entry))
        entry.get_by_role("heading", level=1).click()
        assert not is_shown(entry)

    def test_card_goes_when_its_link_has_left_the_window(self, entry: Page):
        open_card(entry, link(entry), by="focus")
        entry.evaluate("scrollTo({ top: 60, behavior: 'instant' })")
        assert is_shown(entry)
        entry.evaluate("scrollTo({ top: 5000, behavior: 'instant' })")
        expect(card(entry)).to_have_count(0)

    def test_click_follows_the_link_and_a_modified_one_opens_a_tab(self, entry: Page):
        open_card(entry, link(entry))
        with entry.context.expect_page() as tab:
            link(entry).click(modifiers=["ControlOrMeta"])
        expect(tab.value.get_by_role("heading", level=1)).to_have_text("AI Model")
        tab.value.close()
        link(entry).click()
        expect(entry.get_by_role("heading", level=1)).to_have_text("AI Model")

    def test_card_lies_in_the_window_on_the_side_with_room(self, entry: Page):
        """WCAG 2.2, 1.4.10 and 1.4.13; 640 pixels are 1280 at 200 %, 320 at 400 %."""
        for width, height in ((1280, 800), (360, 740), (640, 400), (320, 200)):
            entry.set_viewport_size({"width": width, "height": height})
            for target, block in ((link(entry), "start"), (link(entry, PARAMETER, nth=1), "end")):
                entry.mouse.move(0, 0)
                entry.clock.run_for(GRACE)
                target.evaluate("(a, block) => a.scrollIntoView({ block, behavior: 'instant' })", block)
                target.hover()
                entry.clock.run_for(STAY)
                expect(card(entry)).to_be_visible()
                box, line = card(entry).bounding_box(), target.bounding_box()
                assert box
                assert line
                assert 0 <= box["x"] <= box["x"] + box["width"] <= width
                assert 0 <= box["y"] <= box["y"] + box["height"] <= height
                if height > 300:
                    is_below = box["y"] >= line["y"] + line["height"]
                    is_above = box["y"] + box["height"] <= line["y"]
                    assert (is_above, is_below) == (block == "end", block == "start"), (width, block)


class TestKeyboard:
    def test_card_opens_when_focus_has_stayed(self, entry: Page):
        with entry.expect_response("**/card/"):
            focus(entry, link(entry))
        entry.clock.run_for(STAY - 1)
        assert not is_shown(entry)
        entry.clock.run_for(1)
        expect(card(entry)).to_be_visible()
        expect(link(entry)).to_be_focused()
        entry.clock.run_for(3_600_000)
        assert is_shown(entry)

    def test_focus_that_passes_opens_nothing(self, entry: Page):
        focus(entry, link(entry))
        entry.keyboard.press("Tab")
        expect(link(entry, PARAMETER)).to_be_focused()
        entry.clock.run_for(STAY - 1)
        assert not is_shown(entry)

    def test_tab_goes_through_the_card_and_on_with_the_text(self, entry: Page):
        open_card(entry, link(entry), by="focus")
        stops = [
            card(entry).get_by_role("link", name="AI Model"),
            card(entry).get_by_role("link", name="Read the entry"),
            card(entry).get_by_role("button", name="Turn off cards", exact=True),
        ]
        for stop in stops:
            entry.keyboard.press("Tab")
            expect(stop).to_be_focused()
        entry.clock.run_for(1000)
        assert is_shown(entry)
        entry.keyboard.press("Tab")
        expect(link(entry, PARAMETER)).to_be_focused()
        entry.clock.run_for(1000)
        expect(card(entry)).to_contain_text("A number inside of it.")
        entry.keyboard.press("Tab")
        entry.keyboard.press("Shift+Tab")
        expect(link(entry, PARAMETER)).to_be_focused()
        entry.keyboard.press("Shift+Tab")
        expect(link(entry)).to_be_focused()

    def test_escape_leaves_focus_on_the_link_or_brings_it_back(self, entry: Page):
        open_card(entry, link(entry), by="focus")
        entry.keyboard.press("Escape")
        assert not is_shown(entry)
        expect(link(entry)).to_be_focused()
        focus(entry, link(entry, PARAMETER))
        entry.clock.run_for(1000)
        expect(card(entry)).to_be_visible()
        entry.keyboard.press("Tab")
        entry.keyboard.press("Escape")
        assert not is_shown(entry)
        expect(link(entry, PARAMETER)).to_be_focused()
        entry.clock.run_for(1000)
        assert not is_shown(entry)

    def test_enter_follows_the_link_at_once(self, entry: Page):
        focus(entry, link(entry))
        entry.keyboard.press("Enter")
        expect(entry.get_by_role("heading", level=1)).to_have_text("AI Model")

    def test_nothing_is_read_out_at_a_link_that_focus_reaches(self, entry: Page):
        open_card(entry, link(entry), by="focus")
        expect(link(entry)).to_have_accessible_description("")
        expect(link(entry)).to_have_accessible_name(MODEL)
        assert entry.locator("[aria-live], [role=status], [role=alert], [role=tooltip]").count() == 0


def test_card_that_fails_leaves_the_link(entry: Page):
    for failure in FAILURES:
        fail(entry, failure)
        link(entry).hover()
        entry.clock.run_for(1000)
        # One answer later than that of the card, which the page has dealt with by then.
        entry.evaluate("() => fetch('/glossary/training/').then((answer) => answer.text()).catch(() => null)")
        entry.clock.run_for(1000)
        assert not is_shown(entry), failure
        link(entry).click()
        expect(entry.get_by_role("heading", level=1)).to_have_text("AI Model")
        entry.go_back()


@pytest.mark.parametrize("storage", ["allowed", "forbidden"])
def test_one_click_turns_cards_off_for_good_and_another_on_again(page: Page, live_server, storage):
    if storage == "forbidden":
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })"
        )
    publish_entries()
    open_entry(page, live_server.url)
    open_card(page, link(page))
    page.get_by_role("button", name="Turn off cards", exact=True).click()
    assert not is_shown(page)
    if storage == "allowed":
        page.reload()
    link(page).hover()
    page.clock.run_for(1000)
    assert not is_shown(page)
    page.get_by_role("button", name="Turn on cards on links").click()
    expect(page.get_by_role("button", name="Turn off cards on links")).to_be_focused()
    if storage == "allowed":
        page.reload()
    link(page).hover()
    page.clock.run_for(STAY)
    expect(card(page)).to_be_visible()


def test_card_moves_only_for_those_who_do_not_mind(entry: Page):
    moving = "(card) => getComputedStyle(card).animationName"
    open_card(entry, link(entry))
    assert card(entry).evaluate(moving) == "none"
    entry.emulate_media(reduced_motion="no-preference")
    assert card(entry).evaluate(moving) == "card-comes"


def test_axe_finds_nothing_in_an_open_card(entry: Page, accessibility_problems):
    open_card(entry, link(entry), by="focus")
    entry.clock.resume()
    assert accessibility_problems(entry) == []


def test_without_javascript_there_are_links_and_nothing_to_turn_off(browser: Browser, live_server):
    publish_entries()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/glossary/training/")
    expect(page.get_by_text("cards on links")).to_have_count(2)
    expect(page.locator(".cards-switch")).to_be_hidden()
    link(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AI Model")
    context.close()
