"""A reader's request: an entry for what the search does not find."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from glossary.http.same_origin import is_from_here
from glossary.http.site import site_of
from glossary.http.throttle import client_of, throttled
from glossary.models.paths import path_of
from glossary.search.question import read_question
from glossary.selectors.finding import find_terms
from glossary.selectors.found import Answer
from glossary.selectors.links import with_query
from glossary.web.page_meta import problem_meta
from glossary.workflow.misses import ask_for, is_kept

ASKS_A_MINUTE = 300


class SeeOther(HttpResponseRedirect):
    """The answer to a form that was taken: a page to look at (RFC 9110, section 15.4.4)."""

    status_code = 303


# No token: public pages are the same for everyone. Where the form came from is looked at in its place.
@csrf_exempt
@require_POST
@throttled("ask", ASKS_A_MINUTE)
def ask(request: HttpRequest) -> HttpResponse:
    """Tell the editors that a reader wants an entry for `q`, and lead back to the search.

    What the search does find is no request. `asked=1` is said where the editors have it.
    """
    if not is_from_here(request):
        return _refused(
            request,
            403,
            _("This request came from another place"),
            _("Only the form on the search page of this site is read here. Search there, then ask."),
        )
    text = request.POST.get("q", "")
    if not text.strip():
        return _refused(
            request,
            400,
            _("There is no word to ask for"),
            _("The request says nothing of what you looked for. Search for it first, then ask."),
        )
    if not is_kept(text):
        return _refused(
            request,
            400,
            _("This cannot be asked for"),
            _("Ask for a word or a few: up to 200 characters with a letter or a digit among them."),
        )
    # What was left out, by `-word` or `tag:`, may be what answers.
    text = read_question(text).plain
    url = path_of("glossary:search")
    found = find_terms(text, url=url)
    is_unanswered = found.is_missing or found.answer is Answer.CORRECTED
    asked = is_unanswered and ask_for(text, client_of(request))
    return SeeOther(with_query(url, [("q", text), ("asked", "1" if asked else "")]))


def _refused(request: HttpRequest, status: int, title: str, lead: str) -> HttpResponse:
    context = {"meta": problem_meta(site_of(request), title), "title": title, "lead": lead}
    return render(request, "glossary/refused.html", context, status=status)
