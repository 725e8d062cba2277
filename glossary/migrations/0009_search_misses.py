import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("glossary", "0008_search_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchMiss",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=600, unique=True)),
                ("text", models.CharField(max_length=200, verbose_name="looked for")),
                ("searches", models.PositiveIntegerField(default=0, verbose_name="searches")),
                ("requests", models.PositiveIntegerField(default=0, verbose_name="requests")),
                (
                    "first_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="since"),
                ),
                (
                    "last_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="last time"),
                ),
                ("dismissed_at", models.DateTimeField(blank=True, null=True, verbose_name="dismissed")),
            ],
            options={
                "verbose_name": "missed search",
                "verbose_name_plural": "looked for and not found",
                "default_permissions": ("view", "change", "delete"),
                "indexes": [models.Index(fields=["requests", "last_at"], name="searchmiss_leaving")],
            },
        ),
    ]
