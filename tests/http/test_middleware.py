"""Public pages where no store stands in front, as under the development server."""

import pytest
from django.test import Client

MUSIC = "/tags/music/"


@pytest.mark.usefixtures("tag")
class TestPublicPageMiddleware:
    """ETag, Cache-Control and 304 without the store."""

    def test_public_page_has_a_tag_and_may_be_kept_but_not_used_unasked(self):
        answer = Client().get(MUSIC)
        assert answer.headers["ETag"].startswith('W/"')
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert not answer.cookies

    def test_client_that_holds_the_page_gets_not_modified(self):
        page = Client().get(MUSIC)
        answer = Client().get(MUSIC, headers={"if-none-match": page.headers["ETag"]})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == page.headers["ETag"]
        assert answer.headers["Cache-Control"] == page.headers["Cache-Control"]
        assert "Content-Type" not in answer.headers

    def test_not_modified_carries_the_security_headers(self):
        page = Client().get(MUSIC)
        answer = Client().get(MUSIC, headers={"if-none-match": "*"})
        about_the_body = {"Content-Type", "Content-Length"}
        assert set(page.headers) - about_the_body == set(answer.headers)

    @pytest.mark.parametrize(
        "path", ["/private/", "/with-cookie/", "/with-session/", "/missing/", "/streamed/"]
    )
    def test_other_pages_are_left_alone(self, path):
        answer = Client().get(path, headers={"if-none-match": "*"})
        assert answer.status_code in {200, 404}
        assert "ETag" not in answer.headers
        assert "Cache-Control" not in answer.headers

    def test_post_is_left_alone(self):
        assert "ETag" not in Client().post(MUSIC).headers
