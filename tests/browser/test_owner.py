"""The owner makes the site theirs in a real browser: name, logo and accent on one page."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.factories import PASSWORD, make_owner

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("complaints"),
]


def accent(page: Page) -> str:
    """Return the accent colour that is in force on a page."""
    colour: str = page.evaluate(
        """() => {
            const probe = document.body.appendChild(document.createElement("span"));
            probe.style.setProperty("color", "var(--accent)");
            return getComputedStyle(probe).color;
        }"""
    )
    return colour


def test_owner_changes_name_logo_and_accent(page: Page, live_server, accessibility_problems):
    make_owner()
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username:").fill("owner")
    page.get_by_label("Password:").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Site", exact=True).click()

    page.get_by_label("Name:", exact=True).fill("Words of the quay")
    logo = BytesIO()
    Image.new("RGB", (900, 240), "#146e5a").save(logo, format="PNG")
    sent = FilePayload(name="logo.png", mimeType="image/png", buffer=logo.getvalue())
    page.get_by_label("Logo:", exact=True).set_input_files(sent)
    page.get_by_label("Accent colour:").fill("#ffcc00")
    expect(page.get_by_text("On light pages this colour reaches a contrast of 1.30 : 1")).to_be_visible()
    page.get_by_role("button", name="Save").click()

    # The logo waits while its text and the colour are mended.
    expect(page.get_by_text("Say what the logo shows")).to_be_visible()
    expect(page.locator(".logo-shown img")).to_be_visible()
    page.get_by_label("Text of the logo:").fill("Words of the quay")
    page.get_by_role("button", name="Use #856900").click()
    expect(page.get_by_label("Accent colour:")).to_have_value("#856900")
    expect(page.locator(".accent-shown").first).to_have_attribute("fill", "#856900")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your site is saved.")).to_be_visible()
    assert accessibility_problems(page) == []

    page.get_by_role("link", name="Public page").click()
    expect(page).to_have_title(re.compile("Words of the quay"))
    expect(page.get_by_role("img", name="Words of the quay").first).to_be_visible()
    page.emulate_media(color_scheme="light")
    assert accent(page) == "rgb(133, 105, 0)"
    page.emulate_media(color_scheme="dark")
    assert accent(page) == "rgb(158, 130, 42)"
