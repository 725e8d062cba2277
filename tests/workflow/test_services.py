"""What the services of the workflow do to an entry, and what they refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser

from glossary.models import Draft, Event, FormerSlug, PageVersion, Relation, Revision, Status, Tag, Term
from glossary.records import (
    AliasRecord,
    RelationRecord,
    SectionRecord,
    SourceRecord,
    editable_record,
    record_of,
    stored_record,
)
from glossary.workflow import (
    InvalidRecord,
    NotAllowed,
    StaleVersion,
    TransitionRefused,
    archive_term,
    compare,
    delete_draft_term,
    deprecate_term,
    discard_draft,
    publish_term,
    reinstate_term,
    restore_version,
    same_content,
    save_draft,
    save_tag,
)
from tests.factories import make_author, make_draft, make_editor, make_record, make_term

pytestmark = pytest.mark.django_db


def live(term: Term):
    return record_of(Term.objects.get(pk=term.pk))


def problems_of(record, **kwargs):
    with pytest.raises(InvalidRecord) as caught:
        save_draft(record, actor=None, **kwargs)
    return {problem.path: problem.message for problem in caught.value.problems}


class TestNewEntry:
    def test_is_a_draft_that_holds_all_that_was_written(self):
        record = make_record(
            aliases=(AliasRecord("model", "synonym"), AliasRecord("modell", "hidden")),
            exact_match=("https://example.org/concept/1",),
            review_due="2027-01-31",
        )
        term = save_draft(record, actor=None).term
        assert term.status == Status.DRAFT
        assert same_content(live(term), replace(record, slug="ai-model"))

    def test_writes_revision_one(self):
        term = make_draft()
        revision = term.revisions.get()
        assert (revision.number, revision.event, term.version) == (1, Event.CREATED, 1)
        assert stored_record(revision) == live(term)

    def test_belongs_to_whoever_wrote_it(self):
        author = make_author()
        assert save_draft(make_record(), actor=author).term.owner == author

    def test_published_at_once_by_an_editor(self):
        term = publish_term(record=make_record(), actor=make_editor()).term
        assert term.status == Status.PUBLISHED
        assert term.first_published_at is not None

    def test_cannot_be_published_by_an_author_and_leaves_nothing_behind(self):
        with pytest.raises(NotAllowed):
            publish_term(record=make_record(), actor=make_author())
        assert not Term.objects.exists()

    def test_tags_keep_the_order_in_which_they_were_written(self):
        term = make_term(tags=("zebra", "apple", "mango"))
        assert live(term).tags == ("zebra", "apple", "mango")

    def test_tags_that_differ_only_in_case_are_one_on_every_database(self):
        make_term("One", tags=("Ärger",))
        make_term("Two", tags=("ärger", "ÄRGER"))
        assert Tag.objects.count() == 1

    @pytest.mark.parametrize("names", [("C", "C++", "C#"), ("???", "!!!")])
    def test_tags_that_slugify_alike_get_addresses_of_their_own(self, names):
        make_term(tags=names)
        slugs = set(Tag.objects.values_list("slug", flat=True))
        assert len(slugs) == len(names)
        assert "" not in slugs

    def test_terms_that_slugify_alike_get_addresses_of_their_own(self):
        slugs = [make_term(title).slug for title in ("???", "!!!", "…")]
        assert len(set(slugs)) == 3


class TestRefusals:
    def test_title_equal_to_another_but_for_case_is_offered_a_qualifier(self):
        make_term("AI Model")
        assert "qualifier" in problems_of(make_record("ai MODEL"))["title"]

    def test_same_title_with_a_qualifier_is_another_term(self):
        make_term("Node")
        assert make_term("Node", qualifier="networking").slug == "node-networking"

    def test_accents_make_another_title(self):
        make_term("resume")
        assert make_term("résumé").slug != "resume"

    def test_two_terms_cannot_have_one_address(self):
        make_term("AI Model")
        assert "belongs to another entry" in problems_of(make_record("Other", slug="ai-model"))["slug"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", ""),
            ("title", "x" * 201),
            ("title", "bell\x07"),
            ("title", "over\u202eride"),
            ("title", "nul\x00"),
            ("summary", "x" * 501),
            ("language", "not a language"),
            ("review_due", "2019-29-11"),
            ("concept", "no-uuid"),
            ("status", "lost"),
        ],
    )
    def test_bad_field_is_named(self, field, value):
        assert field in problems_of(make_record(**{field: value}))
        assert not Term.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "path"),
        [
            ({"sections": (SectionRecord("", "text"),)}, "sections.0.heading"),
            ({"sections": (SectionRecord("A", "x\x00"),)}, "sections.0.body"),
            ({"sections": (SectionRecord("A", "x" * 200_001),)}, "sections.0.body"),
            ({"examples": ("fine", "\x00")}, "examples.1"),
            ({"sources": (SourceRecord("A", "javascript:alert(1)"),)}, "sources.0.url"),
            ({"sources": (SourceRecord("A", "https://[broken"),)}, "sources.0.url"),
            ({"aliases": (AliasRecord("x" * 201),)}, "aliases.0.text"),
            ({"aliases": (AliasRecord("x", "nickname"),)}, "aliases.0.kind"),
            ({"tags": ("a,b",)}, "tags.0"),
            ({"relations": (RelationRecord("related", "nowhere"),)}, "relations.0.target"),
            ({"replaced_by": "nowhere"}, "replaced_by"),
        ],
    )
    def test_bad_part_is_named_by_its_place(self, fields, path):
        assert path in problems_of(make_record(**fields))

    def test_body_of_the_full_size_is_kept(self):
        body = "word " * 39_999
        term = make_draft(sections=(SectionRecord("Definition", body),))
        assert live(term).sections[0].body == body

    @pytest.mark.parametrize(
        "title",
        ["C++", ".NET", "404", "Context<T>", "+1", "8(a)", ":1102", "人工智能", "مصنوعی ذہانت", "हिन्दी"],
    )
    def test_any_text_can_be_a_title(self, title):
        term = make_term(title)
        assert (live(term).title, bool(term.slug)) == (title, True)

    def test_anonymous_visitor_may_write_nothing(self):
        with pytest.raises(NotAllowed):
            save_draft(make_record(), actor=AnonymousUser())


class TestPendingVersion:
    def test_readers_see_the_old_text_until_it_is_published(self):
        term = make_term()
        save_draft(replace(live(term), summary="New."), actor=None, term=term)
        assert live(term).summary != "New."
        publish_term(term, actor=None)
        assert live(term).summary == "New."
        assert not Draft.objects.exists()

    def test_last_updated_moves_only_when_readers_get_something_new(self):
        term = make_term()
        before = Term.objects.get(pk=term.pk).updated_at
        save_draft(replace(live(term), summary="New."), actor=None, term=term)
        assert Term.objects.get(pk=term.pk).updated_at == before
        publish_term(term, actor=None)
        assert Term.objects.get(pk=term.pk).updated_at > before

    def test_discarded_text_stays_in_the_history(self):
        term = make_term()
        save_draft(replace(live(term), summary="Gone?"), actor=None, term=term)
        discard_draft(term, actor=None)
        assert not Draft.objects.exists()
        assert any(revision.record["summary"] == "Gone?" for revision in term.revisions.all())

    def test_equal_to_the_live_text_it_is_dropped(self):
        term = make_term()
        original = live(term)
        save_draft(replace(original, summary="Try."), actor=None, term=term)
        save_draft(original, actor=None, term=term)
        assert not Draft.objects.exists()

    def test_saving_without_a_change_writes_nothing(self):
        term = make_term()
        outcome = save_draft(live(term), actor=None, term=term)
        assert not outcome.changed
        assert term.revisions.count() == 1

    def test_title_that_another_term_has_is_refused_before_it_is_published(self):
        make_term("Taken")
        term = make_term("Free")
        assert "title" in problems_of(replace(live(term), title="taken"), term=term)

    def test_does_not_touch_stored_pages(self):
        term = make_term()
        before = PageVersion.objects.get().n
        save_draft(replace(live(term), summary="New."), actor=None, term=term)
        assert PageVersion.objects.get().n == before


class TestStaleVersion:
    def test_second_of_two_savers_is_told_and_overwrites_nothing(self):
        term = make_term()
        base = Term.objects.get(pk=term.pk).version
        original = live(term)
        save_draft(replace(original, summary="First."), actor=None, term=term, base_version=base)
        with pytest.raises(StaleVersion) as caught:
            save_draft(replace(original, summary="Second."), actor=None, term=term, base_version=base)
        assert caught.value.theirs.summary == "First."
        assert caught.value.base == original
        assert editable_record(term).summary == "First."

    def test_same_person_in_two_tabs_counts_as_two(self):
        editor = make_editor()
        term = make_term()
        original = live(term)
        publish_term(term, record=replace(original, summary="1."), actor=editor, base_version=1)
        with pytest.raises(StaleVersion):
            publish_term(term, record=replace(original, summary="2."), actor=editor, base_version=1)

    def test_failed_save_leaves_no_revision(self):
        term = make_term()
        with pytest.raises(StaleVersion):
            save_draft(replace(live(term), summary="x."), actor=None, term=term, base_version=77)
        assert term.revisions.count() == 1

    def test_version_and_revision_numbers_go_together(self):
        term = make_term()
        for n in range(3):
            publish_term(term, record=replace(live(term), summary=f"{n}."), actor=None)
        term.refresh_from_db()
        assert list(term.revisions.values_list("number", flat=True)) == [4, 3, 2, 1]
        assert term.version == 4


class TestStates:
    def test_deprecated_is_public_and_archived_is_not(self):
        term = make_term()
        deprecate_term(term, actor=None)
        assert Term.objects.published().filter(pk=term.pk).exists()
        archive_term(term, actor=None)
        assert not Term.objects.published().filter(pk=term.pk).exists()
        reinstate_term(term, actor=None)
        assert Term.objects.get(pk=term.pk).status == Status.PUBLISHED

    def test_each_step_writes_a_revision(self):
        term = make_term()
        deprecate_term(term, actor=None)
        archive_term(term, actor=None)
        reinstate_term(term, actor=None)
        assert list(term.revisions.order_by("number").values_list("event", flat=True)) == [
            "published", "deprecated", "archived", "reinstated",
        ]  # fmt: skip

    def test_deprecated_entry_stays_deprecated_when_its_text_changes(self):
        term = make_term()
        deprecate_term(term, actor=None)
        publish_term(term, record=replace(live(term), summary="Old word."), actor=None)
        assert Term.objects.get(pk=term.pk).status == Status.DEPRECATED

    def test_draft_cannot_be_deprecated(self):
        with pytest.raises(TransitionRefused):
            deprecate_term(make_draft(), actor=None)

    def test_replacement_is_named(self):
        old, new = make_term("Old"), make_term("New")
        archive_term(old, actor=None, replaced_by=new)
        assert Term.objects.get(pk=old.pk).replaced_by == new

    def test_entry_does_not_replace_itself(self):
        term = make_term()
        with pytest.raises(TransitionRefused):
            archive_term(term, actor=None, replaced_by=term)
        assert Term.objects.get(pk=term.pk).status == Status.PUBLISHED

    def test_only_entries_never_published_are_deleted(self):
        draft = make_draft("Draft")
        delete_draft_term(draft, actor=None)
        assert not Term.objects.exists()
        with pytest.raises(TransitionRefused):
            delete_draft_term(make_term(), actor=None)


class TestPermissions:
    def test_author_edits_own_entries_and_no_others(self):
        author, other = make_author(), make_author("other")
        term = save_draft(make_record(), actor=author).term
        save_draft(replace(live(term), summary="Mine."), actor=author, term=term)
        with pytest.raises(NotAllowed):
            save_draft(replace(live(term), summary="Theirs."), actor=other, term=term)

    @pytest.mark.parametrize("service", [publish_term, archive_term])
    def test_author_publishes_and_archives_nothing(self, service):
        author = make_author()
        term = save_draft(make_record(), actor=author).term
        with pytest.raises(NotAllowed):
            service(term, actor=author)

    def test_editor_does_all_of_it_to_every_entry(self):
        editor = make_editor()
        term = save_draft(make_record(), actor=make_author()).term
        publish_term(term, actor=editor)
        deprecate_term(term, actor=editor)
        archive_term(term, actor=editor)
        assert reinstate_term(term, actor=editor).changed


class TestAddresses:
    def test_slug_given_up_by_a_published_term_is_kept(self):
        term = make_term("Old Name")
        publish_term(term, record=replace(live(term), slug="new-name"), actor=None)
        assert FormerSlug.objects.get().slug == "old-name"

    def test_no_other_term_can_take_it(self):
        term = make_term("Old Name")
        publish_term(term, record=replace(live(term), title="New", slug="new-name"), actor=None)
        assert make_term("Old Name").slug == "old-name-2"
        assert "slug" in problems_of(make_record("Thief", slug="old-name"))

    def test_term_can_take_its_own_back(self):
        term = make_term("Old Name")
        publish_term(term, record=replace(live(term), slug="new-name"), actor=None)
        publish_term(term, record=replace(live(term), slug="old-name"), actor=None)
        assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["new-name"]

    def test_draft_follows_its_title_as_nobody_links_to_it_yet(self):
        term = make_draft("Frist Try")
        save_draft(replace(live(term), title="First Try"), actor=None, term=term)
        assert live(term).slug == "first-try"
        assert not FormerSlug.objects.exists()

    def test_published_entry_keeps_its_address_when_its_title_changes(self):
        term = make_term("Frist Try")
        publish_term(term, record=replace(live(term), title="First Try"), actor=None)
        assert live(term).slug == "frist-try"


class TestFragmentIds:
    def test_survive_a_change_of_the_heading(self):
        term = make_term()
        first, *rest = live(term).sections
        changed = (replace(first, heading="What It Is"), *rest)
        publish_term(term, record=replace(live(term), sections=changed), actor=None)
        assert live(term).sections[0].key == "definition"

    def test_record_without_them_finds_those_of_the_same_headings(self):
        term = make_term(sections=(SectionRecord("Définition !", "x", "old-id"),))
        bare = replace(live(term), sections=(SectionRecord("Définition !", "y"),))
        publish_term(term, record=bare, actor=None)
        assert live(term).sections[0].key == "old-id"

    def test_equal_headings_get_different_ones(self):
        term = make_term(sections=(SectionRecord("Use", "a"), SectionRecord("Use", "b")))
        assert [section.key for section in live(term).sections] == ["use", "use-2"]

    def test_never_take_an_id_of_the_page(self):
        term = make_term(sections=(SectionRecord("Examples", "a"), SectionRecord("Main", "b")))
        assert {section.key for section in live(term).sections}.isdisjoint({"examples", "main"})


class TestRelations:
    def test_show_on_both_ends(self):
        model = make_term("AI Model")
        llm = make_term("LLM", relations=(RelationRecord("broader", "ai-model"),))
        assert live(model).relations == (RelationRecord("narrower", "llm"),)
        assert live(llm).relations == (RelationRecord("broader", "ai-model"),)

    @pytest.mark.parametrize("kind", ["related", "contrast"])
    def test_symmetric_kinds_are_stored_once(self, kind):
        make_term("One")
        two = make_term("Two", relations=(RelationRecord(kind, "one", "The difference."),))
        make_term("Three", relations=(RelationRecord(kind, "two"),))
        assert Relation.objects.count() == 2
        assert all(row.from_term_id < row.to_term_id for row in Relation.objects.all())
        assert len(live(two).relations) == 2

    def test_one_added_from_the_other_end_survives_a_pending_version(self):
        one = make_term("One")
        save_draft(replace(live(one), summary="Pending."), actor=None, term=one)
        make_term("Two", relations=(RelationRecord("related", "one"),))
        publish_term(one, actor=None)
        assert live(one).relations == (RelationRecord("related", "two"),)

    def test_can_be_taken_away(self):
        make_term("One")
        two = make_term("Two", relations=(RelationRecord("related", "one"),))
        publish_term(two, record=replace(live(two), relations=()), actor=None)
        assert not Relation.objects.exists()

    def test_to_itself_is_refused(self):
        term = make_term("One")
        record = replace(live(term), relations=(RelationRecord("related", "one"),))
        assert "relations.0.target" in problems_of(record, term=term)

    def test_circle_of_broader_is_refused(self):
        make_term("A")
        make_term("B", relations=(RelationRecord("broader", "a"),))
        make_term("C", relations=(RelationRecord("broader", "b"),))
        a = Term.objects.get(slug="a")
        record = replace(live(a), relations=(*live(a).relations, RelationRecord("broader", "c")))
        assert "relations" in problems_of(record, term=a)


class TestRestore:
    def test_brings_back_children_tags_and_order_as_a_pending_version(self):
        term = make_term(tags=("one", "two", "three"))
        original = live(term)
        emptied = replace(original, tags=("three",), sections=original.sections[:1], examples=())
        publish_term(term, record=emptied, actor=None)
        restore_version(term, 1, actor=None)
        assert live(term).tags == ("three",)
        assert same_content(editable_record(term), original)
        publish_term(term, actor=None)
        assert same_content(live(term), original)

    def test_brings_back_a_tag_that_was_deleted(self):
        term = make_term(tags=("gone",))
        publish_term(term, record=replace(live(term), tags=()), actor=None)
        Tag.objects.filter(name="gone").delete()
        restore_version(term, 1, actor=None)
        publish_term(term, actor=None)
        assert live(term).tags == ("gone",)

    def test_leaves_out_relations_to_terms_that_are_gone(self):
        other = make_draft("Other")
        term = make_term(relations=(RelationRecord("related", "other"),))
        delete_draft_term(other, actor=None)
        publish_term(term, record=replace(live(term), summary="x."), actor=None)
        restore_version(term, 1, actor=None)
        assert editable_record(term).relations == ()

    def test_does_not_restore_the_status(self):
        term = make_draft()
        publish_term(term, actor=None)
        publish_term(term, record=replace(live(term), summary="x."), actor=None)
        restore_version(term, 1, actor=None)
        assert Term.objects.get(pk=term.pk).status == Status.PUBLISHED

    def test_of_a_version_that_does_not_exist_says_so(self):
        with pytest.raises(Revision.DoesNotExist):
            restore_version(make_term(), 99, actor=None)


class TestComparison:
    def test_names_the_fields_that_differ(self):
        old = make_record()
        new = replace(old, summary="Other.", tags=("ai",))
        assert [change.label for change in compare(old, new)] == ["Tags", "Summary"]
        assert compare(old, old) == []


class TestOwner:
    def test_is_handed_over_at_once_even_when_nothing_else_changes(self):
        author, other = make_author(), make_author("other")
        term = publish_term(record=make_record(), actor=None).term
        for owner in (author, other):
            save_draft(replace(live(term), owner=owner.username), actor=None, term=term)
            assert Term.objects.get(pk=term.pk).owner == owner
        assert not Draft.objects.exists()
        assert term.revisions.latest("number").event == Event.HANDED_OVER

    def test_of_a_pending_version_is_whoever_owns_the_entry_when_it_is_published(self):
        author, other = make_author(), make_author("other")
        term = make_term()
        save_draft(replace(live(term), summary="New.", owner=author.username), actor=None, term=term)
        save_draft(replace(editable_record(term), owner=other.username), actor=None, term=term)
        publish_term(term, actor=None)
        assert Term.objects.get(pk=term.pk).owner == other


class TestLanguage:
    def test_is_stored_in_its_usual_spelling(self):
        assert make_term("One", language="EN").language == "en"
        assert make_term("Um", language="pt-br").language == "pt-BR"

    @pytest.mark.parametrize("code", ["admin", "media", "Tags"])
    def test_that_is_an_address_of_the_site_is_refused(self, code):
        assert "language" in problems_of(make_record(language=code))

    def test_of_an_entry_with_readers_stays(self):
        term = make_term()
        assert "language" in problems_of(replace(live(term), language="fr"), term=term)

    def test_of_a_replacement_is_the_same(self):
        french, term = make_term("Mot", language="fr"), make_term()
        with pytest.raises(TransitionRefused):
            deprecate_term(term, actor=None, replaced_by=french)


class TestCompleteness:
    def test_entry_without_a_summary_is_not_published(self):
        with pytest.raises(InvalidRecord):
            publish_term(record=make_record(summary=""), actor=None)
        assert not Term.objects.exists()

    def test_unless_whoever_brings_it_waives_that(self):
        assert publish_term(record=make_record(summary=""), actor=None, complete=False).changed


class TestRenamedTag:
    def test_does_not_come_back_with_a_text_that_was_begun_before(self):
        term = make_term(tags=("old name",))
        save_draft(replace(live(term), summary="New."), actor=None, term=term)
        tag = Tag.objects.get()
        tag.name, tag.slug = "new name", ""
        save_tag(tag)
        publish_term(term, actor=None)
        assert list(Tag.objects.values_list("name", flat=True)) == ["new name"]
        assert live(term).tags == ("new name",)

    def test_in_another_case_changes_nothing(self):
        term = make_term(tags=("AI",))
        assert not save_draft(replace(live(term), tags=("ai",)), actor=None, term=term).changed


class TestStaleBase:
    def test_is_the_pending_text_that_the_editor_was_shown(self):
        term = make_term()
        save_draft(replace(live(term), summary="Pending."), actor=None, term=term)
        make_term("Other", relations=(RelationRecord("related", "ai-model"),))
        opened_at = Term.objects.get(pk=term.pk).version
        save_draft(replace(editable_record(term), summary="Theirs."), actor=None, term=term)
        with pytest.raises(StaleVersion) as caught:
            save_draft(
                replace(editable_record(term), summary="Mine."),
                actor=None,
                term=term,
                base_version=opened_at,
            )
        base = caught.value.base
        assert base is not None
        assert base.summary == "Pending."


class TestMergedRelations:
    def test_note_changed_in_the_pending_version_wins(self):
        make_term("Kilo")
        term = make_term(relations=(RelationRecord("contrast", "kilo", "First."),))
        mine = (RelationRecord("contrast", "kilo", "Mine."),)
        save_draft(replace(live(term), relations=mine), actor=None, term=term)
        kilo = Term.objects.get(slug="kilo")
        theirs = (RelationRecord("contrast", "ai-model", "Theirs."),)
        publish_term(kilo, record=replace(live(kilo), relations=theirs), actor=None)
        assert editable_record(term).relations == mine

    def test_tie_that_was_taken_away_stays_away_when_its_end_is_renamed(self):
        make_term("Kilo")
        term = make_term(relations=(RelationRecord("related", "kilo"),))
        save_draft(replace(live(term), relations=()), actor=None, term=term)
        kilo = Term.objects.get(slug="kilo")
        publish_term(kilo, record=replace(live(kilo), slug="kilo-two"), actor=None)
        assert editable_record(term).relations == ()
