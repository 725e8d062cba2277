"""What every template knows."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from glossary.http.site import Site, site_of


def site(request: HttpRequest) -> dict[str, Site]:
    """Return the `site` of templates, as the owner set it; read once a template asks for it."""
    return {"site": cast(Site, SimpleLazyObject(partial(site_of, request)))}
