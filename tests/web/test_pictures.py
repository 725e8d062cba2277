"""The pictures that other sites show beside a link to ours."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from glossary.http.site import site_of
from glossary.records import record_of
from glossary.web import pictures
from glossary.workflow import archive_term, publish_term
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db


def is_picture(response) -> bool:
    image = Image.open(BytesIO(response.content), formats=["PNG"])
    return response["Content-Type"] == "image/png" and image.size == (1200, 630)


def test_site_and_entries_have_one(client):
    make_term()
    make_term("国际化")
    make_term("مصنوعی ذہانت", language="ur", slug="masnui-zahanat")
    for path in ("site", "en/ai-model", "en/国际化", "ur/masnui-zahanat"):
        assert is_picture(client.get(f"/pictures/{path}.png")), path


def test_another_title_or_sentence_is_another_picture(client):
    term = make_term(summary="What it is.")
    first = client.get("/pictures/en/ai-model.png")
    publish_term(term, record=replace(record_of(term), summary="What it does."), actor=None)
    second = client.get("/pictures/en/ai-model.png", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
    assert second.content != first.content


def test_whoever_holds_it_is_told_without_drawing_it(client, monkeypatch):
    make_term()
    etag = client.get("/pictures/en/ai-model.png")["ETag"]

    def fail(_picture):
        raise AssertionError("drawn again")

    monkeypatch.setattr(pictures, "_drawn", fail)
    response = client.get("/pictures/en/ai-model.png", headers={"If-None-Match": etag})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


def test_former_address_leads_to_it(client):
    term = make_term()
    publish_term(term, record=replace(record_of(term), slug="model-of-ai"), actor=None)
    assert client.get("/pictures/en/ai-model.png")["Location"] == "/pictures/en/model-of-ai.png"


def test_only_public_entries_have_one(client):
    make_draft("Drafted")
    archive_term(make_term("Archived"), actor=None)
    assert client.get("/pictures/en/drafted.png").status_code == 404
    assert client.get("/pictures/en/nothing.png").status_code == 404
    assert client.get("/pictures/xx/nothing.png").status_code == 404
    assert client.get("/pictures/en/archived.png").status_code == 410


def test_accent_of_the_owner_is_on_it(client, monkeypatch):
    before = client.get("/pictures/site.png")
    monkeypatch.setattr(pictures, "site_of", lambda request: replace(site_of(request), accent="#1a5276"))
    after = client.get("/pictures/site.png")
    assert Image.open(BytesIO(after.content)).convert("RGB").getpixel((5, 5)) == (26, 82, 118)
    assert after["ETag"] != before["ETag"]
