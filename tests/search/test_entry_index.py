"""What the index of entries promises, kept by the engine of this run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.models import TaggedTerm
from glossary.search.documents import Document, Tier, rank_of, tier_of
from glossary.search.entries import entry_index
from glossary.search.index import Scope
from glossary.search.question import clauses, exclusions, read_question

pytestmark = pytest.mark.django_db


def document(pk: int, title: str, *aliases: str, summary: str = "", body: str = "", **more) -> Document:
    return Document(
        term=pk,
        language=more.pop("language", "en"),
        title=title,
        qualified=title,
        aliases=tuple((text, False) for text in aliases),
        summary=summary,
        headings=(),
        bodies=(body,),
        mentioned=more.pop("mentioned", 0),
    )


def put(*documents: Document) -> None:
    entry_index().replace(documents)


def matching(text: str, scope: Scope = Scope.ENTRY, **narrowed) -> set[int]:
    question = read_question(text)
    wanted, unwanted = clauses(question, ["en"]), exclusions(question, ["en"])
    found = entry_index().matching(scope, wanted, unwanted, limit=100, **narrowed)
    assert not found.is_cut
    return set(found.ids)


def beginning(start: str) -> list[int]:
    return list(dict.fromkeys(pk for pk, _rank, _key in entry_index().beginning(start, 20)))


@pytest.fixture(autouse=True)
def empty_index(db: None) -> None:
    """Start with nothing: tests that commit leave rows behind, as only tables of models are emptied."""
    entry_index().forget(entry_index().every_id())


class TestWords:
    def test_count_in_their_scope_and_in_wider_ones(self):
        put(document(1, "Rate", "Ratio", summary="A share of clicks.", body="Measured each week."))
        found = {
            word: [scope for scope in Scope if matching(word, scope)]
            for word in ("rate", "ratio", "share", "week")
        }
        assert found == {
            "rate": list(Scope),
            "ratio": [Scope.NAMES, Scope.SUMMARY, Scope.ENTRY],
            "share": [Scope.SUMMARY, Scope.ENTRY],
            "week": [Scope.ENTRY],
        }

    def test_all_have_to_be_there_and_none_of_the_excluded(self):
        put(document(1, "Click rate", body="A cost."), document(2, "Rate of clicks"), document(3, "Rates"))
        assert matching("click rate") == {1, 2}
        assert matching("click rate -cost") == {2}
        assert matching('"click rate"') == {1}

    def test_are_cut_at_a_limit_which_is_told(self):
        put(*(document(pk, f"Rate {pk}") for pk in range(1, 6)))
        wanted = clauses(read_question("rate"), ["en"])
        assert [entry_index().matching(Scope.ENTRY, wanted, limit=limit).is_cut for limit in (4, 5)] == [
            True,
            False,
        ]

    @pytest.mark.postgres
    def test_of_a_phrase_are_said_to_be_cut_where_not_all_were_compared(self, monkeypatch):
        monkeypatch.setattr("glossary.search.index_postgresql._COMPARED_AT_FIRST", 4)
        monkeypatch.setattr("glossary.search.index_postgresql._FEW", 2)
        put(*(document(pk, "One", body="click rate") for pk in range(1, 9)))
        found = entry_index().matching(Scope.ENTRY, clauses(read_question('"click rate"'), ["en"]), limit=100)
        assert (len(found.ids), found.is_cut) == (4, True)

    def test_make_no_phrase_across_names_and_fields(self):
        put(document(1, "One", "two", "three", summary="Four.", body="Five\n\nsix"))
        assert matching('"one two"') == matching('"two three"') == matching('"four five"') == set()
        assert matching('"five six"') == {1}

    def test_are_found_among_some_entries(self):
        put(document(1, "Rate"), document(2, "Rates"))
        assert matching("rate", among=[2, 3]) == {2}
        assert matching("rate", within=TaggedTerm.objects.values("content_object")) == set()

    @pytest.mark.parametrize(
        "word", ["c++", "c#", ".net", "404", "学习", "学", "کتاب", "naïve", "8(a)", "R&D"]
    )
    def test_of_any_kind_are_found(self, word):
        put(document(1, "Other", body=f"Before {word} after."), document(2, "Before after"))
        assert matching(word) == {1}

    def test_of_more_than_a_vector_holds_do_not_keep_the_entry_out(self):
        put(document(1, "Long", body=" ".join(f"{n:06d}{'x' * 50}" for n in range(30_000))))
        assert matching("long") == matching(f"000001{'x' * 50}") == {1}

    def test_of_a_huge_text_are_all_found(self):
        put(document(1, "Long", body=" ".join(f"w{n} same" for n in range(30_000))))
        assert matching("w1") == matching("w29999") == matching("same") == {1}


class TestNames:
    def test_are_found_by_how_any_of_their_words_begins_best_first(self):
        put(
            document(1, "Market"),
            document(2, "Flea market"),
            document(3, "Bazaar", "Market place"),
            document(4, "Marketing", mentioned=8),
        )
        assert beginning("market") == beginning("ma") == [4, 1, 3, 2]
        assert beginning("zz") == []

    def test_are_found_by_words_in_any_order(self):
        put(document(1, "Language model"), document(2, "Model of time"))
        found = entry_index().beginning_each(["mod", "lang"], 10)
        assert {pk for pk, _rank in found} == {1}

    def test_are_called_by_their_whole_key(self):
        put(document(1, "E-mail", "Mail"), document(2, "Mail order"))
        assert {(pk, tier_of(rank)) for pk, rank, _key in entry_index().called(["mail"])} == {(1, Tier.ALIAS)}
        assert [pk for pk, _rank, _key in entry_index().called(["email"])] == [1]

    def test_are_ranked_anew_once_a_count_has_doubled(self):
        put(document(1, "Anagram", mentioned=1), document(2, "Analogy", mentioned=4))
        entry_index().set_popularity({1: 16})
        assert beginning("an") == [1, 2]
        assert entry_index().differing([document(1, "Anagram", mentioned=16)]) == set()

    def test_of_the_thousands_tell_which_are_known(self):
        put(document(1, "Language model"))
        index = entry_index()
        assert index.known_starts(["lang", "mod", "language m", "odel", "x'%_\\"]) == {
            "lang",
            "mod",
            "language m",
        }
        assert index.known_words(["language", "lang"]).keys() == {"language"}
        assert index.words_from("l", 6, 8, cut=4) == ["lang"]
        assert index.words_from("l", 3, 4, cut=4) == []

    @given(st.sampled_from(Tier), st.integers(min_value=0, max_value=2**40))
    def test_keep_their_tier_in_their_rank(self, tier, mentioned):
        assert tier_of(rank_of(tier, mentioned)) == tier


class TestUpkeep:
    def test_what_is_replaced_or_forgotten_is_not_found(self):
        put(document(1, "Old", "Older"), document(2, "Other"))
        put(document(1, "New"))
        assert matching("old") == matching("older") == set()
        assert beginning("old") == []
        entry_index().forget([1])
        assert entry_index().every_id() == {2}
        assert beginning("new") == []

    def test_tells_what_differs(self):
        kept = document(1, "Kept", "Alias", summary="A.", body="B.")
        put(kept, document(2, "Before"))
        now = [kept, document(2, "After"), document(3, "Missing")]
        assert entry_index().differing(now) == {2, 3}
        put(*now)
        assert entry_index().differing(now) == set()

    @settings(max_examples=60)
    @given(st.text(), st.text(), st.text())
    def test_takes_any_text_and_gives_it_back(self, title, alias, body):
        each = document(
            1, title.replace("\x00", "") or "x", alias.replace("\x00", ""), body=body.replace("\x00", "")
        )
        put(each)
        assert entry_index().differing([each]) == set()
