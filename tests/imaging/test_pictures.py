"""What becomes of an uploaded picture: its size, its format, the files beside it, and how long that takes."""

from __future__ import annotations

import io
from time import process_time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter

from glossary.imaging.pictures import ImageRefused, Picture, clean_image, clean_logo


def photograph(width: int, height: int) -> Image.Image:
    """Return a picture with as much in it as a photograph, the same every time."""
    channels = [
        Image.effect_mandelbrot((width, height), (-2.2 + i / 9, -1.2, 1, 1.2), 40).filter(
            ImageFilter.GaussianBlur(2)
        )
        for i in range(3)
    ]
    return Image.merge("RGB", channels)


def screenshot(width: int, height: int) -> Image.Image:
    """Return lines of text on white."""
    image = Image.new("RGB", (width, height), "white")
    for line in range(8, height - 12, 14):
        ImageDraw.Draw(image).text((8, line), "One word of an industry after the other. " * 9, "#123")
    return image


def upload(image: Image.Image, kind: str = "PNG", **options: Any) -> SimpleUploadedFile:
    content = io.BytesIO()
    image.save(content, kind, **options)
    return SimpleUploadedFile("a", content.getvalue())


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def sizes(picture: Picture) -> dict[str, tuple[int, int]]:
    """Return format and size of every file by the end of its name."""
    token = picture.name.token
    return {
        name.removeprefix(f"{token}-"): Image.open(io.BytesIO(content)).size
        for name, content in picture.files
    }


class TestPhotograph:
    def test_is_scaled_and_comes_in_three_widths_and_two_formats(self):
        picture = clean_image(upload(photograph(2000, 1500), "JPEG", quality=92))
        expected = {
            "480.webp": (480, 360),
            "480.avif": (480, 360),
            "960.webp": (960, 720),
            "960.avif": (960, 720),
            "1600.avif": (1600, 1200),
            "avif-1600x1200.webp": (1600, 1200),
        }
        assert sizes(picture) == expected
        for name, content in picture.files:
            found = Image.open(io.BytesIO(content)).format
            assert found == name.rpartition(".")[2].upper()
        files = dict(picture.files)
        assert len(files[f"{picture.name.token}-1600.avif"]) < len(picture.content)

    def test_is_never_made_wider_than_it_was(self):
        picture = clean_image(upload(photograph(700, 400), "JPEG"))
        assert (picture.name.width, picture.name.height) == (700, 400)
        assert set(picture.name.narrower) <= {480}

    def test_that_was_taken_sideways_is_scaled_as_it_is_seen(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        picture = clean_image(upload(photograph(2000, 1000), "JPEG", exif=exif))
        assert (picture.name.width, picture.name.height) == (1000, 2000)

    def test_keeps_its_colours_without_the_profile_that_explained_them(self):
        red = Image.new("RGB", (60, 60), (200, 40, 30))
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        picture = clean_image(upload(red, "PNG", icc_profile=profile))
        image = opened(picture)
        assert "icc_profile" not in image.info
        assert image.convert("RGB").getpixel((30, 30)) == pytest.approx((200, 40, 30), abs=3)

    @pytest.mark.parametrize("profile", [b"no profile", b"\0" * 200])
    def test_with_a_damaged_profile_is_taken_without_it(self, profile):
        assert clean_image(upload(photograph(40, 30), "PNG", icc_profile=profile)).name.width == 40

    def test_of_twelve_megapixels_takes_seconds_at_most(self):
        posted = upload(photograph(1000, 750).resize((4000, 3000)), "JPEG", quality=92)
        start = process_time()
        clean_image(posted)
        # About a second on a machine of two cores; this catches a setting that takes ten.
        assert process_time() - start < 6


class TestScreenshot:
    def test_stays_sharp_to_the_dot(self):
        image = screenshot(900, 500)
        picture = clean_image(upload(image))
        assert ImageChops.difference(opened(picture).convert("RGB"), image).getbbox() is None
        assert not any(name.endswith(".avif") for name, _content in picture.files)

    def test_gets_no_copy_that_is_larger_than_itself(self):
        picture = clean_image(upload(screenshot(900, 500)))
        assert all(len(content) < len(picture.content) for _name, content in picture.beside)


class TestOtherPictures:
    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
    def test_of_every_kind_of_dot_are_taken(self, mode):
        image = Image.new(mode, (20, 10))
        assert opened(clean_image(upload(image))).size == (20, 10)

    def test_of_sixteen_bits_keep_their_greys(self):
        image = Image.new("I;16", (20, 10), 0x8000)
        assert opened(clean_image(upload(image))).convert("L").getpixel((5, 5)) == pytest.approx(128, abs=2)

    def test_stay_see_through(self):
        image = Image.new("RGBA", (20, 10), (255, 0, 0, 0))
        assert opened(clean_image(upload(image))).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]

    def test_in_the_colours_of_print_are_turned_into_those_of_screens(self):
        assert opened(clean_image(upload(Image.new("CMYK", (20, 10)), "JPEG"))).mode == "RGB"

    def test_of_very_many_frames_are_refused_before_all_are_read(self):
        frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00,\0\0\0\0\1\0\1\0\0\x02\x02D\x01\x00"
        content = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * 80_000 + b";"
        start = process_time()
        with pytest.raises(ImageRefused, match="more than 500 frames"):
            clean_image(SimpleUploadedFile("a.gif", content))
        # A fifth of a second; reading them all takes twenty.
        assert process_time() - start < 5

    def test_whose_frames_have_too_many_pixels_together_are_refused(self, settings):
        settings.UPLOAD_MAX_PIXELS = 1000
        frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
        with pytest.raises(ImageRefused, match="pixels"):
            clean_image(upload(frames[0], "GIF", save_all=True, append_images=frames[1:]))

    @pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
    def test_that_move_go_on_moving_at_their_pace(self, kind):
        frames = [Image.new("RGB", (1700, 20), colour) for colour in ("red", "green", "blue")]
        posted = upload(
            frames[0], kind, save_all=True, append_images=frames[1:], duration=[80, 200, 120], loop=0
        )
        picture = clean_image(posted)
        image = opened(picture)
        assert (image.n_frames, image.info["loop"]) == (3, 0)  # type: ignore[attr-defined]
        assert (picture.name.width, picture.beside) == (1600, ())
        image.seek(1)
        image.load()
        assert image.info["duration"] == 200


class TestLogo:
    def test_fits_its_box_in_one_file(self):
        picture = clean_logo(upload(Image.new("RGBA", (900, 300), "navy")), max_width=400, max_height=96)
        assert (picture.name.width, picture.name.height) == (288, 96)
        assert len(picture.files) == 1
