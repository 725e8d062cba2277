"""The services that change an entry. Each holds permission, checks, the write and its revision in one
transaction, and touches the stored pages that show what changed.

All raise NotAllowed, InvalidRecord, StaleVersion or TransitionRefused and write nothing then.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from glossary.models import Draft, Event, PageVersion, Revision, Status, Term
from glossary.models.publication import LISTS, link_key, term_key
from glossary.models.terms import PUBLIC_STATUSES
from glossary.records import TermRecord, editable_record, record_of, stored_record
from glossary.text.slug import slugify
from glossary.workflow import mentions, names, writer
from glossary.workflow.checks import canonical, require_complete, require_valid
from glossary.workflow.diff import same_content
from glossary.workflow.errors import InvalidRecord, TransitionRefused
from glossary.workflow.holding import claim, hold, whole
from glossary.workflow.permissions import Actor, require
from glossary.workflow.relations import language_problems, relation_problems
from glossary.workflow.transitions import TRANSITIONS, Action


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a service did: the entry, and the revision it wrote (None when there was nothing to change)."""

    term: Term
    revision: Revision | None

    @property
    def changed(self) -> bool:
        """Tell whether anything was written."""
        return self.revision is not None


def save_draft(
    record: TermRecord,
    *,
    actor: Actor | None,
    term: Term | None = None,
    base_version: int | None = None,
    comment: str = "",
) -> Outcome:
    """Save `record` where no reader sees it: a new or draft entry itself, else the pending version.

    `base_version` is the version of the term that the actor started from; None means "whatever is there".
    A pending version that says what is live already is dropped. Saving without a change writes nothing.
    """
    return _save(record, actor=actor, term=term, base_version=base_version, comment=comment)


def _save(
    record: TermRecord,
    *,
    actor: Actor | None,
    term: Term | None,
    base_version: int | None,
    comment: str,
    action: Action = Action.SAVE,
) -> Outcome:
    with whole():
        if term is None:
            return _create(record, Status.DRAFT, Event.CREATED, actor=actor, comment=comment)
        held = hold(term, action, actor)
        editable = editable_record(held)
        record = _checked(record, held, editable)
        handed_over = bool(record.owner) and record.owner != editable.owner
        if same_content(record, editable) and not handed_over:
            return Outcome(held, None)
        claim(held, base_version)
        now = timezone.now()
        if held.status == Status.DRAFT:
            # A fixture may have made a draft of an entry that had a pending version; this text replaces it.
            Draft.objects.filter(term=held).delete()
            held.updated_at = now
            replaced_before = held.replaced_by_id
            far = writer.write_rows([writer.Write(held, _follow_title(record, held), before=record_of(held))])
            writer.write_far_ends(far, author=actor, now=now)
            # A draft may stand between an entry and what readers find in its place.
            follows = replaced_before != held.replaced_by_id
            _touch(far, *([link_key(held.pk)] if follows else ()))
            event = TRANSITIONS[action].event or Event.SAVED
            return _finish(held, event, actor, comment, now)
        if handed_over:
            writer.hand_over(held, record.owner)
            if same_content(record, editable):
                return _finish(held, Event.HANDED_OVER, actor, comment, now)
        if same_content(record, record_of(held)):
            return _drop_pending(held, actor, comment, now)
        writer.write_pending(held, record, author=actor, now=now)
        event = Event.RESTORED if action is Action.RESTORE else Event.PENDING
        return _finish(held, event, actor, comment, now, record=record)


