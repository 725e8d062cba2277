"""A process that is killed while it writes leaves every entry whole, and nobody else waiting."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.servers import fresh_database
from tests.soak import scaled
from tests.soak.programs import run

pytestmark = pytest.mark.soak

SECONDS = 60


@pytest.mark.parametrize("job", ["load", "edit"])
def test_entries_are_whole_after_kills_at_random_moments(
    job: str, tmp_path_factory: pytest.TempPathFactory, figure: Callable[[str], None]
):
    with fresh_database(tmp_path_factory.mktemp("kills")) as url:
        report = run(
            "killing", job, scaled(300, at_least=10), SECONDS, random.getrandbits(32),
            DATABASE_URL=url, DJANGO_SETTINGS_MODULE="config.settings.test",
        )  # fmt: skip
    figure(
        f"killed while {'loading' if job == 'load' else 'editing'}: {report['kills']} processes in "
        f"{report['seconds']:.0f} s, {report['inside']} in the middle of a change; "
        f"{report['done']} changes were done"
    )
    assert report["problems"] == []
    # Else the moments were not random, or the machine so slow that this says little.
    assert report["inside"] >= report["kills"] / 3
    assert report["kills"] >= scaled(40, at_least=10)
