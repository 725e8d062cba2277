"""The pages that the owner writes, About and Privacy. Unwritten, they have the text they came with."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from glossary.admin.forms import line, prose
from glossary.admin.meanwhile import BASE, BaseField, OwnersAdmin, sentence
from glossary.http.site import default_page
from glossary.models import Page, PageName
from glossary.workflow import clear_page, save_page
from glossary.workflow.meanwhile import marks_after_telling, marks_of
from glossary.workflow.site import as_written, page_problems, page_values, undone_texts


class PageForm(forms.ModelForm):
    """Title and text of a page."""

    title = line(gettext_lazy("Title"), required=True)
    body = prose(
        gettext_lazy("Text"),
        help_text=gettext_lazy("Markdown. The title stands above it; headings begin with ##."),
    )

    base = BaseField()

    class Meta:
        model = Page
        fields = ("title", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The text that came with the project was never saved.
        self.stored = self.instance if self.instance.updated_at else None
        self.fields[BASE].initial = marks_of(page_values(self.stored))

    def clean(self) -> dict[str, Any]:
        """Show what the workflow finds wrong, and what somebody changed meanwhile, beside the field."""
        cleaned = self.cleaned_data
        for problem in page_problems(cleaned.get("title", ""), cleaned.get("body", "")):
            if problem.path not in self.errors:
                self.add_error(problem.path, problem.message)
        if not self.errors:
            self._tell_changed(cleaned[BASE], as_written(cleaned["title"], cleaned["body"]))
        return cleaned

    def _tell_changed(self, base: str, mine: Page) -> None:
        told = undone_texts(base, self.stored, mine)
        if not told:
            return
        for name in told:
            if self.stored:
                self.add_error(name, sentence(getattr(self.stored, name)))
            else:
                self.add_error(
                    name,
                    _(
                        "Somebody went back to the text that came with the project while you wrote. "
                        "Save again to put yours in its place."
                    ),
                )
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix(BASE)] = marks_after_telling(base, page_values(self.stored), told)
        self.data = data

    def _post_clean(self) -> None:
        """Leave the row to the workflow."""


@admin.register(Page)
class PageAdmin(OwnersAdmin):
    """A form for each page; the list names them all, written or not."""

    form = PageForm
    change_form_template = "admin/glossary/page/change_form.html"
    fieldsets = [(gettext_lazy("What readers see"), {"fields": ["title", "body", BASE]})]

    class Media:
        css = {"all": [f"glossary/admin/{name}.css" for name in ("editor", "toolbar", "owner")]}
        js = [Script(f"glossary/admin/{name}.js", type="module") for name in ("markdown", "toolbar", "paste")]

    def get_urls(self) -> list[URLPattern]:
        """Add the way back to the text that came with the project."""
        guard = self.admin_site.admin_view
        return [
            path(
                "<str:name>/default/",
                guard(require_http_methods(["GET", "POST"])(self.default_text)),
                name="glossary_page_default",
            ),
            *super().get_urls(),
        ]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Page | None:
        """Return the page as it stands, which may be the text that came with the project."""
        if object_id not in PageName.values:
            return None
        stored = Page.objects.filter(slug=object_id).first()
        if stored:
            return stored
        default = default_page(PageName(object_id))
        return Page(slug=object_id, title=default.title, body=default.body)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the pages."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Pages that you write"),
            "pages": [self.get_object(request, name) for name in PageName.values],
            "written": set(Page.objects.values_list("slug", flat=True)),
        }
        return render(request, "admin/glossary/page/change_list.html", context)

    def form_title(self, request: HttpRequest, object_id: str) -> str:
        """Return the title of the page."""
        page = self.get_object(request, object_id)
        return page.title if page else ""

    def save_model(self, request: HttpRequest, obj: Page, form: forms.ModelForm, change: bool) -> None:
        """Save through the workflow, which touches the page."""
        title, body = form.cleaned_data["title"], form.cleaned_data["body"]
        base = form.cleaned_data[BASE]
        save_page(PageName(obj.slug), title=title, body=body, actor=request.user, base=base)

    def response_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        """Say so and stay."""
        messages.success(request, _("The page is saved. Readers see this text now."))
        return HttpResponseRedirect(_form_url(obj.slug))

    def default_text(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show the text that came with the project, and go back to it when confirmed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        page = Page.objects.filter(slug=name).first()
        if page is None:
            raise Http404
        if request.method == "POST":
            clear_page(PageName(name), actor=request.user)
            self.log_change(request, page, _("Back to the text that came with the project"))
            messages.success(request, _("The page has the text again that came with the project."))
            return HttpResponseRedirect(_form_url(name))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Use the default text again"),
            "page": page,
            "default": default_page(PageName(name)),
        }
        return render(request, "admin/glossary/page/default_text.html", context)


def _form_url(name: str) -> str:
    return reverse("admin:glossary_page_change", args=[name])
