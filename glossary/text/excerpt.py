"""The first words of a text, for lists, cards and descriptions."""

import unicodedata

ELLIPSIS = "…"
_TRAILING = " ,;:.!?–—-([{'\"“‘«"


def excerpt(text: str, length: int = 160) -> str:
    """Return a plain text on one line of at most `length` characters, cut after a word and marked with '…'.

    A text that fits is returned whole, without the mark. A word that alone is too long, or a script
    without spaces, is cut between characters, never before a combining mark.
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    # The character after the last that fits is looked at too: the cut may fall just where a word ends.
    room = max(length - len(ELLIPSIS), 0)
    end = line.rfind(" ", 0, room + 1)
    if end < room // 2:
        end = room
        while end > 0 and _continues(line[end]):
            end -= 1
    return line[:end].rstrip(_TRAILING) + ELLIPSIS


def excerpt_around(text: str, place: int, length: int = 200) -> str:
    """Return about `length` characters of a plain text, on one line, in which `place` is; cut between words.

    What is left out before and after is marked with '…'.
    """
    before, after = " ".join(text[:place].split()), " ".join(text[place:].split())
    space = " " if before and after and text[place - 1 : place].isspace() else ""
    line = f"{before}{space}{after}"
    if len(line) <= length:
        return line
    start = max(len(before) - length // 4, 0)
    if start:
        cut = line.find(" ", start, len(before) + 1)
        start = cut + 1 if cut >= 0 else start
        while start < len(line) and _continues(line[start]):
            start += 1
    lead = ELLIPSIS if start else ""
    return lead + excerpt(line[start:], length - len(lead))


def _continues(character: str) -> bool:
    """Say whether a character belongs to the one before it: a combining mark, a joiner, a selector."""
    return unicodedata.category(character).startswith("M") or character in "\u200c\u200d"
