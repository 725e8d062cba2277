"""Made-up entries for the search: words as often as those of a real language, and always the same."""

from collections import Counter
from itertools import islice

import pytest

from glossary.bench.corpus import TAGS
from glossary.bench.search_corpus import COMMON, MID, VOCABULARY, entries, vocabulary
from glossary.bench.search_fill import write
from glossary.models import Alias, AliasKind, Example, Section, TaggedTerm, Term

COUNT = 400


@pytest.fixture(scope="module")
def some():
    return list(entries(COUNT))


def text(entry) -> str:
    return " ".join([entry.summary, *(body for _, body in entry.sections), *entry.examples])


def words(entry) -> list[str]:
    return text(entry).lower().replace(".", "").replace("*", "").split()


class TestVocabulary:
    """The language that they are written in."""

    def test_words_are_distinct_and_of_letters(self):
        assert len(set(vocabulary())) == len(vocabulary()) == VOCABULARY
        assert all(word.isascii() and word.isalpha() and word.islower() for word in vocabulary())


class TestEntries:
    """What is written of each."""

    def test_titles_are_distinct(self, some):
        assert len({entry.title for entry in some}) == COUNT

    def test_titles_have_one_to_four_words(self, some):
        assert {len(entry.title.split()) for entry in some} == {1, 2, 3, 4}

    def test_texts_have_about_three_hundred_words(self, some):
        assert 280 < sum(len(words(entry)) for entry in some) / COUNT < 320

    def test_entries_have_the_parts_of_real_ones(self, some):
        assert {(len(entry.sections), len(entry.examples), len(entry.tags)) for entry in some} == {(2, 3, 3)}
        assert {name for entry in some for name in entry.tags} <= set(TAGS)

    def test_one_alias_in_three_is_an_abbreviation(self, some):
        kinds = Counter(kind for entry in some for _, kind in entry.aliases)
        assert kinds[AliasKind.ABBREVIATION] / kinds.total() == pytest.approx(1 / 3, abs=0.01)

    def test_few_are_mentioned_often(self, some):
        counts = sorted(entry.mentioned for entry in some)
        assert counts[COUNT // 2] <= 1
        assert counts[-1] == COUNT // 20

    def test_an_entry_is_the_same_among_more_of_them(self, some):
        assert [text(entry) for entry in islice(entries(2 * COUNT), COUNT)] == [text(entry) for entry in some]

    def test_some_words_are_in_almost_every_entry_and_some_in_one_of_a_hundred(self, some):
        found = Counter(word for entry in some for word in set(words(entry)))
        assert all(found[vocabulary()[rank]] > 0.8 * COUNT for rank in COMMON)
        assert 0.005 < sum(found[vocabulary()[rank]] for rank in MID) / len(MID) / COUNT < 0.02

    def test_most_of_the_other_words_are_rare(self, some):
        found = Counter(word for entry in some for word in set(words(entry)))
        assert sum(found[word] == 1 for word in found) > len(found) / 2


@pytest.mark.django_db
class TestWrite:
    """Rows as the workflow writes them, as far as a search is concerned."""

    def test_entries_are_public_and_whole(self, some):
        write(COUNT)
        assert Term.objects.published().count() == COUNT
        assert Alias.objects.count() == COUNT
        assert Section.objects.count() == 2 * COUNT
        assert Example.objects.count() == TaggedTerm.objects.count() == 3 * COUNT

    def test_derived_columns_are_those_of_a_written_entry(self, some):
        write(3)
        for kept in [*Term.objects.all(), *Alias.objects.all()]:
            before = vars(kept).copy()
            kept.fill_derived()
            assert vars(kept) == before
