"""Rows of the glossary and the rules that the database keeps. Import models from here."""

from glossary.models.addresses import FormerSlug, FormerTagSlug
from glossary.models.names import Mention, Name, Prose
from glossary.models.parts import Alias, AliasKind, Example, Section, Source
from glossary.models.publication import PageChange, PageVersion
from glossary.models.readers import SearchMiss
from glossary.models.relations import Relation, RelationKind
from glossary.models.revisions import Draft, Event, Revision
from glossary.models.site import Page, PageName, SiteSettings
from glossary.models.taxonomy import Tag, TaggedTerm
from glossary.models.terms import LinkMode, Status, Term

__all__ = [
    "Alias",
    "AliasKind",
    "Draft",
    "Event",
    "Example",
    "FormerSlug",
    "FormerTagSlug",
    "LinkMode",
    "Mention",
    "Name",
    "Page",
    "PageChange",
    "PageName",
    "PageVersion",
    "Prose",
    "Relation",
    "RelationKind",
    "Revision",
    "SearchMiss",
    "Section",
    "SiteSettings",
    "Source",
    "Status",
    "Tag",
    "TaggedTerm",
    "Term",
]
