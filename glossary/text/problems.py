"""What is wrong with a text that somebody wants to store, and the sentence that says so."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glossary.text.fold import INVISIBLE, normalise_line

# C0, DEL and C1. Line ends and tabs are white space that `normalise_line` and Markdown handle. The two
# noncharacters at the end are forbidden in XML 1.0 (2.2), and so would break every export.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# UAX #9: marks, embeddings, overrides and isolates. In a one-line field they reorder the text around it.
_BIDI_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOTHING_VISIBLE = re.compile(rf"[\s{INVISIBLE}]*")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a code for programs, and what `describe` needs to put it in words.

    Codes: `empty`, `too_long` (params `length`, `limit`, `unit`: `characters` or `bytes`), and
    `control_character`, `bidi_control`, `surrogate` (params `character` as U+XXXX, `position` from 1).
    """

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict, hash=False)


def line_problems(text: str, *, max_length: int, required: bool = True) -> list[Problem]:
    """Return what is wrong with a one-line text (a title, a tag, an alias); an empty list if nothing is.

    Length is counted in characters after white space is normalised. Joiners (ZWJ, ZWNJ) are allowed:
    Persian and Indic words need them.
    """
    found: list[Problem] = []
    if required and _NOTHING_VISIBLE.fullmatch(text):
        found.append(Problem("empty"))
    length = len(normalise_line(text))
    if length > max_length:
        found.append(Problem("too_long", {"length": length, "limit": max_length, "unit": "characters"}))
    found += _first("control_character", _CONTROL, text)
    found += _first("bidi_control", _BIDI_CONTROL, text)
    found += _first("surrogate", _SURROGATE, text)
    return found


def prose_problems(text: str, *, max_bytes: int, required: bool = True) -> list[Problem]:
    """Return what is wrong with Markdown or another text of many lines; an empty list if nothing is.

    Direction marks are allowed: prose in two scripts needs them, and the page isolates it.
    """
    found: list[Problem] = []
    if required and _NOTHING_VISIBLE.fullmatch(text):
        found.append(Problem("empty"))
    length = len(text.encode("utf-8", "surrogatepass"))
    if length > max_bytes:
        found.append(Problem("too_long", {"length": length, "limit": max_bytes, "unit": "bytes"}))
    found += _first("control_character", _CONTROL, text)
    found += _first("surrogate", _SURROGATE, text)
    return found


def describe(problem: Problem) -> str:
    """Return the sentence for the person who typed it: what is wrong and what to do, in their language.

    Raises ValueError for a code that is not one of `Problem`'s.
    """
    params = dict(problem.params)
    match problem.code:
        case "empty":
            sentence = _("Nothing is written here: enter a text that can be seen.")
        case "too_long" if params["unit"] == "bytes":
            params |= {name: _kilobytes(int(params[name])) for name in ("length", "limit")}
            sentence = _("This text is %(length)s kB long, the limit is %(limit)s kB: divide or shorten it.")
        case "too_long":
            excess = int(params["length"]) - int(params["limit"])
            params["excess"] = excess
            sentence = ngettext(
                "This has %(length)s characters, the limit is %(limit)s: take away %(excess)s character.",
                "This has %(length)s characters, the limit is %(limit)s: take away %(excess)s characters.",
                excess,
            )
        case "control_character":
            sentence = _(
                "Character %(position)s is an invisible control character (%(character)s): remove it."
            )
        case "bidi_control":
            sentence = _(
                "Character %(position)s is an invisible mark that changes the direction of writing"
                " (%(character)s): remove it."
            )
        case "surrogate":
            sentence = _("Character %(position)s is half a character (%(character)s): type it again.")
        case unknown:
            raise ValueError(f"unknown problem code: {unknown!r}")
    return sentence % params


def _first(code: str, pattern: re.Pattern[str], text: str) -> Iterator[Problem]:
    """Yield the first character of a kind only: one message is enough, the next check shows the next one."""
    if found := pattern.search(text):
        character = f"U+{ord(found.group()):04X}"
        yield Problem(code, {"character": character, "position": found.start() + 1})


def _kilobytes(count: int) -> str:
    """Return a number of bytes in kilobytes, with a decimal so that 200,001 is not shown as 200."""
    return f"{count / 1000:.3f}".rstrip("0").rstrip(".")
