"""Reads pages as readers do, over several connections, and notes how new each page was.

Run as a program, it reads for some seconds and prints what it saw.
"""

from __future__ import annotations

import gzip
import http.client
import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import brotli

from tests.soak.publishing import GONE, NEWEST, NOT_YET, STAYING, TAG

CONNECTIONS = 6
LISTS = (f"/tags/{TAG}/", f"/glossary/?tag={TAG}", "/")
# All the entries that change stand on these, on one page.
COMPLETE = LISTS[:2]
_SHOWN = re.compile(r"Hot (\d+) at change (\d+)")
_ADDRESS = re.compile(r"/glossary/hot-(\d+)[/.]")


@dataclass
class Seen:
    """When the readings of a value began: the first and the last, and how many there were."""

    first: float
    last: float
    count: int = 1


class Reader:
    """Somebody who reads, over one connection after the other."""

    def __init__(self, port: int, chance: random.Random, connections: int = CONNECTIONS) -> None:
        self._connections = [
            http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(connections)
        ]
        self._chance = chance
        self._held: dict[str, tuple[str, dict[int, int]]] = {}
        self.newest = STAYING
        # By address, key and value.
        self.seen: dict[tuple[str, int, int], Seen] = {}
        self.statuses: Counter[int] = Counter()
        self.failures: list[str] = []

    def read(self, path: str, connection: int | None = None) -> dict[int, int]:
        """Ask for a page, half the time whether the one held is current; note and return what it shows."""
        number = self._chance.randrange(len(self._connections)) if connection is None else connection
        headers = {"Accept-Encoding": self._chance.choice(["br", "gzip", "identity"])}
        etag, shown = self._held.get(path, ("", {}))
        if etag and self._chance.random() < 0.5:
            headers["If-None-Match"] = etag
        began = time.monotonic()
        try:
            self._connections[number].request("GET", path, headers=headers)
            answer = self._connections[number].getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            self._connections[number].close()  # the next request opens it anew
            self.failures.append(f"{path}: {type(problem).__name__}: {problem}")
            return {}
        self.statuses[answer.status] += 1
        if answer.status >= 500 or answer.status not in {200, 304, 404, 410}:
            self.failures.append(f"{path}: {answer.status}")
            return {}
        if answer.status != 304:
            shown = shown_by(path, answer.status, text_of(answer, body))
            # Only what changes is worth remembering.
            if shown and answer.status == 200:
                self._held[path] = (answer.headers["ETag"], shown)
        for key, value in shown.items():
            seen = self.seen.setdefault((path, key, value), Seen(began, began, 0))
            seen.last = began
            seen.count += 1
        self.newest = max(self.newest, shown.get(NEWEST, 0))
        return shown

    def any_path(self, cold: list[str]) -> str:
        """Return an address: of an entry that changes, of a list of them or of one out of all the others."""
        kind = self._chance.random()
        if kind < 0.45:
            return self._chance.choice(cold)
        if kind < 0.52:
            return self._chance.choice(LISTS)
        if kind < 0.85:
            number = self._chance.randrange(STAYING)
        else:
            number = self._chance.randint(max(STAYING, self.newest - 20), self.newest + 1)
        return f"/glossary/hot-{number}{self._chance.choice(['/', '/', '.md', '.json'])}"

    def said(self) -> dict[str, Any]:
        """Return what was seen, for JSON."""
        return {
            "statuses": {str(status): count for status, count in self.statuses.items()},
            "failures": self.failures,
            "seen": [[*what, seen.first, seen.last, seen.count] for what, seen in self.seen.items()],
        }

    def close(self) -> None:
        """Close the connections."""
        for connection in self._connections:
            connection.close()


def text_of(answer: http.client.HTTPResponse, body: bytes) -> str:
    """Return the text of a body in whichever coding it came."""
    coding = answer.headers.get("Content-Encoding", "")
    if coding == "br":
        body = brotli.decompress(body)
    elif coding == "gzip":
        body = gzip.decompress(body)
    return body.decode()


def shown_by(path: str, status: int, text: str) -> dict[int, int]:
    """Return the change that a page shows of each entry, the oldest where it shows several."""
    own = _ADDRESS.match(path)
    if own and status in {404, 410}:
        return {int(own[1]): NOT_YET if status == 404 else GONE}
    shown: dict[int, int] = {}
    for number, change in _SHOWN.findall(text):
        shown[int(number)] = min(int(change), shown.get(int(number), GONE))
    if path in COMPLETE:
        shown[NEWEST] = max(shown, default=0)
    return shown


def cold_paths(entries: int, count: int, chance: random.Random) -> list[str]:
    """Return addresses of entries that do not change."""
    from glossary.bench.corpus import title
    from glossary.text.slug import slugify

    return [f"/glossary/{slugify(title(n))}/" for n in chance.sample(range(entries), min(count, entries))]


def main(port: int, seconds: float, entries: int, seed: int) -> None:
    """Read at random until the time is over; print what was seen."""
    import django

    django.setup()
    chance = random.Random(seed)
    cold = cold_paths(entries, 10_000, chance)
    reader = Reader(port, chance)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        reader.read(reader.any_path(cold))
    reader.close()
    sys.stdout.write(json.dumps(reader.said()))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
