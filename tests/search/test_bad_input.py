"""Whatever is typed gets an ordinary answer: no operator, no error, no second of waiting."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from glossary.models import AliasKind, Status, Term
from glossary.records import AliasRecord, SectionRecord, TermRecord
from glossary.selectors.finding import find_terms
from glossary.selectors.found import Answer, Findings, Marked, Suggestion
from glossary.selectors.lists import NotListed
from glossary.selectors.suggesting import AT_MOST, suggestions
from glossary.workflow import archive_terms, create_terms
from tests.search.conftest import Keeping

pytestmark = pytest.mark.django_db

TITLES = [
    *(
        "AI Model",
        "Prompt",
        "Large Language Model",
        "C",
        "C++",
        "C#",
        ".NET",
        "A/B Test",
        "404",
        "100% uptime",
    ),
    *("NOT", "NEAR", "Either/Or", "snake_case", "O’Reilly", "“Quoted” name", "Café au lait", "Straße", "x*y"),
    *("机器学习", "生成AI", "مصنوعی ذہانت", "Машинное обучение", "ปัญญาประดิษฐ์", "Sign-off", "Tag: a mark"),
]
SHOWN, HIDDEN = "artificial model", "zzmisspelt"
# What stands in one place only, so that nothing else can be found by it.
DRAFTED, ARCHIVED = "quokkadraft", "quokkaarchive"
FILLING = 120


def entry(title: str, *words: str, status: Status = Status.PUBLISHED) -> TermRecord:
    aliases = (AliasRecord(SHOWN), AliasRecord(HIDDEN, AliasKind.HIDDEN.value)) if title == "AI Model" else ()
    return TermRecord(
        title=title,
        language="en",
        status=status.value,
        summary=f"It says what {title} is, and what it does not say.",
        tags=("generative ai", "marketing"),
        aliases=aliases,
        sections=(SectionRecord("Definition", " ".join(["A long text about a model", *words])),),
    )


@pytest.fixture(scope="module", autouse=True)
def glossary(keeping: Keeping) -> Iterator[None]:
    """Publish entries whose names are trouble, and so many in *a* that work on each of them would show."""
    records = [entry(title) for title in TITLES]
    records += [entry(f"Alpha a{number} able", f"also apt{number}") for number in range(FILLING)]
    records += [entry(DRAFTED, DRAFTED, status=Status.DRAFT), entry(ARCHIVED, ARCHIVED)]
    with keeping():
        for outcome in create_terms(records, actor=None):
            assert not outcome.rejected
        archive_terms(Term.objects.filter(title=ARCHIVED), actor=None)
        yield


BAD = {
    "an open quote": '"ai model',
    "quotes in odd number": '"ai" "model',
    "empty quotes": '""',
    "nothing but quotes": '"""""""',
    "an apostrophe": "'",
    "one in a word": "o'",
    "typographic quotes in odd number": "“ai model",
    "AND": "AND",
    "OR": "OR OR",
    "NOT": "NOT model",
    "NOT alone": "NOT",
    "operators in a row": "AND OR NOT NEAR",
    "NEAR": "NEAR(ai model, 5)",
    "AND without an end": "ai AND",
    "OR without a beginning": "OR ai",
    "a star": "*",
    "a star after a word": "mod*",
    "a star before a word": "*model",
    "a caret": "^ai",
    "a column": "title:ai",
    "columns": "{title body}: ai",
    "a left out column": "-title: ai",
    "a colon": ":",
    "a parenthesis": "(",
    "parentheses the wrong way": ")ai(",
    "many parentheses": "(" * 500 + "a" + ")" * 500,
    "braces": "{ai}",
    "a plus": "ai + model",
    "a minus": "-",
    "minuses": "- - --",
    "only exclusions": "-ai -model",
    "an excluded phrase": '-"ai model"',
    "an excluded open quote": '-"ai model',
    "what is asked for and excluded": "model -model",
    "an excluded tag": "-tag:ai",
    "tsquery operators": "ai & !model | (prompt <-> x):*",
    "a distance": "ai <3> model",
    "a weight": "ai:A model:*B",
    "a backslash": "\\",
    "a backslash at the end": "ai\\",
    "quotes of SQL": "ai'; DROP TABLE glossary_term; --",
    "a union": "' UNION SELECT password FROM auth_user --",
    "dollars": "$$ai$$",
    "a percent": "%",
    "percents": "%ai%",
    "placeholders": "%s %(x)s ? {} {0}",
    "an underscore": "_",
    "underscores": "a_ _i",
    "a pattern": "[a-z]+ (?P<x>.*)*$",
    "a NUL": "ai\x00model",
    "a NUL alone": "\x00",
    "a NUL in quotes": '"\x00"',
    "a NUL in a tag": 'tag:"\x00"',
    "control characters": "ai\x01\x02\x1f\x7f\x85model",
    "half a character": "ai \ud800",
    "the other half": "\udfff model",
    "halves the wrong way": '"\udfff\ud800"',
    "no character": "\ufffe\uffff\U0010ffff",
    "direction marks": "\u202eai\u202c \u2067model\u2069 \u200f",
    "nothing but joiners": "\u200b\u200d\ufeff",
    "10 kB of a word": "x" * 10_000,
    "10 kB of words": "model " * 1700,
    "10 kB of letters": "a " * 5000,
    "10 kB of quotes": '"' * 10_000,
    "10 kB of minuses": "-" * 10_000,
    "10 kB of tags": "tag:ai " * 1500,
    "10 kB of kanji": "机" * 3400,
    "10 kB of marks": "e" + "\u0301" * 5000,
    "a ligature that folds to 18 letters": "\ufdfa" * 600,
    "200 words": " ".join(f"word{number}" for number in range(200)),
    "200 words that are in names": "alpha able " * 100,
    "200 typos": "alhpa albe " * 100,
    "200 exclusions": "model " + "-word " * 200,
    "a hundred beginnings": "a* " * 100,
    "a hundred different beginnings": " ".join(f"a{number}*" for number in range(100)),
    "only punctuation": "… — !? ;, .",
    "only stop words": "what is the of a",
    "one stop word": "the",
    "a stop word in quotes": '"the"',
    "an emoji": "💩",
    "emoji joined": "👩‍👩‍👧‍👦 model",
    "flags": "🇫🇷🇩🇪",
    "mixed scripts": "ai机モデルмодель مصنوعی",
    "looks alike": "аі model",
    "Thai": "ปัญญา",
    "an entity": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "a script": "<script>alert(1)</script>",
    "a template": "{{ 7|add:7 }} {% now 'Y' %}",
    "a tag without a name": "tag:",
    "a tag and an open quote": 'tag:"',
    "a tag of empty quotes": 'tag:""',
    "a tag that there is not": "tag:nowhere",
    "a tag in another case": "TAG:Marketing",
    "two tags": "tag:marketing tag:nowhere",
    "a tag of a tag": "tag:tag:ai",
    "a tag of signs": "tag:%_*'",
    "white space": "\u3000\u00a0\t\r\n\v\f",
    "no words at all": "",
    "a fraction": "½ ² ①",
    "a path": "../../etc/passwd",
    "a null byte of an address": "%00",
}
each_bad = pytest.mark.parametrize("text", BAD.values(), ids=BAD)


def joined(marked: Marked) -> str:
    return "".join(piece.text for piece in marked)


def words_of(text: str) -> str:
    return " ".join(text.replace("…", " ").split())


def check(found: Findings) -> None:
    """Check what holds of any answer to any question."""
    ids = [hit.term.url for hit in found.hits]
    assert len(ids) == len(set(ids))
    public = {term.get_absolute_url(): term for term in Term.objects.published()}
    for hit in found.hits:
        term = public[hit.term.url]
        assert joined(hit.title) == hit.term.title == str(term.title)
        assert joined(hit.via) in ("", SHOWN)
        texts = words_of(" ".join([term.summary, *(section.body for section in term.sections.all())]))
        assert words_of(joined(hit.excerpt)) in texts
        assert all(piece.text for piece in (*hit.title, *hit.via, *hit.excerpt))
    for offered in (*found.nearest, *([found.exact] if found.exact else [])):
        assert offered.url in public
    assert found.total >= len(found.hits)
    assert bool(found.hits) == (found.answer in (Answer.EVERY_WORD, Answer.CORRECTED, Answer.SOME_WORDS)), (
        found.answer
    )
    assert all(0 < facet.count <= found.total for facet in (*found.topics, *found.tags, *found.letters))
    if HIDDEN not in found.text.casefold():
        assert HIDDEN not in f"{found.searched} {found.did_you_mean}"


def check_offered(offered: tuple[Suggestion, ...]) -> None:
    """Check what holds of any suggestions."""
    assert len(offered) <= AT_MOST
    addresses = [each.url for each in offered]
    assert len(addresses) == len(set(addresses))
    names = dict(
        Term.objects.published().filter(slug__in=[each.slug for each in offered]).values_list("slug", "title")
    )
    for each in offered:
        assert names[each.slug] == each.title
        assert each.matched in (each.title, SHOWN)


class TestWhateverIsTyped:
    @each_bad
    def test_gets_results_and_suggestions(self, text: str) -> None:
        check(find_terms(text, url="/search/"))
        check_offered(suggestions(text))

    @each_bad
    def test_gets_an_answer_at_both_addresses(self, client: Client, text: str) -> None:
        query = quote(text.encode("utf-8", "surrogatepass"))
        page, offer = (client.get(f"{path}?q={query}") for path in ("/search/", "/search/suggest/"))
        expected = 400 if "\x00" in text else 200
        assert (page.status_code, offer.status_code) == (expected, expected)
        if expected == 200:
            assert len(json.loads(offer.content)["results"]) <= AT_MOST

    def test_narrows_to_nothing_that_is_not_there(self) -> None:
        for text in BAD.values():
            arrives = text.encode("utf-8", "surrogatepass").decode(errors="replace")  # as Django reads it
            for narrowed in ({"tag": arrives}, {"letter": arrives}, {"page": arrives}):
                with suppress(NotListed):
                    check(find_terms("model", url="/search/", **narrowed))

    @pytest.mark.parametrize("title", TITLES)
    def test_that_is_a_name_is_no_operator_and_comes_first(self, title: str) -> None:
        for typed in (title, title.upper(), f" {title} ", f'"{title}"' if '"' not in title else title):
            found = find_terms(typed, url="/search/")
            assert [hit.term.title for hit in found.hits[:1]] == [title], typed
        assert title in [each.title for each in suggestions(title)]

    @pytest.mark.parametrize("text", [DRAFTED, ARCHIVED, f'"{DRAFTED}"', f"{ARCHIVED[:9]}"])
    def test_finds_nothing_that_is_not_public(self, text: str) -> None:
        found = find_terms(text, url="/search/")
        check(found)
        names = [*(entry.title for entry in found.nearest), found.searched, found.did_you_mean]
        assert not {DRAFTED, ARCHIVED} & set(names)
        check_offered(suggestions(text))

    @pytest.mark.parametrize("text", [HIDDEN[:-1], f"{HIDDEN}s", HIDDEN.replace("ss", "s"), f"a{HIDDEN}"])
    def test_finds_by_a_hidden_name_that_is_not_offered_as_a_spelling(self, text: str) -> None:
        found = find_terms(text, url="/search/")
        assert found.hits[0].term.title == "AI Model"
        assert HIDDEN not in (found.searched, found.did_you_mean)
        assert [(each.title, each.matched) for each in suggestions(text)] == [("AI Model", "AI Model")]


def seconds(ask: Callable[[str], object], text: str) -> float:
    """Return how long a question takes: the shortest of three times, as other processes only add to it."""
    times = [time.perf_counter()]
    for _ in range(3):
        ask(text)
        times.append(time.perf_counter())
    return min(after - before for before, after in pairwise(times))


def results(text: str) -> Findings:
    return find_terms(text, url="/search/")


class TestTime:
    """What is asked costs what a plain question costs, give or take; nothing grows with what is typed."""

    @pytest.mark.parametrize("ask", [results, suggestions], ids=["results", "suggestions"])
    def test_of_an_answer_does_not_follow_the_length_of_what_is_typed(
        self, ask: Callable[[str], object]
    ) -> None:
        plain = seconds(ask, "alpha able")
        slow = {
            name: round(took, 3)
            for name, text in BAD.items()
            if len(text) > 100 and (took := seconds(ask, text)) > max(0.1, 25 * plain)
        }
        assert slow == {}, f"a plain question takes {plain:.4f} s"

    def test_of_a_hundred_beginnings_is_bounded(self) -> None:
        assert seconds(results, BAD["a hundred beginnings"]) < 0.1
        assert seconds(suggestions, BAD["a hundred beginnings"]) < 0.1


_anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)
_words = st.sampled_from(
    [*TITLES, SHOWN, HIDDEN, DRAFTED, ARCHIVED, "model", "alpha", "a1", "able", "modle", "the", "what is"]
)
_operators = st.sampled_from(
    [
        *(
            '"',
            "'",
            "-",
            '-"',
            "*",
            "^",
            ":",
            "(",
            ")",
            "{",
            "}",
            "+",
            "%",
            "_",
            "\\",
            "&",
            "|",
            "!",
            "<->",
            "¶",
        ),
        *(
            " AND ",
            " OR ",
            " NOT ",
            " NEAR ",
            "tag:",
            'tag:"',
            "-tag:",
            " ",
            "  ",
            "\x00",
            "\ud800",
            "\u202e",
        ),
    ]
)
_built = st.lists(st.one_of(_words, _operators), max_size=12).map("".join)
_spaced = st.lists(st.one_of(_words, _operators, _anything), max_size=8).map(" ".join)
anything = st.one_of(_anything, _built, _spaced)
quickly = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class TestAnything:
    @quickly
    @given(anything)
    @example('-"')
    @example("½ ⅓")
    def test_gets_results(self, text: str) -> None:
        check(find_terms(text, url="/search/"))

    @quickly
    @given(anything)
    def test_gets_suggestions(self, text: str) -> None:
        check_offered(suggestions(text))

    @settings(parent=quickly, max_examples=30)
    @given(st.sampled_from(TITLES), st.sampled_from(["", " ", "  ", "\t", "\u00a0", "\u3000"]))
    def test_around_a_name_does_not_take_it_from_its_place(self, title: str, space: str) -> None:
        found = find_terms(f"{space}{title}{space}", url="/search/")
        assert found.hits[0].term.title == title
        assert found.exact is not None
        assert found.exact.title == title
