"""Fills the database that DATABASE_URL names with synthetic entries, as a program of its own.

Its own process, so that the peak of memory is that of loading and nothing else.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time

import django

# Enough that no page stays in the caches of the processor, few enough to render each within seconds.
ENTRIES_ASKED_FOR = 100
LISTS_ASKED_FOR = 20
# Of entries taken at random: at least so many, and of a large glossary so large a part.
RANDOM_ASKED_FOR = 100
RANDOM_PART = 10


def main(count: int) -> None:
    """Fill the database; print what it took and addresses to ask for."""
    django.setup()
    print(json.dumps(fill(count) | {"paths": _paths(count)}))  # noqa: T201 - read by `manage.py bench`


def fill(count: int) -> dict[str, float]:
    """Migrate and write `count` entries through the workflow; return what it took. Django is set up."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    from glossary.bench.corpus import records  # noqa: PLC0415 - as above
    from glossary.workflow import create_terms  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0, interactive=False)
    before, started = _peak_megabytes(), time.perf_counter()
    written = 0
    for outcome in create_terms(records(count), actor=None):
        written += len(outcome.created)
        if outcome.rejected:
            raise ValueError(f"Entry {outcome.rejected[0].index} was refused: {outcome.rejected[0].problems}")
    seconds = time.perf_counter() - started
    return {
        "seconds": round(seconds, 2),
        "entries_per_second": round(written / seconds, 1),
        "peak_mb": round(_peak_megabytes(), 1),
        "peak_mb_before": round(before, 1),
    }


def _paths(count: int) -> dict[str, list[str]]:
    """Return addresses of entries from all over the glossary, of random ones, of letters and of tags."""
    from django.urls import reverse  # noqa: PLC0415 - as above

    from glossary.models import Tag, Term  # noqa: PLC0415 - as above

    step = max(1, count // ENTRIES_ASKED_FOR)
    terms = Term.objects.published().in_order()[::step][:ENTRIES_ASKED_FOR]
    chance = random.Random(count)  # noqa: S311 - the same entries each time is the point
    ids = list(Term.objects.published().order_by("pk").values_list("pk", flat=True))
    drawn = chance.sample(ids, min(count, max(RANDOM_ASKED_FOR, count // RANDOM_PART)))
    anyone = Term.objects.in_bulk(drawn)
    letters = Term.objects.published().order_by("initial").values_list("initial", flat=True).distinct()
    tags = Tag.objects.filter(tagged__isnull=False).distinct()
    browse = reverse("glossary:term-list")
    return {
        "entry": [term.get_absolute_url() for term in terms],
        "random": [anyone[pk].get_absolute_url() for pk in drawn],
        "browse": [browse, *(f"{browse}?letter={letter}" for letter in letters[: LISTS_ASKED_FOR - 1])],
        "tag": [tag.get_absolute_url() for tag in tags[:LISTS_ASKED_FOR]],
    }


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)  # bytes there, kilobytes elsewhere


if __name__ == "__main__":
    main(int(sys.argv[1]))
