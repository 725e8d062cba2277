"""Take screenshots of every kind of page, at three widths, light and dark, into var/shots/.

Serves the seed entries, then a few states that they lack, then the site as an owner may set it, from a
database that is thrown away. Beside the full rounds: the width of 400 % zoom, paper, forced colours, and the
picture of the entry that README.md shows.
"""

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts.chromium import ensure_browser, launch_arguments
from scripts.machine import clean_environment
from scripts.pictures import take_pictures

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "shots"
README_PICTURE = ROOT / "docs" / "pictures" / "entry.png"
HEIGHTS = {320: 640, 360: 740, 640: 900, 768: 1024, 1280: 800}
SIZES = (360, 768, 1280)
NAME, PASSWORD = "editor", "only for these pictures"
# What 1280 pixels at 400 % are (WCAG 2.2, 1.4.10), what A4 has between its margins, colours of the system.
SPECIAL: dict[str, dict[str, Any]] = {
    "320-light": {"width": 320},
    "paper": {"width": 640, "media": "print"},
    "1280-forced": {"width": 1280, "forced": True},
}
SPECIAL_PAGES = ("home", "browse", "entry", "entry-parts", "tags", "search")

EVERY_PART = """A paragraph with `code`, a [link](https://example.org/) and **weight**, set in 1984 at 25 %
of the price. It goes on for long enough to take several lines, so that measure, rhythm and hyphenation show:
internationalisation and misunderstandings are long words.

### A heading in it

| Name | Amount | Share |
|---|--:|--:|
| Tickets | 1,204 | 61 % |
| Merchandise | 380 | 19 % |

- one thing that is worth saying in a line
- another thing, which takes rather longer to say and so runs over into a second line of the list

> A quotation that somebody once said about it, and which has been repeated ever since.

```
a line of code that is longer than a telephone is wide, and so has to scroll in a box of its own
```

A last paragraph."""


def use_scratch_site(folder: Path) -> None:
    """Set the environment of a production site that keeps everything in `folder`, and set Django up in it."""
    inherited = clean_environment()
    os.environ.clear()
    os.environ.update(
        inherited
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "DJANGO_SECRET_KEY": "made up for pictures 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFG",
            "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": f"sqlite:///{folder / 'glossary.sqlite3'}",
            "SITE_URL": "http://127.0.0.1:8000",
            "STATIC_ROOT": str(folder / "static"),
            "MEDIA_ROOT": str(folder / "media"),
            # Playwright keeps an event loop in this thread; Django takes queries beside one for a mistake.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
    )
    django.setup()


def main() -> int:
    """Take all the pictures; return 1 if a page answered with an error of the server."""
    ensure_browser()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    failed: list[str] = []
    with ExitStack() as stack:
        use_scratch_site(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="glossary-shots-"))))
        from glossary.bench.server import running_server

        call_command("prepare_site")
        site = f"http://127.0.0.1:{stack.enter_context(running_server({}))}"
        browser = stack.enter_context(sync_playwright()).chromium.launch(**launch_arguments())
        # Each stage fills in more, so that the pages of the one before show the seeds alone.
        for stage in (seeded_pages, more_states, owners_site):
            addresses = stage()
            for width in SIZES:
                for scheme in ("light", "dark"):
                    failed += shoot(browser, site, addresses, f"{width}-{scheme}", width=width, scheme=scheme)
            chosen = {name: address for name, address in addresses.items() if name in SPECIAL_PAGES}
            for kind, look in SPECIAL.items():
                failed += shoot(browser, site, chosen, kind, **look)
            if stage is seeded_pages:
                picture_for_the_readme(browser, site + addresses["entry"])
            if stage is more_states:
                pictures_for_the_editors(browser, site)
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures are in var/shots/")
    for problem in failed:
        print(problem)
    return 1 if failed else 0


def seeded_pages() -> dict[str, str]:
    """Return the names and addresses of the pages that the seeds have."""
    return {
        "home": reverse("glossary:home"),
        "browse": reverse("glossary:term-list"),
        "browse-letter": reverse("glossary:term-list") + "?letter=R",
        "browse-topic": reverse("glossary:term-list") + "?tag=ai",
        "entry": reverse("glossary:term-detail", args=["ai-model"]),
        "tags": reverse("glossary:tag-list"),
        "tag": reverse("glossary:tag-detail", args=["ai"]),
        "search": reverse("glossary:search") + "?q=model",
        "search-nothing": reverse("glossary:search") + "?q=xylophone",
        "about": reverse("glossary:about"),
        "privacy": reverse("glossary:privacy"),
        "404": reverse("glossary:term-detail", args=["ai-modell"]),
        "404-nothing": "/nowhere/",
    }


