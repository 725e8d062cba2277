"""Take the pictures of docs/editors.md from the running admin.

`make shots` takes them with its own; `python -m scripts.pictures` takes them alone.
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from django.core.management import call_command
from django.urls import reverse
from PIL import Image, ImageDraw
from playwright.sync_api import FloatRect, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
LARGEST = 120_000  # bytes: a page of documentation is read on slow lines too
SIZE = (1200, 800)

SUMMARY = (
    "A mixing desk blends the sound of many microphones and instruments into one, and sets how loud each is."
)
DEFINITION = """A **mixing desk** has a row of *channels*, one for each microphone. On each channel:

- the gain sets how much comes in,
- the equaliser sets how it sounds,
- the fader sets how loud it is in the whole.

"""
SHOWS = "A row of five faders, the middle one pushed up"


def drawn_faders(path: Path) -> None:
    """Draw the image that the entry in the pictures is given."""
    image = Image.new("RGB", (960, 360), "#2a2622")
    draw = ImageDraw.Draw(image)
    for index, place in enumerate((210, 150, 70, 170, 230)):
        left = 100 + index * 180
        draw.rounded_rectangle((left + 36, 50, left + 44, 310), 4, fill="#0f0e0c")
        for line in range(50, 311, 26):
            draw.line((left, line, left + 20, line), fill="#6f665a", width=2)
        draw.rounded_rectangle((left + 8, place, left + 72, place + 44), 6, fill="#d9cfbd")
        draw.line((left + 8, place + 22, left + 72, place + 22), fill="#8a2d1a", width=5)
    image.save(path)


def take_pictures(page: Page, site: str) -> None:
    """Write an entry in the admin of `site`, in a page that is logged in, and take the pictures meanwhile.

    Raises ValueError for a picture that is too large for documentation.
    """
    FOLDER.mkdir(exist_ok=True)
    page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
    page.goto(site + reverse("admin:glossary_term_add"))
    page.get_by_label("Title:").first.fill("Mixing desk")
    page.get_by_label("Tags:").fill("audio, live-events")
    page.get_by_label("Summary:").fill(SUMMARY)
    page.locator("#id_aliases-0-text").fill("mixing console")
    page.locator("#id_aliases-0-kind").select_option("synonym")
    save(page, "editing-form")

    text = page.locator("#id_sections-0-body")
    text.fill(DEFINITION)
    text.press("Control+End")
    text.press("Control+Shift+Digit9")
    dialog = page.get_by_role("dialog", name="Image")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "faders.png"
        drawn_faders(file)
        dialog.get_by_label("Image file:").set_input_files(file)
        dialog.get_by_label("What does the picture show?").fill(SHOWS)
        save(page, "editing-image", dialog.bounding_box())
        dialog.get_by_role("button", name="Insert image").click()
    page.locator("#sections-0").get_by_role("img", name=SHOWS).evaluate("image => image.decode()")
    row = page.locator("#sections-0")
    row.evaluate("row => row.scrollIntoView({block: 'start'})")
    box = row.bounding_box()
    if box is None:
        raise ValueError("There is no section to take a picture of")
    save(page, "editing-text", {**box, "height": min(box["height"], SIZE[1] - box["y"])})
    # Nothing of it stays: the site goes on being what it was.
    page.on("dialog", lambda question: question.accept())
    page.goto(site + reverse("admin:index"))


def save(page: Page, name: str, clip: FloatRect | None = None) -> None:
    """Save what the page shows, or a part of it, in as few colours as an interface needs."""
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, clip=clip, caret="hide", animations="disabled")
    with Image.open(path) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        raise ValueError(
            f"{path.name} has {path.stat().st_size:,} bytes; a document holds {LARGEST:,} at most"
        )


def main() -> int:
    """Take the pictures from a site that is thrown away."""
    from scripts.chromium import ensure_browser, launch_arguments
    from scripts.shots import NAME, PASSWORD, log_in, use_scratch_site

    ensure_browser()
    with ExitStack() as stack:
        use_scratch_site(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="glossary-pictures-"))))
        from django.contrib.auth import get_user_model

        from glossary.bench.server import running_server

        call_command("prepare_site")
        get_user_model()._default_manager.create_superuser(username=NAME, password=PASSWORD)
        site = f"http://127.0.0.1:{stack.enter_context(running_server({}))}"
        browser = stack.enter_context(sync_playwright()).chromium.launch(**launch_arguments())
        page = browser.new_page(color_scheme="light", reduced_motion="reduce")
        page.goto(site + reverse("admin:login"))
        log_in(page)
        take_pictures(page, site)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
