"""Names that a mistyped one may stand for."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase, digits

from glossary.text.fold import match_key
from glossary.text.words import is_unspaced

# Longer names are told apart by how they begin; their misspellings would be too many to ask for.
LONGEST = 32
_BLOCK = 64  # code points: what an alphabet takes, more or less
_ALPHABET_MAX = 100


def one_slip_away(key: str) -> set[str]:
    """Return the keys (`fold.match_key`) from which one slip of the hand makes `key`, none of a long one.

    A slip leaves out a character, puts one in, takes another, or swaps two neighbours (F. J. Damerau, 1964:
    four in five misspellings are one of these). Letters come from the alphabets of the key itself. Some of
    what is returned is no name's key.
    """
    return set(_slips(key)) - {key} if 1 < len(key) <= LONGEST else set()


def _slips(key: str) -> Iterator[str]:
    letters = _alphabet(key)
    for place in range(len(key) + 1):
        before, after = key[:place], key[place:]
        yield from (f"{before}{letter}{after}" for letter in letters)
        if not after:
            continue
        rest = after[1:]
        yield before + rest
        yield from (f"{before}{letter}{rest}" for letter in letters)
        if rest:
            yield f"{before}{rest[0]}{after[0]}{rest[1:]}"


def _alphabet(key: str) -> list[str]:
    """Return what may stand in a key: the letters that stand around its own in Unicode, digits by digits.

    Scripts in which a character is a word have too many to try.
    """
    letters = dict.fromkeys(f" {digits}" if any(sign.isdigit() for sign in key) else " ")
    for letter in dict.fromkeys(key):
        if not letter.isalpha() or letter in letters or is_unspaced(letter) or _is_syllable(letter):
            continue
        first = ord(letter) - ord(letter) % _BLOCK
        block = ascii_lowercase if letter.isascii() else map(chr, range(first, first + _BLOCK))
        letters |= dict.fromkeys(sign for sign in block if sign.isalpha() and match_key(sign) == sign)
    return list(letters)[:_ALPHABET_MAX]


def _is_syllable(letter: str) -> bool:
    """Tell whether a letter is one of the 11,172 of Hangul, which are composed (Unicode 3.12)."""
    return "\uac00" <= letter <= "\ud7a3"
