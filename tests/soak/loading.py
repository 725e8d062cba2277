"""Loads synthetic entries into the database that DATABASE_URL names, and prints what each chunk took.

A program of its own, so that the peak of memory is that of loading and nothing else.
"""

import json
import resource
import sys
import time

import django


def main(count: int) -> None:
    """Write `count` entries; print the seconds of each chunk, and the peak of memory half-way and last."""
    django.setup()
    from glossary.bench.corpus import records
    from glossary.workflow import create_terms

    seconds: list[float] = []
    written, at_half = 0, 0.0
    started = time.perf_counter()
    for outcome in create_terms(records(count), actor=None):
        now = time.perf_counter()
        seconds.append(now - started)
        started = now
        written += len(outcome.created)
        if not at_half and written >= count / 2:
            at_half = peak_megabytes()
    if written != count:
        sys.exit(f"{count - written} entries were refused")
    sys.stdout.write(
        json.dumps({"seconds": seconds, "peak_mb_at_half": at_half, "peak_mb": peak_megabytes()})
    )


def peak_megabytes() -> float:
    """Return the most memory that this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)  # bytes there, kilobytes elsewhere


if __name__ == "__main__":
    main(int(sys.argv[1]))
