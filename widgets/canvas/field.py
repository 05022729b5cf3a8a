"""The decision field with its points, as a canvas."""

import numpy as np
import traitlets

from widgets.assets import script
from widgets.parts import Picture


class FieldCanvas(Picture):
    """A square picture of p(inside), the 50% contour, and points on top.

    Attributes
    ----------
    frame : int
        Number of the frame last sent.
    live : bool
        Whether frames follow one another (someone who wants less motion sees fewer).
    faded : bool
        Draw the field at half strength: the last good one, after a failure.
    label : str
        What the picture shows, in a sentence, for those who do not see it.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/tint.js",
                  "canvas/marks.js", "canvas/field.js")  # fmt: skip

    field = traitlets.Bytes(b"").tag(sync=True)
    side = traitlets.Int(0, min=0, max=2000).tag(sync=True)
    points = traitlets.Bytes(b"").tag(sync=True)
    wrong = traitlets.Bytes(b"").tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)
    faded = traitlets.Bool(False).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def show(
        self,
        field: np.ndarray,
        wrong: np.ndarray,
        points: tuple[np.ndarray, np.ndarray] | None = None,
        live: bool = False,
    ) -> int:
        """Send a frame; one message, whatever it holds.

        Parameters
        ----------
        field : uint8 array, shape (side, side)
            p(inside) as `course.field.field_bytes` packs it, top row first.
        wrong : bool array, shape (n_points,)
            Which of the points are on the wrong side.
        points : (x, y), optional
            New points: x float (n_points, 2) in the square, y bool (n_points,).  Those
            sent before stay otherwise.
        live : bool
            Whether more frames follow at once.

        Returns
        -------
        int
            The number of the frame.

        Raises
        ------
        ValueError
            If an array has another shape or type.
        """
        if field.ndim != 2 or field.shape[0] != field.shape[1] or field.dtype != np.uint8:
            raise ValueError(f"field must be uint8 (side, side), got {field.dtype} {field.shape}")
        with self.hold_sync():
            if points is not None:
                self.points = packed(*points)
            self.field, self.side = field.tobytes(), field.shape[0]
            self.wrong = wrong.astype(np.uint8).tobytes()
            self.live, self.faded = live, False
            self.frame += 1
        return self.frame


def packed(x: np.ndarray, y: np.ndarray) -> bytes:
    """Points and their classes as little-endian float32: x, y, and 1 for inside, of each."""
    if x.ndim != 2 or x.shape[1] != 2 or y.shape != x.shape[:1]:
        raise ValueError(f"x must have shape (n, 2) and y shape (n,), got {x.shape} and {y.shape}")
    return np.column_stack([x, y]).astype("<f4").tobytes()
