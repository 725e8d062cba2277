"""Start-up of the app."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    """The glossary."""

    default = True
    name = "glossary"
    verbose_name = _("Glossary")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Attach the receivers that keep derived columns, groups and new tables filled, and the checks."""
        from glossary import system_checks  # noqa: PLC0415 - models load after the app's configuration
        from glossary.models import receivers  # noqa: PLC0415 - the same
        from glossary.workflow import groups, rebuilding  # noqa: PLC0415 - the same

        receivers.connect()
        groups.connect()
        rebuilding.connect()
        system_checks.connect()


class GlossaryAdminConfig(admin_apps.AdminConfig):
    """Django's admin on our own site, which loses nothing when a login expires while somebody types."""

    default = False
    default_site = "glossary.admin.site.GlossaryAdminSite"

    def ready(self) -> None:
        """Register Django's model admins, then ours."""
        super().ready()
        from glossary.admin import misses, pages, site_settings, tags, terms  # noqa: F401, PLC0415 - importing them registers, once the site exists
