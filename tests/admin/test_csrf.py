"""Forms whose token a login in another tab made useless."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from glossary.models import Term
from tests.admin.forms import ADD, fields_of
from tests.factories import PASSWORD, make_editor

HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def strict(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    return client


def test_preview_is_refused_in_a_fragment(strict):
    response = strict.post("/admin/glossary/term/markdown/preview/", {"content": "x"}, **HERE)
    assert response.status_code == 403
    assert response.content.startswith(b'<p class="errornote">There was a login in another tab')


def test_upload_is_refused_in_json(strict):
    response = strict.post("/admin/glossary/term/markdown/upload/", {}, **HERE)
    assert response.status_code == 403
    assert "another tab" in response.json()["error"]


def test_typed_form_comes_back_and_is_sent_with_a_new_token(strict):
    values = {**fields_of(strict.get(ADD)), "title": "Typed for an hour", "sections-0-body": "A\r\n<b>"}
    stale = {**values, "csrfmiddlewaretoken": "x" * 64, "_draft": "1", "old_password": "secret-one"}
    response = strict.post(ADD, stale, **HERE)
    assert response.status_code == 403
    assert "no-store" in response["Cache-Control"]
    assert b"secret-one" not in response.content
    kept = dict(response.context["typed"])
    assert kept["sections-0-body"] == "A\r\n<b>"
    token = str(response.context["csrf_token"])
    response = strict.post(ADD, {**kept, "csrfmiddlewaretoken": token}, **HERE)
    assert response.status_code == 302
    assert Term.objects.get().title == "Typed for an hour"


@pytest.mark.parametrize(
    "headers", [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}], ids=str
)
def test_form_from_elsewhere_is_not_offered_for_sending(strict, headers):
    response = strict.post(ADD, {"title": "Forged"}, **headers)
    assert response.status_code == 403
    assert b"Forged" not in response.content


def test_login_form_comes_back_empty(strict):
    response = strict.post("/admin/login/", {"username": "somebody", "password": "secret-one"}, **HERE)
    assert response.status_code == 403
    assert b"secret-one" not in response.content
    assert b"somebody" not in response.content


def test_address_outside_the_admin_answers_the_readers_page(strict):
    response = strict.post("/glossary/nothing-here/", {"title": "x"}, **HERE)
    assert response.status_code in {403, 404, 405}
    assert b"Send what I typed" not in response.content


@override_settings(AXES_ENABLED=True)
def test_locked_login_keeps_what_was_typed(db):
    user = make_editor()
    client = Client()
    wrong = {"title": "Typed", "again-username": user.username, "again-password": "no"}
    statuses = []
    for _ in range(6):
        response = client.post(ADD, wrong)
        statuses.append(response.status_code)
        assert dict(response.context["typed"]) == {"title": "Typed"}
    assert statuses == [403, 403, 403, 403, 429, 429]
    assert b"Too many failed logins. Wait 15 minutes" in response.content
    response = client.post(ADD, {**wrong, "again-password": PASSWORD})
    assert response.status_code == 429
    assert dict(response.context["typed"]) == {"title": "Typed"}


def test_second_tab_ends_on_a_sentence(strict):
    assert b"go on writing" in strict.get("/admin/logged-in/").content
    strict.logout()
    assert strict.get("/admin/logged-in/").status_code == 302
