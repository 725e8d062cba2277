"""Settings: what production refuses, what it tells the operator, what the documents promise."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks

from config.databases import with_engine_options
from tests.servers import ROOT, manage

LOCAL_CHECKS = ("security.W004", "security.W008", "security.W012", "security.W016")


class TestProduction:
    @pytest.mark.parametrize(
        ("environment", "sentence"),
        [
            ({"DJANGO_SECRET_KEY": ""}, "DJANGO_SECRET_KEY is not set"),
            ({"DJANGO_ALLOWED_HOSTS": ""}, "DJANGO_ALLOWED_HOSTS is not set"),
            ({"DJANGO_DEBUG": "1"}, "DJANGO_DEBUG is on"),
            ({"SITE_URL": ""}, "SITE_URL is not set"),
            ({"SITE_URL": "terms.example.org"}, "SITE_URL is 'terms.example.org'"),
            ({"SITE_URL": "https://example.org/terms"}, "SITE_URL is 'https://example.org/terms'"),
        ],
        ids=["no key", "no hosts", "debug", "empty address", "address without scheme", "address with path"],
    )
    def test_unsafe_settings_are_refused_with_one_sentence(self, environment, sentence):
        outcome = manage("check", **environment)
        assert outcome.returncode != 0
        assert sentence in outcome.stderr.splitlines()[-1]

    def test_deployment_check_reports_nothing_for_https(self):
        outcome = manage("check", "--deploy", "--fail-level", "DEBUG", SITE_URL="https://terms.example.org")
        assert outcome.returncode == 0, outcome.stderr
        assert "no issues" in outcome.stdout

    def test_deployment_check_reports_nothing_for_this_machine(self):
        outcome = manage("check", "--deploy", "--fail-level", "DEBUG", SITE_URL="http://127.0.0.1:8000")
        assert outcome.returncode == 0, outcome.stderr
        assert "no issues" in outcome.stdout

    def test_deployment_check_tells_the_operator_of_plain_http_on_a_network(self):
        outcome = manage("check", "--deploy", SITE_URL="http://terms.example.org")
        for check in LOCAL_CHECKS:
            assert check in outcome.stderr


class TestKinds:
    """A value of the wrong kind ends the start with one sentence that names the variable."""

    @pytest.mark.parametrize(
        ("variable", "value"),
        [
            ("DATABASE_URL", "nonsense"),
            ("DATABASE_URL", "mysql://user:hunter2@host/name"),
            ("DATABASE_URL", "postgres://user:hunter2@host:port/name"),
            ("CACHE_URL", "nonsense"),
            ("TRUSTED_PROXIES", "garbage"),
            ("TRUSTED_PROXIES", "127.0.0.1,10.0.0.1/8"),
            ("TRUSTED_PROXIES", "*"),
            ("PAGE_STORE_BYTES", "abc"),
            ("PAGE_STORE_BYTES", "-1"),
            ("DJANGO_DEBUG", "maybe"),
            ("SITE_TIME_ZONE", "Nowhere"),
            ("SITE_TIME_ZONE", "../etc"),
        ],
    )
    def test_wrong_value_is_refused_with_one_sentence(self, variable, value):
        outcome = manage("check", **{variable: value})
        last = outcome.stderr.splitlines()[-1]
        assert outcome.returncode != 0
        assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {variable} ")
        assert "hunter2" not in last

    def test_empty_values_stand_for_the_defaults(self):
        names = ("DATABASE_URL", "CACHE_URL", "TRUSTED_PROXIES", "PAGE_STORE_BYTES", "DJANGO_DEBUG",
                 "SITE_TIME_ZONE", "SITE_LANGUAGE", "SITE_NAME", "MEDIA_ROOT", "STATIC_ROOT")  # fmt: skip
        shown = manage("diffsettings", "--output", "unified", **dict.fromkeys(names, "")).stdout
        assert "glossary.sqlite3" in shown
        assert "PAGE_STORE_BYTES = 67108864" in shown
        assert f"MEDIA_ROOT = PosixPath('{ROOT}/var/media')" in shown

    def test_proxies_may_be_addresses_and_networks(self):
        shown = manage("diffsettings", TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8,::1").stdout
        assert "TRUSTED_PROXIES = ['127.0.0.1', '10.0.0.0/8', '::1']" in shown


class TestDefaults:
    @pytest.mark.django_db
    def test_system_checks_find_nothing(self):
        assert run_checks() == []

    def test_policy_allows_no_inline_code(self):
        sources = {
            source for values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for source in values
        }
        assert sources <= {"'self'", "'none'", "data:"}

    def test_development_settings_are_the_default_of_the_command_line_and_keep_debug_off(self):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")}
        shown = subprocess.run(
            [sys.executable, "manage.py", "diffsettings", "--output", "unified"],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        assert "SETTINGS_MODULE = 'config.settings.development'" in shown
        assert "DEBUG = True" not in shown


class TestDatabases:
    def test_sqlite_transactions_take_the_lock_first(self):
        options = with_engine_options({"ENGINE": "django.db.backends.sqlite3"}, serving=False)["OPTIONS"]
        assert options["transaction_mode"] == "IMMEDIATE"

    def test_server_keeps_postgresql_connections_in_a_pool(self):
        database = with_engine_options({"ENGINE": "django.db.backends.postgresql"}, serving=True)
        assert database["OPTIONS"]["pool"]["max_size"] == 10

    def test_reader_waits_three_seconds_at_most_for_postgresql(self):
        options = with_engine_options({"ENGINE": "django.db.backends.postgresql"}, serving=True)["OPTIONS"]
        assert options["connect_timeout"] == options["pool"]["timeout"] == 3

    def test_options_of_the_address_win(self):
        database = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"timeout": 1}}
        assert with_engine_options(database, serving=False)["OPTIONS"]["timeout"] == 1

    @pytest.mark.django_db
    def test_connection_keeps_foreign_keys(self, django_db_blocker):
        from django.db import connection

        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
                assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


class TestDocuments:
    def variables_read(self) -> set[str]:
        sources = [*Path(ROOT / "config").rglob("*.py")]
        found = set()
        for source in sources:
            found |= set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", source.read_text()))
        return found

    def test_every_variable_that_settings_read_is_in_the_table(self):
        table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/operations.md").read_text(), re.MULTILINE)
        assert len(self.variables_read()) > 10
        assert set(table) == self.variables_read() | {"DJANGO_SETTINGS_MODULE"}
