"""Who may do what to which entry. `actor=None` is the system itself: commands, fixtures, migrations."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.utils.translation import gettext as _

from glossary.models import Term
from glossary.workflow.errors import NotAllowed
from glossary.workflow.transitions import TRANSITIONS, Action

Actor = AbstractBaseUser | AnonymousUser
EVERY_TERM = "glossary.change_every_term"


def may(actor: Actor | None, action: Action, term: Term | None = None) -> bool:
    """Tell whether `actor` may do `action` to `term` (None: to a new entry).

    Without the permission to change every term, a person may touch the entries that they own and nothing
    else: that is what makes an Author.
    """
    if actor is None:
        return True
    if not isinstance(actor, PermissionsMixin) or not actor.is_active:
        return False
    if term is None:
        return actor.has_perm("glossary.add_term")
    if not actor.has_perm(TRANSITIONS[action].permission):
        return False
    return actor.has_perm(EVERY_TERM) or term.owner_id == actor.pk


def require(actor: Actor | None, action: Action, term: Term | None = None) -> None:
    """Raise NotAllowed unless `may` holds."""
    if not may(actor, action, term):
        raise NotAllowed(_("Your account may not do this to this entry. Ask an editor."))
