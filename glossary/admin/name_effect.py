"""What editors are told of a name before it is one: links it adds, whether it is common, who else has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from glossary.models import AliasKind, LinkMode, Name, Status, Term
from glossary.models.terms import TITLE_MAX, default_language
from glossary.records import TermRecord
from glossary.text.fold import case_key, normalise_line
from glossary.text.matching import is_short_name
from glossary.text.problems import line_problems
from glossary.workflow.mentions import LINKED_AT_MOST
from glossary.workflow.name_effect import Collision, NameEffect, name_effect

TITLE = "title"
# So many new names of one save are told of; each takes a moment to look up.
_TOLD_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence on a name; a warning asks for a second thought."""

    text: str
    is_warning: bool = False


@require_safe
@never_cache
def show_effect(request: HttpRequest) -> HttpResponse:
    """Answer a fragment on `?name=` as a title (`kind=title`) or an alias of a kind of the entry `term`.

    Without `term` it is of a new one. `language` and `mode` are the entry's as typed, `was` is the name in
    whose place it would come. 401 to whoever is not logged in, 403 to whoever may not write entries; never a
    page to log in, which the script would show.
    """
    user = request.user
    if not (user.is_authenticated and user.is_active):
        return HttpResponse(status=401)
    if not (user.is_staff and (user.has_perm("glossary.add_term") or user.has_perm("glossary.change_term"))):
        return HttpResponse(status=403)
    name, kind = normalise_line(request.GET.get("name", "")), request.GET.get("kind", TITLE)
    if line_problems(name, max_length=TITLE_MAX, required=True):
        return HttpResponse()  # what is wrong with it is said when it is saved
    term = _term(request.GET.get("term", ""))
    language = request.GET.get("language", "").strip() or default_language()
    mode = _mode(request.GET.get("mode", ""), kind, term)
    was = normalise_line(request.GET.get("was", ""))
    effect = name_effect(name, language, link_mode=mode, pk=term.pk if term else None, was=was)
    live = (
        set(Name.objects.filter(term=term, language=language).values_list("text", flat=True))
        if term
        else set()
    )
    said = list(facts(effect, kind, mode, is_live=name in live))
    if term and was in live - {name}:
        said.append(_gone(was, term.mentioned))
    context = {
        "effect": effect,
        "facts": said,
        "collisions": [(collision, _how(collision)) for collision in effect.collisions],
    }
    return render(request, "admin/glossary/term/_name_effect.html", context)


def tell_effects(request: HttpRequest, term: Term, record: TermRecord, before: TermRecord | None) -> None:
    """Tell an editor who saved a draft what the names that are new in it will do once it is published."""
    known = {case_key(name) for name, _kind in _names(before)} if before else set()
    new = [(name, kind) for name, kind in _names(record) if case_key(name) not in known]
    for name, kind in new[:_TOLD_AT_MOST]:
        mode = _mode(record.link_mode, kind, term)
        effect = name_effect(name, record.language or term.language, link_mode=mode, pk=term.pk)
        for fact in facts(effect, kind, mode):
            if fact.is_warning or effect.links:
                messages.add_message(
                    request, messages.WARNING if fact.is_warning else messages.INFO, fact.text
                )
        if effect.collisions:
            entries = "; ".join(f"{collision.title} ({_how(collision)})" for collision in effect.collisions)
            message = _("Entries that “%(name)s” names too: %(entries)s.")
            messages.warning(request, message % {"name": name, "entries": entries})


