"""The only writer of entries: states, services, checks, comparison. Import from here."""

from glossary.workflow.bulk import (
    BulkOutcome,
    archive_terms,
    create_terms,
    deprecate_terms,
    discard_drafts,
    publish_terms,
    reinstate_terms,
)
from glossary.workflow.checks import canonical
from glossary.workflow.diff import FieldChange, changed_fields, compare, same_content, take
from glossary.workflow.errors import (
    ChangedMeanwhile,
    FieldProblem,
    InvalidRecord,
    NotAllowed,
    StaleVersion,
    TransitionRefused,
    WorkflowError,
)
from glossary.workflow.permissions import Actor, may
from glossary.workflow.services import (
    Outcome,
    archive_term,
    delete_draft_term,
    deprecate_term,
    discard_draft,
    publish_term,
    reinstate_term,
    restore_version,
    save_draft,
)
from glossary.workflow.site import clear_brand, clear_page, save_page, save_site_settings
from glossary.workflow.tags import delete_tag, save_tag
from glossary.workflow.transitions import TRANSITIONS, Action

__all__ = [
    "TRANSITIONS",
    "Action",
    "Actor",
    "BulkOutcome",
    "ChangedMeanwhile",
    "FieldChange",
    "FieldProblem",
    "InvalidRecord",
    "NotAllowed",
    "Outcome",
    "StaleVersion",
    "TransitionRefused",
    "WorkflowError",
    "archive_term",
    "archive_terms",
    "canonical",
    "changed_fields",
    "clear_brand",
    "clear_page",
    "compare",
    "create_terms",
    "delete_draft_term",
    "delete_tag",
    "deprecate_term",
    "deprecate_terms",
    "discard_draft",
    "discard_drafts",
    "may",
    "publish_term",
    "publish_terms",
    "reinstate_term",
    "reinstate_terms",
    "restore_version",
    "same_content",
    "save_draft",
    "save_page",
    "save_site_settings",
    "save_tag",
    "take",
]
