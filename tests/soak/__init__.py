"""What takes longer than `make test` may: 100,000 entries, killed processes, minutes of load.

`make soak` runs it on both databases, in less than 25 minutes on two cores. What was measured stands at the
end of each run. SOAK_SCALE, a share of the full size such as 0.05, makes everything smaller and shorter: it
is for working on these tests, and what passes with it says little about the product.
"""

import os

SCALE = float(os.environ.get("SOAK_SCALE", "1"))


def scaled(full: int, *, at_least: int) -> int:
    """Return the share of `full` that this run is to do."""
    return max(at_least, round(full * SCALE))
