"""The owner's page of settings: one form for what the site is called, looks like and says at its foot."""

from __future__ import annotations

from copy import copy
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from glossary.admin import colours
from glossary.admin.colours import SCHEMES, accent_field, nearest_to, shown_accents
from glossary.admin.footer_links import FooterLinksField
from glossary.admin.forms import line
from glossary.admin.logo import LogoInput, StoredLogo, store_logo
from glossary.admin.meanwhile import BASE, BaseField, OwnersAdmin, sentence
from glossary.http.site import default_site
from glossary.models import SiteSettings
from glossary.models.site import EXAMPLES_ADVISED_AT_MOST
from glossary.workflow import FieldProblem, clear_brand, save_site_settings
from glossary.workflow.meanwhile import marks_after_telling, marks_of
from glossary.workflow.site import settings_values, site_problems, undone_settings

KEPT_LOGO = "kept_logo"
# What the page of an entry says where the owner says nothing.
INVITATION = gettext_lazy("Explore more industry terms")
_OF_THE_ROW = (
    "name", "tagline", "publisher", "logo_alt", "accent", "accent_dark", "invitation", "footer_links",
    "examples_advised",
)  # fmt: skip


class SiteForm(forms.ModelForm):
    """What the owner says of the site. An empty field stands for the default, which it suggests."""

    name = line(gettext_lazy("Name"), help_text=gettext_lazy("At the top of every page and in its title."))
    tagline = line(gettext_lazy("Tagline"), help_text=gettext_lazy("One line on what the glossary is for."))
    publisher = line(
        gettext_lazy("Publisher"),
        help_text=gettext_lazy("Who answers for the glossary; at the foot of every page."),
    )
    logo_file = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        widget=LogoInput(),
        help_text=gettext_lazy(
            "In place of the name: PNG, JPEG, GIF or WebP, to be seen on light and on dark."
        ),
    )
    delete_logo = forms.BooleanField(label=gettext_lazy("Show no logo"), required=False)
    logo_alt = line(
        gettext_lazy("Text of the logo"),
        help_text=gettext_lazy("What it says or shows, for those who do not see it. Most logos: the name."),
    )
    accent = accent_field(
        "accent",
        gettext_lazy("Accent colour"),
        gettext_lazy("Of links on light pages, as # and six digits. Empty: the colour it came with."),
    )
    accent_dark = accent_field(
        "accent_dark",
        gettext_lazy("Accent on dark pages"),
        gettext_lazy("Empty: made from the accent colour, as easy to read."),
    )
    invitation = line(
        gettext_lazy("Closing invitation"),
        help_text=gettext_lazy("Above the ways on at the end of an entry."),
    )
    footer_links = FooterLinksField(
        label=gettext_lazy("Links at the foot"),
        required=False,
        help_text=gettext_lazy("To your imprint or your other sites. Empty a row to take its link away."),
    )
    examples_advised = forms.IntegerField(
        label=gettext_lazy("Examples advised"),
        help_text=gettext_lazy("Editors are told when an entry has fewer. Three read best."),
        widget=forms.NumberInput({"min": 1, "max": EXAMPLES_ADVISED_AT_MOST}),
    )
    kept_logo = forms.CharField(label=gettext_lazy("Logo"), required=False, widget=forms.HiddenInput())
    base = BaseField()

    class Meta:
        model = SiteSettings
        fields = _OF_THE_ROW

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `clean` writes into the instance.
        self.stored = copy(self.instance)
        self.fields[BASE].initial = marks_of(settings_values(self.stored))
        default = default_site()
        # The publisher is named like the site unless the environment or the owner says otherwise.
        named = default.publisher == default.name and self.instance.name
        publisher = named or default.publisher
        suggested = {"name": default.name, "publisher": publisher, "invitation": INVITATION}
        for name, text in suggested.items():
            self.fields[name].widget.attrs["placeholder"] = text
        links = self.fields["footer_links"]
        # The label is that of a group, which has no input to point to, and Django gives such help no id.
        links.help_text = format_html('<span id="id_footer_links_helptext">{}</span>', links.help_text)
        self._show(StoredLogo.of(self.instance), {name: getattr(self.instance, name) for name in SCHEMES})

    def clean_logo_file(self) -> StoredLogo | None:
        """Return the logo that was sent, now or with the form before this one; None where none was."""
        posted = self.cleaned_data["logo_file"]
        if isinstance(posted, UploadedFile):
            return store_logo(posted)
        return StoredLogo.unsigned(self.data.get(self.add_prefix(KEPT_LOGO), ""))

    def clean(self) -> dict[str, Any]:
        """Bring what was typed into the row and show what the workflow finds wrong, each beside its field."""
        cleaned = self.cleaned_data
        sent: StoredLogo | None = cleaned.get("logo_file")
        logo = StoredLogo() if cleaned.get("delete_logo") else sent or StoredLogo.of(self.instance)
        for name in _OF_THE_ROW:
            if name in cleaned:
                setattr(self.instance, name, cleaned[name])
        logo.put_into(self.instance)
        for problem in site_problems(self.instance):
            self._place(problem)
        base = cleaned.get(BASE, "")
        told = undone_settings(base, self.stored, self.instance)
        for name in told:
            self._tell_changed(name)
        if self.errors:
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix(BASE)] = marks_after_telling(base, settings_values(self.stored), told)
            if sent:
                data[self.add_prefix(KEPT_LOGO)] = sent.signed()
            self.data = data
        self._show(logo, {name: getattr(self.instance, name) for name in SCHEMES})
        return cleaned

    def _place(self, problem: FieldProblem) -> None:
        name, *rest = problem.path.split(".")
        if not rest:
            self.add_error(name, problem.message)
            return
        place = {"number": int(rest[0]) + 1, "problem": problem.message}
        if rest[1] == "title":
            self.add_error(name, _("Title of link %(number)s: %(problem)s") % place)
        else:
            self.add_error(name, _("Address of link %(number)s: %(problem)s") % place)

    def _tell_changed(self, name: str) -> None:
        theirs = getattr(self.stored, name)
        if name == "logo":
            self.add_error(
                "logo_file",
                _("Somebody changed the logo while you wrote. Save again to put yours in its place."),
            )
        elif name == "footer_links":
            links = "; ".join(f"{link['title']} ({link['url']})" for link in theirs)
            self.add_error(name, sentence(links))
        else:
            self.add_error(name, sentence(str(theirs)))

    def _show(self, logo: StoredLogo, accents: dict[str, str]) -> None:
        """Tell the widgets what to show beside their inputs."""
        fields: dict[str, Any] = self.fields
        fields["logo_file"].widget.shown = logo
        fields["logo_file"].widget.alt = self.instance.logo_alt
        for name, shown in shown_accents(accents).items():
            fields[name].widget.shown = shown
            fields[name].widget.nearest = nearest_to(accents[name], SCHEMES[name])

    def _post_clean(self) -> None:
        """Leave the row to `clean`, and its rules to the workflow."""


