"""The two groups of people who write: Author and Editor. Filled after every migration.

Permissions do not exist yet while migrations run, so a migration could not do it. Groups that exist keep
what an owner added to them.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate

AUTHOR = "Author"
EDITOR = "Editor"

# An Author writes entries of their own; publishing, and the entries of others, need an Editor.
AUTHOR_PERMISSIONS = ("view_term", "add_term", "change_term", "view_tag")
EDITOR_PERMISSIONS = (
    *AUTHOR_PERMISSIONS,
    "delete_term",
    "publish_term",
    "change_every_term",
    "add_tag",
    "change_tag",
    "delete_tag",
)


def fill_groups(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Make the groups and give them the permissions above."""
    for name, codenames in ((AUTHOR, AUTHOR_PERMISSIONS), (EDITOR, EDITOR_PERMISSIONS)):
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.using(using).filter(
                content_type__app_label="glossary", codename__in=codenames
            )
        )


def connect() -> None:
    """Attach `fill_groups`; called once when the app is ready.

    The receiver hears the last of the apps that make permissions, whichever order they are listed in.
    """
    post_migrate.connect(fill_groups, dispatch_uid="glossary-fill-groups")
