"""Preview and upload, where the stock views of markdownx serve and store for anybody."""

from __future__ import annotations

import errno
import io
import re
import struct
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from PIL import Image, PngImagePlugin

from glossary.rendering.markdown import render_markdown
from tests.rendering.elements import elements

PREVIEW = reverse("admin:glossary_markdown_preview")
UPLOAD = reverse("admin:glossary_markdown_upload")

pytestmark = pytest.mark.django_db


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3), **options) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, format=kind, **options)
    return content.getvalue()


def send(client: Client, content: bytes, name: str = "a.png", kind: str = "image/png"):
    return client.post(UPLOAD, {"image": SimpleUploadedFile(name, content, content_type=kind)})


def stored() -> list[str]:
    found, folders = [], ["images"]
    while folders:
        folder = folders.pop()
        if not default_storage.exists(folder):
            continue
        more, files = default_storage.listdir(folder)
        folders += [f"{folder}/{name}" for name in more]
        found += [f"{folder}/{name}" for name in files]
    return found


def read(path: str) -> io.BytesIO:
    with default_storage.open(path) as file:
        return io.BytesIO(file.read())


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class TestAddresses:
    def test_of_the_widget_lead_to_our_views(self):
        assert resolve(settings.MARKDOWNX_URLS_PATH).url_name == "glossary_markdown_preview"
        assert resolve(settings.MARKDOWNX_UPLOAD_URLS_PATH).url_name == "glossary_markdown_upload"

    @pytest.mark.parametrize("name", ["markdownx_markdownify", "markdownx_upload"])
    def test_of_the_package_are_not_there(self, name):
        with pytest.raises(NoReverseMatch):
            reverse(name)

    def test_stand_on_every_markdown_field(self, as_editor):
        page = as_editor.get("/admin/glossary/term/add/").content.decode()
        assert page.count(f'data-markdownx-urls-path="{PREVIEW}?term="') >= 5
        assert page.count(f'data-markdownx-upload-urls-path="{UPLOAD}"') >= 5


@pytest.mark.parametrize("url", [PREVIEW, UPLOAD])
class TestWhoIsServed:
    def test_nobody_without_a_login(self, client, url):
        response = client.post(url, {"content": "x"})
        assert response.status_code == 401
        assert len(response.content) < 400

    def test_no_account_without_the_right_to_write(self, client, django_user_model, url):
        client.force_login(django_user_model.objects.create_user("reader"))
        assert client.post(url, {"content": "x"}).status_code == 403

    def test_no_staff_without_the_right_to_write(self, client, django_user_model, url):
        client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
        assert client.post(url, {"content": "x"}).status_code == 403

    def test_no_other_method(self, as_editor, url):
        assert as_editor.get(url).status_code == 405
        assert as_editor.put(url).status_code == 405

    def test_nothing_without_the_field(self, as_editor, url):
        assert as_editor.post(url, {}).status_code == 400

    def test_nothing_without_the_token(self, editor, url):
        client = Client(enforce_csrf_checks=True)
        client.force_login(editor)
        assert client.post(url, {"content": "x"}).status_code == 403


class TestPreview:
    def test_is_what_the_page_shows(self, as_author):
        text = "# One\n\n*Two* <script>alert(1)</script> [x](javascript:alert(1))"
        response = as_author.post(PREVIEW, {"content": text})
        assert response.content.decode() == render_markdown(text)
        assert b"<script" not in response.content

    @pytest.mark.parametrize("text", ["x" * 200_001, "nul\x00"])
    def test_says_what_is_wrong_with_a_text(self, as_author, text):
        response = as_author.post(PREVIEW, {"content": text})
        assert response.status_code == 400
        assert b"errornote" in response.content


