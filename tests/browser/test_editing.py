"""Writing an entry in a real browser: by mouse, by keyboard, with a second editor, with an expired login."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from glossary.models import Status, Tag, Term
from glossary.records import record_of
from glossary.workflow import save_draft
from tests.factories import PASSWORD, make_editor, make_term

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("complaints"),
]

ADD = "/admin/glossary/term/add/"


def row(page: Page, prefix: str, index: int):
    return page.locator(f"#{prefix}-{index}")


def test_editor_writes_previews_publishes_and_reads(page: Page, live_server, editor):
    Tag.objects.create(name="generative-ai")
    page.goto(live_server.url + ADD)
    page.get_by_label("Title:").first.fill("AI Model")
    page.get_by_label("Summary:").fill("A trained program that makes predictions.")
    expect(page.locator(".count")).to_have_text("41 of 160 characters")

    tags = page.get_by_label("Tags:")
    tags.fill("ai, gen")
    expect(page.get_by_role("option", name="generative-ai")).to_be_visible()
    tags.press("ArrowDown")
    tags.press("Enter")
    expect(tags).to_have_value("ai, generative-ai, ")

    definition = row(page, "sections", 0)
    definition.get_by_label("Text:").fill("It **predicts**.")
    expect(definition.locator(".markdownx-preview strong")).to_have_text("predicts")
    row(page, "sections", 1).get_by_label("Text:").fill("It saves time.")
    for index, text in enumerate(["One.", "Two.", "Three."]):
        row(page, "examples", index).get_by_label("Example:").fill(text)

    page.get_by_role("button", name="Add another Example in practice").click()
    added = row(page, "examples", 3)
    added.get_by_label("Example:").fill("A *fourth* one.")
    expect(added.locator(".markdownx-preview em")).to_have_text("fourth")
    added.get_by_role("button", name="Move up").click()
    expect(page.locator("#editor-status")).to_have_text("Moved to place 3 of 4.")

    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="AI Model")).to_be_visible()
    page.get_by_role("link", name=re.compile("Back to editing")).click()
    assert Term.objects.get().status == Status.DRAFT

    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("is published: readers see this text now.")).to_be_visible()
    record = record_of(Term.objects.get())
    assert record.examples == ("One.", "Two.", "A *fourth* one.", "Three.")
    assert record.tags == ("ai", "generative-ai")

    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name="Public page").click()
    expect(page.get_by_role("heading", level=1, name="AI Model")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_rows_move_by_drag(page: Page, live_server, editor):
    term = make_term()
    page.set_viewport_size({"width": 1280, "height": 2400})
    page.goto(f"{live_server.url}/admin/glossary/term/{term.pk}/change/")
    page.wait_for_load_state("networkidle")  # previews that arrive later would move the rows
    handle = page.locator("#examples-0 .row-handle")
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), page.locator("#examples-2").bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + end["height"] / 2, steps=8)
    page.mouse.move(end["x"] + 40, end["y"] + end["height"] - 6, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_text("readers see this text now")).to_be_visible()
    assert record_of(Term.objects.get(pk=term.pk)).examples[-1] == "A shop uses it."


def covered(page: Page, selector: str) -> list[str]:
    """Name the parts of the elements that something else lies over, or that are outside what one sees."""
    return page.locator(selector).evaluate_all(
        """elements => elements.flatMap((element) => {
            const box = element.getBoundingClientRect();
            const points = [[4, 4], [box.width - 4, 4], [4, box.height - 4], [box.width / 2, box.height / 2]];
            return points
                .map(([x, y]) => [x, y, document.elementFromPoint(box.left + x, box.top + y)])
                .filter(([, , top]) => !element.contains(top))
                .map(([x, y, top]) => `${element.textContent} at ${x},${y}: ${top?.outerHTML.slice(0, 80)}`);
        })"""
    )


@pytest.mark.parametrize("width", [1280, 800, 360])
def test_suggestions_hang_below_their_field_and_over_everything(page: Page, live_server, editor, width):
    for name in ("generative-ai", "generative-art", "generators"):
        Tag.objects.create(name=name)
    for title in ("Genetic Algorithm", "Generator", "Gene", "General Model"):
        make_term(title)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(live_server.url + ADD)
    page.get_by_text("More about this entry").click()
    for name in ("tags", "relations_out-0-target", "replaced_by"):
        field = page.locator(f"[name={name}]")
        if name.startswith("relations"):
            page.get_by_role("button", name="Add another Relation").click()
        field.evaluate("field => field.scrollIntoView({block: 'center'})")
        field.fill("gen")
        expect(page.locator(".completions:visible li").first).to_be_visible()
        box, options = field.bounding_box(), page.locator(".completions:visible").bounding_box()
        assert box
        assert options
        assert abs(options["x"] - box["x"]) < 2, name
        assert 0 <= options["y"] - (box["y"] + box["height"]) < 8, name
        assert options["x"] + options["width"] <= width, name
        assert covered(page, ".completions:visible li") == [], name
        field.press("Escape")


def test_suggestions_lie_over_the_bar_that_saves(page: Page, live_server, editor):
    Tag.objects.create(name="generative-ai")
    page.set_viewport_size({"width": 1280, "height": 740})
    page.goto(live_server.url + ADD)
    tags, bar = page.get_by_label("Tags:"), page.locator(".editor-actions")
    top = bar.bounding_box()
    bottom = tags.bounding_box()
    assert top
    assert bottom
    page.set_viewport_size({"width": 1280, "height": int(bottom["y"] + bottom["height"] + top["height"] + 4)})
    tags.fill("gen")
    expect(page.get_by_role("option", name="generative-ai")).to_be_visible()
    assert covered(page, ".completions:visible li") == []


def test_enter_among_suggestions_does_not_save(page: Page, live_server, editor):
    Tag.objects.create(name="generative-ai")
    page.goto(live_server.url + ADD)
    page.get_by_label("Title:").first.fill("Half written")
    tags = page.get_by_label("Tags:")
    tags.press("Enter")
    tags.fill("gen")
    expect(page.get_by_role("option", name="generative-ai")).to_be_visible()
    tags.press("Enter")
    expect(page.get_by_role("option", name="generative-ai")).to_be_hidden()
    expect(tags).to_have_value("gen")
    assert page.url.endswith(ADD)
    assert not Term.objects.exists()


def test_field_that_the_keyboard_reaches_is_not_behind_the_bar(page: Page, live_server, editor):
    page.set_viewport_size({"width": 1280, "height": 600})
    page.goto(live_server.url + ADD)
    page.get_by_label("Title:").first.focus()
    behind = []
    for _ in range(60):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
                const bar = document.querySelector(".editor-actions");
                const now = document.activeElement;
                if (bar.contains(now)) return "end";
                const box = now.getBoundingClientRect();
                const needed = Math.min(box.bottom, box.top + 40);
                return needed > bar.getBoundingClientRect().top + 1 ? now.outerHTML : "";
            }"""
        )
        if hidden == "end":
            break
        if hidden:
            behind.append(hidden)
    assert behind == []


