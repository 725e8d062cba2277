"""Two people at once, on connections of their own: one wins, the other is told, nothing is half written."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from glossary.models import Draft, PageChange, PageVersion, Relation, Revision, Tag, Term
from glossary.records import RelationRecord, record_of
from glossary.workflow import InvalidRecord, StaleVersion, publish_term, save_draft
from tests.factories import make_record, make_term

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs at the same moment in threads; return each result or the exception it raised."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return job()
        except (StaleVersion, InvalidRecord) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.parametrize("service", [save_draft, publish_term])
def test_of_four_saves_from_one_version_one_wins(service):
    term = make_term()
    record = record_of(term)
    results = at_once(
        *(
            lambda n=n: service(
                term=term, record=replace(record, summary=f"{n}."), actor=None, base_version=term.version
            )
            for n in range(4)
        )
    )
    assert sum(isinstance(result, StaleVersion) for result in results) == 3
    assert Revision.objects.filter(term=term).count() == 2
    assert Term.objects.get(pk=term.pk).version == 2


def test_of_four_entries_with_one_title_one_is_made():
    results = at_once(*(lambda: publish_term(record=make_record("Same"), actor=None) for _ in range(4)))
    assert sum(isinstance(result, InvalidRecord) for result in results) == 3
    assert Term.objects.count() == 1
    assert Revision.objects.count() == 1


def test_every_publish_moves_the_counter_once():
    terms = [make_term(f"Term {n}") for n in range(4)]
    before = PageVersion.objects.get().n
    at_once(
        *(
            lambda term=term: publish_term(term, record=replace(record_of(term), summary="New."), actor=None)
            for term in terms
        )
    )
    assert PageVersion.objects.get().n == before + 4
    assert PageChange.objects.filter(n__gt=before).count() == 4
    assert not Draft.objects.exists()


class TestTies:
    def test_four_entries_can_be_tied_to_one_at_once(self):
        hub = make_term("Hub")
        terms = [make_term(f"Term {n}") for n in range(4)]
        results = at_once(
            *(
                lambda term=term: publish_term(
                    term,
                    record=replace(record_of(term), relations=(RelationRecord("related", "hub"),)),
                    actor=None,
                )
                for term in terms
            )
        )
        assert not any(isinstance(result, Exception) for result in results)
        hub.refresh_from_db()
        assert len(record_of(hub).relations) == 4
        assert hub.version == hub.revisions.count() == 5

    def test_both_ends_can_be_tied_to_each_other_at_once(self):
        one, two = make_term("One"), make_term("Two")
        at_once(
            *(
                lambda term=term, other=other: publish_term(
                    term,
                    record=replace(record_of(term), relations=(RelationRecord("related", other.slug),)),
                    actor=None,
                )
                for term, other in ((one, two), (two, one))
            )
        )
        assert Relation.objects.count() == 1

    def test_two_writers_close_no_circle_between_them(self):
        make_term("A")
        make_term("B", relations=(RelationRecord("narrower", "a"),))
        make_term("C")
        make_term("D", relations=(RelationRecord("narrower", "c"),))
        jobs = [(Term.objects.get(slug="b"), "c"), (Term.objects.get(slug="d"), "a")]
        results = at_once(
            *(
                lambda term=term, target=target: publish_term(
                    term,
                    record=replace(
                        record_of(term),
                        relations=(*record_of(term).relations, RelationRecord("broader", target)),
                    ),
                    actor=None,
                )
                for term, target in jobs
            )
        )
        assert sum(isinstance(result, InvalidRecord) for result in results) == 1

    def test_one_new_tag_is_made_once(self):
        results = at_once(
            *(
                lambda n=n: publish_term(record=make_record(f"Term {n}", tags=("brand new",)), actor=None)
                for n in range(4)
            )
        )
        assert not any(isinstance(result, Exception) for result in results)
        assert Tag.objects.filter(name="brand new").count() == 1
