"""The steps between states, as one table. Review and schedules would be rows here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from glossary.models import Event, Status


class Action(StrEnum):
    """What may be asked of an entry."""

    SAVE = "save"
    PUBLISH = "publish"
    DISCARD = "discard"
    DEPRECATE = "deprecate"
    ARCHIVE = "archive"
    REINSTATE = "reinstate"
    RESTORE = "restore"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Transition:
    """Where a step may start, where it ends (None: the state stays) and what the history calls it."""

    start: frozenset[Status]
    end: Status | None
    event: Event | None
    permission: str


_ANY = frozenset(Status)
_EDIT = "glossary.change_term"
_PUBLISH = "glossary.publish_term"

TRANSITIONS: dict[Action, Transition] = {
    Action.SAVE: Transition(_ANY, None, Event.SAVED, _EDIT),
    Action.RESTORE: Transition(_ANY, None, Event.RESTORED, _EDIT),
    Action.DISCARD: Transition(_ANY, None, Event.DISCARDED, _EDIT),
    Action.PUBLISH: Transition(
        frozenset({Status.DRAFT, Status.PUBLISHED, Status.ARCHIVED}),
        Status.PUBLISHED,
        Event.PUBLISHED,
        _PUBLISH,
    ),
    Action.DEPRECATE: Transition(
        frozenset({Status.PUBLISHED}), Status.DEPRECATED, Event.DEPRECATED, _PUBLISH
    ),
    Action.ARCHIVE: Transition(
        frozenset({Status.DRAFT, Status.PUBLISHED, Status.DEPRECATED}),
        Status.ARCHIVED,
        Event.ARCHIVED,
        _PUBLISH,
    ),
    Action.REINSTATE: Transition(
        frozenset({Status.DEPRECATED, Status.ARCHIVED}), Status.PUBLISHED, Event.REINSTATED, _PUBLISH
    ),
    Action.DELETE: Transition(frozenset({Status.DRAFT}), None, None, "glossary.delete_term"),
}
