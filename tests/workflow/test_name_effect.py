"""What a name would do, told before it is one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from time import process_time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from glossary.models import AliasKind, LinkMode, Mention, Name, Prose, Term
from glossary.records import AliasRecord, SectionRecord
from glossary.selectors.naming import OWN, names_of
from glossary.text.matching import KnownName, NameIndex, is_short_name
from glossary.workflow import create_terms, deprecate_term
from glossary.workflow import name_effect as module
from glossary.workflow.name_effect import NameEffect, name_effect
from tests.factories import make_draft, make_record, make_term

pytestmark = pytest.mark.django_db


def about(title: str, *bodies: str, examples: tuple[str, ...] = (), **fields: Any) -> Term:
    """Return a published term with no prose but these sections and examples."""
    sections = tuple(SectionRecord(f"Section {place}", body) for place, body in enumerate(bodies))
    return make_term(title, sections=sections, examples=examples, **fields)


def counts(effect: NameEffect) -> tuple[int, int]:
    return (effect.links, effect.pages)


class TestLinks:
    """How many sections of how many entries would link."""

    def test_are_one_a_section_and_all_examples_are_one_section(self):
        about("One", "A prompt, and another prompt.", "Prompts.", examples=("A prompt.", "A prompt."))
        about("Two", "No such word.", "The prompt’s end.")
        about("Three", "Prompted, promptly.")
        assert counts(name_effect("Prompt", "en")) == (4, 2)

    def test_are_those_that_the_name_makes_once_it_is_there(self):
        pages = [about(f"Page {n}", "A large prompt.", "Another Large Prompt.") for n in range(3)]
        effect = name_effect("Large prompt", "en")
        term = about("Large prompt", "It is large.")
        assert {row.from_term_id for row in Mention.objects.filter(to_term=term)} == {
            page.pk for page in pages
        }
        assert counts(effect) == (6, 3)

    def test_leave_out_the_entry_itself_and_other_languages(self):
        term = about("Chatbot", "A chat robot.")
        about("Robot", "Le chat robot.", language="fr")
        about("Bot", "Some chat robot.")
        assert counts(name_effect("chat robot", "en", pk=term.pk)) == (1, 1)

    def test_leave_out_drafts(self):
        make_draft("Draft", sections=(SectionRecord("Definition", "A prompt."),))
        assert counts(name_effect("Prompt", "en")) == (0, 0)

    def test_leave_out_headings_code_and_quotations(self):
        about("One", "## Prompt\n\n`prompt`\n\n> prompt\n\n[prompt]()")
        assert counts(name_effect("Prompt", "en")) == (0, 0)

    def test_are_none_where_a_longer_name_has_the_words(self):
        about("Data Lake", "It is deep.")
        about("One", "A data lake, and many data lakes.", "The lakes of data lakes.")
        assert counts(name_effect("Lake", "en")) == (1, 1)
        assert counts(name_effect("Data", "en")) == (0, 0)

    @pytest.mark.parametrize("name", ["Cost", "Thousand", "views", "réel"])
    def test_are_none_in_any_word_of_a_long_name(self, name):
        about("Cost per thousand réel views", "It is a sum.")
        about("One", "The cost per thousand reel views.")
        assert counts(name_effect(name, "en")) == (0, 0)

    def test_are_none_where_the_entry_itself_is_called_so_at_length(self):
        page = about("Data Lake", "A data lake is deep.", link_mode=LinkMode.NEVER)
        assert counts(name_effect("Lake", "en")) == (0, 0)
        deprecate_term(page, actor=None)
        assert counts(name_effect("Lake", "en")) == (0, 0)

    def test_are_none_in_an_entry_with_the_same_name(self):
        about("Prompt", "A prompt is a text.", qualifier="theatre")
        about("Stage", "A prompt is whispered.")
        assert counts(name_effect("PROMPT", "en")) == (1, 1)

    def test_count_only_where_no_other_name_of_the_entry_does(self):
        term = about("Large Language Model", "It is large.", aliases=("LLM",))
        about("One", "An LLM is a language model.", "A language model.")
        assert counts(name_effect("language model", "en", pk=term.pk)) == (1, 1)

    def test_count_where_the_name_that_goes_was_the_only_one(self):
        term = about("Large Language Model", "It is large.")
        about("One", "A large language model is a model of language.")
        assert counts(name_effect("language model", "en", pk=term.pk)) == (0, 0)
        taken_over = name_effect("language model", "en", pk=term.pk, was="Large Language Model")
        assert counts(taken_over) == (1, 1)

    @pytest.mark.parametrize(
        ("name", "mode", "links"),
        [
            ("Can", LinkMode.NORMAL, 1),
            ("CAN", LinkMode.EXACT, 0),
            ("can", LinkMode.EXACT, 1),
            ("Can", LinkMode.NEVER, 0),
            ("IT", LinkMode.NORMAL, 0),
            ("it", LinkMode.NORMAL, 1),
        ],
    )
    def test_follow_the_case_that_counts(self, name, mode, links):
        about("One", "Whoever can use it.")
        assert name_effect(name, "en", link_mode=mode).links == links

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("resume", "Send your résumé."),
            ("Ångström", "So many angstrom."),
            ("C++", "Written in C++ and C."),
            ("on-premise", "An on premise server."),
            ("L’Oréal", "They asked l'oreal."),
            ("Agenzia", "C’è un’agenzia."),
            ("提示词", "这是提示词工程。"),
            ("اردو", "یہ اردو ہے۔"),
            ("404", "A 404 error; no 404,000."),
            ("A/B test", "Two A/B tests."),
            ("Node.js", "It runs on “Node.js”."),
            ("a name of more than three words", "It has a name of more than three words, really."),
        ],
    )
    def test_are_found_in_every_script_and_spelling(self, name, text):
        about("One", f"Before it. {text} After it.")
        effect = name_effect(name, "en")
        assert counts(effect) == (1, 1)
        assert effect.samples[0].found in text

    @pytest.mark.parametrize("name", ["", "…", "the", "x" * 200, "<b>", "[word]()", "*"])
    def test_of_odd_names_are_counted_too(self, name):
        about("One", "The <b> word.")
        assert name_effect(name, "en").pages in {0, 1}

    def test_beyond_the_bound_are_said_to_be_more(self, monkeypatch):
        for n in range(4):
            about(f"Page {n}", "A prompt.")
        monkeypatch.setattr(module, "READ_AT_MOST", 10)
        effect = name_effect("Prompt", "en")
        assert not effect.is_counted
        assert 0 < effect.pages < 4
        assert effect.standing == 4


class TestSamples:
    """A few places, in their words."""

    def test_show_the_words_around_of_the_same_stretch(self):
        about("One", f"Above.\n\n{'far ' * 30}before a prompt after{' far' * 30}.\n\nBelow.")
        (sample,) = name_effect("Prompt", "en").samples
        assert sample.title == "One"
        assert sample.url == "/glossary/one/"
        assert sample.found == "prompt"
        assert sample.before.startswith("… far")
        assert sample.before.endswith("before a ")
        assert sample.after.endswith("far …")
        assert len(sample.before) < 80
        assert len(sample.after) < 80

    def test_are_five_of_as_many_entries(self):
        for n in range(7):
            about(f"Page {n}", "A prompt.", "A prompt.")
        samples = name_effect("Prompt", "en").samples
        assert len({sample.title for sample in samples}) == len(samples) == 5


class TestCommonNames:
    """Those in more than a fifth of all entries."""

    @pytest.mark.parametrize(("pages", "common"), [(1, False), (2, False), (3, True)])
    def test_stand_in_more_than_a_fifth(self, pages, common):
        for n in range(10):
            about(f"Page {n}", "Some data." if n < pages else "Nothing.")
        effect = name_effect("Data", "en")
        assert effect.is_common is common
        assert effect.percent == pages * 10

    def test_are_rare_in_a_case_that_is(self):
        for n in range(10):
            about(f"Page {n}", "It is so." if n else "The IT is so.")
        assert not name_effect("IT", "en").is_common
        assert name_effect("It", "en").is_common


class TestCollisions:
    """Other entries with the name."""

    def test_are_titles_and_aliases_of_every_kind_and_state(self):
        live = about("Prompt", "It is a text.", qualifier="theatre")
        draft = make_draft("Cue", aliases=(AliasRecord("prompts", AliasKind.HIDDEN),))
        never = about("Cue card", "It is a card.", aliases=("PROMPT",), link_mode=LinkMode.NEVER)
        about("Prompt engineering", "It is work.")
        about("Prompt", "C’est prompt.", language="fr")
        found = {each.pk: each for each in name_effect("prompt", "en").collisions}
        assert found.keys() == {live.pk, draft.pk, never.pk}
        assert (found[live.pk].title, found[live.pk].is_title, found[live.pk].links) == (
            "Prompt (theatre)",
            True,
            True,
        )
        assert (found[draft.pk].is_hidden, found[draft.pk].links) == (True, False)
        assert (found[never.pk].text, found[never.pk].links) == ("PROMPT", False)

    def test_leave_out_the_entry_itself(self):
        term = about("Prompt", "It is a text.")
        assert name_effect("prompts", "en", pk=term.pk).collisions == ()

    @pytest.mark.parametrize(
        ("name", "other", "same"),
        [
            ("C", "C++", False),
            ("C++", "c++", True),
            ("on premise", "On-Premise", True),
            ("cache", "Caches", True),
            ("cost per thousand views", "cost per thousand clicks", False),
            ("cost per thousand views", "Cost-per-thousand views", True),
        ],
    )
    def test_are_of_names_found_in_the_same_words(self, name, other, same):
        about(other, "It is something.")
        assert bool(name_effect(name, "en").collisions) is same


# Names that share words and overlap, no two of which overlap with a third that shares none with one of them.
NAMES = ("data", "lake", "data lake", "Data Lake Ledger", "ledgers", "LAKE", "it", "IT")
TEXTS = st.lists(
    st.sampled_from(
        ["data", "Lake", "lakes", "ledger", "Ledger's", "it", "IT", "of", ".", "data-lake", "café"]
    ),
    max_size=14,
).map(" ".join)


def brute(name: str, mode: str, pk: int | None, was: str) -> tuple[int, int]:
    """Return what reading every section of every entry whole gives."""
    exact = mode == LinkMode.EXACT or is_short_name(name)
    every = [KnownName(n.text, n.term_id, n.exact) for n in Name.objects.filter(language="en")]
    gone = {name.lower(), was.lower()}
    every = [each for each in every if not (each.target == pk and each.text.lower() in gone)]
    found: dict[int, int] = {}
    for prose in Prose.objects.exclude(term=pk).select_related("term"):
        own = names_of(prose.term.title, [a.text for a in prose.term.aliases.all()], prose.term.link_mode)
        before = [*own, *(each for each in every if each.target != prose.term_id)]
        after = [*before, KnownName(name, "new", exact)]
        links = sum(
            linked(after, section, {"new", pk}) and not linked(before, section, {pk})
            for section in prose.text.split("\f")
        )
        if links:
            found[prose.term_id] = links
    return (sum(found.values()), len(found))


def linked(names: Iterable[KnownName], text: str, wanted: Collection[object]) -> bool:
    matches = NameIndex(names, "en").matches(text)
    return any(OWN not in match.targets and set(match.targets) & set(wanted) for match in matches)


class TestNumbers(TestCase):
    """The shortcuts find what reading everything finds."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(st.sampled_from(NAMES), st.sampled_from(LinkMode.values), TEXTS, TEXTS), max_size=5
        ),
        st.sampled_from(NAMES),
        st.sampled_from([LinkMode.NORMAL, LinkMode.EXACT]),
        st.booleans(),
    )
    def test_are_those_of_reading_everything(self, entries, name, mode, as_alias):
        terms = [
            about(f"Entry {n}", *texts, link_mode=link_mode, aliases=(title,))
            for n, (title, link_mode, *texts) in enumerate(entries)
        ]
        pk = terms[0].pk if as_alias and terms else None
        assert counts(name_effect(name, "en", link_mode=mode, pk=pk)) == brute(name, mode, pk, "")


