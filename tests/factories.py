"""Entries and people for tests, made through the services that the product uses."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User

from glossary.models import Term
from glossary.records import AliasRecord, SectionRecord, SourceRecord, TermRecord
from glossary.workflow import publish_term, save_draft
from glossary.workflow.groups import AUTHOR, EDITOR, OWNER

PASSWORD = "a long enough password"


def make_record(title: str = "AI Model", **fields: Any) -> TermRecord:
    """Return a record with the anatomy of a real entry; `fields` replace any part of it."""
    values: dict[str, Any] = {
        "title": title,
        "language": "en",
        "summary": f"{title} is a thing that this test describes in one sentence.",
        "tags": ("ai", "generative-ai"),
        "sections": (
            SectionRecord(
                "Definition", f"The first paragraph on {title}.\n\nThe *second* one.", "definition"
            ),
            SectionRecord("Why It Matters", "A reason.\n\nAnother reason.", "why-it-matters"),
        ),
        "examples": ("A shop uses it.", "A bank uses it.", "A school uses it."),
        "sources": (SourceRecord("A standard", "https://standards.example/1"),),
    }
    return TermRecord(**{**values, **fields})


def make_term(title: str = "AI Model", *, aliases: tuple[str, ...] = (), **fields: Any) -> Term:
    """Return a published term."""
    record = make_record(title, aliases=tuple(AliasRecord(text) for text in aliases), **fields)
    return publish_term(record=record, actor=None, complete=False).term


def make_draft(title: str = "AI Model", **fields: Any) -> Term:
    """Return a term that was never published."""
    return save_draft(make_record(title, **fields), actor=None).term


def make_author(username: str = "author") -> User:
    """Return a member of staff who may write entries of their own."""
    return _make_member(username, AUTHOR)


def make_editor(username: str = "editor") -> User:
    """Return a member of staff who may edit and publish everything."""
    return _make_member(username, EDITOR)


def make_owner(username: str = "owner") -> User:
    """Return a member of staff who may change the site's settings and pages, and no entry."""
    return _make_member(username, OWNER)


def _make_member(username: str, group: str) -> User:
    user = get_user_model().objects.create_user(username, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user
