"""The labelled set: sentences with the links that a careful reader would want."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from glossary.rendering.autolink import Lead
from glossary.text.matching import KnownName, Match, NameIndex, is_short_name

OWN = "own"
_HERE = Path(__file__).parent
_MARK = re.compile("⟦(.*?)→(.*?)⟧", re.DOTALL)
_LINK = re.compile(
    r'<a (?=[^>]*\bclass="term-link")[^>]*\bhref="/glossary/([^"]*)/"[^>]*>(.*?)</a>', re.DOTALL
)


class Glossary:
    """Names of entries by slug; `glossary.rendering.autolink.Links`."""

    def __init__(
        self,
        names: Mapping[str, list[str]],
        language: str = "en",
        commonness: Mapping[str, int] | None = None,
    ) -> None:
        known = (
            KnownName(name.removeprefix("="), slug, name.startswith("=") or is_short_name(name))
            for slug, those in names.items()
            for name in those
        )
        self._index = NameIndex(known, language)
        self._commonness = commonness or {}

    def matches(self, text: str) -> list[Match]:
        """Return the names in a stretch of prose."""
        return self._index.matches(text)

    def lead(self, match: Match) -> Lead | None:
        """Return the address of the entry, or of the choice between several."""
        targets = match.targets
        if OWN in targets:
            return None
        slug = str(targets[0])
        if len(targets) > 1:
            slug = f"{slug.partition('-')[0]}/meanings"
        return Lead(f"/glossary/{slug}/", self._commonness.get(slug, 1))


@dataclass(frozen=True)
class Sentence:
    """A body of prose with the links expected of it."""

    language: str
    topic: str
    marked: str

    @property
    def source(self) -> str:
        """The prose as an editor wrote it."""
        return _MARK.sub(r"\1", self.marked)


def glossaries() -> dict[str, Glossary]:
    """Return the glossary of each language."""
    read = yaml.safe_load((_HERE / "linked_names.yaml").read_text("utf-8"))
    return {
        language: Glossary(names, language, read["commonness"]) for language, names in read["names"].items()
    }


def sentences() -> Iterator[Sentence]:
    """Yield the sentences of the set."""
    language = topic = ""
    for line in (_HERE / "linked_sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("%") and not line.startswith("%%"):
            language, _space, topic = line[1:].partition(" ")
        elif line and not line.startswith("%%"):
            yield Sentence(language, topic, line.replace("⏎", "\n"))


def with_marks(html: str) -> str:
    """Return rendered HTML with its links of names written as the set marks them."""
    return _LINK.sub(r"⟦\2→\1⟧", html)
