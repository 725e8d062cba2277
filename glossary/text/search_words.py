"""Cut what is searched, and what is searched for, into the same words.

A word is folded (`fold.match_key`) and brought to its stem, so that case, accents, hyphens and inflection do
not matter. Signs that tell names apart stay with it (*C++*, *C#*, *.NET*); in scripts without spaces each
character is a word. What comes out has no ASCII sign, so no query language has to be escaped.
"""

from __future__ import annotations

import html
import re
import threading
from functools import lru_cache

import Stemmer

from glossary.text.fold import match_key
from glossary.text.inflection import irregular_singular
from glossary.text.names import IN_WORD, MARKS
from glossary.text.words import UNSPACED, is_unspaced

# Stands between texts, so that no phrase goes from one into the next. No text has it as a word.
BREAK = "¶"
WORD_MAX = 64  # characters; what is longer is no word that somebody types

# Snowball's algorithms by the primary language subtag (BCP 47).
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

# A possessive belongs to its word and is taken off; a point in front is part of a name only where it begins.
_SPACED = r"{0}+(?:'s(?!{0})|\+\+|#(?!{0}))?|(?<![^\s(])\.{0}+"
_LETTER = IN_WORD.replace("[^", r"[^\x00-\x1f\x7f\ud800-\udfff")
_WORD = re.compile(rf"{_SPACED.format(_LETTER)}|[{UNSPACED}][{MARKS}]*")
# The same for what has no other signs, in a third of the time.
_ASCII_WORD = re.compile(_SPACED.format("[a-z0-9]"))
_TYPOGRAPHIC = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": ".", "\xa0": " "}
)
_SIGNS = str.maketrans({"+": "⁺", "#": "♯", ".": "․"})
# Urdu and Persian are typed on Arabic keyboards as well, whose kaf, yeh and heh are other characters, and the
# ones that Snowball knows.
_SAME_LETTERS = {
    **str.maketrans("کیىہ", "كييه"),
    # Katakana as hiragana: which of them a word is written in, nobody remembers.
    **{code: code - 0x60 for code in range(0x30A1, 0x30F7)},
}

_INITIALS = re.compile(r"(?<![\w.])(?:(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|[^\W\d_]\.[^\W\d_](?![\w.]))")

# Of Markdown, what is not read: where links and pictures lead, definitions of those, marks of entities.
_NOT_READ = re.compile(
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=[\s)])|^ {0,3}\[[^\]\n]+\]:[^\n]*$|<(?:https?|mailto):[^>\s]*>",
    re.MULTILINE | re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")

# Words that English has two spellings of; the American one is what their stem is made of.
_ISE = re.compile(r"(?<=[a-z]{3})([iy])s(?=(?:e|ed|es|ers?|ing|ations?|ements?)$)")
_OUR = re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|ful|able|ite|ites)?$)")
_BRITISH = {
    "catalogue": "catalog", "catalogues": "catalogs", "centre": "center", "centres": "centers",
    "cheque": "check", "cheques": "checks", "defence": "defense", "grey": "gray", "licence": "license",
    "licences": "licenses", "offence": "offense", "programme": "program", "programmes": "programs",
    "theatre": "theater", "theatres": "theaters",
}  # fmt: skip

# Words that a question may have and its answer need not.
_SMALL_WORDS = """
    a about an and are as at be been by can define definition describe did do does explain explained for from
    had has have how i in into is it its mean meaning means my of on or our that the their them there these
    they this those to was were what whats when where which who whom why will with without you your
"""
_UNASKED = frozenset(_SMALL_WORDS.split())

_CLOSED_UP = re.compile("[ ']")
_START = re.compile(rf"(?<!{IN_WORD}){IN_WORD}|[{UNSPACED}]")
_STARTS_AT_MOST = 40
_ARABIC_ARTICLE = "ال"

_KEPT_AT_MOST = 200_000


