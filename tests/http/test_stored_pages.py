"""What the store keeps, what a change drops, and what came too late to be kept."""

from itertools import count
from threading import Thread

import pytest

from glossary.http.conditional import IDENTITY
from glossary.http.stored_pages import Page, PageStore


class Log:
    """Changes that were committed, as the database would tell of them."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, frozenset[str]]] = []
        self.n = 0

    def touch(self, *keys: str) -> int:
        self.n += 1
        self.rows.append((self.n, frozenset(keys)))
        return self.n

    def changes(self, after: int, upto: int) -> list[tuple[int, frozenset[str]]]:
        return [row for row in self.rows if after < row[0] <= upto]


def page(text: str = "page", size: int = 0) -> Page:
    return Page.from_response([("ETag", f'W/"{text}"')], text.encode().ljust(size), [IDENTITY])


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def store():
    return PageStore(1_000_000)


def follow(store: PageStore, log: Log, n: int | None = None) -> int:
    n = log.n if n is None else n
    store.follow(n, read=lambda: log.n, changes=log.changes)
    return n


def put(store: PageStore, log: Log, key: str, *depends_on: str, **options) -> bool:
    n = options.pop("n", log.n)
    return store.put(key, page(key), n=n, depends_on=frozenset(depends_on), **options)


class TestChanges:
    """A change drops what depends on it and nothing else."""

    def test_page_is_kept_until_something_changes(self, store, log):
        follow(store, log)
        assert put(store, log, "a", "term:1")
        follow(store, log)
        assert store.get("a") == page("a")

    def test_change_drops_the_pages_that_depend_on_it(self, store, log):
        follow(store, log)
        put(store, log, "a", "term:1", "site")
        put(store, log, "list", "lists", "site")
        put(store, log, "b", "term:2", "site")
        log.touch("term:1", "lists")
        follow(store, log)
        assert [store.get(key) is not None for key in ("a", "list", "b")] == [False, False, True]

    def test_several_changes_at_once_are_all_followed(self, store, log):
        follow(store, log)
        put(store, log, "a", "term:1")
        put(store, log, "b", "term:2")
        log.touch("term:1")
        log.touch("term:2")
        follow(store, log)
        assert len(store) == 0

    def test_change_of_everything_drops_everything(self, store, log):
        follow(store, log)
        put(store, log, "a", "term:1")
        log.touch("all")
        follow(store, log)
        assert len(store) == 0
        assert store.size == 0

    def test_gap_in_the_log_drops_everything(self, store, log):
        follow(store, log)
        put(store, log, "a", "term:1")
        log.touch("term:2")
        log.touch("term:3")
        del log.rows[0]
        follow(store, log)
        assert len(store) == 0

    def test_counter_that_went_back_drops_everything(self, store, log):
        for _ in range(3):
            log.touch("term:9")
        follow(store, log)
        put(store, log, "a", "term:1")
        log.n = 1
        follow(store, log)
        assert len(store) == 0
        assert store.seen == 1

    def test_slower_thread_with_an_older_number_drops_nothing(self, store, log):
        older = log.n
        log.touch("term:2")
        follow(store, log)
        put(store, log, "a", "term:1")
        follow(store, log, older)
        assert store.get("a")
        assert store.seen == log.n

    def test_log_that_cannot_be_read_leaves_the_change_to_be_followed_later(self, store, log):
        follow(store, log)
        put(store, log, "a", "term:1")
        log.touch("term:1")

        def broken(after, upto):
            raise OSError("no database")

        with pytest.raises(OSError, match="no database"):
            store.follow(log.n, read=lambda: log.n, changes=broken)
        follow(store, log)
        assert store.get("a") is None


class TestSlowRendering:
    """What was rendered from before a change must not be kept after it."""

    def test_page_that_a_change_in_between_touched_is_not_kept(self, store, log):
        n = follow(store, log)
        log.touch("term:1")
        follow(store, log)
        assert not put(store, log, "a", "term:1", n=n)
        assert store.get("a") is None

    def test_page_that_no_change_in_between_touched_is_kept(self, store, log):
        n = follow(store, log)
        log.touch("term:2")
        follow(store, log)
        assert put(store, log, "a", "term:1", n=n)

    def test_page_kept_before_a_change_was_seen_is_dropped_when_it_is(self, store, log):
        n = follow(store, log)
        log.touch("term:1")
        assert put(store, log, "a", "term:1", n=n)
        follow(store, log)
        assert store.get("a") is None

    def test_page_from_before_a_change_of_everything_is_not_kept(self, store, log):
        n = follow(store, log)
        log.touch("all")
        follow(store, log)
        assert not put(store, log, "a", "term:1", n=n)

    def test_page_from_longer_ago_than_is_remembered_is_not_kept(self, store, log):
        n = follow(store, log)
        for _ in range(1001):
            log.touch("term:2")
            follow(store, log)
        assert not put(store, log, "a", "term:1", n=n)


class TestBounds:
    """Bytes and time are limited."""

    def test_least_recently_asked_for_goes_first(self, log):
        store = PageStore(3 * page(size=10_000).size)
        follow(store, log)
        for key in ("a", "b", "c"):
            store.put(key, page(size=10_000), n=0, depends_on=frozenset({"site"}))
        store.get("a")
        store.put("d", page(size=10_000), n=0, depends_on=frozenset({"site"}))
        assert [key for key in "abcd" if store.get(key)] == ["a", "c", "d"]
        assert store.size <= store.max_bytes

    def test_page_larger_than_the_store_is_not_kept(self, log):
        store = PageStore(page().size)
        follow(store, log)
        assert not store.put("a", page(size=100), n=0, depends_on=frozenset())
        assert store.size == 0

    def test_page_put_again_counts_once(self, store, log):
        follow(store, log)
        put(store, log, "a", "site")
        size = store.size
        put(store, log, "a", "site")
        assert store.size == size

    def test_page_ends_when_its_time_has_passed(self, log):
        now = 100.0
        store = PageStore(1_000_000, clock=lambda: now)
        follow(store, log)
        assert put(store, log, "a", "site", expires=200.0)
        assert store.get("a")
        now = 200.0
        assert store.get("a") is None
        assert store.size == 0
        assert not put(store, log, "a", "site", expires=200.0)


class TestThreads:
    """Several threads use one store."""

    def test_sizes_and_index_stay_right_under_many_threads(self, log):
        store = PageStore(20 * page(size=1000).size)
        numbers = count()

        def work() -> None:
            for _ in range(300):
                i = next(numbers)
                n = follow(store, log)
                name = f"term:{i % 30}"
                store.put(f"page {i % 40}", page(size=1000), n=n, depends_on=frozenset({name, "site"}))
                store.get(f"page {(i * 7) % 40}")
                if i % 10 == 0:
                    store.follow(log.touch(name), read=lambda: log.n, changes=log.changes)

        threads = [Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert 0 <= store.size <= store.max_bytes
        assert store.size == len(store) * page(size=1000).size
        log.touch("all")
        follow(store, log)
        assert (len(store), store.size) == (0, 0)
