"""What the database itself refuses, whatever code asks for it; the same on both engines."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, IntegrityError, transaction

from glossary.models import (
    Alias,
    Draft,
    Example,
    FormerSlug,
    Relation,
    Revision,
    Section,
    Source,
    Tag,
    TaggedTerm,
    Term,
)
from tests.factories import make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def term():
    return make_term("One")


@pytest.fixture
def other():
    return make_term("Two")


def refused(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


class TestTerm:
    @pytest.mark.parametrize(
        "values",
        [
            {"slug": "one"},
            {"title": "ONE", "slug": "x"},
            {"title": "", "slug": "x"},
            {"title": "X", "slug": ""},
            {"title": "X", "slug": "x", "language": ""},
            {"title": "X", "slug": "x", "status": "lost"},
            {"title": "X", "slug": "x", "link_mode": "lost"},
        ],
    )
    def test_is_refused(self, term, values):
        assert refused(lambda: Term.objects.create(**{"title": "Three", "language": "en", **values}))

    def test_of_the_same_concept_in_the_same_language_is_refused(self, term):
        assert refused(lambda: Term.objects.create(title="X", slug="x", concept=term.concept))
        Term.objects.create(title="X", slug="x", language="fr", concept=term.concept)

    def test_of_the_same_source_in_the_same_language_is_refused(self, term):
        values = {"source_origin": "k8s", "source_identifier": "pod"}
        Term.objects.create(title="X", slug="x", **values)
        assert refused(lambda: Term.objects.create(title="Y", slug="y", **values))

    def test_without_a_source_may_exist_twice(self, term, other):
        assert {term.source_identifier, other.source_identifier} == {""}

    def test_that_replaces_itself_is_refused(self, term):
        assert refused(lambda: Term.objects.filter(pk=term.pk).update(replaced_by=term))

    def test_with_an_umlaut_in_another_case_is_refused(self):
        make_term("Ärger")
        assert refused(lambda: Term.objects.create(title="ärger", slug="x"))


class TestParts:
    def test_positions_and_keys_are_unique_in_a_term(self, term):
        assert refused(lambda: Section.objects.create(term=term, key="new", heading="X", position=1))
        assert refused(lambda: Section.objects.create(term=term, key="definition", heading="X", position=9))
        assert refused(lambda: Example.objects.create(term=term, body="X", position=1))
        assert refused(lambda: Source.objects.create(term=term, title="X", position=1))

    def test_alias_is_unique_in_a_term_but_may_be_shared(self, term, other):
        Alias.objects.create(term=term, text="Alias")
        assert refused(lambda: Alias.objects.create(term=term, text="ALIAS"))
        Alias.objects.create(term=other, text="alias")

    def test_alias_of_an_unknown_kind_is_refused(self, term):
        assert refused(lambda: Alias.objects.create(term=term, text="x", kind="nickname"))

    def test_tag_is_on_a_term_once(self, term):
        tag = term.tagged.first().tag
        assert refused(lambda: TaggedTerm.objects.create(content_object=term, tag=tag, position=9))


class TestRelation:
    def test_to_itself_is_refused(self, term):
        assert refused(lambda: Relation.objects.create(from_term=term, to_term=term, kind="broader"))

    def test_is_unique_for_its_kind(self, term, other):
        Relation.objects.create(from_term=term, to_term=other, kind="related")
        assert refused(lambda: Relation.objects.create(from_term=term, to_term=other, kind="related"))
        Relation.objects.create(from_term=term, to_term=other, kind="contrast")

    def test_symmetric_kind_is_stored_lower_id_first(self, term, other):
        relation = Relation.objects.create(from_term=other, to_term=term, kind="related")
        assert (relation.from_term_id, relation.to_term_id) == (term.pk, other.pk)
        backwards = Relation(from_term_id=other.pk, to_term_id=term.pk, kind="contrast")
        assert refused(lambda: Relation.objects.bulk_create([backwards]))


class TestTag:
    def test_is_one_whatever_its_case(self):
        Tag.objects.create(name="Ärger")
        assert refused(lambda: Tag.objects.create(name="ärger"))

    def test_has_a_name(self):
        assert refused(lambda: Tag.objects.create(name=""))


class TestHistory:
    def test_number_is_unique_in_a_term(self, term):
        assert refused(
            lambda: Revision.objects.create(term=term, number=1, record={}, schema=1, event="saved")
        )

    def test_revision_never_changes(self, term):
        with pytest.raises(TypeError):
            term.revisions.get().save()
        changes: list[dict[str, object]] = [
            {"record": {}},
            {"number": 7},
            {"event": "saved"},
            {"comment": "x"},
        ]
        for values in changes:
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                Revision.objects.filter(term=term).update(**values)

    def test_revision_survives_its_author(self, term):
        user = get_user_model().objects.create_user("leaving")
        Revision.objects.create(term=term, number=9, record={}, schema=1, event="saved", author=user)
        user.delete()
        assert term.revisions.get(number=9).author is None

    def test_goes_with_its_term(self, term):
        term.delete()
        assert not Revision.objects.exists()

    def test_one_pending_version_a_term(self, term):
        Draft.objects.create(term=term, record={}, schema=1, base_number=1)
        assert refused(lambda: Draft.objects.create(term=term, record={}, schema=1, base_number=1))

    def test_former_slug_goes_to_one_term(self, term, other):
        FormerSlug.objects.create(language="en", slug="old", term=term)
        assert refused(lambda: FormerSlug.objects.create(language="en", slug="old", term=other))
