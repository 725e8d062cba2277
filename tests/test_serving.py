"""The server process: when it stops, whom it believes."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from glossary.bench.server import free_port
from tests.servers import ROOT, production_environment


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def status(url: str, **headers: str) -> int:
    """Return the status of the answer to a GET, redirects not followed."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): headers[name] for name in headers})
    try:
        with urllib.request.build_opener(NoRedirects).open(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code


class TestStopping:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    def test_signal_to_the_process_group_ends_all_of_it(self, number):
        server = subprocess.Popen(
            [sys.executable, "-c", TELLING_WHEN_LOADED, str(free_port())],
            cwd=ROOT,
            env=production_environment(),
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert server.stdout
        try:
            # Each worker writes a line when it has loaded the site; the pipe ends with the last process.
            assert [server.stdout.readline() for _ in range(2)] == [b"loaded\n"] * 2
            os.killpg(server.pid, number)
            server.stdout.read()  # returns when the last process has let go of the pipe
            assert server.wait(timeout=20) == 0
        finally:
            server.kill()
            server.stdout.close()
            server.wait()


TELLING_WHEN_LOADED = """
import os
import sys
from scripts import serve

load = serve.load_application

def load_and_tell(target):
    application = load(target)
    os.write(1, b"loaded\\n")
    return application

serve.load_application = load_and_tell
serve.main()
"""


class TestProxy:
    def test_its_word_on_tls_is_taken(self, serve):
        site = serve(SITE_URL="https://127.0.0.1", TRUSTED_PROXIES="127.0.0.1")
        forwarded = {"X_Forwarded_For": "192.0.2.1", "X_Forwarded_Proto": "https"}
        assert status(f"{site}/about/", **forwarded) == 200
        assert status(f"{site}/about/", **forwarded | {"X_Forwarded_Proto": "http"}) == 301

    def test_nobody_elses_word_is_taken(self, serve):
        site = serve(SITE_URL="https://127.0.0.1", TRUSTED_PROXIES="192.0.2.7")
        assert status(f"{site}/about/", X_Forwarded_For="192.0.2.1", X_Forwarded_Proto="https") == 301

    def test_health_is_told_without_tls(self, serve):
        assert status(serve(SITE_URL="https://127.0.0.1") + "/healthz") == 200
