"""The entry form: filled from a record, yields one. No row of the database is bound to it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth import get_user_model
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from glossary.admin.initial import form_initial
from glossary.admin.names import NoSuchTerm, find_term
from glossary.admin.widgets import CountedInput, MarkdownWidget, NameInput, tag_input, term_input
from glossary.models import AliasKind, LinkMode, Relation, RelationKind, Revision, Term
from glossary.models.terms import SUMMARY_ADVISED
from glossary.records import NARROWER
from glossary.text.problems import describe, line_problems
from glossary.workflow import FieldProblem

COMMENT_MAX = Revision._meta.get_field("comment").max_length or 0
# Far above what people write, so that every entry shows all its rows; a forged count stays harmless.
MAX_ROWS = 20_000


def line(label: Any, *, help_text: Any = "", widget: Any = None, required: bool = False) -> forms.CharField:
    """Return a one-line field whose length and characters the workflow judges, not the form."""
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=widget or AdminTextInputWidget()
    )


def prose(label: Any, *, help_text: Any = "") -> forms.CharField:
    """Return a Markdown field; white space at its ends is the writer's."""
    return forms.CharField(
        label=label, help_text=help_text, required=False, strip=False, widget=MarkdownWidget()
    )


class TermForm(forms.ModelForm):
    """The fields of an entry outside its rows."""

    title = line(
        _("Title"),
        required=True,
        help_text=_("The word itself, as the trade writes it: AI Model, not ai models."),
        widget=NameInput(),
    )
    summary = line(
        _("Summary"),
        help_text=_("One plain sentence that answers “what is it” and can stand alone."),
        widget=CountedInput(SUMMARY_ADVISED),
    )
    tags = line(
        _("Tags"),
        help_text=_("Parted by commas, the most important first: ai, generative-ai."),
        widget=tag_input(),
    )
    qualifier = line(
        _("Qualifier"),
        help_text=_("Only where two entries share a title, the sense or trade: “networking” for Node."),
    )
    slug = line(_("Address"), help_text=_("Left empty, it is made from the title."))
    pronunciation = line(_("Pronunciation"), help_text=_("As readers would spell the sound: “KWEH-ree”."))
    language = line(_("Language"), help_text=_("A code such as en or pt-BR; empty for the site's own."))
    featured = forms.BooleanField(
        label=_("Featured on the home page"),
        required=False,
        help_text=_("Shown to strangers as one of the entries to start with."),
    )
    link_mode = forms.ChoiceField(
        label=_("Automatic links"),
        choices=LinkMode.choices,
        help_text=_("Whether other entries link here by the word. Two letters, as UX, keep to their case."),
    )
    replaced_by = line(
        _("Replaced by"),
        help_text=_("The entry to read instead, once this one is deprecated or archived."),
        widget=term_input(),
    )
    exact_match = forms.CharField(
        label=_("Same concept elsewhere"),
        help_text=_("Web addresses in other vocabularies, one a line."),
        required=False,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
    )
    review_due = forms.DateField(
        label=_("Review due"),
        required=False,
        # The browser's own: Django's calendar is a link without a name that opens what keys do not reach.
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("When somebody should read this again and see whether it is still true."),
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=get_user_model()._default_manager.none(),
        required=False,
        help_text=_("Who answers for this entry."),
    )
    comment = line(_("What changed"), help_text=_("A note for the history, for those who read it next year."))
    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    problems: Sequence[FieldProblem] = ()

    class Meta:
        model = Term
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record = getattr(self.instance, "editable", None)
        if record is not None:
            self.initial = {**self.initial, **form_initial(record, self.instance)}
        if "owner" in self.fields:
            owners = get_user_model()._default_manager.filter(is_staff=True, is_active=True)
            if self.instance.owner_id:
                owners |= get_user_model()._default_manager.filter(pk=self.instance.owner_id)
                # Somebody answers for an entry; it can be handed on, not dropped.
                self.fields["owner"].required = True
            self.fields["owner"].queryset = owners  # type: ignore[attr-defined]

    def clean_replaced_by(self) -> str:
        """Return the slug of the entry that was named."""
        return slug_of(self.cleaned_data["replaced_by"], self.data.get("language", ""))

    def clean_review_due(self) -> str:
        """Return the date as a record holds it."""
        due: datetime.date | None = self.cleaned_data["review_due"]
        return due.isoformat() if due else ""

    def clean_comment(self) -> str:
        """Return the note, as long as the history holds it; nothing of it is cut."""
        comment: str = self.cleaned_data["comment"]
        problems = line_problems(comment, max_length=COMMENT_MAX, required=False)
        if problems:
            raise forms.ValidationError([describe(problem) for problem in problems])
        return comment

    def clean(self) -> dict[str, Any]:
        """Show what the workflow found wrong, each beside its field."""
        for problem in self.problems:
            name = problem.path.partition(".")[0]
            self.add_error(name if name in self.fields else None, problem.message)
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Leave the live row alone: what was typed becomes a record, and the workflow judges that."""


def slug_of(text: str, language: str) -> str:
    """Return the slug of the entry that an editor named by title or address.

    Raises ValidationError when there is none, or when the name fits several.
    """
    if not text:
        return ""
    try:
        return find_term(text, language).slug
    except NoSuchTerm as error:
        raise forms.ValidationError(str(error)) from error


class RowForm(forms.ModelForm):
    """A row of the entry: counts as there when one of its content fields holds something."""

    content: tuple[str, ...] = ()
    problems: Sequence[FieldProblem] = ()

    position = forms.IntegerField(
        label=_("Place"),
        required=False,
        min_value=0,
        widget=forms.NumberInput({"class": "row-position"}),
        help_text=_("1 comes first."),
    )

    def has_changed(self) -> bool:
        """Tell whether the row holds anything; comparing with initial values would lose unchanged rows."""
        return any(
            str(
                self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                or ""
            ).strip()
            for name in self.content
        )

    def clean(self) -> dict[str, Any]:
        """Show what the workflow found wrong with this row, each beside its field."""
        for problem in self.problems:
            name = problem.path.rpartition(".")[2]
            self.add_error(name if name in self.fields else self.content[-1], problem.message)
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Leave rows of the database alone."""