def publish_term(
    term: Term | None = None,
    *,
    actor: Actor | None,
    record: TermRecord | None = None,
    base_version: int | None = None,
    comment: str = "",
    complete: bool = True,
) -> Outcome:
    """Make `record` what readers see; without one, the pending version, or the entry as it stands.

    A deprecated entry stays deprecated when its text changes. One transaction: readers see the old text or
    the new one. Publishing what is live already writes nothing. With `complete`, an entry without a summary
    is an InvalidRecord: it would tell readers nothing. Whoever brings entries from elsewhere may waive that.
    """
    with whole():
        if term is None:
            if record is None:
                raise TypeError("publish_term needs a term, a record or both")
            require(actor, Action.PUBLISH, Term(owner_id=getattr(actor, "pk", None)))
            if complete:
                require_complete(record)
            return _create(record, Status.PUBLISHED, Event.PUBLISHED, actor=actor, comment=comment)
        held = hold(term, Action.PUBLISH, actor, also=Status.DEPRECATED)
        editable = editable_record(held)
        if record is None:
            # A pending version says what the entry is to say, not whose it is.
            record = replace(editable, owner=held.owner.get_username() if held.owner else "")
        record = _checked(record, held, editable)
        if complete:
            require_complete(record)
        if held.status != Status.DEPRECATED and (problems := mentions.too_common(record, held.pk)):
            raise InvalidRecord(problems, record)
        live = record_of(held)
        pending = Draft.objects.filter(term=held)
        handed_over = bool(record.owner) and record.owner != live.owner
        unchanged = same_content(record, live) and not pending.exists() and not handed_over
        if held.status in PUBLIC_STATUSES and unchanged:
            return Outcome(held, None)
        claim(held, base_version)
        now = timezone.now()
        was_public, replaced_before = held.status in PUBLIC_STATUSES, held.replaced_by_id
        if held.status != Status.DEPRECATED:
            held.status = Status.PUBLISHED
        if not was_public:
            record = _follow_title(record, held)
        held.first_published_at = held.first_published_at or now
        if not was_public or not same_content(record, live):
            held.updated_at = now
        far = writer.write_rows([writer.Write(held, record, before=live)])
        writer.write_far_ends(far, author=actor, now=now)
        pending.delete()
        outcome = _finish(held, Event.PUBLISHED, actor, comment, now)
        _follow_up(
            held,
            far=far,
            replaced_before=replaced_before,
            is_shown_otherwise=not was_public or _shown(record) != _shown(live),
            has_new_tags=record.tags != live.tags,
        )
        return outcome


def discard_draft(
    term: Term, *, actor: Actor | None, base_version: int | None = None, comment: str = ""
) -> Outcome:
    """Drop the pending version; its text stays in the history. Without one, nothing happens."""
    with whole():
        held = hold(term, Action.DISCARD, actor)
        if not Draft.objects.filter(term=held).exists():
            return Outcome(held, None)
        claim(held, base_version)
        return _drop_pending(held, actor, comment, timezone.now())


def _drop_pending(held: Term, actor: Actor | None, comment: str, now: datetime.datetime) -> Outcome:
    Draft.objects.filter(term=held).delete()
    return _finish(held, Event.DISCARDED, actor, comment, now)


def deprecate_term(
    term: Term, *, actor: Actor | None, replaced_by: Term | None = None, comment: str = ""
) -> Outcome:
    """Warn readers off an entry, naming its replacement where there is one."""
    return _move(term, Action.DEPRECATE, actor, comment, replaced_by=replaced_by)


def archive_term(
    term: Term, *, actor: Actor | None, replaced_by: Term | None = None, comment: str = ""
) -> Outcome:
    """Take an entry out of the glossary: its address answers 410 and names the replacement."""
    return _move(term, Action.ARCHIVE, actor, comment, replaced_by=replaced_by)


def reinstate_term(term: Term, *, actor: Actor | None, comment: str = "") -> Outcome:
    """Bring a deprecated or archived entry back to published."""
    return _move(term, Action.REINSTATE, actor, comment)


def _move(
    term: Term, action: Action, actor: Actor | None, comment: str, *, replaced_by: Term | None = None
) -> Outcome:
    step = TRANSITIONS[action]
    if step.end is None or step.event is None:
        raise TypeError(f"{action} does not move an entry")
    with whole():
        held = hold(term, action, actor)
        if action is Action.REINSTATE and (problems := mentions.too_common(record_of(held), held.pk)):
            raise TransitionRefused(problems[0].message)
        claim(held, None)
        now, replaced_before = timezone.now(), held.replaced_by_id
        held.status = step.end
        if step.end in PUBLIC_STATUSES:
            held.first_published_at = held.first_published_at or now
        if replaced_by is not None:
            if replaced_by.pk == held.pk:
                raise TransitionRefused(_("An entry does not replace itself."))
            if replaced_by.language != held.language:
                raise TransitionRefused(_("The replacement is in another language. Name one in the same."))
            held.replaced_by = replaced_by
        held.save(update_fields=["status", "first_published_at", "replaced_by"])
        outcome = _finish(held, step.event, actor, comment, now)
        _follow_up(held, replaced_before=replaced_before)
        return outcome


def restore_version(
    term: Term, number: int, *, actor: Actor | None, base_version: int | None = None
) -> Outcome:
    """Bring version `number` back as the pending version (of a draft: as the draft itself).

    Children, tags and their order come back with it, deleted tags included; the address, the concept and
    the owner stay as they are, and what names terms that are gone is left out. Raises
    Revision.DoesNotExist when there is no such version.
    """
    old = stored_record(term.revisions.get(number=number))
    current = editable_record(term)
    named = [*(relation.target for relation in old.relations), old.replaced_by]
    reachable = writer.targets((old.language, slug) for slug in named if slug)
    record = replace(
        old,
        slug=current.slug,
        concept=current.concept,
        owner=current.owner,
        source_key=current.source_key,
        relations=tuple(r for r in old.relations if (old.language, r.target) in reachable),
        replaced_by=old.replaced_by if (old.language, old.replaced_by) in reachable else "",
    )
    return _save(
        record,
        actor=actor,
        term=term,
        base_version=base_version,
        comment=_("Version %(number)s") % {"number": number},
        action=Action.RESTORE,
    )


