"""A site with the page store in front of it."""

from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from glossary.models import Page, PageChange, PageVersion, SiteSettings, Tag, Term
from glossary.models.publication import tag_key
from glossary.search import every_indexed_id, forget_prose
from tests.http.asking import Site


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """A database whose commits other connections see, as they do in service.

    The fixture of this name in pytest-django empties every table after each test, which would take most of
    the time of these; here what they write is removed by name.
    """
    with django_db_blocker.unblock():
        assert "test" in Path(connection.settings_dict["NAME"]).name, "not a database of the test run"
        # Tests elsewhere that empty every table take the row of the migration with them.
        PageVersion.objects.get_or_create(pk=1)
        yield
        for model in (Term, Tag, SiteSettings, Page, PageChange, Session):
            model.objects.all().delete()
        forget_prose(every_indexed_id())  # of no model, so no entry takes it along
        PageVersion.objects.update_or_create(pk=1, defaults={"n": 0})


@pytest.fixture
def own_pages(transactional_db, settings):
    """Pages of tests.http.urls."""
    settings.ROOT_URLCONF = "tests.http.urls"
    settings.PAGE_STORE_BYTES = 10_000_000


@pytest.fixture
def site(own_pages):
    """Django with a page store in front."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def tag(own_pages):
    """A tag whose page is at /tags/music/."""
    return Tag.objects.create(name="Music", slug="music", description="What is played.")


@pytest.fixture
def session_cookie(transactional_db):
    """The Cookie header of somebody who is logged in."""
    session = SessionStore()
    session["name"] = "editor"
    session.create()
    return f"theme=dark; sessionid={session.session_key}"


@pytest.fixture
def change():
    """A function that describes a tag anew, as a committed change does."""

    def change(tag: Tag, description: str) -> None:
        Tag.objects.filter(pk=tag.pk).update(description=description)
        PageVersion.objects.touch([tag_key(tag.pk)])

    return change
