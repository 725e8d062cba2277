"""The browser that tests and screenshots drive: one that is installed, else Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts.machine import install_debian_package

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DEBIAN_PACKAGES = ("chromium-headless-shell", "chromium")
_MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def launch_arguments() -> dict[str, Any]:
    """Return what Playwright's `launch` needs here; without a path it takes the browser of its own."""
    arguments: dict[str, Any] = {}
    if path := _installed():
        arguments["executable_path"] = path
    if os.geteuid() == 0:
        # Chromium refuses to start as root with its sandbox; containers often have no other user.
        arguments["args"] = ["--no-sandbox"]
    return arguments


def ensure_browser() -> None:
    """Install a browser where there is none: Debian's Chromium, elsewhere the one that Playwright brings.

    The package without a window comes first: what needs none runs in half the time with it.
    """
    if _installed() or any(install_debian_package(name) for name in _DEBIAN_PACKAGES):
        return
    print("Fetching Playwright's browser", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _installed() -> str | None:
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    return next((path for path in _MAC_APPLICATIONS if Path(path).exists()), None)
