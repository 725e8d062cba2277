"""The load client counts complete pages and refuses to count anything else."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from glossary.bench.client import Client, UnexpectedAnswer

BODY = b"x" * 100_000


class Server(ThreadingHTTPServer):
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    server: Server

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(404 if self.path == "/missing/" else 200)
        if self.path != "/endless/":
            self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY[:50_000])
        self.wfile.flush()
        if self.path == "/broken/":
            self.close_connection = True
            return
        self.wfile.write(BODY[50_000:])

    def log_message(self, *args) -> None:
        """Say nothing."""


@pytest.fixture
def server():
    with Server() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def client():
    client = Client(connections=3)
    yield client
    client.close()


class TestClient:
    """Asked of a small server on this machine."""

    def test_visit_asks_for_each_address_over_each_connection(self, server, client):
        load = client.visit(server.server_port, ["/a/", "/b/"])
        assert sorted(server.asked) == ["/a/"] * 3 + ["/b/"] * 3
        assert len(load.milliseconds) == 6
        assert load.body_bytes == len(BODY)

    def test_load_goes_round_the_addresses_until_the_time_is_over(self, server, client):
        load = client.load(server.server_port, ["/a/", "/b/", "/c/"], seconds=0.1)
        assert load.seconds >= 0.1
        assert len(load.milliseconds) == len(server.asked)
        assert set(server.asked) == {"/a/", "/b/", "/c/"}

    def test_connections_are_kept_from_job_to_job(self, server, client):
        client.visit(server.server_port, ["/a/"])
        client.visit(server.server_port, ["/a/"])
        assert len(server.asked) == 6

    @pytest.mark.parametrize("path", ["/missing/", "/broken/", "/endless/"])
    def test_anything_but_a_complete_page_is_an_error_that_names_the_address(self, server, client, path):
        with pytest.raises(UnexpectedAnswer, match=path):
            client.visit(server.server_port, [path])
