"""A reader asks for an entry: what counts, where from, how often, and what comes of it."""

from __future__ import annotations

import time

import pytest

from glossary.models import SearchMiss
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db

ASK = "/search/ask/"
HERE = {"Sec-Fetch-Site": "same-origin"}


def ask(client, q: str | None = "quantum foam", *, headers: dict[str, str] | None = None, **extra: str):
    data = {} if q is None else {"q": q}
    return client.post(ASK, data, headers=HERE if headers is None else headers, **extra)


def requests() -> dict[str, int]:
    return dict(SearchMiss.objects.values_list("text", "requests"))


class TestRequest:
    def test_reaches_the_editors_and_leads_back_to_the_search(self, client):
        response = ask(client, "Quantum  Foam")
        assert response.status_code == 303
        assert response["Location"] == "/search/?q=Quantum+Foam&asked=1"
        assert requests() == {"Quantum Foam": 1}

    def test_made_twice_counts_once_and_is_told_so_both_times(self, client):
        assert ask(client)["Location"] == ask(client)["Location"]
        assert ask(client, REMOTE_ADDR="192.0.2.9").status_code == 303
        assert requests() == {"quantum foam": 2}

    @pytest.mark.parametrize("text", ["AI Model", "ai-model", "LLM"])
    def test_of_what_there_is_leads_to_it(self, client, text):
        make_term("AI Model", aliases=("LLM",))
        response = ask(client, text)
        assert response.status_code == 303
        assert "asked" not in response["Location"]
        assert requests() == {}

    def test_of_a_draft_counts_and_gives_nothing_away(self, client):
        make_draft("Quantum Foam", summary="x.", sections=(), examples=(), tags=())
        assert ask(client)["Location"] == "/search/?q=quantum+foam&asked=1"
        assert requests() == {"quantum foam": 1}

    @pytest.mark.parametrize("text", [None, "", "  "])
    def test_of_nothing_is_told_so(self, client, text):
        response = ask(client, text)
        assert response.status_code == 400
        assert "There is no word to ask for" in response.content.decode()

    @pytest.mark.parametrize("text", ["?!", "a\x00b", "x" * 201, "💡", "\u202eabc", "x" * 20_000])
    def test_that_nobody_could_answer_is_told_so(self, client, text):
        response = ask(client, text)
        assert response.status_code == 400
        assert "This cannot be asked for" in response.content.decode()
        assert requests() == {}

    def test_is_sent_and_nothing_else(self, client):
        response = client.get(ASK)
        assert response.status_code == 405
        assert response["Allow"] == "POST"


class TestOrigin:
    """Law 8: no token; the browser says where a form was sent from."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "same-origin"},
            {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
            {"Origin": "http://testserver"},
            {"Origin": "http://testserver:80"},
            {"Origin": "http://127.0.0.1:8000"},  # SITE_URL
            {"Referer": "http://testserver/search/?q=quantum+foam"},
        ],
    )
    def test_from_here_is_taken(self, client, headers):
        client.handler.enforce_csrf_checks = True
        assert ask(client, headers=headers).status_code == 303

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "none"},
            {"Sec-Fetch-Site": ""},
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
            {"Origin": "null"},
            {"Origin": "https://testserver"},
            {"Origin": "http://testserver:8000"},
            {"Origin": "http://testserver.evil.example"},
            {"Origin": "http://evil.example", "Referer": "http://testserver/"},
            {"Origin": "http://["},
            {"Origin": "http://testserver:99999999"},
            {"Referer": "http://evil.example/?http://testserver/"},
        ],
    )
    def test_from_elsewhere_is_refused(self, client, headers):
        response = ask(client, headers=headers)
        assert response.status_code == 403
        assert "This request came from another place" in response.content.decode()
        assert requests() == {}

    @pytest.mark.parametrize("text", ["quantum foam", ""])
    def test_of_a_reader_neither_reads_a_session_nor_starts_one(self, client, text):
        client.cookies["sessionid"] = "a" * 32
        response = ask(client, text)
        assert not response.wsgi_request.session.accessed
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


class TestLimit:
    def test_three_hundred_a_minute_are_answered(self, client, monkeypatch):
        monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
        assert {ask(client, "").status_code for _ in range(300)} == {400}
        response = ask(client)
        assert response.status_code == 429
        assert response["Retry-After"] == "60"
        assert ask(client, REMOTE_ADDR="192.0.2.9").status_code == 303
