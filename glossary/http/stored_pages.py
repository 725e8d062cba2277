"""The bounded store of whole public pages in a process's memory, and what a change drops from it."""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from glossary.http.conditional import CODINGS, IDENTITY, acceptable_codings, compress, headers_when_current
from glossary.http.page_counter import Change
from glossary.models.publication import ALL, LOG_LENGTH, SITE

Headers = list[tuple[str, str]]

# What a page costs beside its bodies: headers, dictionaries, its place in the index. Measured, rounded up.
_OVERHEAD_BYTES = 6144


@dataclass(frozen=True, slots=True)
class Page:
    """A public page, ready to be sent: headers and body for each coding, and the headers of its 304."""

    etag: str
    variants: dict[str, tuple[Headers, bytes]]
    headers_when_current: Headers

    @classmethod
    def from_response(cls, headers: Headers, body: bytes, codings: Iterable[str] = CODINGS) -> Page:
        """Make a page of what Django answered: its headers, an ETag among them, and its plain body.

        `codings` says which variants to make beside the plain one; one that is no smaller is left out.
        """
        etag = next(value for name, value in headers if name.lower() == "etag")
        shared = [(name, value) for name, value in headers if name.lower() not in {"content-length", "vary"}]
        vary = ",".join(value for name, value in headers if name.lower() == "vary").split(",")
        shared.append(
            ("Vary", ", ".join({value.strip(): None for value in [*vary, "Accept-Encoding"] if value}))
        )
        variants = {IDENTITY: ([*shared, ("Content-Length", str(len(body)))], body)}
        for coding in codings:
            if coding == IDENTITY:
                continue
            coded = compress(body, coding)
            if len(coded) < len(body):
                length = ("Content-Length", str(len(coded)))
                variants[coding] = ([*shared, ("Content-Encoding", coding), length], coded)
        return cls(etag, variants, headers_when_current(shared))

    def variant(self, accept_encoding: str | None) -> tuple[Headers, bytes]:
        """Return headers and body in the coding that suits a client best."""
        for coding in acceptable_codings(accept_encoding):
            if coding in self.variants:
                return self.variants[coding]
        return self.variants[IDENTITY]

    @property
    def size(self) -> int:
        """Return about how many bytes of memory the page takes."""
        return _OVERHEAD_BYTES + sum(len(body) for _headers, body in self.variants.values())


@dataclass(frozen=True, slots=True)
class _Kept:
    page: Page
    depends_on: frozenset[str]
    expires: float | None


class PageStore:
    """Pages by address, least recently asked for dropped first; safe to use from several threads.

    `seen` is the number of the last change that the store has followed. A page is put with the number that
    was read before it was rendered, so that a change which came in between is known to concern it or not.

    `site_memory` is for what others read of the site: a dictionary that a new one replaces when a change
    touches the site, or may have. Whoever takes it after `follow` finds nothing older than that change in it.
    """

    site_memory: dict[str, Any]

    def __init__(self, max_bytes: int, *, clock: Callable[[], float] = time.time) -> None:
        self.max_bytes = max_bytes
        self.seen = -1
        self.size = 0
        self._clock = clock
        self._lock = Lock()
        self._pages: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._dependents: defaultdict[str, set[Hashable]] = defaultdict(set)
        self._followed: deque[Change] = deque(maxlen=LOG_LENGTH)
        self._forget_site()

    def __len__(self) -> int:
        return len(self._pages)

    def follow(self, n: int, *, read: Callable[[], int], changes: Callable[[int, int], list[Change]]) -> None:
        """Drop what the changes up to `n` touched. `read` and `changes` are those of PageCounter."""
        if n == self.seen:
            return
        with self._lock:
            if n < self.seen:
                # Another thread was faster, or the database was replaced by an older copy: then the counter
                # is still behind when it is read again, here where nobody else can move `seen`.
                n = read()
            if n == self.seen:
                return
            log = changes(self.seen, n) if 0 <= self.seen < n else []
            if len(log) != n - self.seen or any(ALL in keys for _, keys in log):
                self._clear()
            else:
                for change in log:
                    self._drop_dependents(change)
            self.seen = n

    def get(self, key: Hashable) -> Page | None:
        """Return the page at `key`, or None where there is none or its time has passed."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is None:
                return None
            if kept.expires is not None and kept.expires <= self._clock():
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return kept.page

    def put(
        self, key: Hashable, page: Page, *, n: int, depends_on: frozenset[str], expires: float | None = None
    ) -> bool:
        """Keep `page`, rendered after `n` was read, until what it depends on changes or `expires` passes.

        Return whether it was kept: not when it may be stale already, nor when it alone would fill the store.
        """
        size = page.size
        if size > self.max_bytes or (expires is not None and expires <= self._clock()):
            return False
        with self._lock:
            if not self._is_fresh(n, depends_on):
                return False
            if key in self._pages:
                self._drop(key)
            self._pages[key] = _Kept(page, depends_on, expires)
            for name in depends_on:
                self._dependents[name].add(key)
            self.size += size
            while self.size > self.max_bytes:
                self._drop(next(iter(self._pages)))
            return True

    def _is_fresh(self, n: int, depends_on: frozenset[str]) -> bool:
        if n == self.seen:
            return True
        since = [keys for number, keys in self._followed if number > n]
        # Fewer than the counter moved: part of what happened is forgotten, so nothing can be said.
        return len(since) == self.seen - n and not any(keys & depends_on for keys in since)

    def _drop_dependents(self, change: Change) -> None:
        self._followed.append(change)
        if SITE in change[1]:
            self._forget_site()
        for name in change[1]:
            for key in list(self._dependents.get(name, ())):
                self._drop(key)

    def _drop(self, key: Hashable) -> None:
        kept = self._pages.pop(key)
        self.size -= kept.page.size
        for name in kept.depends_on:
            dependents = self._dependents[name]
            dependents.discard(key)
            if not dependents:
                del self._dependents[name]

    def _clear(self) -> None:
        self._pages.clear()
        self._dependents.clear()
        self._followed.clear()
        self._forget_site()
        self.size = 0

    def _forget_site(self) -> None:
        # A new one: a request that began before the change may still fill the old one with what it read.
        self.site_memory = {}
