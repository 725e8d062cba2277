"""Uploads are sent as pictures or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db  # closing a response that was streamed looks after connections

PIXEL = b"\x89PNG\r\n\x1a\n not really, which is nobody's business here"


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = settings.MEDIA_ROOT / "images"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(PIXEL)
    (tmp_path / "secret.png").write_bytes(b"secret")
    return settings.MEDIA_ROOT


@pytest.mark.usefixtures("media")
class TestPicture:
    def test_is_sent_with_headers_that_keep_it_a_picture(self, client):
        response = client.get("/media/images/a.png")
        assert response.getvalue() == PIXEL
        assert response["Content-Type"] == "image/png"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Content-Disposition"] == "inline"
        response.close()

    def test_may_be_kept_for_a_year(self, client):
        response = client.get("/media/images/a.png")
        response.close()
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"

    def test_is_not_sent_again_to_who_has_it(self, client):
        first = client.get("/media/images/a.png")
        first.close()
        for name, header in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
            again = client.get("/media/images/a.png", headers={header: first[name]})
            assert (again.status_code, again.content) == (304, b"")
            assert again["Content-Security-Policy"] == "default-src 'none'; sandbox"

    def test_sets_no_cookie(self, client):
        response = client.get("/media/images/a.png")
        response.close()
        assert not response.cookies


class TestRefusal:
    @pytest.mark.parametrize(
        "path",
        [
            "images/",
            "images",
            "images/b.png",
            "../secret.png",
            "images/../../secret.png",
            "%2e%2e/secret.png",
            "..%2fsecret.png",
            "..%5csecret.png",
            "/etc/passwd",
            "%2Fetc%2Fpasswd",
            "images/a.png/",
            "images/a.png/b.png",
            "images/" + "x" * 5000 + ".png",
            "~root/a.png",
        ],
    )
    def test_of_what_is_not_an_uploaded_picture(self, client, media, path):
        assert client.get(f"/media/{path}").status_code in {301, 404}

    @pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.png.html", "a", ".png", "a.xml", "a.pdf"])
    def test_of_files_that_are_no_pictures(self, client, media, name):
        (media / name).write_text("<script>alert(1)</script>")
        assert client.get(f"/media/{name}").status_code == 404

    def test_of_a_link_that_leads_out(self, client, media):
        (media / "link.png").symlink_to(media.parent / "secret.png")
        assert client.get("/media/link.png").status_code == 404

    def test_of_a_folder_with_the_name_of_a_picture(self, client, media):
        (media / "folder.png").mkdir()
        assert client.get("/media/folder.png").status_code == 404

    def test_of_a_link_that_leads_to_itself(self, client, media):
        (media / "round.png").symlink_to(media / "round.png")
        assert client.get("/media/round.png").status_code == 404

    def test_of_a_picture_that_is_taken_away_while_it_is_asked_for(self, client, media, monkeypatch):
        def gone(file, mode):
            raise FileNotFoundError(file)

        monkeypatch.setattr(Path, "open", gone)
        assert client.get("/media/images/a.png").status_code == 404

    def test_when_there_is_no_folder_of_uploads_yet(self, client, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "not-there"
        assert client.get("/media/a.png").status_code == 404

    def test_of_writing(self, client, media):
        assert client.post("/media/images/a.png").status_code == 405
