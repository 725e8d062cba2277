"""What was looked for and not found: what is kept of it, for how long, and what it never costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from glossary.models import PageVersion, SearchMiss
from glossary.records import AliasRecord
from glossary.search.impatience import impatient
from glossary.workflow import create_terms, misses
from glossary.workflow.misses import answered, ask_for, bring_back, count_miss, dismiss
from tests.factories import make_draft, make_record, make_term


def make_term_by_bulk(title: str, *, aliases: tuple[str, ...]) -> None:
    """Publish an entry as an import does."""
    record = make_record(title, status="published", aliases=tuple(map(AliasRecord, aliases)))
    for chunk in create_terms([record], actor=None):
        assert not chunk.rejected


ADA, BOB = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def later(monkeypatch) -> Callable[[int], None]:
    """A function by which seconds pass; until then none do."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def later(seconds: int) -> None:
        now[0] += seconds

    return later


def counts() -> dict[str, tuple[int, int]]:
    return {miss.text: (miss.searches, miss.requests) for miss in SearchMiss.objects.all()}


@pytest.mark.django_db
class TestCounting:
    def test_spellings_of_one_text_are_one_row(self):
        for text in ("Quantum Foam", "quantum  foam", "QUANTUM-FOAM", "“Quantum Foam”", "quántum foam"):
            count_miss(text)
        assert counts() == {"Quantum Foam": (5, 0)}

    def test_client_counts_once_in_ten_minutes(self, later):
        for _ in range(100):
            count_miss("foam", ADA)
        count_miss("foam", BOB)
        assert counts() == {"foam": (2, 0)}
        later(11 * 60)
        count_miss("foam", ADA)
        assert counts() == {"foam": (3, 0)}

    def test_program_that_tries_words_fills_no_queue(self, later):
        for number in range(100):
            count_miss(f"word {number}", ADA)
        count_miss("foam", BOB)
        assert SearchMiss.objects.count() == 61
        later(3600)
        count_miss("more", ADA)
        assert "more" in counts()

    @pytest.mark.parametrize(
        "text",
        ["", "  ", "?", "+-*/", "💡", "a\x00b", "a\x07b", "a\u202eb", "x" * 201, "tag:ai", "-foam", '""'],
    )
    def test_what_nobody_could_write_about_is_not_kept(self, text):
        count_miss(text)
        assert not ask_for(text, ADA)
        assert counts() == {}

    @pytest.mark.parametrize("text", ["c++", ".net", "404", "言", "x" * 200, "t-shirt", "ﷺ" * 200])
    def test_what_somebody_could_write_about_is(self, text):
        count_miss(text)
        assert list(counts()) == [text]

    @pytest.mark.parametrize("text", ["foam tag:ai", "foam -beer"])
    def test_narrowed_search_does_not_count(self, text):
        count_miss(text)
        assert counts() == {}

    def test_counts_end_somewhere(self, monkeypatch):
        monkeypatch.setattr(misses, "COUNT_AT_MOST", 2)
        for _ in range(3):
            count_miss("foam")
        for number in range(3):
            ask_for("foam", f"192.0.2.{number}")
        assert counts() == {"foam": (2, 2)}

    def test_known_text_costs_one_write_and_no_turn(self):
        count_miss("foam")
        before = list(PageVersion.objects.values())
        with CaptureQueriesContext(connection) as queries:
            count_miss("foam")
        written = [query["sql"] for query in queries if "glossary" in query["sql"]]
        assert len(written) == 1
        assert written[0].startswith("UPDATE")
        assert list(PageVersion.objects.values()) == before

    def test_says_nothing_of_who_it_was(self):
        count_miss("foam", ADA)
        ask_for("foam", ADA)
        assert ADA not in str(SearchMiss.objects.values())


@pytest.mark.django_db
class TestAsking:
    def test_client_asks_for_the_same_once_a_day_and_is_told_yes_each_time(self, later):
        assert ask_for("Foam", ADA)
        assert ask_for("foam", ADA)
        assert ask_for("foam", BOB)
        assert counts() == {"Foam": (0, 2)}
        later(25 * 3600)
        assert ask_for("foam", ADA)
        assert counts() == {"Foam": (0, 3)}

    def test_one_client_asks_for_so_much_a_day(self, monkeypatch, later):
        monkeypatch.setattr(misses, "_REQUESTS_A_DAY", 2)
        assert [ask_for(text, ADA) for text in ("one", "two", "three", "three")] == [True, True, False, False]
        assert ask_for("three", BOB)

    def test_request_that_was_lost_can_be_made_again(self):
        def refuse(execute, sql, *rest):
            if sql.startswith(("UPDATE", "INSERT")):
                raise OperationalError("database is locked")
            return execute(sql, *rest)

        with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
            ask_for("foam", ADA)
        assert ask_for("foam", ADA)
        assert counts() == {"foam": (0, 1)}

    def test_search_that_fails_to_be_counted_raises_nothing(self):
        def refuse(execute, sql, *rest):
            if sql.startswith(("UPDATE", "INSERT")):
                raise OperationalError("database is locked")
            return execute(sql, *rest)

        with connection.execute_wrapper(refuse):
            count_miss("foam")
        assert counts() == {}

    def test_operators_are_no_part_of_what_is_asked_for(self):
        assert ask_for('"quantum foam" tag:ai -beer', ADA)
        assert counts() == {"quantum foam": (0, 1)}


