"""Finding a term in a real browser: with the keyboard, with a finger, without JavaScript, without luck."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glossary.models import SearchMiss
from tests.factories import make_term

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("complaints"),
]


@pytest.fixture(autouse=True)
def entries():
    make_term("Large Language Model", aliases=("LLM",), summary="Predicts text.")
    make_term("Language Game", summary="What words do.")
    make_term("Prompt", summary="What a model is asked.")


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search the glossary")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def test_three_letters_an_arrow_and_enter_lead_to_the_entry_and_back(page: Page, live_server):
    page.goto(f"{live_server.url}/glossary/prompt/")
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")
    page.keyboard.type("lan")
    expect(options(page)).to_have_count(2)
    expect(page.get_by_role("search").get_by_role("status")).to_have_text("Suggestions: 2")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    chosen = options(page).first
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    expect(box(page)).to_have_value("lan")
    name = chosen.locator("b").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prompt")
    expect(box(page)).to_have_value("lan")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_be_focused()


def test_escape_closes_the_list_keys_of_the_caret_leave_it_and_enter_searches(page: Page, live_server):
    page.goto(live_server.url)
    box(page).press_sequentially("llm")
    expect(options(page)).to_have_text(["LLM Large Language Model Predicts text. "])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    expect(box(page)).not_to_have_attribute("aria-activedescendant", "suggestions-0-0")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value("llm")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)
    box(page).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: llm")
    expect(page.get_by_role("link", name="Go to “Large Language Model”")).to_be_focused()


def test_slash_is_typed_where_one_types_and_can_be_turned_off(page: Page, live_server):
    page.goto(f"{live_server.url}/glossary/prompt/")
    box(page).press("/")
    expect(box(page)).to_have_value("/")
    box(page).blur()
    page.keyboard.press("Control+/")
    expect(box(page)).not_to_be_focused()
    page.get_by_role("button", name="Search by the key “/”: turn off").click()
    page.goto(live_server.url)
    page.keyboard.press("/")
    expect(box(page)).not_to_be_focused()
    page.get_by_role("button", name="Search by the key “/”: turn on").click()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()


def test_composition_keeps_its_keys(page: Page, live_server):
    page.goto(live_server.url)
    box(page).press_sequentially("llm")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    box(page).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(options(page)).to_have_count(1)
    assert page.url == f"{live_server.url}/"


@pytest.mark.parametrize("answer", ["abort", "429", "500", "no JSON"])
def test_what_fails_offers_nothing_and_says_nothing(browser: Browser, live_server, answer):
    # A page of its own: Chromium itself prints what did not come.
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def fail(route):
        if answer == "abort":
            route.abort()
        elif answer == "no JSON":
            route.fulfill(body="<p>Log in</p>", content_type="text/html")
        else:
            route.fulfill(status=int(answer), headers={"Retry-After": "7"})

    page.route("**/search/suggest/**", fail)
    page.goto(live_server.url)
    failing = "requestfailed" if answer == "abort" else "response"
    with page.expect_event(failing, lambda event: "/suggest/" in event.url):
        box(page).press_sequentially("llm")
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: llm")
    assert errors == []
    context.close()


def test_answer_to_what_was_typed_before_is_dropped(page: Page, live_server):
    held = []
    page.route("**/search/suggest/?q=lan", lambda route: held.append(route))  # noqa: PLW0108 - as in test_reading
    page.goto(live_server.url)
    with page.expect_request("**/search/suggest/?q=lan"):
        box(page).press_sequentially("lan")
    box(page).fill("llm")
    expect(options(page)).to_have_count(1)
    held[0].abort()
    expect(options(page)).to_have_text(["LLM Large Language Model Predicts text. "])


def test_finger_taps_a_suggestion(browser: Browser, live_server):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{live_server.url}/glossary/prompt/")
    box(page).tap()
    page.keyboard.type("lan")
    expect(options(page)).to_have_count(2)
    for option in options(page).all():
        place = option.bounding_box()
        assert place
        assert place["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    options(page).filter(has_text="Game").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Language Game")
    context.close()


def test_misspelt_word_leads_to_what_was_meant(page: Page, live_server):
    page.goto(live_server.url)
    box(page).press_sequentially("lnaguage")
    expect(options(page).first).to_contain_text("Language")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing found for “lnaguage”")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Language Game").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Language Game")


@pytest.mark.parametrize("javascript", [True, False])
def test_word_that_is_nowhere_can_be_asked_for(browser: Browser, live_server, javascript):
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(live_server.url)
    expect(page.get_by_text("Search by the key “/”: turn off")).to_be_visible(visible=javascript)
    page.get_by_label("Search the glossary").fill("xylophone")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Nothing found")).to_be_visible()
    page.get_by_role("button", name="Ask the editors to explain this").click()
    expect(page.get_by_text("The editors have your request")).to_be_visible()
    assert page.url.endswith("/search/?q=xylophone&asked=1")
    assert SearchMiss.objects.get().requests == 1
    context.close()


def test_axe_finds_nothing_while_the_list_is_open(page: Page, live_server, accessibility_problems):
    problems = {}
    for path in ("/", "/glossary/prompt/", "/search/?q=language"):
        page.goto(live_server.url + path)
        box(page).fill("lan")
        expect(options(page)).to_have_count(2)
        page.keyboard.press("ArrowDown")
        problems[path] = accessibility_problems(page)
        expect(options(page)).to_have_count(2)
    assert {path: found for path, found in problems.items() if found} == {}
