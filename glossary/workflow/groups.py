"""The groups of people who write: Author, Editor and Owner. Made after a migration, where they do not exist.

Permissions do not exist yet while migrations run, so a migration could not do it. Groups that exist are the
owner's: what was added to them stays, and what was taken away stays away.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate

AUTHOR = "Author"
EDITOR = "Editor"
OWNER = "Owner"

# An Author writes entries of their own; publishing, and the entries of others, need an Editor.
AUTHOR_PERMISSIONS = ("view_term", "add_term", "change_term", "view_tag", "view_searchmiss")
EDITOR_PERMISSIONS = (
    *AUTHOR_PERMISSIONS,
    "delete_term",
    "publish_term",
    "change_every_term",
    "add_tag",
    "change_tag",
    "delete_tag",
    "change_searchmiss",
    "delete_searchmiss",
)
# Whose site it is; may be an Editor besides.
OWNER_PERMISSIONS = ("change_sitesettings", "change_page")
GROUPS = ((AUTHOR, AUTHOR_PERMISSIONS), (EDITOR, EDITOR_PERMISSIONS), (OWNER, OWNER_PERMISSIONS))


def fill_groups(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Make the groups that are missing, with the permissions above.

    A group waits until all its permissions exist: this is called once for each app, and the first calls may
    come before they do.
    """
    for name, codenames in GROUPS:
        if Group.objects.using(using).filter(name=name).exists():
            continue
        permissions = list(
            Permission.objects.using(using).filter(content_type__app_label="glossary", codename__in=codenames)
        )
        if len(permissions) == len(codenames):
            group, _created = Group.objects.using(using).get_or_create(name=name)
            group.permissions.add(*permissions)


def connect() -> None:
    """Attach `fill_groups`; called once when the app is ready.

    The receiver hears the last of the apps that make permissions, whichever order they are listed in.
    """
    post_migrate.connect(fill_groups, dispatch_uid="glossary-fill-groups")
