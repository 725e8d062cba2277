"""What becomes of an uploaded picture: made anew from its pixels, scaled, in the formats of today."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, ImageOps, ImageSequence, features

from glossary.text.picture_name import AVIF, COPIES, PictureName

# What Pillow may try to read.
READ = ("PNG", "JPEG", "GIF", "WEBP")
# Twice the width of a column of text, for screens of two dots a pixel; the height is what WebP can hold.
PICTURE_BOX = (1600, 16_000)
# Twenty seconds of a smooth animation.
FRAMES_AT_MOST = 500

# Measured on a photograph of 12 megapixels: under a second for all of its files together.
_LOSSY: dict[str, Any] = {"quality": 80, "method": 4}
_LOSSLESS: dict[str, Any] = {"lossless": True, "quality": 50, "method": 2}
_MOVING: dict[str, Any] = {"quality": 75, "method": 2, "minimize_size": False}
_AVIF: dict[str, Any] = {"quality": 55, "speed": 7}
# EXIF numbers the ways a camera was held; from this one on, width and height change places.
_FIRST_ON_ITS_SIDE = 5


class ImageRefused(ValueError):
    """The file is no image that we take; the text says why."""


@dataclass(frozen=True)
class Picture:
    """A picture ready to be stored: its name, which tells its size, its bytes, and the files beside it."""

    name: PictureName
    content: bytes
    beside: tuple[tuple[str, bytes], ...] = ()

    @property
    def files(self) -> tuple[tuple[str, bytes], ...]:
        """Return name and bytes of every file, the picture itself last."""
        return (*self.beside, (str(self.name), self.content))


def clean_image(posted: UploadedFile[Any]) -> Picture:
    """Return an uploaded picture as WebP, at most 1,600 pixels wide, with narrower copies and AVIF.

    Nothing of the sender's survives but pixels: not the name, the type, metadata or trailing bytes. A still
    picture is lossless where that is smaller, as for a screenshot; an animation stays one and gets no
    copies. AVIF is there if it is smaller. Raises ImageRefused for anything that is not a sound PNG, JPEG,
    GIF or WebP within the limits of the settings.
    """
    return _judged(posted, PICTURE_BOX, copies=True)


def clean_logo(posted: UploadedFile[Any], *, max_width: int, max_height: int) -> Picture:
    """Return an uploaded picture as one WebP file that fits the box. Raises ImageRefused as `clean_image`."""
    return _judged(posted, (max_width, max_height), copies=False)


def _judged(posted: UploadedFile[Any], box: tuple[int, int], *, copies: bool) -> Picture:
    if posted.size is None or posted.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise ImageRefused(_("The image is larger than %(limit)s MB. Save it smaller.") % {"limit": limit})
    try:
        return _made_anew(posted, box, copies=copies)
    except ImageRefused:
        raise
    except Image.DecompressionBombError as error:
        raise ImageRefused(_too_many_pixels()) from error
    except Exception as error:
        # Decoders raise whatever the damage makes them trip over: IndexError, struct.error, KeyError …
        raise ImageRefused(
            _("This is not an image that can be used here. Send a PNG, JPEG, GIF or WebP file.")
        ) from error


def _made_anew(posted: UploadedFile[Any], box: tuple[int, int], *, copies: bool) -> Picture:
    with warnings.catch_warnings():
        # Our own limit on pixels is stricter than the size at which Pillow begins to warn.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image: Image.Image = Image.open(posted, formats=READ)
    # An MPO is how some cameras write JPEG: the picture, then a second view or a small copy of it.
    photographed = image.format in {"JPEG", "MPO"}
    if _is_moving(image, photographed=photographed):
        return _moving(image, box)
    return _still(image, box, copies=copies, photographed=photographed)


def _is_moving(image: Image.Image, *, photographed: bool) -> bool:
    """Tell whether there is more than one frame. Raises ImageRefused beyond the limits.

    GIF does not say how many frames it has, and Pillow would read all of them to count: a second for every
    few thousand, of which a file has room for hundreds of thousands. So this stops where a limit is passed.
    """
    frames, pixels = 1, image.width * image.height
    if pixels > settings.UPLOAD_MAX_PIXELS:
        raise ImageRefused(_too_many_pixels())
    if photographed or not getattr(image, "is_animated", False):
        return False
    with suppress(EOFError):
        while True:
            image.seek(frames)
            frames += 1
            if frames > FRAMES_AT_MOST:
                message = _("The animation has more than %(limit)s frames. Save it shorter.")
                raise ImageRefused(message % {"limit": FRAMES_AT_MOST})
            if pixels * frames > settings.UPLOAD_MAX_PIXELS:
                raise ImageRefused(_too_many_pixels())
    image.seek(0)
    return frames > 1


def _still(image: Image.Image, box: tuple[int, int], *, copies: bool, photographed: bool) -> Picture:
    # Decoders of JPEG halve a picture as they read it, much faster than one can scale it afterwards.
    on_its_side = image.getexif().get(ExifTags.Base.Orientation, 1) >= _FIRST_ON_ITS_SIDE
    image.draft(None, _fitting(image.size, (box[1], box[0]) if on_its_side else box))
    image = _scaled(_plain(ImageOps.exif_transpose(image)), box)
    content, exact = _smallest(image, photographed=photographed)
    alone = Picture(PictureName(token=secrets.token_hex(8), width=image.width, height=image.height), content)
    if not copies:
        return alone
    webp = replace(alone.name, beside=COPIES)
    narrower = {width: _scaled(image, (width, box[1])) for width in webp.narrower}
    beside = [
        # Where exactness did not pay for the whole, it is not tried on the copies.
        (path, _smallest(narrower[width], photographed=not exact)[0])
        for width, path in webp.copies(COPIES)[:-1]
    ]
    # A copy of a drawing or a screenshot, its edges softened, can be larger than the whole.
    if any(len(copy) >= len(content) for _path, copy in beside):
        return alone
    # What is sharp to the dot would lose that in AVIF as we write it; some builds of Pillow have none.
    smaller = b"" if exact or not features.check("avif") else _encoded(image, "AVIF", _AVIF)
    if 0 < len(smaller) < len(content):
        name = replace(alone.name, beside=AVIF)
        *others, (_width, path) = name.copies(AVIF)
        avif = [(other, _encoded(narrower[width], "AVIF", _AVIF)) for width, other in others]
        return Picture(name, content, (*beside, *avif, (path, smaller)))
    return Picture(webp, content, tuple(beside)) if beside else alone


def _smallest(image: Image.Image, *, photographed: bool) -> tuple[bytes, bool]:
    """Return the picture as WebP, and whether that is exact to the dot."""
    lossy = _encoded(image, "WEBP", _LOSSY)
    exact = b"" if photographed else _encoded(image, "WEBP", _LOSSLESS)
    return (exact, True) if 0 < len(exact) <= len(lossy) else (lossy, False)


def _moving(image: Image.Image, box: tuple[int, int]) -> Picture:
    durations: list[int] = []

    def frames() -> Iterator[Image.Image]:
        for frame in ImageSequence.Iterator(image):
            frame.load()
            durations.append(int(frame.info.get("duration") or 100))
            yield _scaled(_plain(frame, transparent=True), box)

    first, *others = list(frames())
    content = BytesIO()
    first.save(
        content,
        format="WEBP",
        save_all=True,
        append_images=others,
        duration=durations,
        # A GIF that says nothing of a loop plays once.
        loop=int(image.info.get("loop", 0 if image.format != "GIF" else 1)),
        **_MOVING,
    )
    name = PictureName(token=secrets.token_hex(8), width=first.width, height=first.height)
    return Picture(name, content.getvalue())


def _plain(image: Image.Image, *, transparent: bool = False) -> Image.Image:
    """Return the pixels as RGB, or RGBA where some are see-through, in the colours of the web."""
    if image.mode.startswith("I"):
        # 16 bits a dot; a plain conversion would cut them off, not scale them.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    mode = "RGBA" if transparent or image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    image = image.copy() if image.mode == mode else image.convert(mode)
    if profile:
        _to_srgb(image, profile)
    # Metadata may name a place or a person.
    image.info = {}
    return image


def _to_srgb(image: Image.Image, profile: bytes) -> None:
    """Turn the colours of a camera's or a screen's profile into those that browsers take for granted."""
    try:
        ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), inPlace=True
        )
    except (ImageCms.PyCMSError, OSError):
        # A profile for other colours than these, or a damaged one: the picture shows as if it had none.
        return


def _fitting(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    scale = min(1.0, box[0] / width, box[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _scaled(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    size = _fitting(image.size, box)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(image: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    content = BytesIO()
    image.save(content, format=kind, **options)
    return content.getvalue()


def _too_many_pixels() -> str:
    limit = settings.UPLOAD_MAX_PIXELS // 1_000_000
    return _("The image has more than %(limit)s million pixels. Save it smaller.") % {"limit": limit}
