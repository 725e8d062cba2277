"""What the page of an entry says of the others: that they mention it, and that it replaces them."""

from __future__ import annotations

import re

import pytest

from glossary.models import Mention, Term
from glossary.selectors.naming import MENTIONED_BY_NAME, MENTIONED_WITH_SUMMARY
from glossary.workflow import archive_term, deprecate_term
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def page(slug: str = "ai-model", language: str = ""):
        response = client.get(f"{f'/{language}' if language else ''}/glossary/{slug}/")
        assert response.status_code == 200
        return response.content.decode()

    return page


def mention(term: Term, *others: Term) -> None:
    """Let the prose of others mention a term, that of the first most."""
    Mention.objects.filter(to_term=term).delete()
    for weight, other in enumerate(reversed(others), 1):
        Mention.objects.create(from_term=other, to_term=term, weight=weight)
    Term.objects.filter(pk=term.pk).update(mentioned=len(others))


def part(text: str, start: str) -> str:
    """Return the section of a page that begins with a tag."""
    assert start in text
    return text[text.index(start) :].split("</section>", maxsplit=1)[0]


class TestMentionedIn:
    def test_names_the_most_relevant_first_with_what_they_mean(self, page):
        term = make_term()
        mention(term, make_term("Zebra", summary="A striped horse."), make_term("Ant"))
        mentions = part(page(), '<section class="mentions">')
        assert "Mentioned in</h2>" in mentions
        assert 'href="/glossary/zebra/">Zebra</a>' in mentions
        assert mentions.index("A striped horse.") < mentions.index('href="/glossary/ant/"')

    def test_stands_in_the_contents_of_the_page(self, page):
        mention(make_term(), make_term("Ant"))
        text = page()
        assert '<a href="#mentions">Mentioned in</a>' in part(text, '<nav class="contents"')
        assert text.count('id="mentions"') == 1

    def test_is_not_there_where_nobody_mentions_it(self, page):
        make_term()
        text = page()
        assert "mentions" not in text
        assert "Mentioned in" not in text

    @pytest.mark.parametrize(
        ("beyond", "told"), [(0, ""), (1, "and 1 more entry"), (2, "and 2 more entries")]
    )
    def test_names_those_beyond_the_first(self, page, beyond, told):
        count = MENTIONED_WITH_SUMMARY + beyond
        mention(make_term(), *(make_term(f"Word {n}") for n in range(count)))
        mentions = part(page(), '<section class="mentions">')
        assert mentions.count('class="term-name"') == MENTIONED_WITH_SUMMARY
        assert re.findall("and .* more entr[^<]*", mentions) == ([told] if told else [])
        assert mentions.count("<li><a href") == beyond

    def test_counts_those_that_it_has_no_room_for(self, page):
        term = make_term()
        mention(term, *(make_term(f"Word {n}") for n in range(MENTIONED_WITH_SUMMARY + 1)))
        Term.objects.filter(pk=term.pk).update(mentioned=MENTIONED_WITH_SUMMARY + MENTIONED_BY_NAME + 7)
        assert f"{MENTIONED_BY_NAME + 6} more are not listed here." in page()

    def test_says_its_own_words_in_the_language_of_the_page(self, page):
        term = make_term("KI-Modell", language="de")
        mention(term, *(make_term(f"Wort {n}", language="de") for n in range(MENTIONED_WITH_SUMMARY + 1)))
        mentions = part(page("ki-modell", "de"), '<section class="mentions">')
        assert '<h2 id="mentions" class="eyebrow" lang="en">' in mentions
        assert '<summary lang="en">and 1 more entry</summary>' in mentions
        assert '<li lang="de" dir="ltr">' in mentions


class TestReplaced:
    def test_entries_are_named_from_both_ends(self, page):
        old = make_term("Old <model>")
        deprecate_term(old, actor=None, replaced_by=make_term())
        assert re.search(r'replaces:</span> <a href="/glossary/old-model/">Old &lt;model&gt;</a></p>', page())
        assert re.search(r'Read instead:\s*<a href="/glossary/ai-model/"', page("old-model"))

    def test_entries_that_are_gone_or_were_never_public_are_not_named(self, page):
        term = make_term()
        archive_term(make_term("Bygone"), actor=None, replaced_by=term)
        make_draft("Quokka", replaced_by=term.slug)
        text = page()
        assert "replaces:" not in text
        assert "Bygone" not in text
        assert "uokka" not in text


def test_a_deprecated_entry_leads_to_what_stands_in_its_place_today(client):
    newest, newer = make_term("Newest"), make_term("Newer", replaced_by="newest")
    deprecate_term(make_term("Old", replaced_by="newer"), actor=None)
    archive_term(newer, actor=None)
    assert f'href="{newest.get_absolute_url()}"' in client.get("/glossary/old/").content.decode()
