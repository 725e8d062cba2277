"""Writing without a mouse or without seeing: where the focus goes, what is heard, what the docs say of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import call_command
from playwright.sync_api import Page, expect

from glossary.models import Term
from glossary.workflow.groups import OWNER
from tests.factories import make_term

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("complaints"),
]

ADD = "/admin/glossary/term/add/"
DOCS = Path(settings.BASE_DIR) / "docs" / "accessibility.md"
# How the walk names what assistive technology calls so, and the role that it has in the page.
SPOKEN = {"search edit": "searchbox", "edit": "textbox", "combo box": "combobox"}
ROLES = "link|heading|button|navigation|region|list|toolbar|group"


def test_refused_save_leads_to_the_field_that_is_wrong_and_a_good_one_to_what_came_of_it(
    page: Page, live_server, editor
):
    """WCAG 2.2, 3.3.1 and 4.1.3."""
    page.goto(live_server.url + ADD)
    page.get_by_label("Title:").first.fill("AI Model")
    page.get_by_role("button", name="Publish", exact=True).press("Enter")
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_label("Summary:")
    expect(summary).to_be_focused()
    expect(summary).to_have_attribute("aria-invalid", "true")
    expect(summary).to_have_accessible_description(re.compile("answers “what is it”: readers see it first"))
    page.keyboard.type("A trained program.")
    page.get_by_role("button", name="Save draft").press("Enter")
    expect(page.locator(".messagelist li:focus")).to_contain_text("Readers do not see it yet.")

    page.get_by_text("More about this entry").click()
    page.get_by_label("Language:").fill("no such language")
    page.get_by_text("More about this entry").click()
    page.get_by_role("button", name="Save draft").press("Enter")
    expect(page.get_by_label("Language:")).to_be_focused()


def test_refused_login_says_why(page: Page, live_server, db):
    page.goto(f"{live_server.url}/admin/login/")
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".errornote:focus")).to_contain_text("correct username")


def test_rows_are_groups_with_names_and_keep_the_focus_where_something_happened(
    page: Page, live_server, editor
):
    """WCAG 2.2, 1.3.1 and 2.4.3."""
    page.goto(live_server.url + ADD)
    examples = page.get_by_role("group", name="Examples in practice")
    first, second, third = (
        examples.get_by_role("group", name=f"Example in practice: #{number}", exact=True)
        for number in (1, 2, 3)
    )
    expect(examples.get_by_role("heading", name="Example in practice: #2", exact=True)).to_be_visible()
    status = page.locator("#editor-status")
    second.get_by_label("Example:").fill("Moved.")
    second.get_by_role("button", name="Move up").press("Enter")
    expect(first.get_by_label("Example:")).to_have_value("Moved.")
    expect(first.get_by_role("button", name="Move down")).to_be_focused()
    expect(status).to_have_text("Moved to place 1 of 3.")

    second.get_by_role("button", name="Remove").press(" ")
    expect(second.get_by_role("button", name="Remove")).to_be_focused()
    expect(status).to_have_text("Removed; 2 left.")
    second.get_by_role("button", name="Remove").press("Enter")
    expect(first.get_by_role("button", name="Remove")).to_be_focused()
    first.get_by_role("button", name="Remove").press("Enter")
    adds = page.get_by_role("button", name="Add another Example in practice")
    expect(adds).to_be_focused()
    adds.press(" ")
    expect(first.get_by_label("Example:")).to_be_focused()
    expect(third).to_have_count(0)

    page.get_by_role("button", name="Add another Relation").press("Enter")
    expect(
        page.get_by_role("group", name="Relation: #1", exact=True).get_by_label("This entry is:")
    ).to_be_focused()


def test_number_of_suggestions_is_said(page: Page, live_server, editor):
    make_term("Prompt")
    page.goto(live_server.url + ADD)
    page.get_by_label("Tags:").press_sequentially("gen")
    expect(page.locator("#editor-status")).to_have_text("Suggestions: 1")


def test_axe_finds_nothing_in_the_admin(page: Page, live_server, editor, accessibility_problems):
    editor.groups.add(Group.objects.get(name=OWNER))
    term = make_term("AI Model", aliases=("model",))
    found = {}
    for address in (
        "/admin/",
        "/admin/glossary/term/",
        f"/admin/glossary/term/{term.pk}/history/",
        f"/admin/glossary/term/{term.pk}/step/archive/",
        "/admin/glossary/tag/",
        "/admin/glossary/sitesettings/",
        "/admin/glossary/sitesettings/defaults/",
        "/admin/glossary/page/",
        "/admin/glossary/page/about/change/",
        "/admin/logged-in/",
        f"/preview/{term.pk}/",
        f"/admin/glossary/term/{term.pk}/change/",
    ):
        page.goto(live_server.url + address)
        found[address] = accessibility_problems(page)

    # The form with everything open, then as it comes back when it is refused.
    page.goto(live_server.url + ADD)
    page.get_by_text("More about this entry").click()
    page.get_by_role("button", name="Add another Relation").click()
    page.get_by_role("button", name="Add another Source").click()
    page.locator("[name=relations_out-0-target]").fill("No such entry")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".errornote:visible")).to_be_visible()
    found["refused"] = accessibility_problems(page)
    Session.objects.all().delete()
    page.evaluate("document.getElementById('term_form').submit()")
    expect(page.get_by_role("button", name="Log in and send what I typed")).to_be_visible()
    found["login again"] = accessibility_problems(page)
    page.goto(f"{live_server.url}/admin/login/")
    found["login"] = accessibility_problems(page)
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_walk_through_the_accessibility_tree_is_as_the_docs_tell_it(page: Page, live_server, editor):
    Term.objects.all().delete()
    call_command("loaddata", "seed_terms", verbosity=0)
    walks = re.findall(
        r"^## The walk: [^\n]*`(/[^\n]*)`$(.*?)(?=^## )", DOCS.read_text(), re.MULTILINE | re.DOTALL
    )
    assert len(walks) == 4
    told = re.compile(f"({'|'.join(SPOKEN)}|{ROLES}) “([^”]+)”")
    missing = []
    for path, text in walks:
        page.goto(live_server.url + path)
        named = set(told.findall("\n".join(line for line in text.splitlines() if line.startswith("| "))))
        assert len(named) > 4
        if path == ADD:
            page.get_by_role("button", name="Add another Section").click()  # as the walk does
        for spoken, name in sorted(named):
            if not page.get_by_role(SPOKEN.get(spoken, spoken), name=name, exact=True).count():
                missing.append((path, spoken, name))
    assert missing == []
