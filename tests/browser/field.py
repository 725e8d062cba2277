"""A Markdown field in a browser: what it shows, and what is given to it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator


def select(text: Locator, content: str) -> None:
    """Fill the field; `[` and `]` in `content` are the ends of the selection, `|` the caret."""
    start = re.search(r"[\[|]", content)
    assert start
    end = content.find("]") - 1 if start[0] == "[" else start.start()
    text.fill(re.sub(r"[\[\]|]", "", content))
    text.evaluate("(field, [a, b]) => field.setSelectionRange(a, b)", [start.start(), end])


def shown(text: Locator) -> str:
    """Return the field's text with the selection marked as in `select`."""
    return text.evaluate(
        """({value, selectionStart: a, selectionEnd: b}) => a === b
            ? `${value.slice(0, a)}|${value.slice(a)}`
            : `${value.slice(0, a)}[${value.slice(a, b)}]${value.slice(b)}`"""
    )


def give(text: Locator, kind: str, *, html: str = "", plain: str = "", file: str = "") -> None:
    """Paste or drop what is named, as a browser would."""
    text.evaluate(
        """(field, [kind, html, plain, file]) => {
            const data = new DataTransfer();
            if (html) data.setData("text/html", html);
            if (plain) data.setData("text/plain", plain);
            if (file) data.items.add(new File(["<svg onload=alert(1)>"], file, {type: "image/svg+xml"}));
            const options = {bubbles: true, cancelable: true};
            field.focus();
            field.dispatchEvent(
                kind === "drop" ? new DragEvent("drop", {dataTransfer: data, ...options})
                                : new ClipboardEvent("paste", {clipboardData: data, ...options})
            );
        }""",
        [kind, html, plain, file],
    )
