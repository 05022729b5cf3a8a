"""The picture that is being made, as a canvas."""
import numpy as np
import traitlets

from course.pictures.exports import checked
from widgets.assets import script, sheet
from widgets.parts import Picture


class ArtPicture(Picture):
    """A square picture as large as its box, or in its place what its goal asks of it.

    Attributes
    ----------
    image : bytes
        uint8, red green blue, the top row first.
    size : int
        Pixels a side; 0 before the first picture.
    pull : bytes
        uint8, grey (a byte a pixel) or red green blue: lighter where more is asked for, darker
        where less, 128 where nothing.  Empty if it is not known.
    show_pull : bool
        Whether that is shown instead of the picture, where it is known.
    smooth : bool
        Whether colours run into one another between pixels, or each pixel is a square.
    dimmed : bool
        Whether it is the last good picture of something that has stopped.
    live : bool
        Whether frames follow one another (someone who wants less motion sees fewer).
    alt : str
        What the picture shows, in a sentence, for those who do not see it.
    frame : int
        Number of the frame last sent.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/pixels.js",
                  "canvas/art_picture.js")  # fmt: skip
    _css = sheet("art_parts.css")

    image = traitlets.Bytes(b"").tag(sync=True)
    size = traitlets.Int(0).tag(sync=True)
    pull = traitlets.Bytes(b"").tag(sync=True)
    show_pull = traitlets.Bool(False).tag(sync=True)
    smooth = traitlets.Bool(True).tag(sync=True)
    dimmed = traitlets.Bool(False).tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)
    alt = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: there is nothing in it to change."""

    def show(self, image: np.ndarray, pull: np.ndarray | None = None) -> int:
        """Send a frame; one message, whatever it holds.

        Parameters
        ----------
        image : uint8 array, shape (size, size, 3)
        pull : uint8 array, shape (size, size) or (size, size, 3), optional
            128 where nothing is asked for; int8 is taken for the same less 128.

        Returns
        -------
        int
            The number of the frame.

        Raises
        ------
        TypeError, ValueError
            If an array has another shape or type.
        """
        checked(image, "image")
        asked = b"" if pull is None else _pull_bytes(pull, len(image))
        with self.hold_sync():
            self.image, self.size, self.pull = image.tobytes(), len(image), asked
            self.frame += 1
        return self.frame


def _pull_bytes(pull: np.ndarray, size: int) -> bytes:
    if pull.shape not in ((size, size), (size, size, 3)) or pull.dtype not in (np.uint8, np.int8):
        raise ValueError(
            f"pull must be uint8 or int8 of shape ({size}, {size}) or ({size}, {size}, 3), "
            f"got {pull.dtype} of shape {pull.shape}"
        )
    if pull.dtype == np.int8:
        pull = (pull.astype(np.int16) + 128).astype(np.uint8)
    return pull.tobytes()
