"""What editors are told of a title or another name before they save it, and what the preview links."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from glossary.models import AliasKind, LinkMode
from glossary.records import AliasRecord, SectionRecord
from glossary.workflow import archive_term, mentions
from tests.admin.forms import errors_of, open_form, post_form
from tests.factories import make_draft, make_term

EFFECT = reverse("admin:glossary_name_effect")
PREVIEW = reverse("admin:glossary_markdown_preview")

pytestmark = pytest.mark.django_db


def about(title, *bodies, **fields):
    """Return a published term with no prose but these sections."""
    sections = tuple(SectionRecord(f"Section {place}", body) for place, body in enumerate(bodies))
    return make_term(title, sections=sections, examples=(), **fields)


def ask(client, name, **query):
    """Return what is said of a name, as text, and the whole fragment."""
    response = client.get(EFFECT, {"name": name, "kind": "title", **query})
    assert response.status_code == 200
    html = response.content.decode()
    return " ".join(re.sub("<[^>]+>", " ", html.partition("</div>")[0]).split()), html


class TestWhoIsTold:
    def test_nobody_without_a_login_and_no_page_to_log_in(self, client):
        assert client.get(EFFECT, {"name": "Prompt"}).status_code == 401

    def test_no_account_that_may_not_write_entries(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
        assert client.get(EFFECT, {"name": "Prompt"}).status_code == 403

    def test_no_account_outside_the_staff(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("former", is_superuser=True))
        assert client.get(EFFECT, {"name": "Prompt"}).status_code == 403

    def test_authors(self, as_author):
        assert "adds no link" in ask(as_author, "Prompt")[0]

    def test_by_get_alone_and_never_from_a_cache(self, as_author):
        assert as_author.post(EFFECT, {"name": "Prompt"}).status_code == 405
        assert "no-store" in as_author.get(EFFECT, {"name": "Prompt"})["Cache-Control"]


class TestFacts:
    def test_the_number_of_links_and_pages_is_said_with_samples(self, as_author):
        about("One", "A <b>prompt</b>.", "Prompts.")
        about("Two", "No prompt.")
        said, html = ask(as_author, "Prompt")
        assert said.startswith("“Prompt” adds 3 links on 2 pages.")
        assert '<a href="/glossary/one/"' in html
        assert "A &lt;b&gt;<mark>prompt</mark>&lt;/b&gt;." in html

    def test_one_of_each_is_said_in_the_singular(self, as_author):
        for n in range(6):
            about(f"Page {n}", "A prompt." if not n else "Nothing.")
        assert ask(as_author, "Prompt")[0] == "“Prompt” adds 1 link on 1 page."

    def test_a_common_word_is_warned_of(self, as_author):
        for n in range(4):
            about(f"Page {n}", "All data." if n < 3 else "Nothing.")
        said, html = ask(as_author, "data")
        assert "“data” stands in 75 % of all entries; link it only in its exact case, or never." in said
        assert '<p class="warning">' in html
        assert "never link it" in ask(as_author, "data", mode="exact")[0]

    def test_an_entry_with_the_name_is_named_with_its_state(self, as_author):
        draft = make_draft("Cue <i>", aliases=(AliasRecord("prompts", AliasKind.HIDDEN),))
        said, html = ask(as_author, "Prompt")
        assert "“Prompt” is a name of another entry too." in said
        assert f'<a href="{reverse("admin:glossary_term_change", args=[draft.pk])}"' in html
        assert "Cue &lt;i&gt;" in html
        assert "a hidden name of it: “prompts”, a draft" in html

    def test_two_entries_that_link_by_one_name_offer_the_choice(self, as_author):
        about("Prompt", "It is a text.")
        said, html = ask(as_author, "prompt")
        assert "Its links will offer the choice" in said
        assert "one needs a qualifier" in said
        assert "its title" in html
        assert "one needs a qualifier" not in ask(as_author, "prompt", kind="synonym")[0]

    def test_modes_kinds_and_states_that_do_not_link_say_so(self, as_author):
        about("One", "A prompt.")
        gone = about("Cue", "It is gone.")
        archive_term(gone, actor=None)
        assert "do not link here" in ask(as_author, "Prompt", mode="never")[0]
        assert "do not link here" in ask(as_author, "Prompt", term=gone.pk)[0]
        assert "linked nowhere" in ask(as_author, "Prompt", kind="hidden")[0]

    def test_a_short_name_counts_in_its_case(self, as_author):
        about("One", "It is so.")
        said, _html = ask(as_author, "IT")
        assert "in this exact case only" in said

    def test_a_name_that_the_entry_has_makes_links_and_adds_none(self, as_author):
        term = about("Prompt", "It is a text.")
        for n in range(9):
            about(f"Page {n}", "Nothing." if n else "A prompt.")
        assert ask(as_author, "Prompt", term=term.pk, was="Prompt")[0] == "“Prompt” makes 1 link on 1 page."

    def test_a_name_that_goes_is_said_to_take_links_away(self, as_author):
        term = about("Prompt", "It is a text.")
        about("One", "A prompt.")
        said, _html = ask(as_author, "Cue", term=term.pk, was="Prompt")
        assert "1 entry links here now; without “Prompt” it will only if it uses another name." in said

    @pytest.mark.parametrize("query", [{"name": ""}, {"name": "\x01"}, {"name": "x" * 900}, {}])
    def test_nothing_is_said_of_what_is_no_name(self, as_author, query):
        response = as_author.get(EFFECT, query)
        assert (response.status_code, response.content) == (200, b"")

    @pytest.mark.parametrize(
        "query",
        [
            {"term": "x"},
            {"term": "9" * 30},
            {"term": "²"},
            {"language": "no such"},
            {"mode": "?"},
            {"kind": "?"},
        ],
    )
    def test_odd_questions_are_answered(self, as_author, query):
        assert "adds no link" in ask(as_author, "Prompt", **query)[0]


class TestSavingWithoutAScript:
    def test_a_draft_says_what_its_new_names_will_do(self, as_editor):
        about("One", "A prompt.")
        about("Cue", "It is a card.")
        values = open_form(as_editor)
        response = post_form(
            as_editor, values, title="Prompt", aliases__0__text="cue", aliases__0__kind="synonym"
        )
        page = as_editor.get(response["Location"]).content.decode()
        assert "“Prompt” adds 1 link on 1 page." in page
        assert "“Prompt” stands in 50 % of all entries" in page
        assert "Entries that “cue” names too: Cue (its title)." in page

    def test_names_that_were_there_are_not_told_of_again(self, as_editor):
        about("One", "A prompt.")
        term = make_draft("Prompt")
        values = open_form(as_editor, term)
        response = post_form(as_editor, values, term, summary="Another sentence.")
        assert "adds 1 link" not in as_editor.get(response["Location"]).content.decode()

    @pytest.mark.parametrize("field", ["title", "aliases-0-text"])
    def test_a_name_too_common_to_publish_is_refused_beside_its_field(self, as_editor, monkeypatch, field):
        monkeypatch.setattr(mentions, "LINKED_AT_MOST", 1)
        about("One", "Some data.")
        about("Two", "Any data.")
        values = open_form(as_editor) | {"title": "Zebra", "summary": "A horse.", "aliases-0-kind": "synonym"}
        values[field] = "Data"
        errors = errors_of(post_form(as_editor, values, button="_publish"))
        assert list(errors) == [field]
        assert "“Data” stands in 2 entries" in errors[field][0]


class TestForm:
    def test_fields_of_names_ask_and_others_do_not(self, as_editor):
        page = as_editor.get(reverse("admin:glossary_term_add")).content.decode()
        asking = re.findall(rf'<input[^>]*name="([^"]+)"[^>]*data-name-effect="{EFFECT}"', page)
        assert set(asking) == {"title", "aliases-0-text", "aliases-__prefix__-text"}

    def test_tells_the_script_which_entry_it_is(self, as_editor):
        term = make_term()
        page = as_editor.get(reverse("admin:glossary_term_change", args=[term.pk])).content.decode()
        assert f'data-term="{term.pk}"' in page
        assert 'data-term=""' in as_editor.get(reverse("admin:glossary_term_add")).content.decode()


class TestPreview:
    def test_of_an_entry_links_names_as_its_page_does(self, as_author):
        about("Prompt", "It is a text.")
        response = as_author.post(f"{PREVIEW}?term=", {"content": "A prompt, and a [prompt]()."})
        assert (
            response.content.decode()
            == '<p>A <a href="/glossary/prompt/" class="term-link">prompt</a>, and a prompt.</p>\n'
        )

    def test_links_no_name_of_the_entry_itself(self, as_author):
        term = about("Large Prompt", "It is large.")
        about("Prompt", "It is a text.")
        response = as_author.post(f"{PREVIEW}?term={term.pk}", {"content": "A large prompt."})
        assert response.content == b"<p>A large prompt.</p>\n"

    def test_follows_the_language_that_is_typed(self, as_author):
        about("Prompt", "It is a text.")
        response = as_author.post(f"{PREVIEW}?term=&language=fr", {"content": "Le prompt."})
        assert response.content == b"<p>Le prompt.</p>\n"

    @pytest.mark.parametrize("term", ["x", "9" * 30, "0"])
    def test_of_an_entry_that_is_not_there_is_one_of_a_new_one(self, as_author, term):
        about("Prompt", "It is a text.")
        assert b"term-link" in as_author.post(f"{PREVIEW}?term={term}", {"content": "A prompt."}).content

    def test_of_a_page_of_the_owner_links_nothing(self, as_author):
        about("Prompt", "It is a text.")
        assert as_author.post(PREVIEW, {"content": "A prompt."}).content == b"<p>A prompt.</p>\n"

    def test_address_stands_on_the_fields_with_the_entry(self, as_editor):
        term = about("Prompt", "It is a text.", link_mode=LinkMode.NORMAL)
        page = as_editor.get(reverse("admin:glossary_term_change", args=[term.pk])).content.decode()
        assert f'data-markdownx-urls-path="{PREVIEW}?term={term.pk}"' in page
