"""Pictures that editors uploaded, served so that none of them can do anything."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

# What an upload may have become; the type is never guessed from the content or from a table of the system.
_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
_A_YEAR = 365 * 24 * 3600


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send an uploaded picture. Names are given once, so that a copy may be kept for a year.

    Raises Http404 for what is no picture, is not there, or lies outside the folder of uploads, by whichever
    trick of the address or link in the file system.
    """
    content_type = _TYPES.get(Path(path).suffix.lower())
    # One picture, one address: no slash too many, no step back, no signs that file systems read as more.
    if content_type is None or Path(path).as_posix() != path or set(path) & {"\0", "\\"}:
        raise Http404
    try:
        root = Path(default_storage.path("")).resolve()
        file = (root / path).resolve(strict=True)
        found = file.stat()
    except (OSError, RuntimeError) as problem:  # a RuntimeError is a link that leads to itself
        raise Http404 from problem
    if not file.is_relative_to(root) or not file.is_file():
        raise Http404
    etag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    response: HttpResponseBase | None = get_conditional_response(
        request, etag=etag, last_modified=int(found.st_mtime)
    )
    if response is None:
        response = FileResponse(_opened(file), content_type=content_type)
        response.headers["Content-Disposition"] = "inline"
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(found.st_mtime)
    response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _opened(file: Path) -> BinaryIO:
    """Open a picture; one that was taken away since it was found, or that may not be read, is not there."""
    try:
        return file.open("rb")
    except OSError as problem:
        raise Http404 from problem
