"""The commands around the code: make, scripts, locks."""

import re
import subprocess
import tomllib

import pytest

from tests.servers import ROOT, empty_database, manage


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


class TestPrepareSite:
    def test_fills_an_empty_database_once(self, tmp_path):
        with empty_database(tmp_path) as url:
            environment = {"DATABASE_URL": url, "STATIC_ROOT": str(tmp_path / "static")}
            first = manage("prepare_site", **environment)
            second = manage("prepare_site", **environment)
        assert first.returncode == 0, first.stderr
        assert "Loading the seed entries" in first.stdout
        assert len(re.findall(r"password: \w{16}$", first.stdout, re.MULTILINE)) == 1
        assert second.returncode == 0, second.stderr
        assert "no seeds loaded" in second.stdout
        assert "password" not in second.stdout

    def test_says_in_one_sentence_that_the_database_cannot_be_reached(self, tmp_path):
        outcome = manage("prepare_site", DATABASE_URL=f"sqlite:///{tmp_path}/missing/glossary.sqlite3")
        assert outcome.returncode == 1
        assert outcome.stderr.startswith("CommandError: The database cannot be reached")