class SectionForm(RowForm):
    """A section; its fragment id travels along, so that a changed heading keeps old links working."""

    content = ("heading", "body")
    heading = line(
        _("Heading"), help_text=_("Two or three words; links to this section keep working when it changes.")
    )
    body = prose(
        _("Text"), help_text=_("Short paragraphs, the most important first. Empty, the section is left out.")
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput())


class ExampleForm(RowForm):
    """An example in practice."""

    content = ("body",)
    body = prose(_("Example"), help_text=_("One real situation, told so that it can be read alone."))


class AliasForm(RowForm):
    """Another name."""

    content = ("text",)
    text = line(_("Name"), help_text=_("An abbreviation, a synonym or another spelling."), widget=NameInput())
    kind = forms.ChoiceField(
        label=_("Kind"), choices=AliasKind.choices, help_text=_("A hidden name is found and never shown.")
    )


RELATION_CHOICES = [
    (RelationKind.RELATED.value, _("Related to")),
    (RelationKind.CONTRAST.value, _("Often confused with")),
    (RelationKind.BROADER.value, _("Narrower than (that one is broader)")),
    (NARROWER, _("Broader than (that one is narrower)")),
]


class RelationForm(RowForm):
    """A tie to another entry, named by its title or its address."""

    content = ("target",)
    kind = forms.ChoiceField(
        label=_("This entry is"),
        choices=RELATION_CHOICES,
        help_text=_("The other entry shows the same tie from its side."),
    )
    target = line(
        _("Entry"), widget=term_input(), help_text=_("Its title; what fits is offered as you type.")
    )
    note = line(
        _("The difference"),
        help_text=_("For terms that are often confused, one sentence on what sets them apart."),
    )

    class Meta:
        model = Relation
        fields: list[str] = []

    def clean_target(self) -> str:
        """Return the slug of the entry that was named."""
        return slug_of(self.cleaned_data["target"], self.data.get("language", ""))


class SourceForm(RowForm):
    """A work that the entry rests on."""

    content = ("title", "url")
    title = line(_("Title"), help_text=_("The standard, handbook or article that the entry rests on."))
    url = line(_("Web address"), help_text=_("Where it can be read, if it is on the web."))


class RowFormSet(BaseInlineFormSet):
    """Rows in the order of their places; nothing in it reads or writes the database."""

    def initial_form_count(self) -> int:
        """Return 0: no form is bound to a row."""
        return 0

    def add_fields(self, form: Any, index: int | None) -> None:
        """Add Django's fields; a row posted from the page of an entry that is gone fits a new one too."""
        super().add_fields(form, index)
        form.fields[self.fk.name].disabled = True
        for field in form.fields.values():
            if isinstance(field.widget, MarkdownWidget):
                field.widget.of_term = str(self.instance.pk or "")

    @cached_property
    def management_form(self) -> Any:
        """Return Django's hidden counts, and with them how many rows the record has that the form is of."""
        form = super().management_form
        form.fields["ROWS"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput(), initial=len(self.initial_extra or ())
        )
        return form

    def clean(self) -> None:
        """Refuse a form that showed fewer rows than the record has: saving it would drop the others."""
        rows = str(self.data.get(self.management_form.add_prefix("ROWS"), ""))
        shown = self.management_form.cleaned_data["TOTAL_FORMS"]
        if rows.isascii() and rows.isdecimal() and (len(rows) > 9 or shown < int(rows)):
            message = _(
                "This page showed %(shown)s of %(rows)s rows. Nothing was saved. Open the entry again."
            )
            raise forms.ValidationError(message % {"shown": shown, "rows": rows})

    def get_queryset(self) -> Any:
        """Return no rows; the record brings them as initial values."""
        return self.model._default_manager.none()  # type: ignore[union-attr]

    def validate_unique(self) -> None:
        """Leave uniqueness to the workflow, which looks at the whole record."""

    def full_clean(self) -> None:
        """Clean the forms, then what the workflow found wrong with the rows as a whole."""
        super().full_clean()
        for problem in getattr(self, "problems", ()):
            self._non_form_errors.append(problem.message)  # type: ignore[attr-defined]

    def filled(self) -> list[RowForm]:
        """Return the forms that hold something, in the order that the editor gave them."""
        forms_ = [form for form in self.forms if form.has_changed()]
        places = {id(form): index for index, form in enumerate(forms_)}

        def place(form: RowForm) -> tuple[int, int]:
            position = form.cleaned_data.get("position") if hasattr(form, "cleaned_data") else None
            return (position if position is not None else 1_000_000, places[id(form)])

        return sorted(forms_, key=place)  # type: ignore[arg-type]
