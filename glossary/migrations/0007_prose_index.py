"""The index of prose that `glossary.search` keeps: tables that no model knows, of each engine's own kind.

Migrations of models never alter them, so Django's rebuilding of tables on SQLite does not touch them. On
PostgreSQL the entry is no foreign key: `flush` truncates the tables of models alone, and PostgreSQL does not
truncate a table that another one refers to. Its vectors stay in the row (`toast_tuple_target`): a phrase is
compared with them, and this takes half as long as fetching each from elsewhere. And its index takes no list of
what is to be added later (`fastupdate`): after a bulk load each question would read that list from end to end.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQL = {
    "sqlite": (
        ["CREATE VIRTUAL TABLE glossary_prose_index USING fts5(words, tokenize='ascii', columnsize=0)"],
        ["DROP TABLE IF EXISTS glossary_prose_index"],
    ),
    "postgresql": (
        [
            "CREATE TABLE glossary_prose_index (term_id bigint NOT NULL, part integer NOT NULL, "
            "words tsvector NOT NULL, PRIMARY KEY (term_id, part)) WITH (toast_tuple_target = 8160)",
            "CREATE INDEX glossary_prose_index_words ON glossary_prose_index "
            "USING gin (words) WITH (fastupdate = off)",
        ],
        ["DROP TABLE IF EXISTS glossary_prose_index"],
    ),
}


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQL[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement, params=None)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQL[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("glossary", "0006_names_and_mentions")]

    operations = [migrations.RunPython(create, drop)]
