"""The services that change tags. A renamed tag keeps its old address."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from glossary.models import FormerTagSlug, PageVersion, Tag
from glossary.models.publication import LISTS, SITE, tag_key
from glossary.models.taxonomy import TAG_DESCRIPTION_MAX, slug_of_tag
from glossary.text.fold import case_key, normalise_line
from glossary.text.problems import describe, line_problems
from glossary.workflow.checks import TAG_MAX
from glossary.workflow.errors import FieldProblem, InvalidRecord
from glossary.workflow.holding import take_turn
from glossary.workflow.mentions import ambiguous, follow_tags


def tag_problems(tag: Tag) -> list[FieldProblem]:
    """Return what is wrong with the name and the address of a tag, other tags considered."""
    found = [
        FieldProblem("name", describe(problem), problem.code)
        for problem in line_problems(tag.name, max_length=TAG_MAX)
    ]
    if tag.title:
        found += [
            FieldProblem("title", describe(problem), problem.code)
            for problem in line_problems(tag.title, max_length=TAG_MAX)
        ]
    found += [
        FieldProblem("description", describe(problem), problem.code)
        for problem in line_problems(tag.description, max_length=TAG_DESCRIPTION_MAX, required=False)
    ]
    if "," in tag.name:
        found.append(FieldProblem("name", _("A tag holds no comma; commas part tags.")))
    others = Tag.objects.exclude(pk=tag.pk)
    same = others.filter(case_key=case_key(tag.name)).first()
    if same:
        found.append(FieldProblem("name", _("“%(tag)s” is a tag already.") % {"tag": same.name}))
    former = FormerTagSlug.objects.filter(slug=tag.slug).exclude(tag=tag.pk)
    if tag.slug and (others.filter(slug=tag.slug).exists() or former.exists()):
        message = _("The address “%(slug)s” belongs to another tag, now or formerly. Choose another.")
        found.append(FieldProblem("slug", message % {"slug": tag.slug}))
    return found


def save_tag(tag: Tag) -> Tag:
    """Write a tag, keep its former address, and touch every page that shows it.

    Raises InvalidRecord when the name or the address is not free or not sound. Permission is the caller's:
    a tag has no state and no owner.
    """
    with transaction.atomic():
        take_turn()
        tag.name = normalise_line(tag.name)
        tag.title = normalise_line(tag.title)
        tag.slug = slug_of_tag(tag.slug or tag.name)
        problems = tag_problems(tag)
        if problems:
            raise InvalidRecord(problems)
        before = Tag.objects.select_for_update().filter(pk=tag.pk).first() if tag.pk else None
        shown_everywhere = tag.is_topic or bool(before and before.is_topic)
        tag.save()  # type: ignore[no-untyped-call]
        FormerTagSlug.objects.filter(slug=tag.slug).delete()
        if before and before.slug != tag.slug:
            FormerTagSlug.objects.create(slug=before.slug, tag=tag)
        PageVersion.objects.touch({LISTS, tag_key(tag.pk), *_foot_of_pages(shown_everywhere)})
    return tag


def _foot_of_pages(is_topic: bool) -> set[str]:
    """Return the key of what every page shows when it is a topic that changes: topics stand at its foot."""
    return {SITE} if is_topic else set()


def delete_tag(tag: Tag) -> None:
    """Delete a tag and take it off every term; old versions bring it back by name when restored."""
    with transaction.atomic():
        take_turn()
        keys = {LISTS, tag_key(tag.pk), *_foot_of_pages(tag.is_topic)}
        carrying = ambiguous(tag.tagged.values_list("content_object", flat=True))
        tag.delete()
        PageVersion.objects.touch(keys | follow_tags(carrying))
