"""Two people at once: which of the values that a form showed have changed since it was opened.

The form carries marks of what it showed, not the values: a page may be long, and only "other" matters.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping

Values = Mapping[str, object]


def marks_of(values: Values) -> str:
    """Return the marks of some values by name, a text for a form to bring back."""
    return _written({name: _mark(value) for name, value in values.items()})


def changed_since(marks: str, values: Values) -> list[str]:
    """Return the names whose values are others than when `marks` were made. Without marks, none."""
    before = _read(marks)
    return [name for name, value in values.items() if name in before and before[name] != _mark(value)]


def marks_after_telling(marks: str, values: Values, told: Collection[str]) -> str:
    """Return the marks of somebody who was told the values of some names, and of no others."""
    return _written({**_read(marks), **{name: _mark(values[name]) for name in told}})


def _mark(value: object) -> str:
    return hashlib.blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=8).hexdigest()


def _written(marks: Mapping[str, str]) -> str:
    return " ".join(f"{name}={mark}" for name, mark in marks.items())


def _read(marks: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in marks.split() if "=" in part)
