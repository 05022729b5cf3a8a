"""Pictures that people bring along: made square and small, or refused in words."""
import io
import re
import struct
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image, ImageOps

from course.pictures.file_kinds import kind_of, named_kind
from course.pictures.targets import target
from course.pictures.uploads import Before, PictureError, Upload, read_picture


def file_of(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


def thirds(width: int, height: int) -> Image.Image:
    """Red, green and blue, side by side along the longer side; the middle square is green."""
    pixels = np.zeros((height, width, 3), np.uint8)
    along = np.arange(max(width, height)) * 3 // max(width, height)
    colours = np.eye(3, dtype=np.uint8)[along] * 255
    pixels[:] = colours[None] if width > height else colours[:, None]
    return Image.fromarray(pixels)


def scene(size: int = 64) -> Image.Image:
    return Image.fromarray(target("sunset", size))


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def refused(data: bytes, name: str = "mine.png") -> str:
    with pytest.raises(PictureError) as error:
        read_picture(data, 32, name)
    return str(error.value)


# ---- what is made of a picture


def test_a_picture_of_the_right_size_comes_back_pixel_by_pixel() -> None:
    upload = read_picture(file_of(scene(32)), 32)
    assert upload.picture.dtype == np.uint8
    np.testing.assert_array_equal(upload.picture, np.asarray(scene(32)))
    assert upload.words == "PNG; 32 × 32, as it is"


@pytest.mark.parametrize(("width", "height"), [(96, 32), (32, 96)])
def test_what_is_not_square_is_cropped_to_its_middle(width: int, height: int) -> None:
    upload = read_picture(file_of(thirds(width, height)), 16)
    assert (upload.picture == [0, 255, 0]).all()
    assert upload.words == (
        f"PNG; cropped to its middle square, {width} × {height} → 16 × 16"
    )


def test_pixels_are_mixed_when_a_picture_gets_smaller() -> None:
    board = np.indices((64, 64)).sum(0) % 2 * np.uint8(255)
    upload = read_picture(file_of(Image.fromarray(board.astype(np.uint8))), 8)
    assert apart(upload.picture, np.full((8, 8, 3), 127)) < 2


def test_a_small_picture_is_enlarged() -> None:
    upload = read_picture(file_of(scene(8)), 64)
    back = np.asarray(Image.fromarray(upload.picture).resize((8, 8), Image.Resampling.BOX))
    assert apart(back, np.asarray(scene(8))) < 8


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photograph_is_turned_upright(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    data = file_of(scene(64), "JPEG", exif=exif, quality=95)
    expected = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
    upload = read_picture(data, 64, "photo.jpg")
    assert apart(upload.picture, expected) < 0.5
    assert ("turned upright" in upload.words) == (turn != 1)


def test_width_and_height_are_told_as_one_sees_them() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    upload = read_picture(file_of(thirds(96, 48), "JPEG", exif=exif), 16)
    assert "48 × 96 → 16 × 16" in upload.words


def test_a_large_photograph_looks_as_if_it_had_been_decoded_whole() -> None:
    large = scene(64).resize((1600, 1200), Image.Resampling.BICUBIC)
    data = file_of(large, "JPEG", quality=92)
    whole = Image.open(io.BytesIO(data)).crop((200, 0, 1400, 1200))
    expected = np.asarray(whole.resize((64, 64), Image.Resampling.LANCZOS))
    assert apart(read_picture(data, 64).picture, expected) < 1.5


def test_transparent_parts_are_laid_on_white() -> None:
    pixels = np.zeros((16, 16, 4), np.uint8)
    pixels[:8, :, 3] = 255
    pixels[8:, :8, 3] = 128
    upload = read_picture(file_of(Image.fromarray(pixels)), 16)
    assert upload.picture[4, 4].tolist() == [0, 0, 0]
    assert upload.picture[12, 4].tolist() == [127, 127, 127]
    assert upload.picture[12, 12].tolist() == [255, 255, 255]
    assert upload.words.endswith("; transparent parts laid on white")


def test_colours_of_what_cannot_be_seen_do_not_bleed_into_what_can() -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[..., 1] = 255  # green where it cannot be seen
    pixels[:, ::2] = [255, 0, 0, 255]
    upload = read_picture(file_of(Image.fromarray(pixels)), 8)
    assert apart(upload.picture, np.full((8, 8, 3), [255, 127, 127])) < 3


def test_a_palette_with_a_transparent_colour_is_laid_on_white() -> None:
    image = Image.new("P", (16, 16), 0)
    image.putpalette([200, 0, 0, 0, 0, 200])
    image.paste(1, (0, 0, 8, 16))
    upload = read_picture(file_of(image, "PNG", transparency=bytes([0, 255])), 16)
    assert upload.picture[8, 2].tolist() == [0, 0, 200]
    assert upload.picture[8, 13].tolist() == [255, 255, 255]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr"])
def test_every_way_to_hold_colours_ends_in_red_green_and_blue(mode: str) -> None:
    image = scene(32).convert(mode)
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    upload = read_picture(file_of(image, kind), 32)
    assert apart(upload.picture, np.asarray(image.convert("RGB"))) < 6
    assert ("grey" in upload.words) == (mode in ("1", "L", "LA"))
    assert ("CMYK" in upload.words) == (mode == "CMYK")


def test_grey_of_sixteen_bits_keeps_its_shades() -> None:
    deep = np.linspace(0, 65535, 16).astype(np.uint16)[None].repeat(16, 0)
    upload = read_picture(file_of(Image.fromarray(deep)), 16)
    np.testing.assert_array_equal(upload.picture[3, :, 0], np.rint(deep[3] / 257))


@pytest.mark.parametrize("kind", ["GIF", "WebP", "PNG"])
def test_of_an_animation_the_first_frame_is_taken_and_that_is_said(kind: str) -> None:
    first, second = Image.new("RGB", (16, 16), "red"), Image.new("RGB", (16, 16), "blue")
    data = file_of(first, kind, save_all=True, append_images=[second], duration=100)
    upload = read_picture(data, 16)
    assert apart(upload.picture, np.full((16, 16, 3), [255, 0, 0])) < 3
    assert "animated: its first frame" in upload.words


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "x.png"), ("JPEG", "x.jpeg"), ("GIF", "x.GIF"), ("WebP", "x.webp"),
                       ("BMP", "x.bmp"), ("PNG", "no ending"), ("PNG", "v1.2 final")],
)  # fmt: skip
def test_a_name_that_is_right_or_says_nothing_is_not_spoken_of(kind: str, name: str) -> None:
    upload = read_picture(file_of(scene(16), kind), 16, name)
    assert upload.words == f"{kind}; 16 × 16, as it is"


