"""Counts by which tags an answer can be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.models import Count

from glossary.models import Tag, TaggedTerm
from glossary.search.entries import entry_index
from glossary.selectors.found import Facet

AT_MOST = 12


def tag_facets(
    ids: Sequence[int], chosen: Tag | None, address: Callable[[str], str]
) -> tuple[tuple[Facet, ...], tuple[Facet, ...]]:
    """Return the topics and the other tags of some entries, the most frequent of each: two queries.

    `address` gives that of the answer narrowed to a slug, or to none. Where one is chosen it stands alone:
    another would take its place, and find another number of entries.
    """
    counted: dict[int, int] = {chosen.pk: len(ids)} if chosen else {}
    if ids and not chosen:
        rows = TaggedTerm.objects.filter(content_object__in=entry_index().those(ids)).order_by()
        counted = dict(rows.values_list("tag_id").annotate(count=Count("pk")))
    tags = sorted(
        Tag.objects.filter(pk__in=counted) if counted else (),
        key=lambda tag: (-counted[tag.pk], tag.heading),
    )
    facets: dict[bool, list[Facet]] = {True: [], False: []}
    for tag in tags:
        is_chosen = tag == chosen
        facet = Facet(tag.heading, address("" if is_chosen else tag.slug), counted[tag.pk], is_chosen)
        if len(facets[tag.is_topic]) < AT_MOST:
            facets[tag.is_topic].append(facet)
    return tuple(facets[True]), tuple(facets[False])
