"""The record: lossless as JSON, lossless through rows, strict about what it reads."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.models import AliasKind, LinkMode, Term
from glossary.records import (
    SCHEMA,
    AliasRecord,
    RecordError,
    SectionRecord,
    SourceKey,
    SourceRecord,
    TermRecord,
    as_dict,
    from_dict,
    record_of,
)
from glossary.workflow import InvalidRecord, canonical, publish_term, same_content
from tests.factories import make_record

# Any text that a person could type or paste, and some that no one could.
texts = st.text(max_size=40)
lines = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)


def records(text: st.SearchStrategy[str]) -> st.SearchStrategy[TermRecord]:
    """Return records made of `text`."""
    return st.builds(
        TermRecord,
        title=text,
        language=st.just("en"),
        qualifier=text,
        summary=text,
        pronunciation=text,
        featured=st.booleans(),
        link_mode=st.sampled_from(LinkMode.values),
        tags=st.lists(text.filter(lambda tag: "," not in tag), max_size=4).map(tuple),
        aliases=st.lists(
            st.builds(AliasRecord, text=text, kind=st.sampled_from(AliasKind.values)), max_size=4
        ).map(tuple),
        sections=st.lists(st.builds(SectionRecord, heading=text, body=texts), max_size=4).map(tuple),
        examples=st.lists(texts, max_size=4).map(tuple),
        sources=st.lists(
            st.builds(SourceRecord, title=text, url=st.sampled_from(["", "https://example.org/a"])),
            max_size=3,
        ).map(tuple),
        exact_match=st.lists(st.sampled_from(["https://example.org/b"]), max_size=1).map(tuple),
        source_key=st.none() | st.builds(SourceKey, origin=text, identifier=text),
    )


class TestJson:
    @given(records(texts))
    def test_round_trip_is_the_identity(self, record):
        assert from_dict(json.loads(json.dumps(as_dict(record)))) == record

    def test_missing_fields_get_their_defaults(self):
        assert from_dict({"title": "X"}) == TermRecord(title="X")

    @pytest.mark.parametrize(
        ("data", "place"),
        [
            ({}, "title"),
            ({"title": 1}, "title"),
            ({"title": "X", "colour": "red"}, "colour"),
            ({"title": "X", "schema": SCHEMA + 1}, "schema"),
            ({"title": "X", "schema": "1"}, "schema"),
            ({"title": "X", "tags": "ai"}, "tags"),
            ({"title": "X", "tags": ["ai", 1]}, "tags[1]"),
            ({"title": "X", "sections": ["text"]}, "sections[0]"),
            ({"title": "X", "sections": [{"heading": 1}]}, "sections[0].heading"),
            ({"title": "X", "sections": [{"body": "no heading"}]}, "sections[0]"),
            ({"title": "X", "sections": [{"heading": "a", "colour": "red"}]}, "sections[0]"),
            ({"title": "X", "featured": "yes"}, "featured"),
            ({"title": "X", "source_key": "k8s"}, "source_key"),
        ],
    )
    def test_what_is_no_record_is_refused_with_its_place(self, data, place):
        with pytest.raises(RecordError) as caught:
            from_dict(data)
        assert place in str(caught.value)


@pytest.mark.django_db
class TestRows:
    @given(records(lines))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
    def test_rows_give_back_what_was_written(self, record):
        Term.objects.all().delete()
        try:
            term = publish_term(record=record, actor=None).term
        except InvalidRecord:
            return
        stored = record_of(Term.objects.get(pk=term.pk))
        wanted = replace(canonical(record), slug=stored.slug)
        # A tag that exists already keeps the case in which it was first written.
        assert [tag.casefold() for tag in stored.tags] == [tag.casefold() for tag in wanted.tags]
        assert same_content(replace(stored, tags=wanted.tags), wanted)
        assert stored == from_dict(term.revisions.get().record)

    @given(records(texts))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
    def test_any_text_is_stored_or_refused_with_a_reason(self, record):
        Term.objects.all().delete()
        reasons: list[str] = []
        try:
            publish_term(record=record, actor=None)
        except InvalidRecord as error:
            reasons = [problem.message for problem in error.problems]
        assert Term.objects.exists() != any(reasons)

    def test_canonical_is_idempotent(self):
        record = canonical(make_record(tags=(" a ", "A", ""), examples=(" ", "x\r\ny")))
        assert canonical(record, record) == record
