"""The index of entries that `glossary.search` keeps (`glossary.search.tables`)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from glossary.search.tables import ENTRIES, make_missing


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    make_missing(schema_editor.execute)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in ENTRIES:
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}", params=None)


class Migration(migrations.Migration):
    dependencies = [("glossary", "0007_prose_index")]

    operations = [migrations.RunPython(create, drop)]
