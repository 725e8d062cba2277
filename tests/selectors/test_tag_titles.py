"""A tag is typed under its name and shown under its title."""

import pytest

from glossary.models import Tag
from tests.factories import make_term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def titled(db):
    make_term(title="Prompt", tags=("generative-ai", "plain"))
    Tag.objects.filter(name="generative-ai").update(title="Generative AI", is_topic=True)


@pytest.mark.parametrize("path", ["/", "/glossary/", "/glossary/prompt/", "/tags/", "/tags/generative-ai/"])
def test_pages_show_the_title(client, path):
    assert "Generative AI" in client.get(path).content.decode()


def test_a_tag_without_a_title_goes_by_its_name(client):
    assert ">plain</a>" in client.get("/glossary/prompt/").content.decode()


def test_the_record_keeps_the_name(client):
    assert client.get("/glossary/prompt.json").json()["tags"] == ["generative-ai", "plain"]