def delete_draft_term(term: Term, *, actor: Actor | None) -> None:
    """Delete an entry that was never published, with its history. Published ones are archived instead."""
    with whole():
        held = hold(term, Action.DELETE, actor)
        if held.first_published_at is not None:
            raise TransitionRefused(
                _("This entry was published once. Archive it, so that links keep working.")
            )
        far = {
            *held.relations_out.values_list("to_term", flat=True),
            *held.relations_in.values_list("from_term", flat=True),
            *held.replaces.values_list("pk", flat=True),
        }
        key = link_key(held.pk)
        held.delete()
        writer.write_far_ends(far, author=actor, now=timezone.now())
        _touch(far, key)


def _checked(record: TermRecord, held: Term | None, existing: TermRecord | None) -> TermRecord:
    """Return the canonical form of `record`, or raise InvalidRecord with all that is wrong."""
    record = canonical(record, existing)
    require_valid(record)
    record = replace(record, tags=names.spelled_as_stored(record.tags))
    pk = held.pk if held else None
    problems = [
        *names.collisions([(pk, record)])[0],
        *relation_problems(record, pk),
        *(language_problems(record, held) if held else ()),
    ]
    if problems:
        raise InvalidRecord(problems, record)
    return record


def _follow_title(record: TermRecord, held: Term) -> TermRecord:
    """Give an entry that nobody could have linked to yet a new slug when its title changed."""
    made_from_title = slugify(f"{held.title} {held.qualifier}")
    if held.first_published_at is None and record.slug == held.slug and held.slug == made_from_title:
        return names.with_slugs([(held.pk, replace(record, slug=""))])[0]
    return record


def _create(
    record: TermRecord, status: Status, event: Event, *, actor: Actor | None, comment: str
) -> Outcome:
    require(actor, Action.SAVE)
    now = timezone.now()
    record = _checked(record, None, None)
    if status == Status.PUBLISHED and (problems := mentions.too_common(record)):
        raise InvalidRecord(problems, record)
    record = names.with_slugs([(None, record)])[0]
    term = Term(status=status, version=1, updated_at=now, owner_id=getattr(actor, "pk", None))
    if status in PUBLIC_STATUSES:
        term.first_published_at = now
    far = writer.write_rows([writer.Write(term, record)])
    writer.write_far_ends(far, author=actor, now=now)
    outcome = _finish(term, event, actor, comment, now)
    if status in PUBLIC_STATUSES:
        _follow_up(term, far=far)
    return outcome


def _shown(record: TermRecord) -> tuple[Any, ...]:
    """Return what other pages say of an entry, and what decides where its names lead."""
    return (
        record.title,
        record.qualifier,
        record.slug,
        record.language,
        record.summary,
        record.aliases,
        record.link_mode,
        record.tags,
        record.replaced_by,
    )


def _follow_up(
    held: Term,
    *,
    far: Iterable[int] = (),
    replaced_before: int | None = None,
    is_shown_otherwise: bool = True,
    has_new_tags: bool = False,
) -> None:
    """Keep what is derived from an entry that readers see or saw, and touch every page that shows a change.

    Those of what replaced it and of what does now are among them: they say so.
    """
    replacing = {pk for pk in (replaced_before, held.replaced_by_id) if pk is not None}
    keys = mentions.follow([held.pk], with_new_tags=[held.pk] if has_new_tags else ())
    if is_shown_otherwise:
        keys.add(link_key(held.pk))
    _touch({held.pk, *far, *replacing}, LISTS, *keys)


def _touch(terms: Iterable[int], *keys: str) -> None:
    """Say that the pages of these terms, and those under `keys`, are stale; last in its transaction."""
    PageVersion.objects.touch({*keys, *(term_key(pk) for pk in terms)})


def _finish(
    term: Term,
    event: Event,
    actor: Any,
    comment: str,
    now: datetime.datetime,
    record: TermRecord | None = None,
) -> Outcome:
    records = {term.pk: record} if record else None
    revisions = writer.write_revisions([term], event, author=actor, comment=comment, now=now, records=records)
    return Outcome(term, revisions[0])
