"""Bring a site up to date before it is served."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils.crypto import get_random_string

from glossary.models import Term

SEEDS = "seed_terms.yaml"
ACCOUNT = "admin"


class Command(BaseCommand):
    """Migrate, load the seeds into an empty glossary, make a first account, collect static files.

    What is there already stays as it is: a second run changes no data.
    """

    help = "Bring the site up to date: migrations, seed entries, a first account, static files."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the switch that leaves the seeds out."""
        parser.add_argument("--no-seeds", action="store_true", help="Leave an empty glossary empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the steps in order, each with one line on what it did."""
        self.migrate()
        if not options["no_seeds"]:
            self.load_seeds()
        self.create_account()
        self.collect_static_files()

    def say(self, line: str) -> None:
        """Print one line at once, also where the output is a file."""
        self.stdout.write(line)
        self.stdout.flush()

    def migrate(self) -> None:
        """Apply the migrations that are missing; without any, let the receivers of `post_migrate` run."""
        try:
            executor = MigrationExecutor(connection)
            steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        except OperationalError as problem:
            raise CommandError(f"The database cannot be reached: {str(problem).strip()}") from problem
        self.say(f"Migrating the database ({connection.display_name}): {steps} steps to take")
        call_command("migrate", verbosity=0, interactive=False)

    def load_seeds(self) -> None:
        """Load the seed entries into a glossary that has none of any status."""
        if count := Term.objects.count():
            self.say(f"Entries: {count} are there; no seeds loaded")
            return
        self.say("Loading the seed entries into the empty glossary")
        call_command("loaddata", SEEDS, verbosity=0)

    def create_account(self) -> None:
        """Make one account that may do everything, unless there is one, and show its password this once."""
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            return
        if users.filter(username=ACCOUNT).exists():
            self.say(f'The account "{ACCOUNT}" is no superuser: make one with manage.py createsuperuser')
            return
        password = get_random_string(16)
        users.create_superuser(username=ACCOUNT, password=password)
        self.say(f'Made the account "{ACCOUNT}", shown this once, with the password: {password}')
        self.say(f"Log in at {settings.SITE_URL}{reverse('admin:index')}")

    def collect_static_files(self) -> None:
        """Copy static files to where the server reads them, with hashed names and compressed variants."""
        self.say("Collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False)
