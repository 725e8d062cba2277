"""What changed between two texts, word by word, in a form that a person can read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, groupby
from typing import Literal

from glossary.text.words import pieces

type_of_change = Literal["same", "added", "removed"]
