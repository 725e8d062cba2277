"""Tags get the spelling that pages show; letters of more alphabets get their places in the A–Z."""

from django.db import migrations, models

from glossary.text.fold import initial, sort_key

CHUNK = 1000


def place_again(apps, schema_editor):
    """Compute again what orders each entry: `sort_key` learnt alphabets that it did not know."""
    alias = schema_editor.connection.alias
    Term = apps.get_model("glossary", "Term")
    moved = []
    for term in Term.objects.using(alias).only("title", "sort_key", "initial").iterator():
        key, heading = sort_key(term.title), initial(term.title)
        if (bytes(term.sort_key), term.initial) != (key, heading):
            term.sort_key, term.initial = key, heading
            moved.append(term)
    if moved:
        Term.objects.using(alias).bulk_update(moved, ["sort_key", "initial"], batch_size=CHUNK)
        touch_everything(apps, alias)


def touch_everything(apps, alias):
    """Say that every stored page is stale: processes that serve meanwhile follow this counter."""
    counter, _made = apps.get_model("glossary", "PageVersion").objects.using(alias).get_or_create(pk=1)
    counter.n += 1
    counter.save()
    apps.get_model("glossary", "PageChange").objects.using(alias).create(n=counter.n, keys=["all"])


class Migration(migrations.Migration):
    dependencies = [
        ("glossary", "0004_term_changed_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="title",
            field=models.CharField(
                blank=True,
                default="",
                help_text="How pages spell it: Generative AI for generative-ai. Left empty, they show the name.",
                max_length=100,
                verbose_name="title",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(place_again, migrations.RunPython.noop),
    ]
