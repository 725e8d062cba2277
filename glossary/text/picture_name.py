"""The names of uploaded pictures, which say what a page must know of them without looking at the disk."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Narrower copies that stand beside a picture, where it is wider than they are.
WIDTHS = (480, 960)
# A picture alone, with narrower copies in its own format, with these and all of them as AVIF too.
ALONE, COPIES, AVIF = "", "webp", "avif"

_NAME = re.compile(
    r"(?P<folder>.*/)?(?P<token>[0-9a-f]{16})-(?:(?P<beside>webp|avif)-)?"
    r"(?P<width>[1-9][0-9]{0,4})x(?P<height>[1-9][0-9]{0,4})\.webp",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class PictureName:
    """What the name of an uploaded picture says: `<token>-<width>x<height>.webp`.

    The word `webp` or `avif` before the size says what else there is: `<token>-480.webp` and so on.
    """

    token: str
    width: int
    height: int
    beside: str = ALONE
    folder: str = ""

    def __str__(self) -> str:
        """Return the name of the file, after its folder."""
        beside = f"{self.beside}-" if self.beside else ""
        return f"{self.folder}{self.token}-{beside}{self.width}x{self.height}.webp"

    @property
    def narrower(self) -> tuple[int, ...]:
        """Return the widths of the copies, narrowest first."""
        return tuple(width for width in WIDTHS if width < self.width) if self.beside else ()

    def copies(self, kind: str) -> tuple[tuple[int, str], ...]:
        """Return width and name of each file of `kind`, narrowest first, the picture itself among them."""
        if kind == AVIF:
            widths = (*self.narrower, self.width) if self.beside == AVIF else ()
            return tuple((width, self._copy(width, kind)) for width in widths)
        return (*((width, self._copy(width, kind)) for width in self.narrower), (self.width, str(self)))

    def _copy(self, width: int, kind: str) -> str:
        return f"{self.folder}{self.token}-{width}.{kind}"


def read_picture_name(address: str) -> PictureName | None:
    """Return what the last part of `address` says of a picture; None if it is no such name."""
    found = _NAME.fullmatch(address)
    if found is None:
        return None
    return PictureName(
        token=found["token"],
        width=int(found["width"]),
        height=int(found["height"]),
        beside=found["beside"] or ALONE,
        folder=found["folder"] or "",
    )