class TestUpload:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
    def test_stores_an_image_under_a_name_of_its_own(self, as_author, kind):
        response = send(as_author, picture(kind), "../../evil.html", "text/html")
        assert response.status_code == 200
        (path,) = stored()
        assert re.fullmatch(r"images/\d{4}/\d\d/[0-9a-f]{16}-4x3\.webp", path)
        assert response.json()["image_path"] == default_storage.url(path)
        assert response.json()["image_code"] == f"![]({default_storage.url(path)})"

    def test_says_that_the_folder_takes_nothing(self, as_author, media):
        (Path(settings.MEDIA_ROOT) / "images").write_text("In the way of the folder.")
        response = send(as_author, picture())
        assert response.status_code == 507
        assert "could not store the image" in response.json()["error"]

    def test_leaves_no_file_behind_where_the_disk_is_full_half_way(self, as_author, monkeypatch):
        begun = []

        def save_two(storage, name, content):
            begun.append(name)
            path = write(storage, name, content)
            if len(begun) == 3:
                raise OSError(errno.ENOSPC, "No space left on device")
            return path

        write = FileSystemStorage._save  # type: ignore[attr-defined]
        monkeypatch.setattr(FileSystemStorage, "_save", save_two)
        content = io.BytesIO()
        Image.effect_mandelbrot((2000, 1000), (-2, -1, 1, 1), 60).save(content, "JPEG")
        assert send(as_author, content.getvalue()).status_code == 507
        assert (len(begun), stored()) == (3, [])

    def test_stores_every_file_that_the_page_then_names(self, as_author):
        content = io.BytesIO()
        Image.effect_mandelbrot((2000, 1000), (-2, -1, 1, 1), 60).save(content, "JPEG")
        address = send(as_author, content.getvalue(), "a.jpg", "image/jpeg").json()["image_path"]
        page = render_markdown(f"![A set]({address})")
        named = {address}
        for element in elements(page, "img", "source"):
            copies = str(element.attributes["srcset"]).split(", ")
            named |= {copy.split()[0] for copy in copies}
            for copy in copies:
                path, width = copy.split()
                file = Image.open(read(path.removeprefix("/media/")))
                assert f"{file.width}w" == width
                with closing(as_author.get(path)) as answer:
                    assert answer.headers["Content-Type"] == f"image/{path.rpartition('.')[2]}"
        assert {path.removeprefix("/media/") for path in named} == set(stored())
        (image,) = elements(page, "img")
        assert (image.attributes["width"], image.attributes["height"]) == ("1600", "800")

    def test_keeps_pixels_and_nothing_else(self, as_author):
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "<script>alert(1)</script>")
        send(as_author, picture(pnginfo=notes) + b"<script>trailing</script>")
        (path,) = stored()
        assert b"script" not in read(path).getvalue()

    def test_turns_a_photograph_upright_and_forgets_where_it_was_taken(self, as_author):
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010E] = "taken at home"
        send(as_author, picture("JPEG", (40, 20), exif=exif))
        image = Image.open(read(stored()[0]))
        assert image.size == (20, 40)
        assert not image.getexif()

    def test_keeps_an_animation(self, as_author):
        frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "green", "blue")]
        content = io.BytesIO()
        frames[0].save(content, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
        send(as_author, content.getvalue(), "a.gif", "image/gif")
        assert getattr(Image.open(read(stored()[0])), "n_frames", 1) == 3

    @pytest.mark.parametrize(
        ("content", "name", "kind"),
        [
            (b"<html><script>alert(1)</script></html>", "a.html", "image/gif"),
            (b"GIF89a<script>alert(1)</script>", "a.gif", "image/gif"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "image/svg+xml"),
            (picture()[:40], "cut.png", "image/png"),
            (picture("TIFF"), "a.tiff", "image/tiff"),
            (picture("BMP"), "a.bmp", "image/bmp"),
            (picture("AVIF"), "a.avif", "image/avif"),
            (b"\x00" * 1000, "a.png", "image/png"),
        ],
    )
    def test_refuses_what_is_no_sound_image(self, as_author, content, name, kind):
        response = send(as_author, content, name, kind)
        assert response.status_code == 400
        assert response.json()["error"]
        assert stored() == []

    def test_refuses_a_100_megapixel_image_without_decoding_it(self, as_author):
        content = io.BytesIO()
        Image.new("1", (10_000, 10_000)).save(content, "PNG")
        response = send(as_author, content.getvalue())
        assert response.status_code == 400
        assert "million pixels" in response.json()["error"]
        assert stored() == []

    def test_refuses_a_file_over_the_limit(self, as_author, settings):
        settings.UPLOAD_MAX_BYTES = 50
        assert send(as_author, picture()).status_code == 400

    def test_refuses_a_field_that_is_no_file(self, as_author):
        assert as_author.post(UPLOAD, {"image": "text"}).status_code == 400


class TestOddPictures:
    def test_jpeg_of_a_camera_with_a_second_picture_becomes_the_first(self, as_editor):
        content = io.BytesIO()
        second = Image.new("RGB", (2, 2), "red")
        Image.new("RGB", (4, 3), "navy").save(content, format="MPO", save_all=True, append_images=[second])
        assert Image.open(io.BytesIO(content.getvalue())).format == "MPO"
        assert send(as_editor, content.getvalue(), "a.jpg", "image/jpeg").status_code == 200
        (path,) = stored()
        image = Image.open(read(path))
        assert (image.format, image.size, getattr(image, "n_frames", 1)) == ("WEBP", (4, 3), 1)

    @pytest.mark.parametrize("error", [IndexError, KeyError, struct.error, ZeroDivisionError, TypeError])
    def test_whatever_a_decoder_trips_over_is_no_image(self, as_editor, monkeypatch, error):
        def trip(*_args, **_options):
            raise error("damage")

        monkeypatch.setattr(Image, "open", trip)
        response = send(as_editor, picture())
        assert response.status_code == 400
        assert "not an image" in response.json()["error"]
        assert stored() == []
