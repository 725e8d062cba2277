"""What a service raises when it will not do what was asked. Nothing is written when one is raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from glossary.models import Term
from glossary.records import TermRecord

__all__ = [
    "ChangedMeanwhile",
    "FieldProblem",
    "InvalidRecord",
    "NotAllowed",
    "StaleVersion",
    "TransitionRefused",
    "WorkflowError",
]


class WorkflowError(Exception):
    """Base of the errors below; the text is a sentence for the person who asked."""


class NotAllowed(WorkflowError, PermissionDenied):
    """The actor may not do this to this entry."""


class TransitionRefused(WorkflowError):
    """The entry is in a state from which the step does not lead anywhere."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field; `path` is as in `title` or `sections.2.body`."""

    path: str
    message: str
    code: str = "invalid"


class InvalidRecord(WorkflowError):
    """The record breaks rules; `problems` says which, field by field.

    Their paths speak of `record`, the canonical form of what was given, where there is one.
    """

    def __init__(self, problems: Sequence[FieldProblem], record: TermRecord | None = None) -> None:
        super().__init__(" ".join(f"{problem.path}: {problem.message}" for problem in problems))
        self.problems = tuple(problems)
        self.record = record


class ChangedMeanwhile(WorkflowError):
    """Somebody changed what is to be overwritten after the actor began; `names` says which fields."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(_("Somebody changed this while you wrote: %(names)s.") % {"names": ", ".join(names)})
        self.names = tuple(names)


class StaleVersion(WorkflowError):
    """Somebody saved after the actor began: `theirs` is what stands now, `base` where the actor began."""

    def __init__(self, message: str, *, term: Term, theirs: TermRecord, base: TermRecord | None) -> None:
        super().__init__(message)
        self.term = term
        self.theirs = theirs
        self.base = base
