"""The counter of public changes, by which every process knows which stored pages are stale.

One row, raised as `n = n + 1` inside the transaction that publishes (a sequence would be visible before the
commit), and beside it a short log of what each change touched.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F

LOG_LENGTH = 1000
KEYS_AT_MOST = 1000  # a larger change touches everything: reading its keys would cost more

SITE = "site"
LISTS = "lists"
ALL = "all"


def term_key(pk: int) -> str:
    """Return the key of the pages of the term `pk` itself, and of what shows its text."""
    return f"term:{pk}"


def link_key(pk: int) -> str:
    """Return the key of everything that shows what other pages say of the term `pk`.

    That is its title, address, summary, state, names and tags. A change of its text alone does not touch
    them.
    """
    return f"link:{pk}"


def mentions_key(pk: int) -> str:
    """Return the key of everything that shows which entries mention the term `pk`."""
    return f"mentions:{pk}"


def tag_key(pk: int) -> str:
    """Return the key of everything that shows the tag `pk`."""
    return f"tag:{pk}"


class PageVersionManager(models.Manager["PageVersion"]):
    """Raises the counter."""

    def touch(self, keys: Iterable[str]) -> None:
        """Say that pages depending on `keys` are stale once the running transaction commits.

        The row stays locked until then, so callers do this last.
        """
        touched = sorted(set(keys))
        if not touched:
            return
        if not self.filter(pk=1).update(n=F("n") + 1):
            self.create(pk=1, n=1)  # the migration makes the row; only an emptied database lacks it
        n = self.values_list("n", flat=True).get(pk=1)
        PageChange.objects.create(n=n, keys=touched if len(touched) <= KEYS_AT_MOST else [ALL])
        if n % 100 == 0:
            PageChange.objects.filter(n__lte=n - LOG_LENGTH).delete()


class PageVersion(models.Model):
    """The one row that holds the counter."""

    n = models.BigIntegerField(default=0)

    objects = PageVersionManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="pageversion_one_row")]

    def __str__(self) -> str:
        return str(self.n)


class PageChange(models.Model):
    """What change `n` touched: a list of keys."""

    n = models.BigIntegerField(primary_key=True)
    keys = models.JSONField()

    def __str__(self) -> str:
        return f"{self.n}: {self.keys}"
