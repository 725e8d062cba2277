"""Simple English inflection: which plain forms a word in prose may stand for.

A rule and not a dictionary: plural and possessive of regular nouns, and the irregular plurals of the trade.
Other languages give their forms as aliases.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

POSSESSIVE = "possessive"
PLURAL = "plural"
# Said of a name in the plural that was found in the singular.
SINGULAR = "singular"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OWNED = re.compile(r"(?<=\w)'s$")
_SHORTEST = 2
_PLURAL_IN_ES = ("s", "x", "z", "ch", "sh", "o")

# Ends like a plural and is none, or is another word without its last letter.
_SINGULAR_IN_S = _words(
    "always as canvas customs goods is lens means news perhaps sales series species thanks us vegas whereas"
)
# Pronouns, verbs and contractions that look like a plural or a possessive of a short name (*It*, *Go*).
_NEVER_A_FORM = _words(
    "bus does gas goes has he's here's his how's it's its let's plus she's that's there's this thus was "
    "what's when's where's who's why's yes"
)
# Plurals whose singular is mostly another word, so that a name in this form is found in this form alone.
_ONLY_PLURAL = _words(
    "arms basics classics contents dailies ends essentials goods graphics jeans likes lives minutes odds "
    "proceeds remains rights savings shorts visuals"
)
# Of the words in -ics most are no plural, and have an adjective for a singular: *dynamics*, *logistics*.
_PLURAL_IN_ICS = _words("clinics comics critics fabrics lyrics metrics mics mosaics pics tactics topics")

_IRREGULAR_PLURALS = """
    analyses:analysis appendices:appendix calves:calf children:child corpora:corpus crises:crisis
    criteria:criterion curricula:curriculum feet:foot foci:focus formulae:formula geese:goose
    halves:half hypotheses:hypothesis indices:index knives:knife leaves:leaf lives:life loaves:loaf
    matrices:matrix memoranda:memorandum mice:mouse optima:optimum parentheses:parenthesis
    phenomena:phenomenon quizzes:quiz schemata:schema selves:self shelves:shelf spectra:spectrum
    stimuli:stimulus syllabi:syllabus syntheses:synthesis teeth:tooth theses:thesis thieves:thief
    vertices:vertex wives:wife wolves:wolf
"""
_IRREGULAR = dict(pair.split(":") for pair in _IRREGULAR_PLURALS.split())
_PLURAL_OF = {singular: plural for plural, singular in _IRREGULAR.items()}


def is_inflected(language: str) -> bool:
    """Tell whether the rule knows a language (BCP 47)."""
    return language.lower().partition("-")[0] == "en"


@lru_cache(maxsize=16_384)
def plain_forms(word: str) -> tuple[tuple[str, str], ...]:
    """Return the forms that a folded English word may be an inflection of, each with what was taken off it.

    What comes out is a guess to be looked up, not a word: *caches* gives *cach* and *cache*. The word itself
    is not among them. `word` is folded (`match_key`).
    """
    owner = _OWNED.sub("", word)
    if owner == word:
        return tuple((form, PLURAL) for form in _singulars(word))
    return (owner, POSSESSIVE), *((form, f"{POSSESSIVE} {PLURAL}") for form in _singulars(owner))


def singulars_of_name(word: str) -> tuple[str, ...]:
    """Return the forms under which a name in the plural is found as well, by its folded last word.

    Stricter than what prose is forgiven: the entry *Dailies* is not meant by *a daily budget*.
    """
    if word in _ONLY_PLURAL or (word.endswith("ics") and word not in _PLURAL_IN_ICS):
        return ()
    return tuple(_singulars(word))


def irregular_singular(word: str) -> str:
    """Return the singular of a folded irregular English plural, of any other word the word itself."""
    return _IRREGULAR.get(word, word)


def is_never_a_form(word: str) -> bool:
    """Tell whether a folded word that looks inflected is one of the commonest words that are not."""
    return word in _NEVER_A_FORM


def inflections(word: str) -> frozenset[str]:
    """Return every word of which `plain_forms` gives `word`, and `word` itself."""
    plurals = {word, f"{word}s"}
    if word.endswith("y"):
        plurals.add(f"{word[:-1]}ies")
    if word.endswith(_PLURAL_IN_ES):
        plurals.add(f"{word}es")
    if word.endswith("man"):
        plurals.add(f"{word[:-3]}men")
    if word in _PLURAL_OF:
        plurals.add(_PLURAL_OF[word])
    return frozenset(plurals | {f"{plural}'s" for plural in plurals})


def _singulars(word: str) -> Iterator[str]:
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
        return
    if word.endswith("men") and len(word) > len("omen"):
        yield f"{word[:-3]}man"
    if len(word) < _SHORTEST or not word.endswith("s") or word.endswith("ss") or word in _SINGULAR_IN_S:
        return
    if word.endswith("ies") and len(word) > len("ties"):
        yield f"{word[:-3]}y"
    if word.endswith("es") and word[:-2].endswith(_PLURAL_IN_ES):
        yield word[:-2]
    yield word[:-1]
