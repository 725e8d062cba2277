"""Reading in a real browser: nothing that axe finds, nothing that runs over or jumps, few bytes."""

from __future__ import annotations

import gzip
import io

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Response, Route, expect

from glossary.models import SiteSettings, Tag
from glossary.records import RelationRecord, SectionRecord
from glossary.workflow import archive_term, deprecate_term, save_site_settings
from tests.factories import make_term

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST_VISIT_BYTES = 40_000
BODY = """A paragraph with `code`, a [link](https://example.org/) and **weight**.

## A heading in it

| Name | Number of the name that is long enough to need room |
|---|--:|
| one | 1 |

> A quotation.

```
a line of code that is longer than a telephone is wide, and so has to scroll in a box of its own
```
"""

PAGES = {
    "home": "/",
    "browse": "/glossary/",
    "browse by letter and topic": "/glossary/?letter=A&tag=ai",
    "entry": "/glossary/ai-model/",
    "deprecated entry": "/glossary/expert-system/",
    "entry from right to left": "/ur/glossary/term/",
    "choice": "/glossary/node/",
    "topics and tags": "/tags/",
    "tag": "/tags/ai/",
    "about": "/about/",
    "privacy": "/privacy/",
    "search": "/search/?q=word",
    "search without results": "/search/?q=xylophone",
    "not found": "/glossary/ai-modell/",
    "gone": "/glossary/old-thing/",
}


@pytest.fixture(autouse=True)
def entries():
    """Publish what makes every kind of page show all that it can."""
    make_term("Prompt")
    make_term("Software")
    make_term("Algorithm")
    entry = make_term(
        "AI Model",
        aliases=("a model of an AI",),
        pronunciation="/eɪ aɪ ˈmɒdəl/",
        featured=True,
        sections=(SectionRecord("Definition", BODY), SectionRecord("Why It Matters", "For a reason.")),
        relations=(
            RelationRecord("related", "prompt"),
            RelationRecord("broader", "software"),
            RelationRecord("contrast", "algorithm", "An algorithm is the recipe, a model the dish."),
        ),
    )
    deprecate_term(make_term("Expert System"), actor=None, replaced_by=entry)
    archive_term(make_term("Old Thing"), actor=None, replaced_by=entry)
    make_term("Node", qualifier="networking")
    make_term("Node", qualifier="botany", examples=("An AI model counts the nodes of a stem.",))
    make_term("مصنوعی ذہانت", language="ur", slug="term")
    make_term("A" * 120)
    for number in range(12):
        make_term(f"{'BCDEFGHIJKLM'[number]}-word")
    Tag.objects.filter(name="ai").update(is_topic=True, description="What has learnt from examples.")


def test_axe_finds_nothing(page: Page, live_server, accessibility_problems):
    problems = {}
    for name, path in PAGES.items():
        page.goto(live_server.url + path)
        problems[name] = accessibility_problems(page)
    assert problems == {name: [] for name in PAGES}


SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
    const style = getComputedStyle(element);
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    return element.checkVisibility() && !element.closest(".visually-hidden, svg, .breadcrumbs [aria-current]")
        && ((hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
            || (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1));
}).map((element) => element.outerHTML.slice(0, 100))"""


def test_nothing_runs_over_or_is_cut_at_320_pixels_however_the_text_is_spaced(page: Page, live_server):
    """WCAG 2.2, 1.4.10: that is 1280 pixels at 400 %; and 1.4.12, whose distances a reader may set."""
    page.set_viewport_size({"width": 320, "height": 640})
    found = {}
    for name, path in PAGES.items():
        page.goto(live_server.url + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        # Not by a style element, which the policy of the pages refuses.
        page.evaluate(
            """(css) => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(css);
                document.adoptedStyleSheets = [sheet];
            }""",
            SPACING,
        )
        found[name] = width, page.evaluate("document.documentElement.scrollWidth"), page.evaluate(CUT)
    assert found == dict.fromkeys(PAGES, (320, 320, []))


def test_targets_are_large_enough_for_a_finger(browser: Browser, live_server):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    for path in PAGES.values():
        page.goto(live_server.url + path)
        small = page.evaluate(
            """() => [...document.querySelectorAll("a, button, input")]
                .filter((a) => !a.closest("p:not([class])") || a.closest(".explore"))
                .map((a) => [a.textContent.trim(), a.getBoundingClientRect().height])
                .filter(([, height]) => height > 0 && height < 44)"""
        )
        assert small == [], path
    context.close()


def test_keyboard_skips_to_the_content(page: Page, live_server):
    page.goto(f"{live_server.url}/glossary/ai-model/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


IN_SIGHT = """() => {
    const now = document.activeElement;
    if (now === document.body) return null;
    const box = now.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return [now.textContent.trim(), Boolean(top && (now.contains(top) || top.contains(now)))];
}"""


@pytest.mark.parametrize(("name", "width"), [("entry", 1280), ("browse", 1280), ("browse", 360)])
def test_what_the_keyboard_reaches_is_in_sight(page: Page, live_server, name, width):
    """WCAG 2.2, 2.4.11: under the strip of letters, and in a rail that is longer than the window."""
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 320})
    page.goto(live_server.url + PAGES[name])
    for key in ("Tab", "Shift+Tab"):
        reached = 0
        page.keyboard.press(key)
        while now := page.evaluate(IN_SIGHT):
            assert now[1], (key, now[0])
            reached += 1
            page.keyboard.press(key)
        assert reached > 20


def test_first_visit_asks_this_host_alone_and_costs_little(page: Page, live_server):
    """The limit is for compressed bodies; the server of this test sends plain ones."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(f"{live_server.url}/glossary/ai-model/", wait_until="networkidle")
    assert all(answer.url.startswith(live_server.url) for answer in answers)
    assert sum(len(gzip.compress(answer.body())) for answer in answers) < FIRST_VISIT_BYTES
    assert page.context.cookies() == []


SHIFTS = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((each) => (sum += each.value)))
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


def test_nothing_moves_once_it_is_there(page: Page, live_server):
    """Layout shifts as Chromium counts them: none while a page loads, with a remembered theme too."""
    page.add_init_script("localStorage.setItem('theme', 'dark')")
    shifts = {}
    for name in ("home", "browse", "entry", "search"):
        page.goto(live_server.url + PAGES[name], wait_until="networkidle")
        shifts[name] = page.evaluate(SHIFTS)
    assert shifts == dict.fromkeys(shifts, 0)


@pytest.mark.parametrize(("size", "width"), [((800, 100), 360), ((90, 160), 360), ((1200, 16), 1280)])
def test_logo_that_comes_late_moves_nothing(page: Page, live_server, width, size):
    picture = io.BytesIO()
    Image.new("RGB", size).save(picture, "PNG")
    save_site_settings(
        SiteSettings(logo="images/a.png", logo_width=size[0], logo_height=size[1], logo_alt="Words"),
        actor=None,
    )
    held: list[Route] = []
    page.route("**/media/**", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks what it calls
    page.set_viewport_size({"width": width, "height": 740})
    with page.expect_request("**/media/**"):
        page.goto(f"{live_server.url}/glossary/ai-model/", wait_until="domcontentloaded")
    logo = page.locator(".site-name img")
    boxes = [box.bounding_box() for box in (logo, page.get_by_role("main"), page.get_by_role("search").first)]
    held[0].fulfill(body=picture.getvalue(), content_type="image/png")
    logo.evaluate("image => image.decode()")
    assert boxes == [
        box.bounding_box() for box in (logo, page.get_by_role("main"), page.get_by_role("search").first)
    ]
    assert page.evaluate(SHIFTS) == 0
    if width == 1280:
        header = page.get_by_role("banner").bounding_box()
        assert header
        assert header["height"] < 90, "one row"


def test_current_topic_and_letter_are_in_sight_on_a_telephone(page: Page, live_server):
    for topic in ("one long topic", "one more of them", "quite another"):
        make_term(f"Zebra {topic}", tags=(topic,))
    Tag.objects.update(is_topic=True)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/glossary/?tag=quite-another&letter=Z")
    for name in ("Topics", "Letters"):
        current = page.get_by_role("navigation", name=name, exact=True).locator("[aria-current]")
        expect(current).to_be_in_viewport(ratio=1)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 300})
        page.goto(f"{live_server.url}/glossary/?tag=ai")
        assert page.evaluate("scrollY") == 0


