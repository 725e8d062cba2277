"""What is asked of a glossary of `search_corpus`: beginnings of names, words by how often they come, slips.

Questions of a kind differ from each other as far as the kind has different ones: there are ten words that
almost every entry has.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from string import ascii_lowercase

from glossary.bench.search_corpus import COMMON, MID, vocabulary

SUGGESTIONS = (
    "suggest_one_letter",
    "suggest_two_letters",
    "suggest_three_letters",
    "suggest_more_letters",
    "suggest_typo",
    "suggest_two_typos",
)
RESULTS = (
    "results_rare",
    "results_mid",
    "results_common",
    "results_phrase",
    "results_phrase_with_stop_words",
    "results_several",
    "results_misspelt",
    "results_hundred_beginnings",
)
# So many words of a phrase come from so many most frequent ones, which makes hundreds of phrases.
_OF_PHRASES = 20
_ATTEMPTS = 50
# From this length on two slips leave enough of a word, from that one on one does.
_LONG, _SHORT = 9, 5
_HUNDRED = 100


def questions(count: int, titles: Sequence[str], texts: Sequence[str]) -> dict[str, list[str]]:
    """Return `count` questions of each kind, for entries of these titles and passages; always the same."""
    chance = random.Random(count)  # noqa: S311 - the same questions each time is the point
    words = vocabulary()
    known = set(words)
    ranks = {word: rank for rank, word in enumerate(words)}
    of_names = sorted({word for name in titles for word in name.lower().split()})
    short, long = ([word for word in of_names if len(word) >= least] or of_names for least in (_SHORT, _LONG))

    def words_of(text: str) -> list[str]:
        return [word for word in text.lower().replace(".", "").split() if word in ranks]

    rarest = sorted({word for text in texts for word in words_of(text)}, key=ranks.__getitem__)[-count:]

    def beginning(least: int, most: int) -> str:
        return chance.choice(of_names)[: chance.randint(least, most)]

    def some(lengths: tuple[int, ...]) -> str:
        return " ".join(chance.choices(words[:_OF_PHRASES], k=chance.choice(lengths)))

    def mistyped(names: Sequence[str], slips: int) -> str:
        while (asked := _slip(chance.choice(names), slips, chance)) in known:
            pass
        return asked

    def name_mistyped() -> str:
        first, *rest = chance.choice(titles).lower().split()
        return " ".join([_slip(first, 1, chance), *rest]) if len(first) >= _SHORT else mistyped(short, 1)

    def several() -> str:
        found = words_of(chance.choice(texts))
        return " ".join(chance.sample(found, min(len(found), chance.randint(3, 5))))

    def hundred() -> str:
        return " ".join([f"{beginning(1, 2)}*"] * _HUNDRED)

    kinds: dict[str, Callable[[], str]] = {
        "suggest_one_letter": lambda: chance.choice(ascii_lowercase),
        "suggest_two_letters": lambda: beginning(2, 2),
        "suggest_three_letters": lambda: beginning(3, 3),
        "suggest_more_letters": lambda: beginning(4, 9),
        "suggest_typo": lambda: name_mistyped() if chance.random() < 0.5 else mistyped(short, 1),
        "suggest_two_typos": lambda: mistyped(long, 2),
        "results_rare": lambda: chance.choice(rarest),
        "results_mid": lambda: words[chance.choice(MID)],
        "results_common": lambda: words[chance.choice(COMMON)],
        "results_phrase": lambda: f'"{some((2, 3))}"',
        "results_phrase_with_stop_words": lambda: f'"{some((1,))} of the {some((1,))}"',
        "results_several": several,
        "results_misspelt": lambda: mistyped(short, 1),
        "results_hundred_beginnings": hundred,
    }
    return {kind: _different(draw, count) for kind, draw in kinds.items()}


def _different(draw: Callable[[], str], count: int) -> list[str]:
    """Return `count` questions, the same ones again only where a kind seems to have no others."""
    found: dict[str, None] = {}
    for _ in range(count * _ATTEMPTS):
        found[draw()] = None
        if len(found) == count:
            break
    return list(islice(cycle(found), count))


def _slip(word: str, slips: int, chance: random.Random) -> str:
    """Return a word with so many letters left out, put in, mistaken or swapped."""
    for _ in range(slips):
        place = chance.randrange(len(word) - 1)
        before, letter, after = word[:place], word[place], word[place + 1 :]
        word = chance.choice(
            (
                before + after,
                before + letter + chance.choice(ascii_lowercase) + after,
                before + chance.choice(ascii_lowercase.replace(letter, "")) + after,
                before + after[0] + letter + after[1:],
            )
        )
    return word
