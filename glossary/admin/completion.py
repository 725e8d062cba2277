"""Answers for the inputs that offer completions while one types."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def complete(request: HttpRequest, find: Callable[[str], list[dict[str, str]]]) -> JsonResponse:
    """Answer `{"results": [{"value", "hint"}]}` for `?q=`; 403 to whoever is not on the staff."""
    user = request.user
    if not (user.is_active and user.is_staff and user.has_perm("glossary.view_term")):
        return JsonResponse({"results": []}, status=403)
    text = request.GET.get("q", "")[:200]
    return JsonResponse({"results": find(text)})
