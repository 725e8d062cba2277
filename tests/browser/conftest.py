"""What tests in a browser share: an editor who is logged in, and a watch over what pages print."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import PASSWORD, make_editor


@pytest.fixture
def editor(page: Page, live_server):
    """Log an editor in through the login page."""
    user = make_editor()
    page.goto(f"{live_server.url}/admin/login/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="What would you like to do?")).to_be_visible()
    return user


@pytest.fixture
def text(page: Page, live_server, editor) -> Locator:
    """Open the form of a new entry; return the text of its definition."""
    page.goto(live_server.url + "/admin/glossary/term/add/")
    return page.locator("#id_sections-0-body")


@pytest.fixture
def complaints(page: Page):
    """Fail a test whose pages print errors: a script that broke, or one that the policy stopped."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda message: (
            found.append(message.text)
            # A message without an address comes from axe, which adds styles of its own to measure.
            if message.type == "error" and message.location["url"] and "status of 40" not in message.text
            else None
        ),
    )
    yield
    assert found == []
