"""Data for programs inside a page."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# What could end the element or start another (HTML Standard 13.2.5.15 to 13.2.5.17), and the two line ends
# that JSON allows in a string and older scripts do not.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Return `data` as a JSON-LD block (JSON-LD 1.1, section 7). No text in it can leave the block.

    Raises TypeError for what JSON cannot hold.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - every sign of markup is escaped
