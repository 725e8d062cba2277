"""The publisher changes the glossary as editors would, at a rate that is known."""

import pytest

from glossary.bench.corpus import records
from glossary.bench.publisher import NAMED, Publisher
from glossary.models import Term
from glossary.workflow import create_terms

ENTRIES = 12


@pytest.fixture
def publisher(db):
    list(create_terms(records(ENTRIES), actor=None))
    return Publisher(ENTRIES)


class TestPublisher:
    """In turns something new and a change."""

    def test_first_comes_a_new_entry_that_names_others(self, publisher):
        publisher.publish()
        new = Term.objects.published().order_by("pk").last()
        assert Term.objects.count() == ENTRIES + 1
        assert new.mentions_out.count() >= NAMED

    def test_then_one_that_is_there_says_something_else(self, publisher):
        summaries = dict(Term.objects.values_list("pk", "summary"))
        publisher.publish()
        publisher.publish()
        now = dict(Term.objects.filter(pk__in=summaries).values_list("pk", "summary"))
        assert len([pk for pk, summary in summaries.items() if now[pk] != summary]) == 1

    def test_it_goes_on_for_many_entries(self, publisher):
        for _ in range(20):
            publisher.publish()
        assert Term.objects.count() == ENTRIES + 10

    def test_an_entry_a_second_is_published(self, publisher):
        assert publisher.publish_for(0.01) == 1
        assert Term.objects.count() == ENTRIES + 1