class Stems(dict[str, str]):
    """The stems of the words of a language, each computed once."""

    def __init__(self, algorithm: str) -> None:
        super().__init__()
        self._stemmer = Stemmer.Stemmer(algorithm) if algorithm else None
        self._is_english = algorithm == "english"
        self._lock = threading.Lock()

    def __missing__(self, word: str) -> str:
        # The stemmer keeps its word in itself, so two threads must not use it at once.
        with self._lock:
            if len(self) >= _KEPT_AT_MOST:
                self.clear()
            self[word] = stem = self._stem(word)
        return stem

    def _stem(self, word: str) -> str:
        word = word.removesuffix("'s")[:WORD_MAX]
        if not word.isalpha() or len(word) < 3 or self._stemmer is None:
            return word.translate(_SIGNS)
        if not self._is_english:
            return self._stemmer.stemWord(word) or word
        return self._stemmer.stemWord(_american(irregular_singular(word)))


def _american(word: str) -> str:
    return _BRITISH.get(word) or _OUR.sub("or", _ISE.sub(r"\1z", word))


@lru_cache(maxsize=64)
def stems(language: str) -> Stems:
    """Return the stems of a language (BCP 47); where Snowball does not know it, words stay as they are."""
    return _stems(_ALGORITHMS.get(language.lower().partition("-")[0], ""))


@lru_cache(maxsize=64)
def _stems(algorithm: str) -> Stems:
    return Stems(algorithm)


def search_words(text: str) -> list[str]:
    """Return the folded words of a plain text, in order, not yet brought to their stems."""
    text = text.translate(_TYPOGRAPHIC)
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return _WORD.findall(match_key(text).translate(_SAME_LETTERS))


def undotted(text: str) -> str:
    """Return a text in which initials have no points: *S.E.O.* is *SEO*."""
    return _INITIALS.sub(lambda found: found.group().replace(".", ""), text) if "." in text else text


def search_key(text: str) -> str:
    """Return a name as it is compared while somebody types.

    It is `match_key`, with initials closed up, and with letters that are typed in two ways as one.
    """
    key = match_key(undotted(text))
    return key if key.isascii() else key.translate(_SAME_LETTERS)


def tokens(text: str, language: str) -> list[str]:
    """Return the stems of the words of a plain text in `language`."""
    return list(map(stems(language).__getitem__, search_words(undotted(text))))


def markdown_tokens(source: str, language: str) -> list[str]:
    """Return the stems of what somebody reads of a Markdown text: without the addresses of links.

    It does not parse, which would take twenty times as long; it may keep a word that a parser would not.
    """
    if "](" in source or "]:" in source or "<" in source:
        source = _NOT_READ.sub(" ", source)
    if "\\" in source:
        source = _ESCAPED.sub("", source)
    if "&" in source:
        source = html.unescape(source)
    return tokens(source, language)


def is_unasked(word: str) -> bool:
    """Tell whether a folded word is one that only makes a question of it: *what*, *is*, *the*."""
    return word in _UNASKED


def starts_of(key: str) -> list[str]:
    """Return a name's key (`search_key`) from each of its words on, the whole first.

    Signs before a word are left out once (*.NET* is also found as *net*), as is the Arabic article. In
    scripts without spaces a word begins at each character.
    """
    found = {key: None}
    for match in _START.finditer(key):
        rest = key[match.start() :]
        found[rest] = None
        if rest.startswith(_ARABIC_ARTICLE) and len(rest) > len(_ARABIC_ARTICLE) + 1:
            found[rest[len(_ARABIC_ARTICLE) :]] = None
        if len(found) >= _STARTS_AT_MOST:
            break
    return list(found)


def closed_up(key: str) -> str:
    """Return a key without spaces and apostrophes: *e commerce* and *o'brien* are typed in one word, too.

    Of scripts without spaces it stays as it is.
    """
    return _CLOSED_UP.sub("", key) if key.isascii() or not any(map(is_unspaced, key)) else key
