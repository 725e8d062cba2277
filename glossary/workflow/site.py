"""The services that change what the owner says of the site: its settings, and the pages About and Privacy."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings as django_settings
from django.contrib.auth.models import PermissionsMixin
from django.utils.translation import gettext as _

from glossary.imaging.colour import least_contrast, nearest_allowed, parse_colour
from glossary.imaging.palette import DARK, LIGHT, TEXT_CONTRAST, Scheme
from glossary.models import Page, PageName, PageVersion, SiteSettings
from glossary.models.publication import SITE
from glossary.models.site import (
    EXAMPLES_ADVISED_AT_MOST,
    INVITATION_MAX,
    LOGO_ALT_MAX,
    LOGO_PATH_MAX,
    NAME_MAX,
    PAGE_TITLE_MAX,
    TAGLINE_MAX,
)
from glossary.text.fold import normalise_line, normalise_prose
from glossary.text.problems import describe, line_problems, prose_problems
from glossary.workflow.errors import ChangedMeanwhile, FieldProblem, InvalidRecord, NotAllowed
from glossary.workflow.holding import whole
from glossary.workflow.meanwhile import changed_since
from glossary.workflow.permissions import Actor

FOOTER_LINKS_AT_MOST = 10
LINK_TITLE_MAX = 60
LINK_URL_MAX = 500

CHANGE_SETTINGS = "glossary.change_sitesettings"
CHANGE_PAGES = "glossary.change_page"

_LINES = {
    "name": NAME_MAX,
    "tagline": TAGLINE_MAX,
    "publisher": NAME_MAX,
    "logo_alt": LOGO_ALT_MAX,
    "invitation": INVITATION_MAX,
}
_ACCENTS = {"accent": LIGHT, "accent_dark": DARK}
# What makes the site this owner's; links and advice to editors are no part of it.
_BRAND = ("name", "tagline", "publisher", "logo", "logo_alt", "accent", "accent_dark", "invitation")


def save_site_settings(row: SiteSettings, *, actor: Actor | None, base: str = "") -> SiteSettings:
    """Write the settings in their canonical form and touch every page.

    `base` holds the marks of the settings from which the actor began. Raises NotAllowed, InvalidRecord with
    all that is wrong, and ChangedMeanwhile where the row would undo what somebody saved since then. Saving
    without a change writes nothing.
    """
    _require(actor, CHANGE_SETTINGS)
    row.pk = 1
    with whole():
        problems = site_problems(row)
        if problems:
            raise InvalidRecord(problems)
        before = SiteSettings.objects.filter(pk=1).first()
        undone = undone_settings(base, before or SiteSettings(), row)
        if undone:
            raise ChangedMeanwhile(undone)
        if before is None or _values(before) != _values(row):
            row.save()
            PageVersion.objects.touch({SITE})
    return row


def clear_brand(*, actor: Actor | None) -> None:
    """Go back to the default name, tagline, publisher, logo, colours and invitation; the rest stays.

    Raises NotAllowed.
    """
    _require(actor, CHANGE_SETTINGS)
    with whole():
        row = SiteSettings.objects.filter(pk=1).first()
        if row is None:
            return
        for name in _BRAND:
            setattr(row, name, "")
        row.logo_width = row.logo_height = 0
        row.save()
        PageVersion.objects.touch({SITE})


def save_page(name: PageName, *, title: str, body: str, actor: Actor | None, base: str = "") -> Page:
    """Write a page and touch what shows it. `base` and errors as for `save_site_settings`."""
    _require(actor, CHANGE_PAGES)
    problems = page_problems(title, body)
    if problems:
        raise InvalidRecord(problems)
    with whole():
        page = as_written(title, body)
        page.slug = name
        before = Page.objects.filter(slug=name).first()
        undone = undone_texts(base, before, page)
        if undone:
            raise ChangedMeanwhile(undone)
        if before is None or (before.title, before.body) != (page.title, page.body):
            page.save()
            PageVersion.objects.touch({SITE})
    return page


def clear_page(name: PageName, *, actor: Actor | None) -> None:
    """Go back to the text that comes with the project. Raises NotAllowed."""
    _require(actor, CHANGE_PAGES)
    with whole():
        if Page.objects.filter(slug=name).delete()[0]:
            PageVersion.objects.touch({SITE})


def site_problems(row: SiteSettings) -> list[FieldProblem]:
    """Bring settings into their canonical form and return what is wrong with them then.

    Paths are names of fields; those of links are `footer_links.2.title` and `footer_links.2.url`.
    """
    _make_canonical(row)
    return list(_problems(row))


def page_problems(title: str, body: str) -> list[FieldProblem]:
    """Return what is wrong with the title and the text of a page."""
    limit = django_settings.MARKDOWN_MAX_BYTES
    return [
        *(FieldProblem("title", describe(each)) for each in line_problems(title, max_length=PAGE_TITLE_MAX)),
        *(FieldProblem("body", describe(each)) for each in prose_problems(body, max_bytes=limit)),
    ]


def settings_values(row: SiteSettings) -> dict[str, object]:
    """Return what the settings say, by field, for marks. The size of a logo goes with its path."""
    apart = {"id", "logo_width", "logo_height"}
    return {name: value for name, value in _values(row).items() if name not in apart}


def undone_settings(base: str, stored: SiteSettings, row: SiteSettings) -> list[str]:
    """Return the fields that somebody changed since `base` and that saving `row` would change again."""
    theirs, mine = settings_values(stored), settings_values(row)
    return [name for name in changed_since(base, theirs) if theirs[name] != mine[name]]


def page_values(page: Page | None) -> dict[str, object]:
    """Return what a page says, by field, for marks; None is one that nobody wrote."""
    return {"title": page.title, "body": page.body} if page else {"title": "", "body": ""}


def undone_texts(base: str, stored: Page | None, page: Page) -> list[str]:
    """Return the fields that somebody changed since `base` and that saving `page` would change again."""
    theirs, mine = page_values(stored), page_values(page)
    return [name for name in changed_since(base, theirs) if theirs[name] != mine[name]]


def as_written(title: str, body: str) -> Page:
    """Return a page that says this, in canonical form, with no address yet."""
    return Page(title=normalise_line(title), body=normalise_prose(body))


def colour_problem(colour: str, scheme: Scheme) -> tuple[str, str] | None:
    """Return the sentence that refuses an accent on pages of a scheme, and the nearest colour allowed there.

    None where the colour can be read: 4.5 : 1 on paper and wash (WCAG 2.2, success criterion 1.4.3).
    """
    reached = least_contrast(colour, scheme.grounds)
    if reached >= TEXT_CONTRAST:
        return None
    nearest = nearest_allowed(colour, scheme.grounds, TEXT_CONTRAST)
    # Rounded down: 4.497 is not 4.5.
    shown = {"reached": f"{int(reached * 100) / 100:.2f}", "nearest": nearest}
    if scheme is LIGHT:
        sentence = _(
            "On light pages this colour reaches a contrast of %(reached)s : 1, and text needs 4.5 : 1; "
            "the nearest colour that does is %(nearest)s."
        )
    else:
        sentence = _(
            "On dark pages this colour reaches a contrast of %(reached)s : 1, and text needs 4.5 : 1; "
            "the nearest colour that does is %(nearest)s."
        )
    return sentence % shown, nearest


def _require(actor: Actor | None, permission: str) -> None:
    if actor is None:
        return
    allowed = isinstance(actor, PermissionsMixin) and actor.is_active and actor.has_perm(permission)
    if not allowed:
        raise NotAllowed(_("Your account may not change the site. Ask its owner."))


def _make_canonical(row: SiteSettings) -> None:
    for name in _LINES:
        setattr(row, name, normalise_line(getattr(row, name)))
    for name in _ACCENTS:
        written = getattr(row, name).strip()
        try:
            setattr(row, name, parse_colour(written) if written else "")
        except ValueError:
            continue  # told as a problem, in the words that were typed
    if _are_links(row.footer_links):
        row.footer_links = [
            {"title": normalise_line(link["title"]), "url": link["url"].strip()} for link in row.footer_links
        ]


def _problems(row: SiteSettings) -> Iterator[FieldProblem]:
    for name, limit in _LINES.items():
        for problem in line_problems(getattr(row, name), max_length=limit, required=False):
            yield FieldProblem(name, describe(problem), problem.code)
    for problem in line_problems(row.logo, max_length=LOGO_PATH_MAX, required=False):
        yield FieldProblem("logo", describe(problem), problem.code)
    if row.logo and not (row.logo_width > 0 and row.logo_height > 0):
        yield FieldProblem("logo", _("A logo has a width and a height of at least one pixel."))
    if row.logo and not row.logo_alt:
        yield FieldProblem("logo_alt", _("Say what the logo shows, for those who do not see it."))
    for name, scheme in _ACCENTS.items():
        colour = getattr(row, name)
        if colour:
            yield from _colour_problems(name, colour, scheme)
    if not 1 <= row.examples_advised <= EXAMPLES_ADVISED_AT_MOST:
        message = _("Advise 1 to %(limit)s examples.") % {"limit": EXAMPLES_ADVISED_AT_MOST}
        yield FieldProblem("examples_advised", message)
    yield from _link_problems(row)


def _colour_problems(name: str, colour: str, scheme: Scheme) -> Iterator[FieldProblem]:
    try:
        refused = colour_problem(parse_colour(colour), scheme)
    except ValueError:
        message = _("Write a colour as # and six digits from 0 to f, such as %(example)s.")
        yield FieldProblem(name, message % {"example": scheme.accent})
        return
    if refused:
        yield FieldProblem(name, refused[0], "contrast")


def _are_links(value: object) -> bool:
    """Tell whether a value has the shape of links; a form gives no other, but a fixture may."""
    return isinstance(value, list) and all(
        isinstance(link, dict) and all(isinstance(link.get(part), str) for part in ("title", "url"))
        for link in value
    )


def _link_problems(row: SiteSettings) -> Iterator[FieldProblem]:
    if not _are_links(row.footer_links):
        message = _("Links are a list; each has a title and a url, both of them texts.")
        yield FieldProblem("footer_links", message)
        return
    if len(row.footer_links) > FOOTER_LINKS_AT_MOST:
        message = _("At most %(limit)s links fit at the foot of a page.") % {"limit": FOOTER_LINKS_AT_MOST}
        yield FieldProblem("footer_links", message)
    for number, link in enumerate(row.footer_links):
        path = f"footer_links.{number}"
        for problem in line_problems(link["title"], max_length=LINK_TITLE_MAX):
            yield FieldProblem(f"{path}.title", describe(problem), problem.code)
        too_long = [
            each for each in line_problems(link["url"], max_length=LINK_URL_MAX) if each.code == "too_long"
        ]
        if too_long:
            yield FieldProblem(f"{path}.url", describe(too_long[0]), "too_long")
        elif not is_linkable(link["url"]):
            message = _(
                "Write an address that begins with https://, http:// or mailto:, or a path of this site that "
                "begins with /."
            )
            yield FieldProblem(f"{path}.url", message)


def is_linkable(url: str) -> bool:
    """Tell whether an address may stand at the foot of a page: the web, a letter box, or a path of the site.

    Browsers read `//host`, and `/\\host` too, as another site (WHATWG URL, section 4.4), and drop tabs and
    line ends; none of that is a path.
    """
    if len(url) > LINK_URL_MAX or line_problems(url, max_length=LINK_URL_MAX) or any(map(str.isspace, url)):
        return False
    if "\\" in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    match parts.scheme:
        case "http" | "https":
            return bool(parts.hostname) and url.lower().startswith(f"{parts.scheme}://")
        case "mailto":
            name, _at, host = parts.path.partition("@")
            return bool(name and host) and not parts.netloc
        case "":
            return url.startswith("/") and not url.startswith("//")
    return False


def _values(row: SiteSettings) -> dict[str, object]:
    return {
        field.attname: getattr(row, field.attname)
        for field in SiteSettings._meta.concrete_fields
        if field.attname != "updated_at"
    }
