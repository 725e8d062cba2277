"""What every template knows."""

import pytest
from django.template import engines
from django.test import RequestFactory

from glossary.http.context_processors import site
from glossary.http.site import Site

pytestmark = pytest.mark.django_db


class TestSite:
    """The `site` of templates."""

    def test_site_comes_from_the_settings(self, settings):
        settings.SITE_NAME = "Great words of the trade"
        settings.SITE_URL = "https://words.example.org"
        settings.SITE_PUBLISHER = "The Guild"
        settings.LANGUAGE_CODE = "de"
        assert site(RequestFactory().get("/")) == {
            "site": Site(
                name="Great words of the trade",
                url="https://words.example.org",
                publisher="The Guild",
                language="de",
            )
        }

    def test_templates_know_the_site(self, settings):
        settings.SITE_NAME = "Words & more"
        template = engines["django"].from_string("{{ site.name }}")
        assert template.render({}, RequestFactory().get("/")) == "Words &amp; more"