@pytest.mark.parametrize(
    "path",
    ["/admin/glossary/term/", "/admin/glossary/tag/", ADD, "/admin/glossary/term/{pk}/history/", "/admin/"],
)
def test_phone_shows_fields_that_one_can_write_in(page: Page, live_server, editor, path):
    term = make_term("Customer Acquisition Cost", tags=("generative-ai", "live-production"))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + path.format(pk=term.pk))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # A list shows the whole of its rows; nothing lies off to the side.
    for results in page.locator(".results").all():
        assert results.evaluate("results => results.scrollWidth - results.clientWidth") <= 0
    for field in page.locator("main input[type=text]:visible").all():
        box = field.bounding_box()
        assert box
        assert box["width"] > 120, field
    for holder in page.locator(".completed:visible").all():
        box = holder.bounding_box()
        assert box
        assert box["height"] < 60


def test_second_editor_saving_in_between_is_shown_and_not_overwritten(
    page: Page, live_server, editor, accessibility_problems
):
    term = make_term()
    page.goto(f"{live_server.url}/admin/glossary/term/{term.pk}/change/")
    page.get_by_label("Summary:").fill("Mine, typed for an hour.")
    other = make_editor("second")
    theirs = replace(record_of(term), summary="Theirs.", examples=("Only theirs.",))
    save_draft(theirs, actor=other, term=term)
    page.get_by_role("button", name="Publish changes").click()

    expect(page.get_by_role("heading", name="Somebody saved this entry after you opened it")).to_be_focused()
    conflict = page.locator(".conflict")
    expect(conflict.get_by_text("Theirs.", exact=True)).to_be_visible()
    expect(page.get_by_label("Summary:")).to_have_value("Mine, typed for an hour.")
    expect(page.get_by_label("Keep their text of “Summary”")).not_to_be_checked()
    expect(page.get_by_label("Keep their text of “Examples”")).to_be_checked()
    assert accessibility_problems(page) == []

    page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_text("readers see this text now")).to_be_visible()
    record = record_of(Term.objects.get(pk=term.pk))
    assert (record.summary, record.examples) == ("Mine, typed for an hour.", ("Only theirs.",))


