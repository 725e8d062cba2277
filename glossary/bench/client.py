"""A load client: asks over keep-alive connections for one address after another, and times each answer.

Run as a program of its own it reads jobs, one line of JSON each, and answers each with a line. Connections
stay open from job to job, so that every measure of a run is spread over the server's processes alike. It asks
for plain bodies: compressed ones would make the stored pages smaller than the constant page they are compared
with.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle

_TIMEOUT_SECONDS = 30
_READ_BYTES = 2**18


class UnexpectedAnswer(RuntimeError):
    """The server answered something that must not be counted."""


@dataclass
class Load:
    """What a job saw: seconds that it ran, milliseconds that each answer took, bytes of the last body."""

    seconds: float
    milliseconds: list[float]
    body_bytes: int


class Connection:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.path = ""
        self.sent_at = 0.0
        self._received = b""
        self._wanted = 0

    def send(self, path: str, request: bytes) -> None:
        """Send a request and start its clock."""
        self.path, self._received, self._wanted = path, b"", 0
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> int | None:
        """Read what has come; return the length of the body once it is complete, else None.

        Raises UnexpectedAnswer for any status but 200 and for a connection that ends.
        """
        piece = self.socket.recv(_READ_BYTES)
        if not piece:
            raise UnexpectedAnswer(f"{self.path}: the connection ended")
        self._received += piece
        if not self._wanted:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return None
            self._wanted = end + 4 + self._length(self._received[:end])
        if len(self._received) < self._wanted:
            return None
        return self._wanted - self._received.find(b"\r\n\r\n") - 4

    def _length(self, head: bytes) -> int:
        if not head.startswith(b"HTTP/1.1 200"):
            raise UnexpectedAnswer(f"{self.path}: {head.splitlines()[0].decode()}")
        _, found, rest = head.lower().partition(b"\r\ncontent-length:")
        if not found:
            raise UnexpectedAnswer(f"{self.path}: no Content-Length")
        return int(rest.split(b"\r\n", 1)[0])


class Client:
    """Connections to servers on this machine, by port."""

    def __init__(self, connections: int) -> None:
        self._count = connections
        self._connections: dict[int, list[Connection]] = {}

    def visit(self, port: int, paths: Sequence[str]) -> Load:
        """Ask for each of `paths` once over each connection."""
        return self._run(port, [iter(turn) for turn in self._turns(paths)], seconds=None)

    def load(self, port: int, paths: Sequence[str], seconds: float) -> Load:
        """Ask for `paths` over and over for `seconds`."""
        return self._run(port, [cycle(turn) for turn in self._turns(paths)], seconds)

    def _turns(self, paths: Sequence[str]) -> list[list[str]]:
        """Return the order of each connection: all start elsewhere: no two want one page at once."""
        starts = (len(paths) * i // self._count for i in range(self._count))
        return [[*paths[start:], *paths[:start]] for start in starts]

    def close(self) -> None:
        """Close every connection."""
        for connections in self._connections.values():
            for connection in connections:
                connection.socket.close()
        self._connections.clear()

    def _run(self, port: int, turns: Sequence[Iterator[str]], seconds: float | None) -> Load:
        if port not in self._connections:
            self._connections[port] = [Connection(port) for _ in range(self._count)]
        requests: dict[str, bytes] = {}
        milliseconds: list[float] = []
        body_bytes = 0
        started = time.perf_counter()
        until = None if seconds is None else started + seconds
        with selectors.DefaultSelector() as selector:
            for connection, turn in zip(self._connections[port], turns, strict=True):
                selector.register(connection.socket, selectors.EVENT_READ, (connection, turn))
                self._next(connection, turn, requests, until)
            waiting = self._count
            while waiting:
                ready = selector.select(_TIMEOUT_SECONDS)
                if not ready:
                    raise UnexpectedAnswer(f"no answer within {_TIMEOUT_SECONDS} seconds")
                for key, _ in ready:
                    connection, turn = key.data
                    length = connection.receive()
                    if length is None:
                        continue
                    milliseconds.append((time.perf_counter() - connection.sent_at) * 1000)
                    body_bytes = length
                    waiting -= not self._next(connection, turn, requests, until)
        return Load(time.perf_counter() - started, milliseconds, body_bytes)

    @staticmethod
    def _next(
        connection: Connection, turn: Iterator[str], requests: dict[str, bytes], until: float | None
    ) -> bool:
        """Send the next request of a connection; tell whether there was one, and time for it."""
        if until is not None and time.perf_counter() >= until:
            return False
        path = next(turn, None)
        if path is None:
            return False
        if path not in requests:
            requests[path] = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n".encode()
        connection.send(path, requests[path])
        return True


def main() -> None:
    """Do the jobs that come on standard input until it ends."""
    client: Client | None = None
    for line in sys.stdin:
        job = json.loads(line)
        client = client or Client(job["connections"])
        try:
            if job["seconds"]:
                load = client.load(job["port"], job["paths"], job["seconds"])
            else:
                load = client.visit(job["port"], job["paths"])
            answer = asdict(load)
        except (UnexpectedAnswer, OSError) as problem:
            answer = {"problem": str(problem)}
        print(json.dumps(answer), flush=True)  # noqa: T201 - read by `manage.py bench`
    if client:
        client.close()


if __name__ == "__main__":
    main()
