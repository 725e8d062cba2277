"""HTML of the site for places outside of it: feeds, mail, other people's pages."""

import re

# An attribute that holds a path of the site, in a tag as the sanitiser writes it: with double quotes.
_PATH = re.compile(r'(<[a-z][^<>]*?\s(?:href|src)=")(?=/(?!/))')


def with_absolute_addresses(html: str, site_url: str) -> str:
    """Return sanitised `html` with `site_url` in front of every path that it links to or loads from.

    A feed's reader may know nothing of the address it came from; xml:base is not heeded by all of them.
    """
    return _PATH.sub(lambda start: start[1] + site_url, html)