def facts(effect: NameEffect, kind: str, mode: str, *, is_live: bool = False) -> Iterator[Fact]:
    """Yield what there is to say of a name, the number of its links first."""
    name = {"name": effect.name}
    if kind == AliasKind.HIDDEN:
        yield Fact(_("A hidden name is found by readers who look it up, and is linked nowhere."))
    elif mode == LinkMode.NEVER:
        yield Fact(_("Other entries do not link here, whatever words they use."))
    else:
        yield Fact(_links(effect, is_live=is_live))
        if is_short_name(effect.name) and mode == LinkMode.NORMAL:
            yield Fact(_("So short a name is linked in this exact case only."))
    if effect.is_common:
        yield Fact(_common(effect), is_warning=True)
    if effect.standing > LINKED_AT_MOST:
        message = _(
            "A name in more than %(most)s entries is not published, unless “Automatic links” is “Never link”."
        )
        yield Fact(message % {"most": LINKED_AT_MOST}, is_warning=True)
    if (
        any(collision.links for collision in effect.collisions)
        and kind != AliasKind.HIDDEN
        and mode != LinkMode.NEVER
    ):
        message = _(
            "“%(name)s” is a name of another entry too. Its links will offer the choice, unless tags decide."
        )
        yield Fact(message % name, is_warning=True)
    elif effect.collisions:
        yield Fact(_("“%(name)s” is a name of another entry too.") % name, is_warning=True)
    if kind == TITLE and any(collision.is_title for collision in effect.collisions):
        yield Fact(
            _("Of two entries with one title, one needs a qualifier that tells them apart."), is_warning=True
        )


def _links(effect: NameEffect, *, is_live: bool) -> str:
    values = {
        "name": effect.name,
        "links": ngettext("%(number)s link", "%(number)s links", effect.links) % {"number": effect.links},
        "pages": ngettext("%(number)s page", "%(number)s pages", effect.pages) % {"number": effect.pages},
        "entries": effect.standing,
    }
    if not effect.links and not effect.is_counted:
        return (
            _("“%(name)s” stands in %(entries)s entries. In those looked through, it adds no link.") % values
        )
    if not effect.links and effect.standing:
        return (
            _("“%(name)s” adds no link: it stands in another case, in longer names, or where one is already.")
            % values
        )
    if not effect.links:
        return _("“%(name)s” adds no link: no other entry uses it.") % values
    if not effect.is_counted:
        return _("“%(name)s” adds more than %(links)s on %(pages)s.") % values
    if is_live:
        return _("“%(name)s” makes %(links)s on %(pages)s.") % values
    return _("“%(name)s” adds %(links)s on %(pages)s.") % values


def _gone(was: str, mentioned: int) -> Fact:
    message = ngettext(
        "%(number)s entry links here now; without “%(was)s” it will only if it uses another name.",
        "%(number)s entries link here now; without “%(was)s” those will that use another name.",
        mentioned,
    )
    return Fact(message % {"number": mentioned, "was": was})


def _common(effect: NameEffect) -> str:
    values = {"name": effect.name, "percent": effect.percent}
    if not effect.exact:
        message = _(
            "“%(name)s” stands in %(percent)s %% of all entries; link it only in its exact case, or never."
        )
    elif effect.is_counted:
        message = _("“%(name)s” stands in %(percent)s %% of all entries in this exact case; never link it.")
    else:
        message = _(
            "“%(name)s” stands in %(percent)s %% or more of all entries in this exact case; never link it."
        )
    return message % values


def _how(collision: Collision) -> str:
    """Return in which way another entry has a name, and what keeps it from being linked."""
    if collision.is_title:
        how = _("its title")
    else:
        how = (
            _("a hidden name of it: “%(text)s”")
            if collision.is_hidden
            else _("another name of it: “%(text)s”")
        )
    state = {
        Status.DRAFT: _("a draft"),
        Status.DEPRECATED: _("deprecated, so nothing links there"),
        Status.ARCHIVED: _("archived, so nothing links there"),
    }.get(Status(collision.status), "")
    if not state and not collision.links and not collision.is_hidden:
        state = _("never linked")
    return ", ".join(part % {"text": collision.text} for part in (how, state) if part)


def _term(text: str) -> Term | None:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    return Term.objects.filter(pk=text).only("pk", "status", "mentioned").first()


def _mode(mode: str, kind: str, term: Term | None) -> str:
    """Return how the name would link: not at all where it is hidden, or the entry is out of use."""
    if kind == AliasKind.HIDDEN or (term and term.status in {Status.DEPRECATED, Status.ARCHIVED}):
        return LinkMode.NEVER
    return mode if mode in LinkMode.values else LinkMode.NORMAL


def _names(record: TermRecord) -> Iterator[tuple[str, str]]:
    yield record.title, TITLE
    for alias in record.aliases:
        yield alias.text, alias.kind
