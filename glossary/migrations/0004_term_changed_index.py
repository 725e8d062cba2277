"""The order of the feeds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("glossary", "0003_site_settings_and_pages"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="term",
            index=models.Index(fields=["language", "is_public", "-updated_at"], name="term_changed"),
        ),
    ]
