"""The icon in the tab: the mark of the owner's brand."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from glossary.models import SiteSettings
from glossary.workflow import save_site_settings

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def save(**fields: str) -> None:
    save_site_settings(SiteSettings(**fields), actor=None)


@pytest.fixture
def address(client):
    """A function that returns the address of the icon that pages name."""

    def address() -> str:
        head = client.get("/").content.decode()
        return head.partition('<link rel="icon" href="')[2].partition('"')[0]

    return address


@pytest.fixture
def icon(client, address):
    """A function that returns the icon that pages name, as its elements."""

    def icon() -> Element:
        response = client.get(address())
        assert response["Content-Type"] == "image/svg+xml"
        return fromstring(response.content)  # noqa: S314 - our own answer

    return icon


def test_of_a_site_without_a_brand_is_the_one_of_the_project(address):
    before = address()
    save(tagline="Every word", name="Great words")
    assert address() == before == "/static/glossary/favicon.svg"


def test_is_the_letter_of_the_site_in_its_colours(icon):
    save(name="ärger", accent="#123456", accent_dark="#abcdef")
    image = icon()
    assert image.find(f"{SVG}text").text == "Ä"
    assert image.find(f"{SVG}rect").get("fill") == "#123456"
    dark = image.find(f"{SVG}style").text
    assert "prefers-color-scheme: dark" in dark
    assert "#abcdef" in dark


@pytest.mark.parametrize(
    ("name", "letter"), [("<>&", "<"), ("& more", "M"), ("“Words”", "W"), ("ßtraße", "ß"), ("国际", "国")]
)
def test_letter_is_whatever_the_name_begins_with(icon, name, letter):
    save(name=name)
    assert icon().find(f"{SVG}text").text == letter


def test_is_kept_for_good_at_an_address_that_changes_with_it(client, address):
    save(name="Words")
    former = address()
    assert "immutable" in client.get(former)["Cache-Control"]
    save(name="Terms")
    assert address() != former
    outdated = client.get(former)
    assert ">T</text>" in outdated.content.decode()
    assert "immutable" not in outdated["Cache-Control"]
    assert client.get(former, headers={"If-None-Match": outdated["ETag"]}).status_code == 304


def test_whoever_asks_at_the_usual_address_is_led_to_it(client, address):
    for name in ("Glossary", "Words"):
        save(name=name)
        response = client.get("/favicon.ico")
        assert (response.status_code, response["Location"]) == (302, address())
        assert "max-age" in response["Cache-Control"]


def test_browsers_that_search_get_it_too(client, address):
    save(name="Words")
    assert f"http://127.0.0.1:8000{address()}</Image>" in client.get("/opensearch.xml").content.decode()


def test_admin_has_it_too(client):
    assert '<link rel="icon" href="/favicon.ico">' in client.get("/admin/login/").content.decode()
