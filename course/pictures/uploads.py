"""A picture that somebody brings along, made square and small; its file is never kept.

Whoever serves the course to others does not know what arrives.  What a file is, is read from its
first bytes and not from its name; how many pixels it says it has is looked at before any is
made; and of what it holds besides pixels (place, time, camera) only which way is up is read.
"""
import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from course.checks import check_choice, check_integer, shown
from course.pictures.file_kinds import EXPECTED, KINDS, kind_of, named_kind

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 20_000_000
MOST_PIXELS = 40_000_000
LEAST_SIDE = 8
SIZES = (LEAST_SIDE, 1024)  # pixels a side of what comes back
_ORIENTATION = 0x0112  # the number of the one entry of EXIF that is read
_UPRIGHT = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # by which of Pillow's transpositions
_LYING = (5, 6, 7, 8)  # those that exchange width and height
_GREY = ("1", "L", "LA", "La", "I", "I;16", "I;16B")
_one_at_a_time = threading.Lock()


class PictureError(ValueError):
    """A file that is no picture we can use; the message says so to whoever brought it."""


@dataclass(frozen=True, eq=False)
class Upload:
    """A picture that was brought along.

    Attributes
    ----------
    picture : uint8 array, shape (size, size, 3)
    words : str
        What it was and what was done to it: "JPEG; cropped to its middle square, 3024 × 4032 →
        128 × 128".
    """

    picture: np.ndarray
    words: str


@dataclass(frozen=True)
class Before:
    """What a page says a picture was before the page made it smaller; told, and never trusted.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    width, height : int
        Pixels, in [1, 1,000,000].
    """

    kind: str
    width: int
    height: int

    def __post_init__(self) -> None:
        check_choice("kind", self.kind, KINDS)
        check_integer("width", self.width, 1, 1_000_000)
        check_integer("height", self.height, 1, 1_000_000)


def read_picture(data: bytes, size: int, name: str = "", before: Before | None = None) -> Upload:
    """A file's middle square as a picture of size x size pixels.

    It is turned upright, cropped, made smaller (or larger) by Lanczos' filter, and laid on white
    where it is transparent.  Nothing is written anywhere.

    Parameters
    ----------
    data : bytes
        The whole file: PNG, JPEG, GIF, WebP or BMP; at most 20 MB and 40 million pixels, at
        least 8 pixels on either side.
    size : int
        Pixels a side of the result, in [8, 1024].
    name : str
        The file's name, for the words.
    before : Before, optional
        What it was before a page made it smaller.

    Raises
    ------
    PictureError
        If it is no such file, or broken; the message is for whoever brought it.
    TypeError, ValueError
        If data is not bytes, or size not a whole number in [8, 1024].
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"data must be the bytes of a file, got {shown(data)}")
    check_integer("size", size, *SIZES)
    data, called = bytes(data), _shortened(name) or "The file"
    kind = _checked_kind(data, called)
    with _opened(data, called) as image:
        width, height = image.size
        turn = _turn(image)
        whole = before or Before(kind, *((height, width) if turn in _LYING else (width, height)))
        done = [] if before else _remarks(image, turn)
        image.draft(image.mode, (2 * size, 2 * size))  # a JPEG is decoded at 1/2, 1/4 or 1/8
        picture, laid = _square(image, size, turn)
    done.append(_scaled(whole, size))
    if laid:
        done.append("transparent parts laid on white")
    return Upload(picture, f"{whole.kind}{_misnamed(whole.kind, name)}; {'; '.join(done)}")


def _shortened(name: str) -> str:
    """A file's name without its folders and what cannot be printed, at most 40 characters."""
    last = "".join(c for c in str(name).replace("\\", "/").rpartition("/")[2] if c.isprintable())
    return last if len(last) <= 40 else f"{last[:28]}...{last[-9:]}"


def _checked_kind(data: bytes, called: str) -> str:
    """One of `KINDS`.

    Raises
    ------
    PictureError
        If it is something else, or too large.
    """
    if not data:
        raise PictureError(f"{called} is empty: {EXPECTED}.")
    if len(data) > MOST_BYTES:
        raise PictureError(
            f"{called} is {len(data) / 1e6:.1f} MB: a picture may have at most "
            f"{MOST_BYTES / 1e6:.0f} MB."
        )
    kind = kind_of(data)
    if kind not in KINDS:
        what = f"is {kind}, whatever its name says" if kind and named_kind(called) else (
            f"is {kind}" if kind else "is no picture that can be read here"
        )  # fmt: skip
        raise PictureError(f"{called} {what}: {EXPECTED}.")
    return kind


