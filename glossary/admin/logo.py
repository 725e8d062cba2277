"""The input for the logo: shows the one there is, takes another, and keeps it while the form is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from glossary.admin.picture_store import NotStored, store_picture
from glossary.imaging.pictures import ImageRefused, clean_logo
from glossary.models import SiteSettings

# More than twice what the header shows, for screens of two and more dots a pixel.
_BOX = {"max_height": 160, "max_width": 1200}
_SALT = "glossary.admin.logo"


@dataclass(frozen=True, slots=True)
class StoredLogo:
    """A logo in the storage: its path there and its size in pixels. Without a path, none."""

    path: str = ""
    width: int = 0
    height: int = 0

    @classmethod
    def of(cls, row: SiteSettings) -> StoredLogo:
        """Return the logo of the settings."""
        return cls(row.logo, row.logo_width, row.logo_height)

    @classmethod
    def unsigned(cls, text: str) -> StoredLogo | None:
        """Return the logo that `signed` wrote into a form; None where nothing of ours is in it."""
        try:
            return cls(*signing.loads(text, salt=_SALT))
        except signing.BadSignature:
            return None

    def signed(self) -> str:
        """Return the logo as a text that nobody else can write."""
        return signing.dumps([self.path, self.width, self.height], salt=_SALT)

    def put_into(self, row: SiteSettings) -> None:
        """Make this the logo of the settings."""
        row.logo, row.logo_width, row.logo_height = self.path, self.width, self.height


def store_logo(posted: UploadedFile[Any]) -> StoredLogo:
    """Store an uploaded logo, made anew from its pixels and scaled.

    Raises ValidationError if it is none, or if the storage takes no more.

    A logo that was replaced stays in the storage: pages that others keep may still show it.
    """
    try:
        picture = clean_logo(posted, **_BOX)
        path = store_picture(picture)
    except (ImageRefused, NotStored) as error:
        raise forms.ValidationError(str(error)) from error
    return StoredLogo(path, picture.name.width, picture.name.height)


class LogoInput(forms.FileInput):
    """A file input that shows the logo there is."""

    template_name = "admin/glossary/sitesettings/logo.html"

    def __init__(self) -> None:
        super().__init__({"accept": "image/png,image/jpeg,image/gif,image/webp"})
        self.shown = StoredLogo()
        self.alt = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the logo that is in force, or the one that waits to be saved."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if self.shown.path:
            context["logo_url"] = default_storage.url(self.shown.path)
            context["logo_alt"] = self.alt
        return context
