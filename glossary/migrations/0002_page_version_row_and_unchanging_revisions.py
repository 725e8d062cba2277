"""The one row of the page counter, and the rule that a revision is never changed.

Only the author may go from a revision, when the account is deleted. Django has no model option for this
rule, so each engine gets a trigger of its own. A later migration that alters the revision table on SQLite
rebuilds it and loses the trigger: the test of this rule fails then.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARDED = "term_id, number, record, schema, comment, created_at, event"

SQL = {
    "sqlite": (
        [
            f"CREATE TRIGGER glossary_revision_unchanging BEFORE UPDATE OF {GUARDED} ON glossary_revision "
            "BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END",
        ],
        ["DROP TRIGGER IF EXISTS glossary_revision_unchanging"],
    ),
    "postgresql": (
        [
            "CREATE FUNCTION glossary_revision_unchanging() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'a revision is never changed' USING ERRCODE = 'check_violation'; END $$",
            f"CREATE TRIGGER glossary_revision_unchanging BEFORE UPDATE OF {GUARDED} ON glossary_revision "
            "FOR EACH ROW EXECUTE FUNCTION glossary_revision_unchanging()",
        ],
        [
            "DROP TRIGGER IF EXISTS glossary_revision_unchanging ON glossary_revision",
            "DROP FUNCTION IF EXISTS glossary_revision_unchanging()",
        ],
    ),
}


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQL[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement, params=None)


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQL[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement, params=None)


def make_row(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("glossary", "PageVersion").objects.using(schema_editor.connection.alias).get_or_create(
        pk=1
    )


class Migration(migrations.Migration):
    dependencies = [("glossary", "0001_initial")]

    operations = [
        migrations.RunPython(make_row, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
