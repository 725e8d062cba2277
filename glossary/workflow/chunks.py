"""Many ids, some at a time: bounds memory, and the values in one question to the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

AT_ONCE = 200


def in_chunks(ids: Iterable[int], at_once: int = AT_ONCE) -> Iterator[Sequence[int]]:
    """Yield ids in order, `at_once` at a time."""
    every = sorted(ids)
    for start in range(0, len(every), at_once):
        yield every[start : start + at_once]