def test_a_picture_under_a_wrong_name_works_and_is_said() -> None:
    upload = read_picture(file_of(scene(16)), 16, "photo.JPG")
    assert upload.words == "PNG although its name ends in .jpg; 16 × 16, as it is"


def test_what_a_page_made_smaller_is_told_as_it_was() -> None:
    before = Before("JPEG", 3024, 4032)
    upload = read_picture(file_of(scene(64)), 32, "holiday.jpg", before)
    assert upload.words == "JPEG; cropped to its middle square, 3024 × 4032 → 32 × 32"


# ---- what is refused


PDF, SVG = b"%PDF-1.7\n" + bytes(99), b'<?xml version="1.0"?>\n<svg xmlns="x">' + bytes(99)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (PDF, "a PDF"), (SVG, "an SVG drawing"), (b"  <svg width='9'>", "an SVG drawing"),
        (b"\xef\xbb\xbf<!-- made by -->\n<SVG>", "an SVG drawing"), (b"II*\0" + bytes(9), "a TIFF"),
        (b"\0\0\0\x18ftypheic" + bytes(9), "a HEIC photo"), (b"\0\0\0\x18ftypisom", "a film"),
        (b"PK\x03\x04" + bytes(9), "a ZIP archive"), (b"<!DOCTYPE html><p>", "a web page"),
    ],
)  # fmt: skip
def test_what_is_something_else_is_named(data: bytes, what: str) -> None:
    said = refused(data, "drawing.png")
    assert said.startswith(f"drawing.png is {what}")
    assert said.endswith("whatever its name says: expected a PNG, JPEG, GIF, WebP or BMP.")


def test_what_nobody_knows_is_no_picture() -> None:
    said = "The file is no picture that can be read here: expected a PNG, JPEG, GIF, WebP or BMP."
    assert refused(b"just some words", "") == said


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert refused(b"").startswith("mine.png is empty: expected a PNG")


def test_too_many_bytes_are_refused_with_how_many_there_are() -> None:
    said = refused(file_of(scene(16)) + bytes(20_500_000))
    assert said == "mine.png is 20.5 MB: a picture may have at most 20 MB."


