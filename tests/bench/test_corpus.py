"""Synthetic entries: real anatomy, sound, and always the same."""

import re

import pytest

from glossary.bench.corpus import CAPACITY, body, names, record, records, title, unused_name
from glossary.records import as_dict
from glossary.workflow import create_terms
from glossary.workflow.checks import canonical, problems_of


def words(entry) -> int:
    texts = [entry.summary, *(section.body for section in entry.sections), *entry.examples]
    return sum(len(text.split()) for text in texts)


class TestRecords:
    """What `manage.py bench` loads."""

    def test_titles_are_distinct_and_go_on_for_ever(self):
        titles = {title(number).casefold() for number in range(CAPACITY + 1000)}
        assert len(titles) == CAPACITY + 1000

    def test_titles_are_spread_over_the_alphabet(self):
        assert len({title(number)[0] for number in range(1000)}) > 20

    def test_entry_has_the_parts_of_a_real_one(self):
        entry = record(500)
        assert [section.heading for section in entry.sections] == ["Definition", "Why It Matters"]
        assert len(entry.examples) == 3
        assert len(entry.tags) == 3
        assert entry.aliases
        assert entry.sources
        assert entry.relations

    def test_entries_are_about_three_hundred_words_long(self):
        lengths = [words(entry) for entry in records(200)]
        assert 250 < sum(lengths) / len(lengths) < 450

    def test_summaries_keep_to_the_advised_length(self):
        assert max(len(entry.summary) for entry in records(1000)) <= 160

    def test_entry_is_the_same_each_time(self):
        assert as_dict(record(77)) == as_dict(list(records(100))[77])

    def test_entry_names_and_is_tied_to_those_that_are_asked_for(self):
        entry = record(500, named=[3, 900])
        assert f"{title(3)} and {title(900)}" in entry.sections[0].body
        assert len(entry.relations) == 2

    def test_entries_are_sound(self):
        assert [problems_of(canonical(entry)) for entry in records(200)] == [[]] * 200

    @pytest.mark.django_db
    def test_workflow_takes_them_all(self):
        outcomes = list(create_terms(records(60), actor=None, chunk=30))
        assert sum(len(outcome.created) for outcome in outcomes) == 60
        assert not any(outcome.rejected for outcome in outcomes)


class TestBody:
    """The text whose linking is timed."""

    def test_it_is_about_as_long_as_asked(self):
        assert 5000 <= len(body([], 5000)) < 5500

    @pytest.mark.parametrize("size", [10, 5000])
    def test_each_name_stands_in_it_once(self, size):
        given = [title(number) for number in range(15)]
        assert [body(given, size).count(name) for name in given] == [1] * 15


class TestNames:
    """Names for an index of them."""

    def test_there_are_enough_and_they_begin_with_the_titles(self):
        every = list(names())
        assert len(set(every)) == len(every) >= 100_000
        assert every[:3] == [title(0), title(1), title(2)]


class TestUnusedName:
    """A name for an entry that is published for measuring."""

    def test_names_are_distinct_and_stand_in_no_entry(self):
        unused = {unused_name(number) for number in range(100)}
        assert len(unused) == 100
        prose = "\n".join(str(as_dict(entry)) for entry in records(500))
        assert not re.search(rf"\b(?:{'|'.join(unused)})\b", prose, re.IGNORECASE)
