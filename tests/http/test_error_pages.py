"""Every answer that is no page carries what keeps a page safe, and says when the database is to blame."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection

from glossary.web import pages
from tests.factories import make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(client, monkeypatch):
    """A function that asks for the home page while making it raises an exception."""
    client.raise_request_exception = False

    def ask(problem):
        def fail():
            raise problem

        monkeypatch.setattr(pages, "home_page", fail)
        return client.get("/")

    return ask


def assert_safe(response):
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"


class TestSafety:
    @pytest.mark.parametrize(
        ("path", "status"),
        [("/glossary/a%00b/", 400), ("/glossary/?letter=%00", 400), ("/nowhere/", 404), ("/tags/none/", 404)],
    )
    def test_refused_address(self, client, path, status):
        response = client.get(path)
        assert response.status_code == status
        assert_safe(response)

    def test_foreign_host(self, client):
        response = client.get("/", headers={"Host": "evil.example"})
        assert response.status_code == 400
        assert_safe(response)

    def test_wrong_method(self, client):
        response = client.post("/")
        assert response.status_code == 405
        assert_safe(response)

    def test_post_without_token(self, client):
        client.handler.enforce_csrf_checks = True
        response = client.post("/admin/login/", {"username": "a", "password": "b"})
        assert response.status_code == 403
        assert_safe(response)

    @pytest.mark.parametrize(
        ("problem", "status"),
        [(PermissionDenied(), 403), (ZeroDivisionError(), 500), (OperationalError(), 503)],
    )
    def test_view_that_fails(self, failing, problem, status):
        response = failing(problem)
        assert response.status_code == status
        assert_safe(response)


class TestDatabaseThatFails:
    @pytest.mark.parametrize("problem", [OperationalError("hunter2"), InterfaceError("hunter2")])
    def test_reader_is_told_to_come_back(self, failing, problem):
        response = failing(problem)
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert "Try again in a minute" in response.content.decode()
        assert "hunter2" not in response.content.decode()

    def test_page_asks_the_database_nothing(self, client):
        make_term("Prompt")
        client.raise_request_exception = False
        asked = []

        def refuse(execute, sql, *rest):
            asked.append(sql)
            raise OperationalError("gone")

        with connection.execute_wrapper(refuse):
            response = client.get("/glossary/prompt/")
        assert response.status_code == 503
        assert len(asked) == 1

    def test_login_fails_the_same_way(self, client):
        """A session is read by middleware, outside of any view."""
        client.raise_request_exception = False
        client.cookies["sessionid"] = "a" * 32

        def refuse(*_arguments):
            raise OperationalError("gone")

        with connection.execute_wrapper(refuse):
            assert client.get("/admin/").status_code == 503

    def test_mistake_of_the_program_is_still_an_error(self, failing):
        response = failing(ZeroDivisionError())
        assert response.status_code == 500
        assert "Retry-After" not in response
