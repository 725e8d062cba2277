"""What markdownx's widget asks for: a preview and an upload, for staff with the right alone.

The package's own two views serve anybody and store what the sender calls an image. These two answer 401 or
403 with a short fragment, because the widget's script puts whatever comes back into the page.
"""

from __future__ import annotations

import secrets
import warnings
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST
from PIL import Image, ImageOps

from glossary.rendering.markdown import render_markdown
from glossary.text.problems import describe, prose_problems

# What Pillow may try to read, and what each becomes: the extension follows what was found in the bytes.
FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


def _refused(request: HttpRequest) -> tuple[int, str] | None:
    """Return the status and the sentence for whoever may not write entries."""
    user = request.user
    if not user.is_authenticated:
        return 401, _("Your login has expired. Log in again in another tab; what you typed stays here.")
    if not (user.is_staff and (user.has_perm("glossary.add_term") or user.has_perm("glossary.change_term"))):
        return 403, _("Your account may not write entries.")
    return None


def _fragment(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(format_html('<p class="errornote">{}</p>', sentence), status=status)


@never_cache
@require_POST
@csrf_protect
def preview(request: HttpRequest) -> HttpResponse:
    """Answer the HTML of posted `content`, made by the function that the public page uses."""
    refused = _refused(request)
    if refused:
        return _fragment(refused[1], refused[0])
    content = request.POST.get("content")
    if content is None:
        return _fragment(_("There is no text to show."), 400)
    problems = prose_problems(content, max_bytes=settings.MARKDOWN_MAX_BYTES, required=False)
    if problems:
        return _fragment(describe(problems[0]), 400)
    return HttpResponse(render_markdown(content))


@never_cache
@require_POST
@csrf_protect
def upload(request: HttpRequest) -> JsonResponse:
    """Store the posted `image`, made anew from its pixels, and answer the Markdown that shows it."""
    refused = _refused(request)
    if refused:
        return JsonResponse({"error": refused[1]}, status=refused[0])
    posted = request.FILES.get("image")
    if not isinstance(posted, UploadedFile):
        return JsonResponse({"error": _("There is no image in what was sent.")}, status=400)
    try:
        name, content = clean_image(posted)
    except ImageRefused as error:
        return JsonResponse({"error": str(error)}, status=400)
    path = default_storage.save(f"images/{timezone.now():%Y/%m}/{name}", ContentFile(content))
    url = default_storage.url(path)
    return JsonResponse({"image_code": f"![]({url})", "image_path": url})


class ImageRefused(ValueError):
    """The file is no image that we take; the text says why."""


def clean_image(posted: UploadedFile[Any]) -> tuple[str, bytes]:
    """Return a new name and the bytes of the image, decoded and encoded again.

    Nothing of the sender's survives but pixels: not the name, the type, metadata or trailing bytes. Animation
    is kept. Raises ImageRefused for anything that is not a sound PNG, JPEG, GIF or WebP within the limits.
    """
    if posted.size is None or posted.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise ImageRefused(_("The image is larger than %(limit)s MB. Save it smaller.") % {"limit": limit})
    try:
        kind, content = _made_anew(posted)
    except ImageRefused:
        raise
    except Image.DecompressionBombError as error:
        raise ImageRefused(_too_many_pixels()) from error
    except Exception as error:
        # Decoders raise whatever the damage makes them trip over: IndexError, struct.error, KeyError …
        raise ImageRefused(
            _("This is not an image that can be used here. Send a PNG, JPEG, GIF or WebP file.")
        ) from error
    return f"{secrets.token_urlsafe(12)}.{FORMATS[kind]}", content


def _made_anew(posted: UploadedFile[Any]) -> tuple[str, bytes]:
    """Return the format and the bytes of the image, decoded and encoded again."""
    with warnings.catch_warnings():
        # Our own limit on pixels is stricter than the size at which Pillow begins to warn.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image: Image.Image = Image.open(posted, formats=list(FORMATS))
    # An MPO is how some cameras write JPEG: the picture, then a second view or a small copy of it.
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    frames = 1 if kind == "JPEG" else getattr(image, "n_frames", 1)
    if image.width * image.height * frames > settings.UPLOAD_MAX_PIXELS:
        raise ImageRefused(_too_many_pixels())
    if frames == 1:
        image = ImageOps.exif_transpose(image)
    content = BytesIO()
    extra = {"save_all": True} if frames > 1 else {}
    if kind == "JPEG" and image.mode not in {"L", "RGB"}:
        image = image.convert("RGB")
    # Metadata may name a place or a person; exif_transpose has applied the one part that shows.
    image.info = {
        key: value for key, value in image.info.items() if key in {"transparency", "duration", "loop"}
    }
    image.save(content, format=kind, **extra)
    return kind, content.getvalue()


def _too_many_pixels() -> str:
    limit = settings.UPLOAD_MAX_PIXELS // 1_000_000
    return _("The image has more than %(limit)s million pixels. Save it smaller.") % {"limit": limit}
