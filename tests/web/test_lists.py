"""Home, the A–Z, tags: what they list, in which order, page by page."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone

from glossary.http.page_store import opt_in_of
from glossary.models import Tag, Term
from glossary.selectors import home as home_selector
from glossary.selectors import lists
from glossary.workflow import archive_term, deprecate_term, save_tag
from tests.factories import make_term

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    """Return the names of the entries that a page lists, in order."""
    assert response.status_code == 200
    return re.findall(r'class="term-name" href="[^"]+">([^<]+)</a>', response.content.decode())


def headings(response) -> list[str]:
    return re.findall(r'<section class="group">\s*<h2>(.*?)</h2>', response.content.decode(), re.DOTALL)


def letters(response) -> list[str]:
    strip = re.search(r'<nav class="letters".*?</nav>', response.content.decode(), re.DOTALL)
    assert strip
    return re.findall(r"letter=([^\"&]+)", strip.group())


class TestBrowse:
    def test_lists_entries_in_the_order_of_a_dictionary_under_their_initials(self, client):
        for title in (
            "zeta",
            "Ärger",
            "Apple",
            "10G",
            "5G",
            ".NET",
            "C++",
            "?!",
            "国际化",
            "apple pie",
            "Bob",
        ):
            make_term(title)
        response = client.get("/glossary/")
        assert headings(response) == ["#", "0–9", "A", "B", "C", "N", "Z", "漢"]
        assert names(response) == [
            "?!", "5G", "10G", "Apple", "apple pie", "Ärger", "Bob", "C++", ".NET", "zeta", "国际化",
        ]  # fmt: skip

    def test_shows_only_letters_that_have_entries(self, client):
        make_term("Apple")
        make_term("404")
        archive_term(make_term("Gone"), actor=None)
        assert letters(client.get("/glossary/")) == ["0-9", "A"]

    @pytest.mark.parametrize("asked", ["A", "a", "á", "Á"])
    def test_letter_shows_its_entries(self, client, asked):
        make_term("Apple")
        make_term("Ärger")
        make_term("Bob")
        assert names(client.get("/glossary/", {"letter": asked})) == ["Apple", "Ärger"]

    @pytest.mark.parametrize(("asked", "expected"), [("0-9", "404"), ("#", "?!"), ("漢", "国际化")])
    def test_headings_that_are_no_letters_can_be_asked_for(self, client, asked, expected):
        for title in ("404", "?!", "国际化"):
            make_term(title)
        assert names(client.get("/glossary/", {"letter": asked})) == [expected]

    def test_page_of_a_letter_says_the_letter_once(self, client):
        make_term("Apple")
        response = client.get("/glossary/?letter=A")
        assert (names(response), headings(response)) == (["Apple"], [])

    def test_letters_of_another_script_stand_apart_and_say_which(self, client):
        for title in ("404", "Prompt", "Робот"):
            make_term(title)
        for path in ("/glossary/", "/"):
            text = client.get(path).content.decode()
            strip = re.search(r'<nav class="letters".*?</nav>', text, re.DOTALL)
            assert strip
            assert re.findall(r'<span class="visually-hidden">(.*?)</span>', strip.group()) == [
                "1 entry", "1 entry", "Cyrillic, 1 entry",
            ]  # fmt: skip
            assert strip.group().count("<li class=") == 1

    def test_letter_has_one_canonical_address(self, client):
        make_term("Apple")
        text = client.get("/glossary/?letter=a&utm=1&page=1").content.decode()
        assert '<link rel="canonical" href="http://127.0.0.1:8000/glossary/?letter=A">' in text

    def test_tag_narrows_entries_and_letters(self, client):
        make_term("Apple", tags=("fruit",))
        make_term("Bob", tags=("people",))
        response = client.get("/glossary/", {"tag": "fruit"})
        assert names(response) == ["Apple"]
        assert letters(response) == ["A"]

    def test_tag_and_letter_go_together(self, client):
        make_term("Apple", tags=("fruit",))
        make_term("Banana", tags=("fruit",))
        make_term("Blues", tags=("music",))
        assert names(client.get("/glossary/", {"tag": "fruit", "letter": "B"})) == ["Banana"]

    def test_topics_are_filters_with_counts(self, client):
        make_term("Apple", tags=("fruit", "red"))
        Tag.objects.filter(name="fruit").update(is_topic=True)
        text = client.get("/glossary/").content.decode()
        assert 'href="/glossary/?tag=fruit"' in text
        assert "?tag=red" not in text

    def test_deprecated_entries_are_listed_and_archived_ones_are_not(self, client):
        deprecate_term(make_term("Apple"), actor=None)
        archive_term(make_term("Bob"), actor=None)
        assert names(client.get("/glossary/")) == ["Apple"]

    def test_empty_glossary_says_so(self, client):
        response = client.get("/glossary/")
        assert response.status_code == 200
        assert "The first entries are being written." in response.content.decode()

    def test_summary_stands_beside_the_name(self, client):
        make_term("Apple", summary="A fruit <b>.")
        assert "A fruit &lt;b&gt;." in client.get("/glossary/").content.decode()


class TestPages:
    @pytest.fixture(autouse=True)
    def three_to_a_page(self, monkeypatch):
        monkeypatch.setattr(lists, "PAGE_LENGTH", 3)
        for title in ("A1", "A2", "A3", "B1", "B2", "B3", "C1"):
            make_term(title, tags=("t",))

    @pytest.mark.parametrize("path", ["/glossary/", "/tags/t/"])
    def test_go_on_from_one_another(self, client, path):
        pages = [client.get(path, {"page": number}) for number in (1, 2, 3)]
        assert [names(page) for page in pages] == [["A1", "A2", "A3"], ["B1", "B2", "B3"], ["C1"]]
        first, second, last = (page.content.decode() for page in pages)
        assert 'rel="prev"' not in first
        assert f'rel="next" href="{path}?page=2"' in first
        assert f'rel="prev" href="{path}"' in second
        assert "Page 2 of 3" in second
        assert 'rel="next"' not in last

    def test_keep_letter_and_tag(self, client):
        make_term("B4", tags=("t",))
        text = client.get("/glossary/", {"tag": "t", "letter": "B"}).content.decode()
        assert 'rel="next" href="/glossary/?tag=t&amp;letter=B&amp;page=2"' in text

    @pytest.mark.parametrize("path", ["/glossary/", "/tags/t/"])
    @pytest.mark.parametrize("asked", ["0", "4", "-1", "abc", "1.0", "٣", " 1", "9" * 5000, "1e3"])
    def test_that_do_not_exist_are_not_found(self, client, path, asked):
        assert client.get(path, {"page": asked}).status_code == 404

    def test_of_one_list_need_no_navigation(self, client, monkeypatch):
        monkeypatch.setattr(lists, "PAGE_LENGTH", 100)
        assert 'aria-label="Pages"' not in client.get("/glossary/").content.decode()


class TestTags:
    def test_index_lists_every_tag_with_its_count(self, client):
        make_term("Apple", tags=("fruit", "red"))
        make_term("Cherry", tags=("fruit",))
        text = client.get("/tags/").content.decode()
        assert re.findall(r'<li>\s+<a href="(/tags/[^"]+)">\w+</a>\s+<span class="count">(\d)', text) == [
            ("/tags/fruit/", "2"),
            ("/tags/red/", "1"),
        ]

    def test_index_lists_a_topic_once_apart_from_the_other_tags(self, client):
        make_term("Apple", tags=("fruit", "red"))
        Tag.objects.filter(name="fruit").update(is_topic=True)
        text = client.get("/tags/").content.decode()
        assert text.count('href="/tags/fruit/"') == 1
        assert "More tags" in text
        make_term("Bob", tags=("fruit",))
        Tag.objects.filter(name="red").update(is_topic=True)
        assert "More tags" not in client.get("/tags/").content.decode()

    def test_topics_have_one_order_everywhere(self, client):
        make_term("Apple", tags=("b-tag", "z-tag", "a-tag"))
        make_term("Bob", tags=("z-tag",))
        Tag.objects.update(is_topic=True)
        Tag.objects.filter(name="b-tag").update(title="y-tag")
        for path in ("/", "/tags/", "/glossary/", "/glossary/apple/"):
            text = client.get(path).content.decode()
            shown = re.findall(r">([a-z]-tag)[<\s]", text)
            assert shown[-3:] == ["a-tag", "y-tag", "z-tag"], path

    def test_page_shows_description_and_entries(self, client):
        make_term("Apple", tags=("fruit",))
        Tag.objects.filter(name="fruit").update(description="What grows on trees.")
        response = client.get("/tags/fruit/")
        assert names(response) == ["Apple"]
        assert '<meta name="description" content="What grows on trees.">' in response.content.decode()

    def test_renamed_tag_is_found_at_its_old_address(self, client):
        make_term("Apple", tags=("fruit",))
        tag = Tag.objects.get(name="fruit")
        tag.name, tag.slug = "Fruits", "fruits"
        save_tag(tag)
        assert client.get("/tags/fruit/")["Location"] == "/tags/fruits/"

    @pytest.mark.parametrize("asked", ["Fruit", "FRUIT", "fruit."])
    def test_other_spellings_lead_to_it(self, client, asked):
        make_term("Apple", tags=("fruit",))
        assert client.get(f"/tags/{asked}/")["Location"] == "/tags/fruit/"

    def test_name_of_signs_leads_to_its_address(self, client):
        make_term("Apple", tags=("C++",))
        assert client.get("/tags/C++/")["Location"] == "/tags/c-plus-plus/"

    @pytest.mark.parametrize("asked", ["nothing", "%0A", "x" * 5000])
    def test_unknown_tag_is_not_found(self, client, asked):
        assert client.get(f"/tags/{asked}/").status_code == 404


class TestHome:
    def test_shows_featured_and_new_entries_topics_and_letters(self, client):
        make_term("Apple", featured=True, tags=("fruit",))
        make_term("Bob", tags=("people",))
        Tag.objects.filter(name="fruit").update(is_topic=True, description="What grows.")
        response = client.get("/")
        text = response.content.decode()
        assert names(response) == ["Apple", "Bob", "Apple"]
        assert letters(response) == ["A", "B"]
        assert "What grows." in text
        assert "people" not in text

    def test_empty_glossary_says_so(self, client):
        assert "The first entries are being written." in client.get("/").content.decode()

    @pytest.mark.parametrize(
        ("topics", "said"),
        [
            ((), "1 entry that says"),
            (("ai",), "1 entry on AI:"),
            (("ai", "marketing"), "1 entry on AI and marketing:"),
            (("marketing", "ai", "events"), "1 entry on AI, events and marketing:"),
            (tuple("abcdefg"), "1 entry on a, b, c, d, e, f and more:"),
        ],
    )
    def test_says_what_the_entries_are_about(self, client, topics, said):
        make_term("Apple", tags=topics)
        Tag.objects.filter(name__in=topics).update(is_topic=True)
        Tag.objects.filter(name="ai").update(title="AI")
        Tag.objects.filter(name="marketing").update(title="Marketing")
        assert said in client.get("/").content.decode()

    def test_nobody_publishes_what_is_called_like_the_publisher(self, client, settings):
        settings.SITE_NAME = settings.SITE_PUBLISHER = "Glossary"
        for path in ("/", "/llms.txt", "/about/"):
            assert "ublished by" not in client.get(path).content.decode()
        settings.SITE_PUBLISHER = "The Guild"
        for path in ("/", "/llms.txt", "/about/"):
            assert "ublished by The Guild" in client.get(path).content.decode()

    def test_is_kept_until_midnight_of_the_site(self, client, settings):
        settings.TIME_ZONE = "Asia/Karachi"
        opt_in = opt_in_of(client.get("/"))
        assert opt_in
        assert opt_in.expires
        midnight = datetime.datetime.fromtimestamp(opt_in.expires, datetime.UTC) + datetime.timedelta(hours=5)
        assert (midnight.hour, midnight.minute) == (0, 0)


class TestWordOfTheDay:
    DAYS = [datetime.date(2027, 1, 1) + datetime.timedelta(days=n) for n in range(60)]

    @pytest.fixture(autouse=True)
    def entries(self):
        for number in range(6):
            make_term(f"Word {number}")
        Term.objects.update(first_published_at=timezone.now() - datetime.timedelta(days=3))

    def words(self, days) -> list[str]:
        return [word.title for day in days if (word := home_selector.home_page(day).word)]

    def test_is_the_same_all_day(self):
        assert len(set(self.words([self.DAYS[0]] * 5))) == 1

    def test_takes_its_turn_through_the_glossary(self):
        assert len(set(self.words(self.DAYS))) == 6

    def test_is_not_moved_by_what_is_published_during_the_day(self):
        before = home_selector.home_page().word
        make_term("Word 6")
        assert home_selector.home_page().word == before

    def test_is_never_a_deprecated_entry(self):
        for term in Term.objects.exclude(title="Word 3"):
            deprecate_term(term, actor=None)
        assert set(self.words(self.DAYS)) == {"Word 3"}

    def test_is_there_on_the_first_day_too(self):
        Term.objects.update(first_published_at=timezone.now())
        assert home_selector.home_page().word is not None
