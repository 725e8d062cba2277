"""The search: its page, and what is offered while somebody types."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from glossary.http.page_store import storable
from glossary.http.site import site_of
from glossary.http.throttle import client_of, throttled
from glossary.models.paths import path_of
from glossary.models.publication import LISTS, SITE
from glossary.selectors.finding import find_terms
from glossary.selectors.found import Answer, Findings
from glossary.selectors.lists import NotListed, topics
from glossary.selectors.suggesting import suggestions
from glossary.web.page_meta import NOINDEX, numbered, page_meta
from glossary.workflow.misses import count_miss, is_kept

# The page and the suggestions together: who types asks a few times a second at most.
ASKS_A_MINUTE = 600


# Without `reads_query`: there are as many questions as people ask, so answers get their tag but are not kept.
@require_safe
@throttled("search", ASKS_A_MINUTE)
def search(request: HttpRequest) -> HttpResponse:
    """Show the entries that answer `?q=`, best first, and where nothing does, what looks like it.

    `tag`, `letter` and `page` narrow the answer; `asked=1` is where a request to the editors leads back to.
    """
    text, tag, letter = (request.GET.get(name, "") for name in ("q", "tag", "letter"))
    is_asked = request.GET.get("asked") == "1"
    try:
        found = find_terms(
            text,
            url=path_of("glossary:search"),
            page=request.GET.get("page", ""),
            tag=tag,
            letter=letter,
        )
    except NotListed as problem:
        raise Http404 from problem
    is_first_look = found.place.number == 1 and not (tag or letter or is_asked)
    if found.is_missing and is_first_look and request.method == "GET":
        count_miss(found.text, client_of(request))
    facets = (*found.topics, *found.tags, *found.letters)
    chosen = [each for each in facets if each.is_chosen]
    context = {
        "found": found,
        "chosen": chosen,
        "is_narrowable": bool(chosen or (facets and found.total > 1)),
        "is_question": found.answer is not Answer.NOT_ASKED,
        "is_corrected": found.answer is Answer.CORRECTED,
        "is_partial": found.answer is Answer.SOME_WORDS,
        "may_ask": (found.is_missing or found.answer is Answer.CORRECTED) and is_kept(found.text),
        "is_asked": is_asked,
        "topics": () if found.hits else topics(),
        "meta": page_meta(site_of(request), numbered(_title(found), found.place), robots=NOINDEX),
    }
    return storable(render(request, "glossary/search.html", context), {SITE, LISTS})


@require_safe
@throttled("search", ASKS_A_MINUTE)
def suggest(request: HttpRequest) -> HttpResponse:
    """List the entries that somebody who has typed `?q=` may be about to ask for, best first, as JSON."""
    offered = suggestions(request.GET.get("q", ""))
    results = [
        {
            "title": each.title,
            "slug": each.slug,
            "url": each.url,
            "summary": each.summary,
            "matched": each.matched,
            "lang": each.language,
            "dir": each.direction,
        }
        for each in offered
    ]
    response = JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})
    response.headers["X-Robots-Tag"] = NOINDEX
    return storable(response, {LISTS})


def _title(found: Findings) -> str:
    """Return the title, which says what came of the search: a screen reader begins with it (WCAG 2.4.2)."""
    if found.answer is Answer.NOT_ASKED:
        return _("Search")
    if found.answer is Answer.NOTHING:
        said = _("%(text)s: nothing found")
    elif found.answer is Answer.CORRECTED:
        said = _("%(text)s: nothing found, entries for %(searched)s")
    elif found.answer is Answer.SOME_WORDS:
        said = _("%(text)s: no entry has all words")
    elif found.is_cut:
        said = _("%(text)s: more than %(count)s entries")
    else:
        said = ngettext("%(text)s: %(count)s entry", "%(text)s: %(count)s entries", found.total)
    return said % {"text": found.text, "searched": found.searched, "count": found.total}
