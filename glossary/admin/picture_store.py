"""Where an uploaded picture is put: all of its files, or none and a sentence that says why."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from glossary.imaging.pictures import Picture

logger = logging.getLogger(__name__)


class NotStored(Exception):
    """The storage took no more; the text says so to whoever sent the picture."""


def store_picture(picture: Picture) -> str:
    """Store the files of a picture and return the path of the picture itself. Raises NotStored.

    The picture comes last: where it is, all that its name promises is there too. What was written before
    the storage failed is deleted, since nothing will ever name it.
    """
    folder = f"images/{timezone.now():%Y/%m}"
    path, begun = "", []
    try:
        for name, content in picture.files:
            begun.append(f"{folder}/{name}")
            path = default_storage.save(begun[-1], ContentFile(content))
    except OSError as error:
        logger.exception("An uploaded image could not be stored")
        for each in begun:
            with suppress(OSError):
                default_storage.delete(each)
        raise NotStored(
            _("The server could not store the image: its disk is full or read-only. Tell whoever runs it.")
        ) from error
    return path
