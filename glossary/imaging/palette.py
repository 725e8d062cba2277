"""The colours of tokens.css that Python has to know: what an accent is read on, and the accent itself.

A test holds the two together; change them in one go.
"""

from __future__ import annotations

from dataclasses import dataclass

# For text of any size (WCAG 2.2, success criterion 1.4.3).
TEXT_CONTRAST = 4.5
# And what is best for it (1.4.6).
TEXT_CONTRAST_ENHANCED = 7.0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A colour scheme of the public pages."""

    paper: str
    wash: str
    ink: str
    accent: str

    @property
    def grounds(self) -> tuple[str, ...]:
        """Return the grounds on which text in the accent colour stands."""
        return (self.paper, self.wash)


LIGHT = Scheme(paper="#fbf9f4", wash="#f3eee3", ink="#211e1a", accent="#8a2d1a")
DARK = Scheme(paper="#171512", wash="#201d19", ink="#ebe6dc", accent="#f0a48d")