@contextmanager
def _opened(data: bytes, called: str) -> Iterator["Image"]:
    """The file as Pillow opens it, not yet decoded; whatever goes wrong becomes a PictureError.

    Pillow warns of what is odd in a file, which nobody here could act upon.
    """
    from PIL import Image

    with _one_at_a_time, warnings.catch_warnings():  # those who catch warnings take turns
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=[kind.upper() for kind in KINDS]) as image:
                _check_size(image.size, called)
                yield image
        except PictureError:
            raise
        except Image.DecompressionBombError:
            raise _too_many(called) from None
        except Exception as error:  # noqa: BLE001  a broken file makes Pillow raise anything
            cut = "truncated" in str(error).lower() or isinstance(error, EOFError)
            how = "ends too early: part of it is missing" if cut else "is broken"
            raise PictureError(f"{called} {how}; a fresh copy of it may do.") from None


def _check_size(size: tuple[int, int], called: str) -> None:
    width, height = size
    if min(size) < LEAST_SIDE:
        raise PictureError(
            f"{called} is {width} × {height} pixels: a picture must have at least {LEAST_SIDE} "
            "on either side."
        )
    if width * height > MOST_PIXELS:
        raise _too_many(called, f", {width} × {height}")


def _too_many(called: str, which: str = "") -> PictureError:
    return PictureError(
        f"{called} has too many pixels{which}: a picture may have at most "
        f"{MOST_PIXELS / 1e6:.0f} million."
    )


def _turn(image: "Image") -> int:
    """How its camera was held, 1 to 8 as EXIF counts; 1 is upright."""
    try:
        held = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  what EXIF says is no picture: one can do without
        return 1
    return held if held in range(1, 9) else 1


def _misnamed(kind: str, name: str) -> str:
    """ " although its name ends in .jpg", or "" where the name says what it is, or nothing."""
    wrong = named_kind(name) not in (kind, "")
    return f" although its name ends in .{name.rpartition('.')[2].lower()}" if wrong else ""


def _remarks(image: "Image", turn: int) -> list[str]:
    """What is not as one would expect, in words."""
    said = []
    # A phone's JPEG may hold a second, smaller picture, which is no film.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        said.append("animated: its first frame")
    if image.mode in _GREY:
        said.append("grey")
    if image.mode == "CMYK":
        said.append("inks (CMYK) as red, green and blue")
    if turn != 1:
        said.append("turned upright")
    return said


def _scaled(whole: Before, size: int) -> str:
    """ "cropped to its middle square, 3024 × 4032 → 128 × 128"."""
    width, height = whole.width, whole.height
    if width == height == size:
        return f"{size} × {size}, as it is"
    cropped = "cropped to its middle square, " if width != height else ""
    return f"{cropped}{width} × {height} → {size} × {size}"


def _square(image: "Image", size: int, turn: int) -> tuple[np.ndarray, bool]:
    """The middle square, upright, on white; and whether anything was transparent."""
    from PIL import Image

    image.load()
    width, height = image.size
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    square = _plain(image.crop((left, top, left + side, top + side)))
    square = square.resize((size, size), Image.Resampling.LANCZOS)
    if turn != 1:
        square = square.transpose(Image.Transpose(_UPRIGHT[turn]))
    if square.mode == "RGB":
        return np.array(square), False
    laid = square.getchannel("A").getextrema()[0] < 255
    white = Image.new("RGBA", square.size, "white")
    return np.array(Image.alpha_composite(white, square).convert("RGB")), laid


def _plain(square: "Image") -> "Image":
    """The same in eight bits a colour: mode RGBA where something may be transparent, or RGB."""
    from PIL import Image

    see_through = square.has_transparency_data
    if square.mode.startswith("I"):  # grey of 16 bits, which Pillow would cut off at 255
        deep = np.asarray(square).astype(np.float32)
        square = Image.fromarray(np.rint(np.clip(deep / 257, 0, 255)).astype(np.uint8))
    return square.convert("RGBA" if see_through else "RGB")