def test_old_version_is_compared_and_restored(page: Page, live_server, editor, accessibility_problems):
    term = make_term(summary="The old sentence.")
    page.goto(f"{live_server.url}/admin/glossary/term/{term.pk}/change/")
    page.get_by_label("Summary:").fill("The new sentence.")
    page.get_by_role("button", name="Publish changes").click()
    # Or the link of the page that is being left would be clicked.
    expect(page.get_by_text("readers see this text now")).to_be_visible()
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Compare the two").click()
    expect(page.locator(".difference del")).to_have_text("old")
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Restore version 1").click()
    expect(page.get_by_label("Summary:")).to_have_value("The old sentence.")
    page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_text("readers see this text now")).to_be_visible()
    assert record_of(Term.objects.get(pk=term.pk)).summary == "The old sentence."


def test_expired_login_keeps_the_page_and_what_was_typed(page: Page, live_server, editor):
    page.goto(live_server.url + ADD)
    page.get_by_label("Title:").first.fill("Typed for an hour")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Your login has expired. Nothing is lost")).to_be_visible()
    expect(page.get_by_label("Title:").first).to_have_value("Typed for an hour")

    with page.expect_popup() as popup:
        page.get_by_role("link", name="Log in in a new tab").click()
    tab = popup.value
    tab.get_by_label("Username").fill(editor.username)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_role("heading", name="You are logged in")).to_be_visible()
    tab.close()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Readers do not see it yet.")).to_be_visible()
    assert Term.objects.get().title == "Typed for an hour"


def log_in_elsewhere(page: Page, address: str, user) -> None:
    """Log out and in again in a second tab; every token that the first one holds is stale then."""
    tab = page.context.new_page()
    Session.objects.all().delete()
    tab.goto(f"{address}/admin/login/")
    tab.get_by_label("Username").fill(user.username)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_role("heading", name="What would you like to do?")).to_be_visible()
    tab.close()


def test_preview_and_upload_go_on_after_a_login_in_another_tab(page: Page, live_server, editor):
    page.goto(live_server.url + ADD)
    definition = row(page, "sections", 0)
    preview = definition.locator(".markdownx-preview")
    page.wait_for_load_state("networkidle")
    log_in_elsewhere(page, live_server.url, editor)
    definition.get_by_label("Text:").fill("It *predicts*.")
    expect(preview).to_contain_text(re.compile("login in another tab|It predicts"))
    page.clock.install()
    page.clock.fast_forward(10_000)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.clock.run_for(5_000)
    expect(preview.locator("em")).to_have_text("predicts")


def test_without_script_the_form_still_writes(browser, live_server, db):
    user = make_editor()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/login/?next={ADD}")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Title:").first.fill("Plain")
    page.locator("[name=examples-0-body]").fill("Second.")
    page.locator("[name=examples-0-position]").fill("2")
    page.locator("[name=examples-1-body]").fill("First.")
    page.locator("[name=examples-1-position]").fill("1")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Readers do not see it yet.").first).to_be_visible()
    assert record_of(Term.objects.get()).examples == ("First.", "Second.")
    context.close()
