"""Where one word ends and the next begins."""

import re

# Scripts that put no spaces between words: each character counts as one.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SIGNS = (
    r"!-/:-@\[-`{-~\u00a1-\u00bf\u2010-\u205e\u060c\u061b\u061f\u06d4\u0964\u0965\u3000-\u303f\uff01-\uff0f"
)
_IN_WORD = rf"[^\s{_SIGNS}{_UNSPACED}]"

# A word keeps its inner apostrophes, points and underscores: don't, Node.js, 1.5, max_length.
_PIECE = re.compile(rf"\n|[^\S\n]+|{_IN_WORD}+(?:['’._]{_IN_WORD}+)*|.", re.DOTALL)
_UNSPACED_SIGN = re.compile(f"[{_UNSPACED}]")


def is_unspaced(character: str) -> bool:
    """Tell whether a character is of a script that puts no spaces between words."""
    return _UNSPACED_SIGN.match(character) is not None


def pieces(text: str) -> list[str]:
    """Cut a text into words, runs of space, line ends and single signs; joined they are the text again."""
    return _PIECE.findall(text)
