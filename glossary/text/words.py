"""Where one word ends and the next begins."""

import re

# Scripts that put no spaces between words: each character counts as one.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
SIGNS = (
    r"!-/:-@\[-`{-~\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2010-\u205e\u060c\u061b\u061f\u06d4"
    r"\u0964\u0965\u3000-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_IN_WORD = rf"[^\s{SIGNS}{UNSPACED}]"

# A word keeps its inner apostrophes, points and underscores: don't, Node.js, 1.5, max_length.
_PIECE = re.compile(rf"\n|[^\S\n]+|{_IN_WORD}+(?:['’._]{_IN_WORD}+)*|.", re.DOTALL)
_UNSPACED_SIGN = re.compile(f"[{UNSPACED}]")


def is_unspaced(character: str) -> bool:
    """Tell whether a character is of a script that puts no spaces between words."""
    return _UNSPACED_SIGN.match(character) is not None


def pieces(text: str) -> list[str]:
    """Cut a text into words, runs of space, line ends and single signs; joined they are the text again."""
    return _PIECE.findall(text)


def word_count(text: str) -> int:
    """Return about how many words a text has; of a script without spaces, two characters are one."""
    count = len(text.split())
    return count if text.isascii() else count + len(_UNSPACED_SIGN.findall(text)) // 2