def more_states() -> dict[str, str]:
    """Fill in what the seeds lack; return the pages that show it, and those of the admin."""
    from glossary.models import Term
    from glossary.records import AliasRecord, RelationRecord, SectionRecord, SourceRecord, TermRecord
    from glossary.workflow import archive_term, deprecate_term, publish_term, save_draft

    actor = get_user_model()._default_manager.create_superuser(username=NAME, password=PASSWORD)

    def publish(title: str, **fields: Any) -> Term:
        summary = f"{title} is here for its picture alone."
        record = TermRecord(title=title, summary=summary, tags=("ai",), **fields)
        return publish_term(actor=actor, record=record).term

    publish("Node", qualifier="networking")
    publish("Node", qualifier="botany")
    for title in ("4K", "Évaluation", "人工智能", "مصنوعی ذہانت", "Реклама", "C++", "A" + "a" * 80):
        publish(title)
    entry = Term.objects.get(slug="ai-model")
    parts = publish(
        "Lavalier Microphone",
        pronunciation="/ləˈvælɪər/",
        aliases=(AliasRecord("lapel mic", "synonym"), AliasRecord("LM", "abbreviation")),
        sections=(SectionRecord("Definition", EVERY_PART), SectionRecord("Why It Matters", "For a reason.")),
        examples=("A museum clips one to each guide.", "A lecturer mutes it before the break."),
        relations=(
            RelationRecord("contrast", "ai-model", "A microphone takes in sound, a model takes in numbers."),
            RelationRecord("related", "node-networking"),
            RelationRecord("related", "4k"),
        ),
        sources=(SourceRecord("A standard on microphones", "https://example.org/2024/microphones"),),
    )
    old, gone = publish("Deprecated entry"), publish("Archived entry")
    deprecate_term(old, actor=actor, replaced_by=entry)
    archive_term(gone, actor=actor, replaced_by=entry)
    draft = save_draft(TermRecord(title="Unfinished entry", summary="Is being written."), actor=actor).term
    return {
        "entry-parts": parts.get_absolute_url(),
        "entry-deprecated": old.get_absolute_url(),
        "browse-scripts": reverse("glossary:term-list"),
        "choice": reverse("glossary:term-detail", args=["node"]),
        "410": gone.get_absolute_url(),
        "admin-login": reverse("admin:login"),
        "admin-index": reverse("admin:index"),
        "admin-list": reverse("admin:glossary_term_changelist"),
        "admin-add": reverse("admin:glossary_term_add"),
        "admin-change": reverse("admin:glossary_term_change", args=[entry.pk]),
        "admin-change-draft": reverse("admin:glossary_term_change", args=[draft.pk]),
        "admin-history": reverse("admin:glossary_term_history", args=[entry.pk]),
        "admin-preview": reverse("glossary:term-preview", args=[draft.pk]),
    }


def owners_site() -> dict[str, str]:
    """Make the site an owner's, with a name, a promise, a colour and links; return the pages that show it."""
    from glossary.models import SiteSettings
    from glossary.workflow.site import save_site_settings

    settings = SiteSettings(
        name="Northlight Field Guide",
        tagline="The words that people on and behind the stage use, explained for everybody else",
        publisher="Northlight Theatres",
        accent="#0b5563",
        invitation="Look around the house",
        footer_links=[{"title": "Imprint", "url": "https://example.org/imprint"}],
    )
    save_site_settings(settings, actor=None)
    return {
        "owner-home": reverse("glossary:home"),
        "owner-entry": reverse("glossary:term-detail", args=["ai-model"]),
    }


def shoot(
    browser: Browser,
    site: str,
    addresses: dict[str, str],
    kind: str,
    *,
    width: int,
    scheme: str = "light",
    media: str = "screen",
    forced: bool = False,
) -> list[str]:
    """Take each page once; return a line for each that the server failed to answer."""
    failed = []
    context = new_context(browser, width, scheme, forced=forced)
    page = context.new_page()
    page.emulate_media(media="print" if media == "print" else "screen")
    for name, address in addresses.items():
        # The admin's pages fetch their previews once they are there.
        answer = page.goto(site + address, wait_until="networkidle" if "admin" in name else "load")
        if answer is None or answer.status >= 500:
            failed.append(f"{address} answered {answer.status if answer else 'nothing'}")
        page.screenshot(path=FOLDER / f"{name}-{kind}.png", full_page=True)
        if name == "admin-login":
            log_in(page)
    context.close()
    return failed


def new_context(browser: Browser, width: int, scheme: str, *, forced: bool = False) -> BrowserContext:
    """Return a browser window of that width, with fingers instead of a mouse where it is a telephone's."""
    return browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme="dark" if scheme == "dark" else "light",
        forced_colors="active" if forced else "none",
        reduced_motion="reduce",
        has_touch=width == 360,
        is_mobile=width == 360,
    )


def picture_for_the_readme(browser: Browser, address: str) -> None:
    """Take the top of the entry as README.md shows it; 64 colours are all that it has, and make it small."""
    context = new_context(browser, 1280, "light")
    page = context.new_page()
    page.goto(address)
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=README_PICTURE)
    context.close()
    with Image.open(README_PICTURE) as picture:
        small = picture.convert("RGB").quantize(64)
    small.save(README_PICTURE, optimize=True)


def pictures_for_the_editors(browser: Browser, site: str) -> None:
    """Take the pictures of docs/editors.md."""
    context = new_context(browser, 1280, "light")
    page = context.new_page()
    page.goto(site + reverse("admin:login"))
    log_in(page)
    take_pictures(page, site)
    context.close()


def log_in(page: Page) -> None:
    """Fill in the form of the login page and wait for the admin."""
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**" + reverse("admin:index"))


if __name__ == "__main__":
    sys.exit(main())
