"""What was found, with what was asked for marked."""

from django import template
from django.utils.safestring import SafeString

from glossary.rendering.marks import marked_html
from glossary.selectors.found import Marked

register = template.Library()


# A tag and not a loop in the template: a page of results has some hundred pieces.
@register.simple_tag
def marked(pieces: Marked) -> SafeString:
    """Write the pieces of a text, those that are what was asked for as `<mark>`."""
    return marked_html((piece.text, piece.is_match) for piece in pieces)
