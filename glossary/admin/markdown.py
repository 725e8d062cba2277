"""What markdownx's widget asks for: a preview and an upload, for staff with the right alone.

The package's own two views serve anybody and store what the sender calls an image. These two answer 401 or
403 with a short fragment, because the widget's script puts whatever comes back into the page.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from glossary.admin.picture_store import NotStored, store_picture
from glossary.imaging.pictures import ImageRefused, clean_image
from glossary.models import Tag, Term
from glossary.models.terms import default_language
from glossary.records import editable_record
from glossary.rendering.markdown import linkable_text, render_markdown
from glossary.selectors.naming import ProseLinks, links_in, names_of_record
from glossary.text.fold import case_key
from glossary.text.problems import describe, prose_problems

# Of entries and of pages.
_WRITERS = ("glossary.add_term", "glossary.change_term", "glossary.change_page")


def _refused(request: HttpRequest) -> tuple[int, str] | None:
    """Return the status and the sentence for whoever may not write entries."""
    user = request.user
    if not user.is_authenticated:
        return 401, _("Your login has expired. Log in again in another tab; what you typed stays here.")
    if not (user.is_staff and any(user.has_perm(permission) for permission in _WRITERS)):
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
    return HttpResponse(render_markdown(content, links=_links(request, content)))


def _links(request: HttpRequest, content: str) -> ProseLinks | None:
    """Return what the text is linked with: that of an entry (`?term=`, empty for one to come), or nothing."""
    pk = request.GET.get("term")
    if pk is None:
        return None
    term = Term.objects.filter(pk=pk).first() if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
    record = editable_record(term) if term else None
    return links_in(
        linkable_text(content),
        request.GET.get("language", "").strip() or (record.language if record else default_language()),
        names_of_record(record) if record else (),
        _tag_ids(record.tags) if record else (),
        own_pk=term.pk if term else None,
    )


def _tag_ids(names: Iterable[str]) -> set[int]:
    keys = [case_key(name) for name in names]
    return set(Tag.objects.filter(case_key__in=keys).values_list("pk", flat=True))


@never_cache
@require_POST
@csrf_protect
def upload(request: HttpRequest) -> JsonResponse:
    """Store the posted `image`, made anew from its pixels, and answer its address.

    The Markdown beside it has no alternative text: that is for whoever chose the picture to say.
    """
    refused = _refused(request)
    if refused:
        return JsonResponse({"error": refused[1]}, status=refused[0])
    posted = request.FILES.get("image")
    if not isinstance(posted, UploadedFile):
        return JsonResponse({"error": _("There is no image in what was sent.")}, status=400)
    try:
        path = store_picture(clean_image(posted))
    except ImageRefused as error:
        return JsonResponse({"error": str(error)}, status=400)
    except NotStored as error:
        return JsonResponse({"error": str(error)}, status=507)
    url = default_storage.url(path)
    return JsonResponse({"image_code": f"![]({url})", "image_path": url})
