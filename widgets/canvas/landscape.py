"""A loss of two weights as a landscape, with the paths that go down it, as a canvas."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from numbers import Real

import numpy as np
import traitlets

from course.landscape import LANDSCAPES, Landscape, heights
from widgets.assets import script, sheet
from widgets.parts import Picture

STYLES = ("dots", "dashes", "rings", "before")


@dataclass(frozen=True)
class Line:
    """A path as it is drawn.

    Attributes
    ----------
    places : float array, shape (n, 2)
        n >= 1; finite.
    words : str
        What stands at its end, or "".
    style : {"dots", "dashes", "rings", "before"}
        A dot at each step, dashes, a ring at each step, or thin and dotted: the path of the
        settings before.
    brief : str
        The words where there is little room; "" means the same.
    """

    places: np.ndarray
    words: str = ""
    style: str = "dots"
    brief: str = ""


class LandscapeCanvas(Picture):
    """Levels of a loss over two weights, the paths, the minimum, and a start to drag.

    Attributes
    ----------
    frame : int
        Number of the frame last sent.
    live : bool
        Whether frames follow one another (someone who wants less motion sees fewer).
    arrow : list of float
        Downhill from the end of the first path, (along w1, along w2), of a length in [0, 1];
        or empty or of length 0: none.
    start : list of float
        Where the paths begin, and the handle is.
    label : str
        What the picture shows, in a sentence, for those who do not see it.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/painted.js",
                  "canvas/landscape_paint.js", "canvas/landscape.js")  # fmt: skip
    _css = sheet("canvas/landscape.css")

    heights = traitlets.Bytes(b"").tag(sync=True)
    bounds = traitlets.List([-1.0, 1.0, -1.0, 1.0]).tag(sync=True)
    minima = traitlets.List().tag(sync=True)
    start = traitlets.List([0.0, 0.0]).tag(sync=True)
    places = traitlets.Bytes(b"").tag(sync=True)
    lines = traitlets.List().tag(sync=True)
    arrow = traitlets.List().tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: a new start comes in a message."""

    def on_start(self, heard: Callable[[float, float], None]) -> None:
        """Call `heard(w1, w2)` when a person moves the start."""

        def read(_: object, content: object, __: object) -> None:
            at = content.get("at") if isinstance(content, dict) else None
            # An app's visitor can send anything.
            if isinstance(at, list) and len(at) == 2 and all(map(_number, at)):
                heard(float(at[0]), float(at[1]))

        self.on_msg(read)

    def show(
        self,
        landscape: Landscape,
        start: Sequence[float],
        lines: Sequence[Line],
        arrow: Sequence[float] = (),
        live: bool = False,
    ) -> int:
        """Send a frame; one message, whatever it holds.

        Parameters
        ----------
        landscape : Landscape
        start : pair of float
        lines : sequence of Line
            The first is drawn on top.
        arrow : pair of float, optional
        live : bool
            Whether more frames follow at once.

        Returns
        -------
        int
            The number of the frame.
        """
        for line in lines:
            if line.style not in STYLES or not np.isfinite(line.places).all():
                raise ValueError(f"a line must be finite and {' or '.join(STYLES)}, got {line}")
        with self.hold_sync():
            self.heights = _heights(landscape.name)
            self.bounds = [float(bound) for bound in landscape.bounds]
            self.minima = [list(minimum) for minimum in landscape.minima]
            self.start, self.arrow = [float(w) for w in start], [float(part) for part in arrow]
            packed = [np.asarray(line.places, "<f4") for line in lines]
            self.places = b"".join(part.tobytes() for part in packed)
            self.lines = [
                {"words": line.words, "brief": line.brief or line.words, "style": line.style,
                 "count": len(line.places)} for line in lines
            ]  # fmt: skip
            self.live = live
            self.frame += 1
        return self.frame


def _number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)


@lru_cache(maxsize=len(LANDSCAPES))
def _heights(name: str) -> bytes:
    return heights(LANDSCAPES[name]).astype("<f4").tobytes()
