"""How often one client may ask, and what it is told beyond that."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.handlers.wsgi import WSGIRequest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from glossary.http.throttle import throttled
from glossary.workflow.limits import times
from tests.http.asking import ask

LIMIT = 3


@throttled("test", LIMIT)
def limited(request: HttpRequest) -> HttpResponse:
    """An answer that each client gets three times a minute."""
    return HttpResponse("ok")


@throttled("another test", LIMIT)
def limited_too(request: HttpRequest) -> HttpResponse:
    """The same, counted by itself."""
    return HttpResponse("ok")


urlpatterns = [
    path("limited/", limited),
    path("limited-too/", limited_too),
    path("", include("glossary.web.urls")),
]


class BrokenCache(BaseCache):
    """A cache whose server is gone."""

    def __init__(self, *_arguments):
        super().__init__({})

    def add(self, *_arguments, **_options):
        raise ConnectionRefusedError


@pytest.fixture
def now(monkeypatch):
    """The time, in a list: 20 seconds into a minute, and it stands still."""
    now = [1_800_000_020.0]
    assert now[0] % 60 == 20
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


@pytest.fixture(autouse=True)
def pages(settings, now):
    settings.ROOT_URLCONF = __name__


def statuses(client, times: int, path: str = "/limited/", **headers) -> list[int]:
    return [client.get(path, **headers).status_code for _ in range(times)]


class TestLimit:
    def test_is_answered_with_when_to_come_back(self, client):
        assert statuses(client, LIMIT + 1) == [200] * LIMIT + [429]
        response = client.get("/limited/")
        assert response["Retry-After"] == "40"
        page = response.content.decode()
        assert "<h1>Too many requests</h1>" in page
        assert 'lang="en"' in page

    def test_ends_with_the_minute(self, client, now):
        statuses(client, LIMIT + 1)
        now[0] += 40
        assert statuses(client, 1) == [200]

    def test_is_each_client_s_own(self, client):
        statuses(client, LIMIT + 1)
        assert statuses(client, 1, REMOTE_ADDR="192.0.2.7") == [200]

    def test_is_each_scope_s_own(self, client):
        statuses(client, LIMIT + 1)
        assert statuses(client, 1, "/limited-too/") == [200]

    def test_counts_requests_that_come_at_once(self):
        with ThreadPoolExecutor(8) as pool:
            counted = list(pool.map(lambda _: times("something", "somebody", 60), range(200)))
        assert sorted(counted) == list(range(1, 201))


class TestClient:
    def test_is_not_who_a_header_says(self, client):
        for number in range(LIMIT):
            statuses(client, 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
        assert statuses(client, 1, HTTP_X_FORWARDED_FOR="192.0.2.99") == [429]

    def test_behind_a_trusted_proxy_is_who_the_header_says(self):
        def answer(environ, start_response):
            response = limited(WSGIRequest(environ))
            start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
            return [response.content]

        # As `config.wsgi` does; asked by itself, since Django closes connections around each request.
        behind = wrap_wsgi_with_proxy_headers(answer, trusted_hosts=["127.0.0.1"])

        def site(environ, start_response):
            return behind({"REMOTE_ADDR": "127.0.0.1", **environ}, start_response)

        for number in range(LIMIT + 1):
            assert ask(site, "/limited/", x_forwarded_for=f"192.0.2.{number}").status == 200
        for _ in range(LIMIT - 1):
            ask(site, "/limited/", x_forwarded_for="192.0.2.1")
        assert ask(site, "/limited/", x_forwarded_for="192.0.2.1").status == 429

    def test_of_ipv6_is_its_network(self, client):
        for number in range(LIMIT):
            statuses(client, 1, REMOTE_ADDR=f"2001:db8:1:2::{number}")
        assert statuses(client, 1, REMOTE_ADDR="2001:db8:1:2:ffff::9") == [429]
        assert statuses(client, 1, REMOTE_ADDR="2001:db8:1:3::1") == [200]

    def test_is_one_by_ipv4_however_it_is_written(self, client):
        statuses(client, LIMIT, REMOTE_ADDR="192.0.2.1")
        assert statuses(client, 1, REMOTE_ADDR="::ffff:192.0.2.1") == [429]

    @pytest.mark.parametrize("address", ["", "unix:", "nonsense"])
    def test_without_an_address_is_answered(self, client, address):
        assert statuses(client, 1, REMOTE_ADDR=address) == [200]

    def test_is_not_to_be_read_in_the_cache(self, client):
        statuses(client, 1, REMOTE_ADDR="192.0.2.1")
        kept = str(vars(caches["default"])["_cache"])
        assert "glossary.limits" in kept
        assert "192.0.2.1" not in kept


class TestCache:
    def test_that_is_down_refuses_nobody(self, client, settings):
        settings.CACHES = {"default": {"BACKEND": f"{__name__}.BrokenCache"}}
        assert statuses(client, LIMIT + 2) == [200] * (LIMIT + 2)

    @pytest.mark.django_db
    def test_in_the_database_counts(self, client, settings):
        settings.CACHES = {"default": _in_database("limits_for_a_test")}
        call_command("createcachetable", verbosity=0)
        assert statuses(client, LIMIT + 1) == [200] * LIMIT + [429]

    @pytest.mark.django_db
    def test_whose_table_is_missing_refuses_nobody(self, client, settings):
        settings.CACHES = {"default": _in_database("limits_nowhere")}
        assert statuses(client, LIMIT + 2) == [200] * (LIMIT + 2)


def _in_database(table: str) -> dict[str, str]:
    return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": table}
