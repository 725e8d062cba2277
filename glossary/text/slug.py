"""The part of an address that names an entry or a tag."""

import re
import unicodedata

from glossary.text.fold import PLAIN_LETTERS

SLUG_MAX_LENGTH = 200
FALLBACK = "term"

_SPELLED = {"+": "plus", "&": "and", "@": "at", "%": "percent"}
_SHARP = re.compile(r"(?<=[^\W_])#")
_LEADING_DOT = re.compile(r"(?<![^\s(\[{<\"'])\.(?=[^\W_])")
# "Occam's" and "don't" are one word each; in "l'art" the apostrophe parts two.
_ENGLISH_APOSTROPHE = re.compile(r"(?<=[^\W_])['\u2019](?=[st]\b)")
_LATIN_ACCENTS = re.compile("(?<=[a-z0-9])[\u0300-\u036f]+")
_LEGAL_MARKS = re.compile("[™®©℠℗]")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Invisible inside a word and so not a place to part it; the zero width non-joiner does part Persian words.
_GLUE = re.compile("[\u00ad\u034f\u200b\u200d\u2060\ufeff]")


def slugify(text: str) -> str:
    """Return the slug of a title: lower case, words joined by hyphens, at most 200 characters, never empty.

    Letters, numbers and combining marks of every script stay (NFC), except that Latin letters lose their
    accents and whatever else decomposes to plain letters is spelled with them, so that addresses are easy
    to type. Symbols that carry meaning are spelled: *C++* `c-plus-plus`, *C#* `c-sharp`, *.NET* `dot-net`,
    *A&A* `a-and-a`. A text with nothing to keep gives `term`.
    """
    plain = _LEGAL_MARKS.sub(" ", unicodedata.normalize("NFC", text).lower())
    plain = _VARIATION_SELECTORS.sub("", _GLUE.sub("", plain))
    plain = _ENGLISH_APOSTROPHE.sub("", plain)
    if not plain.isascii():
        plain = "".join(map(_spelled_plainly, plain)).lower()
        plain = _LATIN_ACCENTS.sub("", plain)
    plain = _LEADING_DOT.sub("-dot-", _SHARP.sub("-sharp-", plain)).replace("#", "-hash-")
    for symbol, word in _SPELLED.items():
        plain = plain.replace(symbol, f"-{word}-")
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", plain):
        if character.isalnum() or (_is_mark(character) and kept and kept[-1] != "-"):
            kept.append(character)
        elif kept and kept[-1] != "-":
            kept.append("-")
    slug = unicodedata.normalize("NFC", "".join(kept))
    return slug[:SLUG_MAX_LENGTH].strip("-") or FALLBACK


def numbered(slug: str, number: int) -> str:
    """Return `slug` with `-number` after it, for a second title that slugifies alike; still ≤ 200 long."""
    suffix = f"-{number}"
    return slug[: SLUG_MAX_LENGTH - len(suffix)].rstrip("-") + suffix


def _spelled_plainly(character: str) -> str:
    """Return the plain letters and signs a character stands for (é, ﬁ, ², ＋), else the character."""
    if character.isascii():
        return character
    decomposed = unicodedata.normalize("NFKD", character).translate(PLAIN_LETTERS)
    return decomposed if decomposed[:1].isascii() else character


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc")
