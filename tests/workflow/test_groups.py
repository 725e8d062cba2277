"""The groups of editors are made once and belong to the owner."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from glossary.workflow.groups import AUTHOR_PERMISSIONS, EDITOR_PERMISSIONS, OWNER_PERMISSIONS

pytestmark = pytest.mark.django_db


def permissions(name: str) -> set[str]:
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


class TestGroups:
    def test_permission_that_an_owner_took_away_stays_away(self):
        Group.objects.get(name="Editor").permissions.remove(Permission.objects.get(codename="delete_term"))
        call_command("migrate", verbosity=0)
        assert "delete_term" not in permissions("Editor")

    def test_deleted_group_is_made_anew(self):
        Group.objects.all().delete()
        call_command("migrate", verbosity=0)
        assert permissions("Author") == set(AUTHOR_PERMISSIONS)
        assert permissions("Editor") == set(EDITOR_PERMISSIONS)
        assert permissions("Owner") == set(OWNER_PERMISSIONS)

    def test_group_waits_for_its_permissions(self):
        """In a new database, the first apps are announced before the permissions exist."""
        Group.objects.all().delete()
        Permission.objects.filter(content_type__app_label="glossary").delete()
        call_command("migrate", verbosity=0)
        assert permissions("Author") == set(AUTHOR_PERMISSIONS)
        assert permissions("Editor") == set(EDITOR_PERMISSIONS)
