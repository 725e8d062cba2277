"""What entries are called and where their names stand in the prose of others.

All of it is derived from the rows of entries: the write that changes one keeps it, and `rebuild_index` makes
it anew.
"""

from __future__ import annotations

from django.db import models

from glossary.models.terms import KEY_LENGTH, TITLE_MAX, Term


class Name(models.Model):
    """A name that prose is linked by: a title or an alias of an entry that links, in one of its forms.

    `key` is what an index of prose is asked for (`glossary.text.matching.name_keys`); a name in the plural is
    also kept under its singular. `exact` names count in their own case alone.
    """

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=35)
    key = models.CharField(max_length=KEY_LENGTH)
    text = models.CharField(max_length=TITLE_MAX)
    exact = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "key", "text"], name="name_unique_in_term")]
        indexes = [models.Index(fields=["language", "key"], name="name_key")]

    def __str__(self) -> str:
        return self.text


class Mention(models.Model):
    """One public entry's prose names another. The more `weight`, the more it is about that other one.

    Where a name may stand for several entries and the tags of the one that uses it do not decide, all of them
    have a mention of weight 0: the page depends on them, and does not count as naming any.
    """

    from_term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="mentions_out")
    to_term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="mentions_in")
    weight = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_term", "to_term"], name="mention_unique"),
            models.CheckConstraint(
                condition=~models.Q(from_term=models.F("to_term")), name="mention_not_of_itself"
            ),
        ]
        indexes = [models.Index(fields=["to_term", "-weight", "from_term"], name="mention_weight")]

    def __str__(self) -> str:
        return f"{self.from_term} → {self.to_term}"


class Prose(models.Model):
    """The stretches of a public entry's prose in which names may become links.

    Stretches are parted by an empty line, sections by a form feed; all examples are one section.
    """

    term = models.OneToOneField(Term, on_delete=models.CASCADE, primary_key=True, related_name="prose")
    text = models.TextField()

    class Meta:
        verbose_name_plural = "prose"

    def __str__(self) -> str:
        return self.text[:60]