@pytest.mark.django_db
class TestRoom:
    @pytest.fixture(autouse=True)
    def three_rows(self, monkeypatch):
        monkeypatch.setattr(misses, "ROWS_AT_MOST", 3)

    def test_unasked_and_longest_unseen_go_first(self):
        ask_for("asked for", ADA)
        for text in ("first", "second", "first", "third"):
            count_miss(text)
        assert set(counts()) == {"asked for", "first", "third"}

    def test_requests_make_room_for_requests(self):
        for text in ("one", "two", "three", "four"):
            ask_for(text, ADA)
        assert set(counts()) == {"two", "three", "four"}

    @pytest.mark.parametrize(("days", "kept"), [(30, {"new"}), (0, {"old", "new"})])
    def test_what_nobody_looked_for_in_so_many_days_goes(self, settings, days, kept):
        settings.SEARCH_MISS_DAYS = days
        ask_for("old", ADA)
        SearchMiss.objects.update(last_at=timezone.now() - timedelta(days=31))
        count_miss("new")
        assert set(counts()) == kept


@pytest.mark.django_db
class TestAnswers:
    def test_entry_answers_by_any_of_its_names(self):
        for text in ("Quantum Foam", "QF", "other"):
            count_miss(text)
        with CaptureQueriesContext(connection) as queries:
            answered({"quantum foam", "qf", "nobody missed this"})
        assert len(queries) == 1
        assert set(counts()) == {"other"}

    def test_quotes_in_a_name_do_not_matter(self):
        count_miss("the long tail")
        answered(['the "long tail"'])
        assert counts() == {}

    def test_entries_of_a_bulk_load_answer_too(self):
        count_miss("Name 4999")
        count_miss("other")
        with CaptureQueriesContext(connection) as queries:
            answered([f"name {number}" for number in range(5000)])
        assert len(queries) == 2
        assert set(counts()) == {"other"}

    @pytest.mark.parametrize("publish", [make_term, make_term_by_bulk])
    def test_publishing_takes_every_name_off_the_queue(self, publish):
        for text in ("quantum-foam", "QF", "كتاب", "foam"):
            count_miss(text)
        make_draft("Foam", summary="x.")
        assert len(counts()) == 4
        publish("Quantum Foam", aliases=("QF", "کتاب"))
        assert set(counts()) == {"foam"}

    def test_no_name_is_no_query(self):
        with CaptureQueriesContext(connection) as queries:
            answered([])
        assert len(queries) == 0

    def test_dismissed_stays_so_whoever_looks_for_it(self):
        count_miss("spam")
        assert dismiss(SearchMiss.objects.all()) == 1
        assert dismiss(SearchMiss.objects.all()) == 0
        count_miss("spam")
        ask_for("spam", ADA)
        assert SearchMiss.objects.get().dismissed_at
        assert counts() == {"spam": (2, 1)}
        assert bring_back(SearchMiss.objects.all()) == 1
        assert SearchMiss.objects.get().dismissed_at is None


@pytest.mark.django_db
def test_fixture_brings_no_queue_and_takes_none_away(tmp_path):
    count_miss("foam")
    call_command("dumpdata", "glossary", output=tmp_path / "all.json", verbosity=0)
    count_miss("foam")
    SearchMiss.objects.filter(text="foam").update(id=99)
    call_command("loaddata", tmp_path / "all.json", verbosity=0)
    assert counts() == {"foam": (2, 0)}


@pytest.mark.django_db(transaction=True)
class TestBusyDatabase:
    @pytest.fixture
    def writer(self):
        """Somebody who has written to the row and to the database, and takes their time to commit."""
        count_miss("foam")
        at_work, done = Event(), Event()

        def write() -> None:
            try:
                with transaction.atomic():
                    SearchMiss.objects.update(searches=10)
                    at_work.set()
                    done.wait(20)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(write)
            at_work.wait(10)

            def commit() -> None:
                done.set()
                writing.result()

            yield commit
            done.set()

    def test_reader_is_not_held_up(self, writer):
        started = time.monotonic()
        count_miss("foam")
        assert time.monotonic() - started < 1
        writer()
        assert counts() == {"foam": (10, 0)}
        count_miss("foam")
        assert counts() == {"foam": (11, 0)}

    def test_request_waits_its_turn(self, writer):
        with ThreadPoolExecutor(1) as pool:

            def ask() -> bool:
                try:
                    return ask_for("foam", ADA)
                finally:
                    connection.close()

            asking = pool.submit(ask)
            writer()
            assert asking.result()
        assert counts() == {"foam": (10, 1)}

    def test_patience_comes_back(self):
        asked = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"

        def patience() -> object:
            with connection.cursor() as cursor:
                cursor.execute(asked)
                return cursor.fetchone()[0]

        with transaction.atomic():
            before = patience()
            with impatient():
                assert patience() in {100, "100ms"}
            assert patience() == before
            with pytest.raises(ZeroDivisionError), impatient():
                raise ZeroDivisionError
            assert patience() == before

    def test_searches_at_one_moment_all_count(self):
        def search(number: int) -> None:
            try:
                ask_for("foam", f"192.0.2.{number}")
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(search, range(8)))
        assert counts() == {"foam": (0, 8)}
