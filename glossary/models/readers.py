"""What readers leave behind, none of which says who they were."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from glossary.models.terms import KEY_LENGTH

MISSED_TEXT_MAX = 200


class SearchMiss(models.Model):
    """Something that was looked for and that no entry has.

    `text` is as it was first typed, `key` what other spellings of it have in common. The two counts stop at a
    limit. `dismissed_at` is when an editor said that the glossary is not the place for it.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    text = models.CharField(_("looked for"), max_length=MISSED_TEXT_MAX)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    requests = models.PositiveIntegerField(_("requests"), default=0)
    first_at = models.DateTimeField(_("since"), default=timezone.now)
    last_at = models.DateTimeField(_("last time"), default=timezone.now)
    dismissed_at = models.DateTimeField(_("dismissed"), null=True, blank=True)

    class Meta:
        verbose_name = _("missed search")
        verbose_name_plural = _("looked for and not found")
        # Searches make the rows, editors none.
        default_permissions = ("view", "change", "delete")
        # In the order in which they go when there are too many.
        indexes = [models.Index(fields=["requests", "last_at"], name="searchmiss_leaving")]

    def __str__(self) -> str:
        return self.text
