"""Keys made from names: what makes two of them equal, findable, and where they stand in the list.

Each name has three keys, used for one thing each:

* `case_key` carries uniqueness. *Ärger* and *ärger* are one name, *résumé* and *resume* are two.
* `match_key` serves look-up. It forgives accents, quotes, dashes and typographic variants.
* `sort_key` is the place in the A–Z, as bytes that both databases compare alike.

All keys are idempotent, so the same function serves what is written and what is looked up.
"""

import re
import unicodedata

SORT_KEY_MAX_BYTES = 255

DIGITS_INITIAL = "0-9"
SYMBOLS_INITIAL = "#"
HAN_INITIAL = "漢"

# Letters that Unicode does not decompose although readers type them with plain ones.
PLAIN_LETTERS = {
    ord(letter): plain
    for letter, plain in {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ƒ": "f",
        "ǥ": "g",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
    }.items()
}

# Characters that show nothing by themselves: joiners, soft hyphen, direction marks, variation selectors.
INVISIBLE = (
    "\u00ad\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")

# The whole of category Pd, the minus sign and the hyphen bullet; the test compares with unicodedata.
_DASHES = (
    "-\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40"
    "\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010d6e\U00010ead"
)
_SLASHES_AND_UNDERSCORES = "/\\\u2044\u2215\u29f5\u29f8\u29f9_\u203f\u2040\u2054"

_SINGLE_QUOTES = "`´‘’‚‛‹›′‵ʼʻʹ\u2018\u2019"
_DOUBLE_QUOTES = "“”„‟«»″‶"

_VARIANTS: dict[int, str] = {
    **dict.fromkeys(map(ord, _DASHES + _SLASHES_AND_UNDERSCORES), " "),
    **dict.fromkeys(map(ord, _SINGLE_QUOTES), "'"),
    **dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"'),
}
# Tatweel only stretches a word; the letters are the same.
_SPELLINGS: dict[int, str] = {**PLAIN_LETTERS, **_VARIANTS, 0x0640: ""}

# Accents of European scripts and the vowel points of Arabic. Other scripts' marks are part of the word.
_MARKED = re.compile("([\u0400-\u04ff]?)([\u0300-\u036f\u064b-\u065f\u0670]+)")
_CYRILLIC_VOWELS = frozenset("аеиіоуыэюяє")
_STRESS = frozenset("\u0300\u0301")

# Letters of Urdu and Persian; Ukrainian, Belarusian, Serbian, Macedonian and Kazakh that stand elsewhere in
# Unicode: each comes after the first of its word, and sorts as that one with a mark behind all letters.
_OWN_LETTERS = """
    بپ تٹ جچ دڈ رڑ زژ كکگ نں وہھ يیے
    аә гґѓғ дђ еє зѕ иії йј кќқ лљ нњң оө тћ уўұү хһ чџ
"""
_PLACES = {
    ord(letter): word[0] + chr(0x10FF00 + place)
    for word in (_OWN_LETTERS + _OWN_LETTERS.upper()).split()
    for place, letter in enumerate(word[1:])
}

