"""Take screenshots of every kind of page, at three widths, light and dark, into var/shots/.

Serves the seed entries, and a few states that they lack, from a database that is thrown away.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.chromium import ensure_browser, launch_arguments
from scripts.machine import clean_environment

FOLDER = Path(__file__).resolve().parent.parent / "var" / "shots"
SIZES = {360: 740, 768: 1024, 1280: 800}
SCHEMES = ("light", "dark")
NAME, PASSWORD = "editor", "only for these pictures"


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

        addresses = dict(fill())
        port = stack.enter_context(running_server({}))
        browser = stack.enter_context(sync_playwright()).chromium.launch(**launch_arguments())
        for width, height in SIZES.items():
            for scheme in SCHEMES:
                failed += shoot(browser, f"http://127.0.0.1:{port}", addresses, (width, height), scheme)
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures are in var/shots/")
    for problem in failed:
        print(problem)
    return 1 if failed else 0


def fill() -> Iterator[tuple[str, str]]:
    """Fill the database; give the name and the address of every page to take, those of the admin last."""
    from glossary.models import Term
    from glossary.records import TermRecord
    from glossary.workflow import archive_term, publish_term, save_draft

    call_command("prepare_site")
    actor = get_user_model()._default_manager.create_superuser(username=NAME, password=PASSWORD)
    entry = Term.objects.get(slug="ai-model")
    yield "home", reverse("glossary:home")
    yield "browse", reverse("glossary:term-list")
    yield "browse-letter", reverse("glossary:term-list") + "?letter=R"
    yield "entry", entry.get_absolute_url()
    yield "tags", reverse("glossary:tag-list")
    yield "tag", reverse("glossary:tag-detail", args=["ai"])
    yield "about", reverse("glossary:about")
    yield "privacy", reverse("glossary:privacy")
    yield "404", reverse("glossary:term-detail", args=["ai-modell"])

    gone = publish_term(actor=actor, record=TermRecord(title="Archived entry", summary="Was here.")).term
    archive_term(gone, actor=actor, replaced_by=entry)
    yield "410", gone.get_absolute_url()

    draft = save_draft(TermRecord(title="Unfinished entry", summary="Is being written."), actor=actor).term
    yield "admin-login", reverse("admin:login")
    yield "admin-index", reverse("admin:index")
    yield "admin-list", reverse("admin:glossary_term_changelist")
    yield "admin-add", reverse("admin:glossary_term_add")
    yield "admin-change", reverse("admin:glossary_term_change", args=[entry.pk])
    yield "admin-change-draft", reverse("admin:glossary_term_change", args=[draft.pk])
    yield "admin-history", reverse("admin:glossary_term_history", args=[entry.pk])
    yield "admin-preview", reverse("glossary:term-preview", args=[draft.pk])


def shoot(
    browser: Browser, site: str, addresses: dict[str, str], size: tuple[int, int], scheme: str
) -> list[str]:
    """Take each page once; return a line for each that the server failed to answer."""
    failed = []
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for name, address in addresses.items():
        # The admin's pages fetch their previews once they are there.
        answer = page.goto(site + address, wait_until="networkidle" if "admin" in name else "load")
        if answer is None or answer.status >= 500:
            failed.append(f"{address} answered {answer.status if answer else 'nothing'}")
        page.screenshot(path=FOLDER / f"{name}-{size[0]}-{scheme}.png", full_page=True)
        if name == "admin-login":
            log_in(page)
    context.close()
    return failed


def log_in(page: Page) -> None:
    """Fill in the form of the login page and wait for the admin."""
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**" + reverse("admin:index"))


if __name__ == "__main__":
    sys.exit(main())
