"""Programs that stay do one job after another, and end with whoever started them."""

import pytest

from glossary.bench.programs import running_program


class TestRunningProgram:
    """A program of ours as a process of its own."""

    def test_it_is_ended_when_the_command_is_interrupted(self):
        seen = []

        def interrupted() -> None:
            with running_program("glossary.bench.client") as program:
                seen.append(program)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert seen[0].process.returncode is not None

    def test_one_that_ends_before_it_has_answered_is_an_error_that_names_it(self):
        # A module that has nothing to do as a program.
        with (
            running_program("glossary.bench.corpus_of_nothing") as program,
            pytest.raises(RuntimeError, match="corpus_of_nothing"),
        ):
            program.answer()
