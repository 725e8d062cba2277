"""What tests in a browser share: an editor who is logged in, and a watch over what pages print."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page

from tests.browser.cards import open_entry, publish_entries
from tests.factories import make_editor


@pytest.fixture
def editor(page: Page, live_server, client: Client):
    """Log an editor in: with a session made here, because the login page takes a second in each test."""
    user = make_editor()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    return user


@pytest.fixture
def text(page: Page, live_server, editor) -> Locator:
    """Open the form of a new entry; return the text of its definition."""
    page.goto(live_server.url + "/admin/glossary/term/add/")
    return page.locator("#id_sections-0-body")


@pytest.fixture
def entry(page: Page, live_server) -> Page:
    """Open an entry whose prose has links, without motion and with its clock stopped."""
    publish_entries()
    page.emulate_media(reduced_motion="reduce")
    open_entry(page, live_server.url)
    return page


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