@admin.register(SiteSettings)
class SiteSettingsAdmin(OwnersAdmin):
    """One row, so one page: no list, nothing to add, nothing to delete."""

    form = SiteForm
    change_form_template = "admin/glossary/sitesettings/change_form.html"
    fieldsets = [
        (None, {"fields": ["name", "tagline", "publisher"]}),
        (
            gettext_lazy("Logo and colour"),
            {"fields": ["logo_file", "delete_logo", "logo_alt", "accent", "accent_dark", KEPT_LOGO, BASE]},
        ),
        (gettext_lazy("Around the entries"), {"fields": ["invitation", "footer_links", "examples_advised"]}),
    ]

    class Media:
        css = {"all": ["glossary/admin/owner.css"]}
        js = [Script("glossary/admin/accent.js", type="module")]

    def get_urls(self) -> list[URLPattern]:
        """Add the judge of colours and the way back to the defaults."""
        guard = self.admin_site.admin_view
        return [
            path("colours/", guard(require_safe(self.colours)), name="glossary_sitesettings_colours"),
            path(
                "defaults/",
                guard(require_http_methods(["GET", "POST"])(self.defaults)),
                name="glossary_sitesettings_defaults",
            ),
            *super().get_urls(),
        ]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> SiteSettings | None:
        """Return the one row, or a new one with the defaults."""
        if object_id != "1":
            return None
        return SiteSettings.objects.filter(pk=1).first() or SiteSettings(pk=1)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Go to the form: there is one site."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(_form_url())

    def form_title(self, request: HttpRequest, object_id: str) -> str:
        """Return what the form is called."""
        return _("Your site")

    def save_model(
        self, request: HttpRequest, obj: SiteSettings, form: forms.ModelForm, change: bool
    ) -> None:
        """Save through the workflow, which touches every page."""
        save_site_settings(obj, actor=request.user, base=form.cleaned_data[BASE])

    def response_change(self, request: HttpRequest, obj: SiteSettings) -> HttpResponse:
        """Say so and stay."""
        messages.success(request, _("Your site is saved. Readers see it as it is now."))
        return HttpResponseRedirect(_form_url())

    def colours(self, request: HttpRequest) -> HttpResponse:
        """Answer the script that shows the accents while they are chosen."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return colours.judge(request)

    def defaults(self, request: HttpRequest) -> HttpResponse:
        """Say what going back to the defaults takes away, and do it when confirmed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            clear_brand(actor=request.user)
            row = SiteSettings.objects.filter(pk=1).first()
            if row:
                self.log_change(request, row, _("Back to the defaults"))
            messages.success(
                request, _("Name, tagline, publisher, logo, colours and invitation are the defaults again.")
            )
            return HttpResponseRedirect(_form_url())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Use the defaults again"),
            "default": default_site(),
        }
        return render(request, "admin/glossary/sitesettings/defaults.html", context)


def _form_url() -> str:
    return reverse("admin:glossary_sitesettings_change", args=["1"])
