"""Pictures as files to keep: one as PNG, a run of them as an animated GIF."""
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from course.checks import check_integer, shown

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_SIDE = 4096  # pixels of a PNG
GIF_SIDES = (8, 1024)
MOST_FRAMES = 240
MOST_IN_ALL = 64_000_000  # pixels of all frames of a GIF
LAST = 1000  # milliseconds that the last frame is held at least
_LOOKED_AT = 1 << 14  # pixels, over all frames, from which the colours of a GIF are chosen


def png(image: np.ndarray, scale: int = 1) -> bytes:
    """A picture as a PNG file that holds nothing but its pixels.

    Parameters
    ----------
    image : uint8 array, shape (size, size, 3)
    scale : int
        Each pixel becomes a square of this many pixels a side; size * scale is at most 4,096.

    Raises
    ------
    TypeError, ValueError
        If the picture is of another kind, or too large.
    """
    from PIL import Image

    picture = checked(image, "image")
    check_integer("scale", scale, 1, MOST_SIDE // len(picture))
    large = picture.repeat(scale, axis=0).repeat(scale, axis=1)
    return _written(Image.fromarray(large), "PNG", optimize=True)


def gif(
    frames: Sequence[np.ndarray], milliseconds: int = 80, size: int = 256, *, smooth: bool = True
) -> bytes:
    """A run as an animated GIF that begins again after its end.

    All frames share the 256 colours that suit them best together, so that what stands still
    does not flicker; colours between them are mixed from dots (Floyd and Steinberg 1976).
    Takes some hundredths of a second and a few milliseconds a frame: on a thread where somebody
    waits.

    Parameters
    ----------
    frames : sequence of uint8 arrays, each of shape (s, s, 3)
        At most 240.
    milliseconds : int
        How long each is seen, in [20, 5000], rounded to hundredths of a second as the format
        has them; the last is held for a second at least.
    size : int
        Pixels a side, in [8, 1024], and at most 64 million in all frames together.
    smooth : bool
        Whether a frame is enlarged smoothly, or each of its pixels becomes a square.

    Raises
    ------
    TypeError, ValueError
        If there is no frame, or they are of another kind, or too many.
    """
    check_integer("milliseconds", milliseconds, 20, 5000)
    check_integer("size", size, *GIF_SIDES)
    if not 1 <= len(frames) <= MOST_FRAMES:
        raise ValueError(f"frames must be 1 to {MOST_FRAMES}, got {len(frames)}")
    if len(frames) * size**2 > MOST_IN_ALL:
        most = int((MOST_IN_ALL / len(frames)) ** 0.5)
        raise ValueError(f"size must be at most {most} for {len(frames)} frames, got {size}")
    pictures = [checked(frame, f"frame {i}") for i, frame in enumerate(frames)]
    colours = _colours(pictures)
    drawn = [_in_colours(picture, size, smooth, colours) for picture in pictures]
    each = 10 * round(milliseconds / 10)
    times = [each] * (len(drawn) - 1) + [max(LAST, each)]
    return _written(
        drawn[0], "GIF", save_all=True, append_images=drawn[1:], duration=times, loop=0,
        optimize=False, disposal=1,
    )  # fmt: skip


def checked(image: object, name: str) -> np.ndarray:
    """The picture, if it is one.

    Raises
    ------
    TypeError, ValueError
        If it is not a uint8 array of shape (size, size, 3).
    """
    expected = f"{name} must be a uint8 array of shape (size, size, 3)"
    if not isinstance(image, np.ndarray):
        raise TypeError(f"{expected}, got {shown(image)}")
    square = image.ndim == 3 and image.shape[0] == image.shape[1] >= 1 and image.shape[2] == 3
    if image.dtype != np.uint8 or not square:
        raise ValueError(f"{expected}, got {image.dtype} of shape {image.shape}")
    return image


def _written(image: "Image", kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def _colours(pictures: list[np.ndarray]) -> "Image":
    """A strip whose palette suits all of these together."""
    from PIL import Image

    step = max(1, sum(picture.size // 3 for picture in pictures) // _LOOKED_AT)
    pixels = [picture.reshape(-1, 3)[i % step :: step] for i, picture in enumerate(pictures)]
    strip = Image.fromarray(np.concatenate(pixels)[None])
    return strip.quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=3)


def _in_colours(picture: np.ndarray, size: int, smooth: bool, colours: "Image") -> "Image":
    """One frame at its size, in the colours of all."""
    from PIL import Image

    image = Image.fromarray(picture)
    if size != len(picture):
        smaller = size < len(picture)  # where pixels must be mixed in any case
        how = Image.Resampling.LANCZOS if smaller else (
            Image.Resampling.BICUBIC if smooth else Image.Resampling.NEAREST
        )  # fmt: skip
        image = image.resize((size, size), how)
    return image.quantize(palette=colours, dither=Image.Dither.FLOYDSTEINBERG)