class TestCost:
    """What it costs does not follow the glossary, and not the length of texts."""

    @staticmethod
    def fill(numbers: Iterable[int], body: str) -> None:
        records = (
            make_record(f"Entry {n}", sections=(SectionRecord("Definition", body),), status="published")
            for n in numbers
        )
        for outcome in create_terms(records, actor=None):
            assert not outcome.rejected

    def test_is_as_many_queries_in_a_small_and_in_a_larger_glossary(self):
        self.fill(range(10), "A zebra.")
        with CaptureQueriesContext(connection) as small:
            assert name_effect("Zebra", "en").pages == 10
        self.fill(range(10, 210), "A zebra.")
        with CaptureQueriesContext(connection) as large:
            assert name_effect("Zebra", "en").pages == 210
        # The index, which of its entries are public, names with the word, whether entries are there that do
        # not link, prose, samples, how many entries there are, titles and aliases that are the name.
        assert len(small) == len(large) == 9

    def test_is_a_fraction_of_reading_every_text(self):
        self.fill(range(20), f"{'Some words of no name, one after the other. ' * 60} A zebra.")
        short = min(seconds(lambda: name_effect("Zebra", "en")) for _ in range(3))
        whole = min(seconds(lambda: brute("Zebra", LinkMode.NORMAL, None, "")) for _ in range(3))
        assert short < whole / 2


def seconds(work: Callable[[], object]) -> float:
    """Return how long the processor was busy with it."""
    started = process_time()
    work()
    return process_time() - started