_DIGIT_RUN = re.compile(r"\d+")
_KANA_RUN = re.compile("[\u3041-\u30ff]+")
_KANA_VOICING = re.compile("[\u3099\u309a]")
_KANA_BASE = {
    **{code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)},
    **{code: chr(code - 0x60) for code in (0x30FD, 0x30FE)},
}
_KANA_FULL_SIZE = dict(zip(map(ord, "ぁぃぅぇぉっゃゅょゎゕゖ"), "あいうえおつやゆよわかけ", strict=True))
_HAN = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LEADING_JAMO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def normalise_line(text: str) -> str:
    """Return `text` as one line: NFC, every run of white space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def normalise_prose(text: str) -> str:
    """Return `text` with every line end as a single LF. Browsers post CRLF; nothing else is touched."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def case_key(text: str) -> str:
    """Return the key that carries uniqueness: the line without regard to case.

    Canonical caseless matching, Unicode 3.13 (D145): decomposed before folding, because the Greek iota
    below folds to a letter and would otherwise stand in the wrong place; composed again at the end.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFD", text).casefold()
    return normalise_line(folded)


def match_key(text: str) -> str:
    """Return the key under which a name is looked up. It is never unique and never shown.

    On top of `case_key` it forgets compatibility forms (NFKC), accents, Arabic vowel points, invisible
    characters, and the kind of quote; dashes, slashes, underscores and spaces become one space. Symbols
    that tell names apart stay: *C*, *C++* and *C#* have three keys. A name of nothing but dashes keeps
    its `case_key`, so that no name has an empty key.
    """
    key = case_key(text)
    if key.isascii():
        return " ".join(key.translate(_VARIANTS).split()) or key
    folded = unicodedata.normalize("NFKC", key.translate(_VARIANTS)).casefold()
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKD", folded)).translate(_SPELLINGS)
    folded = _MARKED.sub(_without_accents, folded)
    return normalise_line(folded) or key


def sort_key(text: str) -> bytes:
    """Return the place of a name in the A–Z, at most 255 bytes; plain byte order is the order of the list.

    The heading (`initial`) comes first, so a heading's names always stand together: symbols, digits,
    then letters. Then the letters without accents, each alphabet's own letters in their places (*پ* after
    *ب*, *ї* after *і*), runs of digits as numbers (*5G* before *10G*), kana regardless of voicing and size;
    equal ones are told apart by `case_key`. A key may end inside a character: it is compared, never read.
    """
    matched = match_key(text)
    letters = _from_first_letter(matched) or matched
    heading = _heading(letters)
    rank = {SYMBOLS_INITIAL: "\x01", DIGITS_INITIAL: "\x02"}.get(heading, f"\x03{heading}").translate(_PLACES)
    letters = _KANA_RUN.sub(_kana_without_voicing, letters[:SORT_KEY_MAX_BYTES]).translate(_PLACES)
    letters = _DIGIT_RUN.sub(_number, letters)
    return f"{rank}{letters}\x00{case_key(text)}".encode("utf-8", "replace")[:SORT_KEY_MAX_BYTES]


def initial(text: str) -> str:
    """Return the heading of the A–Z under which a name stands.

    Latin and most other alphabets give their base letter in upper case (*A* for *Á*, *N* for *.NET*),
    numbers `0-9`, Han `漢`, kana the unvoiced full-size hiragana, Hangul its leading consonant, and
    names of nothing but symbols `#`.
    """
    return _heading(_from_first_letter(match_key(text)))


def _without_accents(marked: re.Match[str]) -> str:
    base, marks = marked.groups()
    if not base:
        return ""
    # In Cyrillic й, ї, ў or ќ are letters of their own; only a stress mark and the dots of ё are optional.
    kept = (
        mark
        for mark in marks
        if not (mark in _STRESS and base in _CYRILLIC_VOWELS) and not (base == "е" and mark == "\u0308")
    )
    return base + "".join(kept)


def _from_first_letter(key: str) -> str:
    for index, character in enumerate(key):
        if character.isalnum():
            return key[index:]
    return ""


def _number(digits: re.Match[str]) -> str:
    """Spell a number so that byte order is numeric order: its length goes first."""
    number = "".join(str(unicodedata.decimal(digit)) for digit in digits.group()).lstrip("0") or "0"
    return f"0{chr(len(number))}{number}"


def _kana_without_voicing(kana: re.Match[str]) -> str:
    bare = _KANA_VOICING.sub("", unicodedata.normalize("NFD", kana.group()))
    return bare.translate(_KANA_BASE).translate(_KANA_FULL_SIZE)


def _heading(letters: str) -> str:
    first = letters[:1]
    if not first or not first.isalnum():
        return SYMBOLS_INITIAL
    if _HAN.match(first):
        return HAN_INITIAL
    if not first.isalpha():
        return DIGITS_INITIAL
    code = ord(first)
    if 0xAC00 <= code <= 0xD7A3:
        return _LEADING_JAMO[(code - 0xAC00) // 588]
    if 0x1100 <= code <= 0x1112:
        return _LEADING_JAMO[code - 0x1100]
    if 0x1161 <= code <= 0x1175:
        return chr(0x314F + code - 0x1161)
    if 0x10D0 <= code <= 0x10FF:
        # Georgian capitals exist for whole words in capitals only; a heading is set in plain letters.
        return first
    if _KANA_RUN.match(first):
        return _KANA_RUN.sub(_kana_without_voicing, first)
    return first.upper()[0]
