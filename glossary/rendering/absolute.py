"""HTML of the site for places outside of it: feeds, mail, other people's pages."""

import re

# An attribute that holds a path of the site, in a tag as the sanitiser writes it: with double quotes.
_PATH = re.compile(r'(<[a-z][^<>]*?\s(?:href|src)=")(?=/(?!/))')


# A tag that offers a picture, and what of it names the copies to choose from.
_PICTURE = re.compile(r'<(?:img|source)(?:\s+[a-z-]+(?:="[^"]*")?)*\s*/?>')
_CHOICE = re.compile(r'\s(?:srcset|sizes)="[^"]*"')


def with_one_file_a_picture(html: str) -> str:
    """Return sanitised `html` in which every picture is the one file that its `src` names.

    For feeds: their readers scale a picture themselves, and many look for paths in `href` and `src` alone.
    """
    return _PICTURE.sub(
        lambda tag: "" if tag[0].startswith("<source") else _CHOICE.sub("", tag[0]),
        html,
    )


def with_absolute_addresses(html: str, site_url: str) -> str:
    """Return sanitised `html` with `site_url` in front of every path that it links to or loads from.

    A feed's reader may know nothing of the address it came from; xml:base is not heeded by all of them.
    """
    return _PATH.sub(lambda start: start[1] + site_url, html)