def png_of_claimed_size(width: int, height: int) -> bytes:
    """A PNG whose head speaks of that many pixels, with next to nothing behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b""))


@pytest.mark.parametrize(
    ("size", "which"), [((6400, 6400), ", 6400 × 6400"), ((10_000, 10_000), ", 10000 × 10000"),
                        ((65_535, 65_535), "")],
)  # fmt: skip
def test_too_many_pixels_are_refused_before_any_is_decoded(
    size: tuple[int, int], which: str
) -> None:
    said = refused(png_of_claimed_size(*size))
    assert said == (
        f"mine.png has too many pixels{which}: a picture may have at most 40 million."
    )


def test_a_picture_that_is_too_small_is_refused_with_its_size() -> None:
    said = refused(file_of(Image.new("RGB", (300, 7))))
    assert said == "mine.png is 300 × 7 pixels: a picture must have at least 8 on either side."
    assert isinstance(read_picture(file_of(Image.new("RGB", (300, 8))), 8), Upload)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WebP", "BMP"])
def test_a_file_that_ends_too_early_is_refused(kind: str) -> None:
    rng = np.random.default_rng(0)
    noise = Image.fromarray(rng.integers(0, 256, (64, 64, 3), dtype=np.uint8))
    data = file_of(noise, kind)
    said = refused(data[: len(data) // 2])
    how = "(ends too early: part of it is missing|is broken)"
    assert re.fullmatch(rf"mine\.png {how}; a fresh copy of it may do\.", said)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WebP", "BMP"])
def test_whatever_is_damaged_gives_a_picture_or_words_and_never_a_warning(kind: str) -> None:
    whole, rng = file_of(scene(24), kind), np.random.default_rng(5)
    for _ in range(60):
        damaged = bytearray(whole)
        for place in rng.integers(0, len(damaged), 6):
            damaged[place] = rng.integers(0, 256)
        try:
            upload = read_picture(bytes(damaged), 16, f"x.{kind}")
        except PictureError as error:
            assert "x." in str(error)
        else:
            assert upload.picture.shape == (16, 16, 3)


def test_exif_that_makes_no_sense_is_passed_over() -> None:
    data = file_of(scene(32), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\x01" * 40)
    assert read_picture(data, 32).picture.shape == (32, 32, 3)


def test_filters_for_warnings_are_as_they_were_afterwards() -> None:
    before = list(warnings.filters)
    read_picture(file_of(scene(16)), 16)
    refused(PDF)
    assert warnings.filters == before


def test_folders_and_what_cannot_be_printed_are_left_out_of_a_name() -> None:
    assert refused(PDF, "C:\\private\\a\x1b[31m.png").startswith("a[31m.png is a PDF")
    long = refused(PDF, "x" * 300 + ".png").partition(" is")[0]
    assert len(long) == 40 and long.endswith(".png")


def test_nothing_is_written_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    data = file_of(scene(32), "JPEG")
    read_picture(data, 16)  # modules are read from disk the first time

    def no_file(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    for place in ("builtins.open", "os.open", "tempfile.NamedTemporaryFile"):
        monkeypatch.setattr(place, no_file)
    assert read_picture(data, 16, "x.jpg").picture.shape == (16, 16, 3)


@pytest.mark.parametrize(
    ("data", "size", "message"),
    [("text", 16, "data must be the bytes of a file, got 'text'"), (b"x", 7, r"size must be in"),
     (b"x", 2000, r"size must be in \[8, 1024\]"), (b"x", 16.0, "size must be a whole number")],
)  # fmt: skip
def test_calls_that_make_no_sense_say_what_was_expected(
    data: object, size: object, message: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        read_picture(data, size)


@pytest.mark.parametrize("told", [("TIFF", 9, 9), ("PNG", 0, 9), ("PNG", 9, 10**7), (1, 9, 9),
                                  ("PNG", 9.5, 9)])  # fmt: skip
def test_what_a_page_says_of_a_picture_must_be_possible(told: tuple) -> None:
    with pytest.raises((TypeError, ValueError)):
        Before(*told)


def test_kinds_are_read_from_the_first_bytes_alone() -> None:
    for kind in ("PNG", "JPEG", "GIF", "WebP", "BMP"):
        assert kind_of(file_of(scene(8), kind)[:40]) == kind
    assert kind_of(b"") == ""
    assert [named_kind(name) for name in ("a.JPG", "a.tar.png", "png", "a.txt")] == [
        "JPEG", "PNG", "", ""
    ]  # fmt: skip
