"""An entry whose prose has links, and what tests of the cards beside them do with it.

Time is the test's: the page's clock stands still unless a test moves it on.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from playwright.sync_api import Locator, Page, expect

from glossary.records import SectionRecord
from glossary.workflow import create_terms
from tests.factories import make_record

MODEL, PARAMETER = "AI model", "parameter"
BODY = f"""Before anything else is decided, whoever knows the trade chooses an {MODEL} for the task.
Only then do those who know what they are doing set each {PARAMETER} until everybody likes the answers.
"""
FILLER = "\n\n".join(
    ["Words that make the page longer than a window is, and nothing more than that. " * 12] * 4
)
STAY, GRACE = 150, 300
NEVER_ANSWERS = """() => {
    window.fetch = (_, { signal }) => new Promise((_, refuse) => {
        signal.addEventListener("abort", () => refuse(new Error("aborted")));
    });
}"""
IS_OFFLINE = "() => { window.fetch = () => Promise.reject(new TypeError('Failed to fetch')); }"


def publish_entries() -> None:
    """Publish an entry that mentions two others, at its top and at its end."""
    sections = (SectionRecord("Definition", f"{BODY}\n{FILLER}"), SectionRecord("Why It Matters", BODY))
    records = [
        make_record("AI Model", summary="What has learnt from examples.", examples=("A shop uses it.",)),
        make_record("Parameter", summary="A number inside of it."),
        make_record("Training", sections=sections),
    ]
    for chunk in create_terms([replace(record, status="published") for record in records], actor=None):
        assert not chunk.rejected


def stop_clock(page: Page) -> None:
    """Let no time pass but what a test lets pass."""
    page.clock.pause_at(datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(hours=1))


def open_entry(page: Page, address: str) -> None:
    """Go to the entry on a page whose clock is the test's."""
    page.clock.install()
    page.goto(f"{address}/glossary/training/")
    stop_clock(page)


def link(page: Page, name: str = MODEL, *, nth: int = 0) -> Locator:
    """Return a link in the prose: the first with that name stands at the top, the second at the end."""
    return page.locator("a.term-link", has_text=name).nth(nth)


def card(page: Page) -> Locator:
    """Return the card that is open, or the place where there is none."""
    return page.locator(".card")


def open_card(page: Page, target: Locator, by: str = "hover") -> None:
    """Put the pointer or the focus on a link and let the time pass that it takes."""
    with page.expect_response("**/card/"):
        if by == "hover":
            target.hover()
        else:
            focus(page, target)
    page.clock.run_for(STAY)
    expect(card(page)).to_be_visible()


def focus(page: Page, target: Locator) -> None:
    """Move the focus to a link as the keyboard does."""
    target.evaluate("(a) => a.focus({ focusVisible: true })")
    page.mouse.move(0, 0)


def is_shown(page: Page) -> bool:
    """Tell whether a card is there at this moment."""
    return card(page).count() == 1


FAILURES = ("offline", "missing", "no HTML", "another page")


def fail(page: Page, failure: str) -> None:
    """Let every card fail in one way."""
    if failure == "offline":
        page.evaluate(IS_OFFLINE)
        return
    wrong = "<article class='card-text'>Wrong</article>"
    answers: dict[str, dict[str, Any]] = {
        "missing": {"status": 404, "content_type": "text/html", "body": wrong},
        "no HTML": {"content_type": "text/plain", "body": wrong},
        "another page": {"content_type": "text/html", "body": "<main>Log in</main>"},
    }
    page.unroute_all()
    page.route("**/card/", lambda route: route.fulfill(**answers[failure]))
