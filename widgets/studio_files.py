"""The files of the studio: the picture as PNG, the run as GIF."""
import asyncio
from typing import Any

import numpy as np

from course.pictures.exports import gif, png
from widgets.art_saving import Saving

SIDE = 512  # pixels a side of a saved picture, about
RUN_SIDE = 384  # and of a run


def picture_file(image: np.ndarray) -> bytes:
    """A picture as PNG, each pixel a square so that it has about 512 a side."""
    return png(image, max(1, round(SIDE / len(image))))


def run_file(frames: list[np.ndarray]) -> bytes:
    """A run as GIF; each pixel is a square."""
    side = len(frames[0])
    return gif(frames, size=side * max(1, round(RUN_SIDE / side)))


def save(
    kind: str,
    name: str,
    frames: list[np.ndarray],
    saving: Saving,
    loop: asyncio.AbstractEventLoop | None,
) -> None:
    """Make a file and have the page download it; on a thread, where there is a loop to go on with.

    Parameters
    ----------
    kind : {"png", "gif"}
    name : str
        Of the file, without its ending.
    frames : list of uint8 arrays, shape (size, size, 3)
        The run; of which the last is the picture.
    saving : Saving
    loop : event loop, optional
    """

    def make() -> bytes:
        return picture_file(frames[-1]) if kind == "png" else run_file(frames)

    def there(result: Any) -> None:
        try:
            saving.give(f"{name}.{kind}", f"image/{kind}", result())
        except (TypeError, ValueError, OSError, MemoryError) as error:
            saving.fail(f"It could not be saved: {error}.")

    if not frames:
        saving.fail("There is no picture yet: press Play.")
    elif loop is None or loop.is_closed():
        there(make)
    else:
        saving.busy, saving.said = True, "Making the file ..."
        future = loop.run_in_executor(None, make)
        future.add_done_callback(lambda done: there(done.result))
