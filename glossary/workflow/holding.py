"""What every service begins with: one transaction, one writer at a time, the term as it stands, its version.

Writers take turns on both engines. SQLite has one writer anyway; on PostgreSQL the row of the page counter is
locked first, by every service, so that checks across entries (titles, tags, circles of broader) see all that
was written before, and two writers never wait for each other in a ring. Readers do not notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glossary.models import Event, PageVersion, Status, Term
from glossary.records import TermRecord, editable_record, stored_record
from glossary.workflow import names
from glossary.workflow.errors import InvalidRecord, StaleVersion, TransitionRefused
from glossary.workflow.permissions import Actor, require
from glossary.workflow.transitions import TRANSITIONS, Action

# How the engines name the two rules that a writer past the workflow can break in between: PostgreSQL by
# constraint, SQLite by columns.
_NAME_CONSTRAINTS = ("term_title_unique", "term_slug_unique", "glossary_term.case_key", "glossary_term.slug")
# A version written by one of these holds what an editor goes on from; others of its kind change no text.
_PENDING_TEXT = frozenset({Event.PENDING, Event.RESTORED})
_NO_TEXT = frozenset(
    {Event.RELATED, Event.DEPRECATED, Event.ARCHIVED, Event.REINSTATED, Event.HANDED_OVER, Event.FOUND}
)


@contextmanager
def whole() -> Iterator[None]:
    """One transaction, alone among the writers; everything in it happens or nothing does.

    A title or an address that was taken past the workflow meanwhile is told as a problem of the title.
    """
    try:
        with transaction.atomic():
            take_turn()
            yield
    except IntegrityError as error:
        if not any(name in str(error) for name in _NAME_CONSTRAINTS):
            raise
        raise InvalidRecord([names.title_just_taken()]) from error


def take_turn() -> None:
    """Wait until no other writer is at work; the turn ends with the running transaction."""
    if not PageVersion.objects.select_for_update().filter(pk=1).first():
        PageVersion.objects.get_or_create(pk=1)


def hold(term: Term, action: Action, actor: Actor | None, *, also: Status | None = None) -> Term:
    """Return the term as the database has it now, once it is sure that the actor may do this to it.

    `also` is a state from which the step leads on beside those of the table. Raises NotAllowed, and
    TransitionRefused where the state does not fit or the entry is gone.
    """
    held = Term.objects.select_for_update().filter(pk=term.pk).first()
    if held is None:
        raise TransitionRefused(_("This entry was deleted meanwhile."))
    require(actor, action, held)
    if held.status not in TRANSITIONS[action].start and held.status != also:
        message = _("“%(title)s” is %(status)s; this step does not lead on from there.")
        raise TransitionRefused(message % {"title": held, "status": held.get_status_display().lower()})
    return held


def claim(held: Term, base_version: int | None) -> None:
    """Raise the version by one, from `base_version` where the caller names one; else raise StaleVersion."""
    base = held.version if base_version is None else base_version
    if not Term.objects.filter(pk=held.pk, version=base).update(version=base + 1):
        raise StaleVersion(
            _("Somebody saved this entry after you opened it."),
            term=held,
            theirs=editable_record(held),
            base=_text_at(held, base),
        )
    held.version = base + 1


def _text_at(held: Term, version: int) -> TermRecord | None:
    """Return what an editor who opened the entry at `version` was shown."""
    for revision in held.revisions.filter(number__lte=version).order_by("-number"):
        if revision.event in _PENDING_TEXT:
            return stored_record(revision)
        if revision.event not in _NO_TEXT:
            break
    there = held.revisions.filter(number=version).first()
    return stored_record(there) if there else None
