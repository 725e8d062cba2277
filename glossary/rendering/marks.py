"""Text in which what somebody looked for is marked."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe


def marked_html(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Return stretches of text as HTML, each with whether it stands in a `<mark>`; all of them are text."""
    return mark_safe(  # noqa: S308 - each piece is escaped
        "".join(f"<mark>{escape(text)}</mark>" if is_match else escape(text) for text, is_match in pieces)
    )
