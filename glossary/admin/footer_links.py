"""The input for the links at the foot of every page: rows of a title and an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from glossary.workflow.site import FOOTER_LINKS_AT_MOST

Link = dict[str, str]


class FooterLinksInput(forms.Widget):
    """A row for each link, and two empty ones; an emptied row takes its link away."""

    template_name = "admin/glossary/sitesettings/footer_links.html"
    blank_rows = 2

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the rows, and the ids of what describes them."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        # A row that came in past the services may hold anything; what is no link is not shown.
        found = value if isinstance(value, list) else []
        rows: list[Link] = [link for link in found if isinstance(link, dict)]
        blank = max(0, min(self.blank_rows, FOOTER_LINKS_AT_MOST - len(rows)))
        context["described_by"] = (attrs or {}).get("aria-describedby", "")
        context["rows"] = [*rows, *({"title": "", "url": ""} for _ in range(blank))]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Link]:
        """Return the rows that hold something, in their order."""
        titles, urls = data.getlist(f"{name}-title"), data.getlist(f"{name}-url")  # type: ignore[attr-defined]
        rows = [
            {"title": title.strip(), "url": url.strip()} for title, url in zip(titles, urls, strict=False)
        ]
        return [row for row in rows if row["title"] or row["url"]]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the form had no rows at all."""
        return f"{name}-title" not in data

    def id_for_label(self, id_: str) -> str:
        """Return nothing: the label names a group, whose inputs have labels of their own."""
        return ""


class FooterLinksField(forms.Field):
    """Links as the settings hold them: a list of titles and addresses. The workflow judges them."""

    widget = FooterLinksInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the rows differ."""
        return (initial or []) != (data or [])
