"""The grid of the growing picture, its error as a curve, and its hidden channels."""

from collections.abc import Callable, Sequence

import numpy as np
import traitlets

from widgets.assets import script, sheet
from widgets.parts import Picture

MOST_PLACES = 64  # of one message: an app's visitor can send anything


class GrowingCanvas(Picture):
    """The picture with what is written beside it: one part, painted together.

    Attributes
    ----------
    cells : bytes
        uint8 (side, side, 4): colours multiplied by opacity, and opacity; row 0 on top.
    side : int
        Cells along a side.
    tool : {"erase", "plant"}
    brush : int
        Radius of what is erased, in cells.
    hint : str
        What an untouched grid says.
    channels : bytes
        uint8 (n, box height, box width): the hidden channels, 128 for 0; empty while not asked.
    box : list of int
        Height and width of their pictures, in cells.
    errors : bytes
        float32 pairs: step and error.
    hurt : list of int
        Steps at which something was cut away.
    top : float
        The error of an empty grid, the top of the curve.
    said : str
        What has become of it, in a sentence.
    label, curve_label, spoken : str
        The pictures in words, and a sentence to be read aloud.
    live : bool
        Whether more frames follow at once.
    faded : bool
    """

    _esm = script(
        "follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/chart.js",
        "canvas/growing_paint.js", "canvas/growing_hand.js", "canvas/growing_picture.js",
    )  # fmt: skip
    _css = sheet("growing_picture.css")

    cells = traitlets.Bytes(b"").tag(sync=True)
    side = traitlets.Int(0).tag(sync=True)
    tool = traitlets.Unicode("erase").tag(sync=True)
    brush = traitlets.Int(5).tag(sync=True)
    hint = traitlets.Unicode("").tag(sync=True)
    channels = traitlets.Bytes(b"").tag(sync=True)
    box = traitlets.List(traitlets.Int(), [0, 0]).tag(sync=True)
    errors = traitlets.Bytes(b"").tag(sync=True)
    hurt = traitlets.List(traitlets.Int()).tag(sync=True)
    top = traitlets.Float(1.0).tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    curve_label = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)
    faded = traitlets.Bool(False).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in messages."""

    def on_act(self, heard: Callable[[str, list[tuple[float, float]]], None]) -> None:
        """Call `heard(act, places)` when a person acts.

        The act is "hand", with the places (x, y) that the pointer has touched in cells from the
        upper left corner, or "cut", without any.
        """

        def read(_: object, content: object, __: object) -> None:
            kind = content.get("kind") if isinstance(content, dict) else None
            if kind == "cut":
                heard(kind, [])
            elif kind == "hand":
                heard(kind, checked_places(content.get("places"), self.side))

        self.on_msg(read)

    def show_cells(self, picture: np.ndarray, live: bool) -> int:
        """Send the cells: uint8, shape (side, side, 4); the number of the frame."""
        with self.hold_sync():
            self.cells, self.side = picture.tobytes(), picture.shape[0]
            self.live, self.faded = live, False
            self.frame += 1
        return self.frame

    def show_channels(self, channels: np.ndarray | None) -> None:
        """Send the hidden channels, numbers of shape (height, width, n); None takes them away."""
        with self.hold_sync():
            if channels is None:
                self.channels, self.box = b"", [0, 0]
            else:
                grey = np.clip(channels * 100 + 128, 0, 255).astype(np.uint8)
                self.box = list(grey.shape[:2])
                self.channels = grey.transpose(2, 0, 1).tobytes()

    def show_errors(self, errors: Sequence[tuple[int, float]], hurt: Sequence[int]) -> None:
        """Send the curve, and the steps at which something was cut away."""
        with self.hold_sync():
            self.errors, self.hurt = np.array(errors, "<f4").tobytes(), list(hurt)


def checked_places(places: object, side: int) -> list[tuple[float, float]]:
    """Places on the grid as pairs of numbers; none, if they are anything else.

    What comes from a page is not to be trusted: too many, or one that is no place, and none is
    taken.
    """
    if not isinstance(places, list) or len(places) > MOST_PLACES:
        return []
    taken = []
    for place in places:
        if not isinstance(place, list) or len(place) != 2:
            return []
        if not all(type(value) in (int, float) and 0 <= value <= side for value in place):
            return []
        taken.append((float(place[0]), float(place[1])))
    return taken
