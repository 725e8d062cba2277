"""Where one word ends and the next begins."""

import re

# Scripts that are written without spaces between words: each character counts as a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = re.compile(
    rf"\n"
    rf"|[^\S\n]+"
    rf"|[{_UNSPACED}]"
    # A word keeps its inner apostrophes and points: don't, Node.js, 1.5.
    rf"|(?:(?![{_UNSPACED}])[\w\u0300-\u036f])+(?:['\u2019.](?![{_UNSPACED}])\w+)*"
    rf"|.",
    re.DOTALL,
)


def pieces(text: str) -> list[str]:
    """Cut a text into words, runs of space, line ends and single signs; joined they are the text again."""
    return _PIECE.findall(text)
