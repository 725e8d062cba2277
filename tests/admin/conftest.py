"""People who log in to the admin."""

import pytest
from django.test import Client

from tests.factories import make_author, make_editor


@pytest.fixture
def editor(db):
    return make_editor()


@pytest.fixture
def author(db):
    return make_author()


@pytest.fixture
def as_editor(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def as_author(author):
    client = Client()
    client.force_login(author)
    return client
