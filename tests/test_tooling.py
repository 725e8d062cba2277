"""The commands around the code: make, scripts, locks."""

import re
import subprocess
import tomllib
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from glossary.models import Revision, Term
from glossary.records import TermRecord
from glossary.workflow import save_draft
from tests.servers import ROOT, manage


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


class TestMake:
    def test_help_is_the_default_and_lists_every_target(self):
        shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert set(re.findall(r"^  make ([a-z-]+) ", shown, re.MULTILINE)) == makefile_targets()

    def test_promised_targets_exist(self):
        promised = {"help", "setup", "run", "test", "test-fast", "lint", "soak", "lock", "shots"}
        assert promised <= makefile_targets()

    def test_ci_runs_what_everybody_runs(self):
        assert (ROOT / ".ci/run").read_text().splitlines()[-1] == "exec make test"

    def test_documents_name_only_targets_that_exist(self):
        for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
            named = set(re.findall(r"`make ([a-z-]+)", document.read_text()))
            assert named <= makefile_targets(), document.name

    @pytest.mark.parametrize("script", ["setup.sh", "run.sh", "lock.sh"])
    def test_shell_scripts_parse(self, script):
        subprocess.run(["sh", "-n", f"scripts/{script}"], cwd=ROOT, check=True)


class TestLocks:
    def names(self, lock: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)==([^ ;]+)", (ROOT / "locks" / lock).read_text(), re.MULTILINE))

    @pytest.mark.parametrize("lock", ["run.txt", "test.txt", "postgres.txt"])
    def test_lines_are_requirements_and_hashes_alone(self, lock):
        for line in (ROOT / "locks" / lock).read_text().splitlines():
            assert re.fullmatch(r"[\w.-]+==[^ ]+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line

    def test_tests_run_with_the_versions_that_are_served(self):
        assert self.names("run.txt").items() <= self.names("test.txt").items()

    def test_every_dependency_is_locked(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())
        groups = project["dependency-groups"]
        for lock, required in {
            "run.txt": project["project"]["dependencies"],
            "test.txt": groups["test"],
            "postgres.txt": groups["postgres"],
        }.items():
            wanted = {re.split(r"[\[<>=~;]", line)[0].strip().lower() for line in required}
            assert wanted <= set(self.names(lock)), lock


@pytest.mark.django_db
class TestPrepareSite:
    def prepare(self, *options: str) -> str:
        said = StringIO()
        call_command("prepare_site", *options, stdout=said)
        return said.getvalue()

    def test_loads_the_seeds_into_an_empty_glossary(self):
        self.prepare()
        assert Term.objects.filter(slug="ai-model").exists()

    def test_loads_no_seeds_into_a_glossary_that_has_a_draft(self):
        save_draft(TermRecord(title="Only a draft", summary="Not yet published."), actor=None)
        assert "1 are there; no seeds loaded" in self.prepare()
        assert Term.objects.count() == 1

    def test_shows_the_password_of_the_new_account_once(self):
        (password,) = re.findall(r"password: (\w{16})$", self.prepare("--no-seeds"), re.MULTILINE)
        assert User.objects.get(username="admin", is_superuser=True).check_password(password)
        assert "password" not in self.prepare("--no-seeds")

    def test_second_run_changes_no_data(self):
        self.prepare()
        before = list(Term.objects.order_by("pk").values()), Revision.objects.count(), User.objects.count()
        self.prepare()
        assert before == (
            list(Term.objects.order_by("pk").values()),
            Revision.objects.count(),
            User.objects.count(),
        )

    def test_makes_no_account_where_somebody_may_do_everything_already(self):
        User.objects.create_superuser("boss")
        self.prepare("--no-seeds")
        assert not User.objects.filter(username="admin").exists()

    def test_says_in_one_sentence_that_the_database_cannot_be_reached(self, tmp_path):
        outcome = manage("prepare_site", DATABASE_URL=f"sqlite:///{tmp_path}/missing/glossary.sqlite3")
        assert outcome.returncode == 1
        assert outcome.stderr.startswith("CommandError: The database cannot be reached")
