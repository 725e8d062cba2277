"""Data for programs inside pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from glossary.rendering.json_data import json_ld as render_json_ld

register = template.Library()


@register.simple_tag
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """Write `data` as a JSON-LD block."""
    return render_json_ld(data)
