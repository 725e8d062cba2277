"""What an engine promises, on whichever database."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from glossary.search.tokens import Choice


class Engine(ABC):
    """Keeps the tokens of entries in `glossary_prose_index`, finds stretches of them, and looks names up."""

    @abstractmethod
    def replace(self, entries: Iterable[tuple[int, list[str]]]) -> None:
        """Put the tokens of each entry in the place of those that it has; each id comes once."""

    @abstractmethod
    def forget(self, ids: Sequence[int]) -> None:
        """Take away what is kept of these entries."""

    @abstractmethod
    def containing(self, asked: Sequence[Choice]) -> set[int]:
        """Return the entries that have one of the stretches that one of the choices stands for."""

    @abstractmethod
    def every_id(self) -> set[int]:
        """Return all entries of which something is kept, be it an empty text."""

    @abstractmethod
    def names(self, language: str, keys: Collection[str]) -> list[Any]:
        """Return (key, text, term id, exact) of the names in a language under any of thousands of keys.

        Each key is one look-up in the index of `glossary_name`, so the cost does not follow its rows.
        """
