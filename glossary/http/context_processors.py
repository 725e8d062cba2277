"""What every template knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, dict[str, str]]:
    """Return the `site` of templates: its name, address (no trailing slash), publisher and language."""
    return {
        "site": {
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "publisher": settings.SITE_PUBLISHER,
            "language": settings.LANGUAGE_CODE,
        }
    }
