"""Start-up of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    """The glossary."""

    name = "glossary"
    verbose_name = _("Glossary")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Attach the receivers that keep derived columns and the groups of editors filled."""
        from glossary.models import receivers
        from glossary.workflow import groups

        receivers.connect()
        groups.connect()
