"""The admin's site: Django's own, except that an expired login costs nobody what they typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from glossary.http.site import site_of

AGAIN = "again-"
CSRF_FIELD = "csrfmiddlewaretoken"

View = Callable[..., HttpResponseBase]


class GlossaryAdminSite(AdminSite):
    """Where editors work."""

    enable_nav_sidebar = False  # the width belongs to the text and its preview
    index_title = gettext_lazy("What would you like to do?")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add where a page asks whether its login holds, and where a login in another tab ends."""
        return [
            path("session/", never_cache(require_safe(self.session)), name="session"),
            path("logged-in/", require_safe(self.admin_view(self.logged_in)), name="logged-in"),
            *super().get_urls(),
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the owner's name for the site, in the place of Django's, and how large an image may be."""
        name = site_of(request).name
        return {
            **super().each_context(request),
            "site_header": name,
            "site_title": name,
            "upload_max_bytes": settings.UPLOAD_MAX_BYTES,
            "upload_max_megabytes": settings.UPLOAD_MAX_BYTES // (1024 * 1024),
        }

    def session(self, request: HttpRequest) -> JsonResponse:
        """Answer 200 with a CSRF token that works now, or 401 once the login has expired.

        Django renews the token at every login, so a form opened before a login in another tab needs it.
        """
        if not self.has_permission(request):
            return JsonResponse({}, status=401)
        return JsonResponse({"token": get_token(request)})

    def logged_in(self, request: HttpRequest) -> HttpResponse:
        """Send somebody who logged in in a second tab back to the first, where the text is."""
        return render(
            request, "admin/logged_in.html", {**self.each_context(request), "title": _("You are logged in")}
        )

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap a view as Django does; a form that arrives without a login goes on after one, as typed."""
        inner = super().admin_view(view, cacheable)

        @csrf_protect
        @never_cache
        @sensitive_post_parameters(f"{AGAIN}password")
        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not self.has_permission(request):
                refusal = self._log_in_again(request)
                if refusal is not None:
                    return refusal
            return inner(request, *args, **kwargs)

        return update_wrapper(outer, view)

    def _log_in_again(self, request: HttpRequest) -> HttpResponse | None:
        """Log in from the form that the page below shows; return that page as long as this fails."""
        tried = f"{AGAIN}username" in request.POST
        form = AdminAuthenticationForm(request, request.POST if tried else None, prefix=AGAIN.rstrip("-"))
        if tried and form.is_valid():
            login(request, form.get_user())
            return None
        status, lockout = 403, ""
        if getattr(request, "axes_locked_out", False):
            # Left set, the flag makes the middleware put its own answer in place of this page.
            request.axes_locked_out = False  # type: ignore[attr-defined]
            status, lockout = 429, str(settings.AXES_COOLOFF_MESSAGE)
        context = {
            **self.each_context(request),
            "title": _("Your login has expired"),
            "form": form,
            "lockout": lockout,
            "typed": typed_fields(request),
        }
        return render(request, "admin/login_again.html", context, status=status)


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form sent, for the page that sends it again: without tokens and without passwords."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != CSRF_FIELD and not name.startswith(AGAIN) and "password" not in name.lower()
    ]
