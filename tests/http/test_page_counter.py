"""The counter is read as committed, and an unwell database is an error that passes."""

import pytest
from django.db import Error, connection, transaction

from glossary.http.page_counter import PageCounter
from glossary.models import PageChange, PageVersion


@pytest.fixture
def counter(own_pages):
    counter = PageCounter()
    yield counter
    counter.close()


class TestReading:
    """What has been committed, and only that."""

    def test_change_is_seen_once_committed_and_not_before(self, counter):
        before = counter.read()
        with transaction.atomic():
            PageVersion.objects.touch(["term:1"])
            assert counter.read() == before
        assert counter.read() == before + 1

    def test_changes_tell_what_was_touched(self, counter):
        before = counter.read()
        PageVersion.objects.touch(["term:1", "lists"])
        PageVersion.objects.touch(["term:2"])
        PageVersion.objects.touch(["term:3"])
        assert counter.changes(before, before + 2) == [
            (before + 1, frozenset({"term:1", "lists"})),
            (before + 2, frozenset({"term:2"})),
        ]

    def test_trimmed_log_shows_as_a_gap(self, counter):
        before = counter.read()
        PageVersion.objects.touch(["term:1"])
        PageVersion.objects.touch(["term:2"])
        PageChange.objects.filter(n=before + 1).delete()
        assert [n for n, _ in counter.changes(before, before + 2)] == [before + 2]

    def test_request_that_holds_a_transaction_does_not_hold_the_counter(self, counter):
        with transaction.atomic():
            PageVersion.objects.get(pk=1)
            assert counter.read() == PageVersion.objects.get(pk=1).n


class TestTrouble:
    """Errors are Django's, and the next call may succeed."""

    def test_missing_row_is_an_error(self, counter):
        PageVersion.objects.all().delete()
        with pytest.raises(Error):
            counter.read()

    def test_missing_table_is_an_error(self, counter, monkeypatch):
        monkeypatch.setattr("glossary.http.page_counter._VERSION", "SELECT n FROM no_such_table")
        with pytest.raises(Error):
            counter.read()

    def test_database_that_cannot_be_reached_is_an_error_and_then_none(self, counter, monkeypatch):
        settings = connection.settings_dict
        with monkeypatch.context() as patch:
            patch.setitem(settings, "HOST", "127.0.0.1")
            patch.setitem(settings, "PORT", "1")
            patch.setitem(settings, "NAME", "/nowhere/at/all")
            with pytest.raises(Error):
                counter.read()
        assert counter.read() == PageVersion.objects.get(pk=1).n

    @pytest.mark.postgres
    def test_connection_that_the_server_ended_is_replaced(self, counter):
        counter.read()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        with pytest.raises(Error):
            counter.read()
        assert counter.read() == PageVersion.objects.get(pk=1).n
