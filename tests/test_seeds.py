"""The seed entries keep the anatomy that readers rely on, and each is written for itself.

Read straight from the fixture: what is checked here is the text, not how it is loaded.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from glossary.text.slug import slugify

FIXTURE = Path(__file__).parents[1] / "fixtures" / "seed_terms.yaml"
SUMMARY_ADVISED = 160
EXAMPLE_WORDS = range(25, 61)
REPEATED_WORDS = 7  # a phrase this long in two places is copied, not chance
TOPICS = {"ai", "marketing", "events", "entertainment"}
ENTRIES_PER_TOPIC = 12

# What writers reach for when they have nothing to say, and what gives a machine away.
FILLER = re.compile(
    r"\b(?:in today’s|crucial|pivotal|leverag\w+|seamless\w*|robust|landscape|delve\w*|game.changer"
    r"|cutting.edge|state.of.the.art|plays? a (?:key|vital|crucial) role|not (?:just|only) \w+,? but"
    r"|it’s worth noting|when it comes to|at the end of the day|unlock\w*|harness\w*|elevate\w*"
    r"|streamline\w*|empower\w*)\b",
    re.IGNORECASE,
)

Row = dict[str, Any]


@dataclass
class Entry:
    """One seed term with its parts, gathered from the rows of the fixture."""

    fields: Row
    sections: list[Row] = field(default_factory=list)
    examples: list[Row] = field(default_factory=list)
    aliases: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    tags: list[Row] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """What other entries may call it: its title and every alias a reader can see."""
        visible = [alias["text"] for alias in self.aliases if alias["kind"] != "hidden"]
        return [self.fields["title"], *visible]

    @property
    def prose(self) -> list[str]:
        """Everything in it that is written to be read, one text per paragraph, example or summary."""
        bodies = [section["body"] for section in self.sections]
        return [
            self.fields["summary"],
            *chain.from_iterable(paragraphs(body) for body in bodies),
            *(example["body"] for example in self.examples),
        ]


def paragraphs(body: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]


def words(text: str) -> list[str]:
    return re.findall(r"[\w’'.-]*\w", text.casefold())


def mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text.casefold()) is not None


ROWS: list[Row] = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))


def rows_of(model: str) -> list[Row]:
    return [row["fields"] for row in ROWS if row["model"] == f"glossary.{model}"]


def gather() -> dict[str, Entry]:
    entries = {row["slug"]: Entry(row) for row in rows_of("term")}
    for model, owner, part in (
        ("section", "term", "sections"),
        ("example", "term", "examples"),
        ("alias", "term", "aliases"),
        ("source", "term", "sources"),
        ("taggedterm", "content_object", "tags"),
    ):
        for row in rows_of(model):
            language, slug = row[owner]
            assert language == entries[slug].fields["language"]
            getattr(entries[slug], part).append(row)
    return entries


ENTRIES = gather()
each_entry = pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())


class TestAnatomy:
    @each_entry
    def test_summary_is_one_sentence_of_advised_length(self, entry):
        summary = entry.fields["summary"]
        assert len(summary) <= SUMMARY_ADVISED
        assert summary.endswith(".")
        assert not re.search(r"[.!?]\s", summary)

    @each_entry
    def test_definition_and_why_it_matters_have_two_paragraphs_each(self, entry):
        found = [(row["key"], row["heading"], len(paragraphs(row["body"]))) for row in entry.sections]
        assert found == [("definition", "Definition", 2), ("why-it-matters", "Why It Matters", 2)]

    @each_entry
    def test_three_examples_of_a_readable_length(self, entry):
        assert len(entry.examples) == 3
        for example in entry.examples:
            assert len(words(example["body"])) in EXAMPLE_WORDS, example["body"]

    @each_entry
    def test_two_to_four_tags_one_of_them_a_topic(self, entry):
        slugs = [row["tag"][0] for row in entry.tags]
        assert 2 <= len(slugs) <= 4
        assert TOPICS.intersection(slugs)

    @each_entry
    def test_parts_are_numbered_from_one_without_gaps(self, entry):
        for part in (entry.sections, entry.examples, entry.sources, entry.tags):
            assert [row["position"] for row in part] == list(range(1, len(part) + 1))

    @each_entry
    def test_names_two_other_entries_in_its_prose(self, entry):
        text = "\n".join(entry.prose)
        named = {
            slug
            for slug, other in ENTRIES.items()
            if other is not entry and any(mentions(text, name) for name in other.names)
        }
        assert len(named) >= 2, f"names only {sorted(named)}"

    @each_entry
    def test_aliases_are_distinct_from_each_other_and_from_the_title(self, entry):
        names = [entry.fields["title"], *(alias["text"] for alias in entry.aliases)]
        assert len({name.casefold() for name in names}) == len(names)

    @each_entry
    def test_sources_have_a_title_and_a_secure_address(self, entry):
        for source in entry.sources:
            assert source["title"]
            assert source["url"].startswith("https://")

    def test_each_industry_has_its_dozen(self):
        topics = Counter(row["tag"][0] for entry in ENTRIES.values() for row in entry.tags)
        assert all(topics[topic] >= ENTRIES_PER_TOPIC for topic in TOPICS)

    def test_ai_model_comes_first_with_its_two_tags(self):
        slug, first = next(iter(ENTRIES.items()))
        assert slug == "ai-model"
        assert [row["tag"] for row in first.tags] == [["ai"], ["generative-ai"]]

    @pytest.mark.parametrize(
        ("abbreviation", "slug"),
        [("LLM", "large-language-model"), ("CTR", "click-through-rate"), ("RFP", "request-for-proposal")],
    )
    def test_abbreviation_leads_to_its_entry(self, abbreviation, slug):
        assert {"term": ["en", slug], "text": abbreviation, "kind": "abbreviation"} in ENTRIES[slug].aliases


class TestWording:
    def test_no_long_phrase_appears_twice(self):
        places = defaultdict(list)
        for slug, entry in ENTRIES.items():
            for text in entry.prose:
                run = words(text)
                for start in range(len(run) - REPEATED_WORDS + 1):
                    places[" ".join(run[start : start + REPEATED_WORDS])].append(slug)
        repeated = {phrase: slugs for phrase, slugs in places.items() if len(slugs) > 1}
        assert repeated == {}

    def test_no_two_paragraphs_open_with_the_same_words(self):
        openings = defaultdict(list)
        for slug, entry in ENTRIES.items():
            for text in entry.prose[1:]:  # summaries all say what the thing is, and so begin alike
                openings[" ".join(words(text)[:3])].append(slug)
        assert {opening: slugs for opening, slugs in openings.items() if len(slugs) > 1} == {}

    @each_entry
    def test_nothing_is_filler(self, entry):
        assert FILLER.findall("\n".join(entry.prose)) == []

    @each_entry
    def test_quotation_marks_and_apostrophes_are_typographic(self, entry):
        for text in entry.prose:
            assert not re.search(r"['\"]", text), text


class TestRows:
    def test_no_row_has_a_primary_key(self):
        assert not [row for row in ROWS if "pk" in row]

    def test_every_tag_is_described_and_used(self):
        used = {row["tag"][0] for row in rows_of("taggedterm")}
        assert {row["slug"] for row in rows_of("tag")} == used
        for tag in rows_of("tag"):
            assert tag["description"].endswith(".")
            assert slugify(tag["title"]) == tag["slug"]

    def test_topics_are_the_four_industries(self):
        assert {row["slug"] for row in rows_of("tag") if row["is_topic"]} == TOPICS

    def test_concepts_are_distinct_identifiers(self):
        concepts = [UUID(entry.fields["concept"]) for entry in ENTRIES.values()]
        assert len(set(concepts)) == len(concepts)

    def test_dates_carry_a_time_zone(self):
        for entry in ENTRIES.values():
            for name in ("first_published_at", "updated_at"):
                moment = entry.fields[name]
                assert isinstance(moment, datetime)
                assert moment.tzinfo is not None

    def test_symmetric_relations_run_from_the_entry_that_is_loaded_first(self):
        order = list(ENTRIES)
        for row in rows_of("relation"):
            start, end = order.index(row["from_term"][1]), order.index(row["to_term"][1])
            assert start != end
            assert row["kind"] == "broader" or start < end, row

    def test_relations_are_stored_once(self):
        pairs = [
            (frozenset((row["from_term"][1], row["to_term"][1])), row["kind"]) for row in rows_of("relation")
        ]
        assert len(set(pairs)) == len(pairs)

    def test_often_confused_terms_say_how_they_differ(self):
        contrasts = [row for row in rows_of("relation") if row["kind"] == "contrast"]
        assert contrasts
        assert all(row["note"].endswith(".") for row in contrasts)

    def test_every_entry_is_tied_to_another(self):
        tied = chain.from_iterable((row["from_term"][1], row["to_term"][1]) for row in rows_of("relation"))
        assert set(tied) == set(ENTRIES)
