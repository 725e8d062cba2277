"""Which script a heading of the A–Z is in, and what readers call it: Latin P and Cyrillic Р look alike."""

import unicodedata

from django.utils.translation import gettext as _


def script_of(heading: str) -> str:
    """Return the script of a heading's first character, as Unicode names it; empty for what is no letter."""
    first = heading[:1]
    if not first.isalpha():
        return ""
    return unicodedata.name(first, "").partition(" ")[0]


def script_name(script: str) -> str:
    """Return what readers call a script that `script_of` found; for a rare one, its name in Unicode."""
    names = {
        "LATIN": _("Latin"),
        "GREEK": _("Greek"),
        "CYRILLIC": _("Cyrillic"),
        "ARMENIAN": _("Armenian"),
        "GEORGIAN": _("Georgian"),
        "HEBREW": _("Hebrew"),
        "ARABIC": _("Arabic"),
        "DEVANAGARI": _("Devanagari"),
        "BENGALI": _("Bengali"),
        "TAMIL": _("Tamil"),
        "THAI": _("Thai"),
        "HANGUL": _("Korean"),
        "HIRAGANA": _("Japanese"),
        "CJK": _("Chinese characters"),
    }
    return names.get(script, script.capitalize())
