"""The queue of what was looked for and not found, as editors see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from glossary.models import SearchMiss, Term
from glossary.workflow.misses import ask_for, count_miss
from tests.admin.forms import open_form
from tests.factories import make_draft, make_term

pytestmark = pytest.mark.django_db

LIST = "/admin/glossary/searchmiss/"


@pytest.fixture
def queue():
    """Three rows: one asked for, one often searched for, one dismissed."""
    for _ in range(3):
        count_miss("Often Searched")
    count_miss("Dismissed")
    ask_for("Asked For", "192.0.2.1")
    SearchMiss.objects.filter(text="Dismissed").update(dismissed_at=timezone.now())


def shown(client, **parameters: str) -> list[str]:
    return [miss.text for miss in client.get(LIST, parameters).context["cl"].result_list]


def run(client, action: str, *texts: str):
    chosen = list(SearchMiss.objects.filter(text__in=texts).values_list("pk", flat=True))
    return client.post(
        LIST, {"action": action, "_selected_action": chosen, "post": "yes"}, query_params={"decision": "all"}
    )


def staff(*codenames: str) -> Client:
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.usefixtures("queue")
class TestList:
    def test_what_was_asked_for_comes_first_and_what_was_dismissed_not_at_all(self, as_editor):
        assert shown(as_editor) == ["Asked For", "Often Searched"]

    @pytest.mark.parametrize(
        ("parameters", "expected"),
        [
            ({"asked": "yes"}, {"Asked For"}),
            ({"asked": "no"}, {"Often Searched"}),
            ({"decision": "dismissed"}, {"Dismissed"}),
            ({"decision": "all"}, {"Asked For", "Often Searched", "Dismissed"}),
            ({"q": "ÓFTEN-search"}, {"Often Searched"}),
            ({"q": "%"}, set()),
            ({"q": "x" * 5000}, set()),
            ({"asked": "nonsense", "decision": "nonsense"}, {"Asked For", "Often Searched"}),
        ],
    )
    def test_is_narrowed_down(self, as_editor, parameters, expected):
        assert set(shown(as_editor, **parameters)) == expected

    def test_says_how_often_since_when_and_when_last(self, as_editor):
        before = timezone.now() - timedelta(days=400)
        SearchMiss.objects.filter(text="Often Searched").update(first_at=before)
        page = as_editor.get(LIST).content.decode()
        assert '<td class="field-searches">3</td>' in page
        assert str(before.year) in page
        assert "<title>Looked for and not found |" in page

    def test_filters_and_only_they_are_read_from_the_address(self, as_editor):
        assert as_editor.get(f"{LIST}?key__contains=x").status_code == 400

    def test_is_found_from_the_first_page_of_the_admin(self, as_editor):
        assert f'href="{LIST}"' in as_editor.get("/admin/").content.decode()

    def test_text_of_a_stranger_is_shown_as_text(self, as_editor):
        count_miss("<script>alert(1)</script>")
        page = as_editor.get(LIST).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_costs_the_same_queries_with_many_rows(self, as_editor):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                as_editor.get(LIST)
            return len(captured)

        few = queries()
        for number in range(20):
            count_miss(f"word {number}")
            if number % 2:
                make_draft(f"Word {number}", tags=())
        assert queries() == few


@pytest.mark.usefixtures("queue")
class TestCreating:
    def test_begins_a_draft_with_the_title_filled_in(self, as_editor):
        count_miss("R&D “cost” + more")
        page = as_editor.get(LIST).content.decode()
        assert 'Create this term<span class="visually-hidden">: Often Searched</span></a>' in page
        assert 'href="/admin/glossary/term/add/?title=R%26D+cost+%2B+more"' in page
        form = as_editor.get("/admin/glossary/term/add/?title=R%26D+cost+%2B+more").context["adminform"].form
        assert form["title"].value() == "R&D cost + more"
        assert not Term.objects.exists()

    def test_draft_that_is_there_is_led_to(self, as_editor):
        term = make_draft("Often searched")
        page = as_editor.get(LIST).content.decode()
        assert f'<a href="/admin/glossary/term/{term.pk}/change/">Open the draft<span' in page
        assert page.count("Create this term") == 1
        assert open_form(as_editor, term)

    def test_entry_that_is_there_is_led_to(self, as_editor):
        make_term("Elsewhere")
        count_miss("elsewhere")
        assert "Open the entry<span" in as_editor.get(LIST).content.decode()


@pytest.mark.usefixtures("queue")
class TestDeciding:
    def test_dismissing_and_bringing_back(self, as_editor):
        run(as_editor, "dismiss", "Often Searched")
        assert shown(as_editor) == ["Asked For"]
        response = run(as_editor, "dismiss", "Often Searched")
        assert "None of these needed a change." in as_editor.get(response["Location"]).content.decode()
        run(as_editor, "bring_back", "Often Searched", "Dismissed")
        assert len(shown(as_editor)) == 3

    def test_deleting(self, as_editor):
        run(as_editor, "delete_selected", "Dismissed")
        assert set(shown(as_editor, decision="all")) == {"Asked For", "Often Searched"}

    @pytest.mark.parametrize("junk", ["x", "1" * 30, "²"])
    def test_forged_choice_is_none(self, as_editor, junk):
        response = as_editor.post(LIST, {"action": "dismiss", "_selected_action": [junk]})
        assert response.status_code in {200, 302}
        assert SearchMiss.objects.filter(dismissed_at=None).count() == 2


@pytest.mark.usefixtures("queue")
class TestPermissions:
    def test_nobody_adds_or_edits_a_row(self, as_editor):
        miss = SearchMiss.objects.get(text="Asked For")
        assert as_editor.get(f"{LIST}add/").status_code == 403
        assert b'<input type="text"' not in as_editor.get(f"{LIST}{miss.pk}/change/").content
        assert as_editor.post(f"{LIST}{miss.pk}/change/", {"text": "Other"}).status_code == 403
        assert "Asked For" in shown(as_editor)

    def test_author_reads_and_creates_and_decides_nothing(self, as_author):
        page = as_author.get(LIST).content.decode()
        assert "Create this term" in page
        assert 'name="action"' not in page
        run(as_author, "dismiss", "Asked For")
        run(as_author, "delete_selected", "Asked For")
        assert "Asked For" in shown(as_author)

    def test_who_may_only_look_is_offered_nothing_else(self):
        make_draft("Asked for")
        page = staff("view_searchmiss").get(LIST).content.decode()
        assert "Asked For" in page
        assert "Create this term" not in page
        assert "Open the draft" not in page
        assert 'name="action"' not in page

    def test_who_may_not_look_is_refused(self):
        client = staff("view_term")
        assert client.get(LIST).status_code == 403
        assert LIST not in client.get("/admin/").content.decode()