class TestThemeSwitch:
    PAPER = "getComputedStyle(document.documentElement).backgroundColor"
    LIGHT, DARK = "rgb(251, 249, 244)", "rgb(23, 21, 18)"

    def test_follows_the_system_until_the_reader_chooses_and_then_remembers(self, page: Page, live_server):
        switch = page.get_by_role("button", name="Dark colours")
        page.emulate_media(color_scheme="dark")
        page.goto(live_server.url)
        assert page.evaluate(self.PAPER) == self.DARK
        expect(switch).to_have_attribute("aria-pressed", "true")
        page.emulate_media(color_scheme="light")
        expect(switch).to_have_attribute("aria-pressed", "false")
        assert page.evaluate(self.PAPER) == self.LIGHT

        switch.focus()
        page.keyboard.press("Space")
        expect(switch).to_have_attribute("aria-pressed", "true")
        page.goto(f"{live_server.url}/glossary/ai-model/")
        expect(switch).to_have_attribute("aria-pressed", "true")
        assert page.evaluate(self.PAPER) == self.DARK

    def test_choosing_what_the_system_prefers_follows_it_again(self, page: Page, live_server):
        switch = page.get_by_role("button", name="Dark colours")
        page.emulate_media(color_scheme="light")
        page.goto(live_server.url)
        switch.click()
        switch.click()
        page.emulate_media(color_scheme="dark")
        expect(switch).to_have_attribute("aria-pressed", "true")

    def test_is_not_there_without_javascript(self, browser: Browser, live_server):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(live_server.url)
        expect(page.locator(".theme-switch")).to_be_hidden()
        context.close()


def test_paper_has_the_text_and_its_address_and_no_navigation(page: Page, live_server):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{live_server.url}/glossary/ai-model/")
    for role in ("navigation", "search", "button"):
        expect(page.get_by_role(role)).to_have_count(0)
    expect(page.get_by_role("contentinfo").get_by_text("/glossary/ai-model/")).to_be_visible()
    expect(page.get_by_text("Explore more industry terms")).to_be_hidden()
    assert page.evaluate(TestThemeSwitch.PAPER) == "rgb(255, 255, 255)"


def test_current_place_shows_without_our_colours(page: Page, live_server):
    page.emulate_media(forced_colors="active")
    page.goto(f"{live_server.url}/glossary/?letter=A")
    edge = "(a) => getComputedStyle(a).borderBottomColor"
    letters = page.get_by_role("navigation", name="Letters")
    current = letters.locator("[aria-current]").evaluate(edge)
    assert current != letters.get_by_role("link", name="All", exact=True).evaluate(edge)


def test_reader_goes_from_home_by_topic_to_an_entry_and_on_by_letter(page: Page, live_server):
    page.goto(live_server.url)
    page.get_by_role("main").get_by_role("link", name="ai", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ai")
    page.get_by_role("link", name="AI Model").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AI Model")
    page.get_by_role("link", name="Prompt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prompt")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="A–Z").click()
    page.get_by_role("navigation", name="Letters").get_by_role("link", name="S 1 entry").click()
    expect(page.get_by_role("main").get_by_role("link", name="Software")).to_be_visible()
