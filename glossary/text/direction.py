"""The direction in which a language is written."""

from functools import lru_cache

# Scripts written from right to left (Unicode, Bidi_Class R and AL), as subtags of ISO 15924.
_SCRIPTS = frozenset(
    {"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"}
)
# Languages whose usual script is one of them (CLDR, likely subtags); others say so with a script subtag.
_LANGUAGES = frozenset(
    {"ar", "arc", "arz", "azb", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "luz"}
    | {"mzn", "nqo", "ps", "rhg", "sd", "sdh", "skr", "syr", "ug", "ur", "yi"}
)


@lru_cache(maxsize=256)
def direction(language: str) -> str:
    """Return `rtl` or `ltr` for a BCP 47 code; a script subtag decides before the language does.

    So `az-Arab` is `rtl` and `ur-Latn` is `ltr`. An unknown code is `ltr`.
    """
    main, *others = language.lower().split("-")
    script = next((subtag for subtag in others if len(subtag) == 4 and subtag.isalpha()), None)
    from_right = script in _SCRIPTS if script else main in _LANGUAGES
    return "rtl" if from_right else "ltr"
