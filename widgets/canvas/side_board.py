"""Pictures in a row, with the chart of what they come to below, as one part."""
from collections.abc import Callable, Sequence
from math import isfinite
from numbers import Real
from typing import Any

import numpy as np
import traitlets

from widgets.assets import script, sheet
from widgets.parts import Picture


class SideBoard(Picture):
    """The pictures and the chart: a frame is one message.

    Attributes
    ----------
    tiles : list of dict
        "label"; "loss", "spent" and "words": what stands below; "problem": why it does not go
        on, or ""; "rate" and "rates": the learning rate and what else there is, [value, words];
        "there": whether there is a picture yet.
    images : bytes
        uint8 (side, side, 3) for each tile, one after the other.
    target : bytes
        The same of the target, or nothing.
    target_words : str
        What stands below the target.
    side : int
        Pixels of a picture, each way.
    counts : list of int
        How many points each line of the chart has.
    points : bytes
        float32 pairs, line by line.
    axis : dict
        As `widgets.side_by_side_chart.axis` makes it.
    said, question : str
        What has come of it; what to decide before.
    label, spoken : str
        Everything in words, and a sentence to be read aloud.
    live : bool
        Whether frames follow one another.
    """

    _esm = script(
        "follow.js", "near.js", "canvas/surface.js", "canvas/painted.js", "canvas/chart.js",
        "canvas/side_chart.js", "canvas/side_board.js",
    )  # fmt: skip
    _css = sheet("side_by_side.css")

    tiles = traitlets.List().tag(sync=True)
    images = traitlets.Bytes(b"").tag(sync=True)
    target = traitlets.Bytes(b"").tag(sync=True)
    target_words = traitlets.Unicode("").tag(sync=True)
    side = traitlets.Int(0).tag(sync=True)
    counts = traitlets.List(traitlets.Int()).tag(sync=True)
    points = traitlets.Bytes(b"").tag(sync=True)
    axis = traitlets.Dict().tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    question = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in messages."""

    def on_seen(self, heard: Callable[[], None]) -> None:
        """Call `heard` when the page is about to show it."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "seen":
                heard()

        self.on_msg(read)

    def on_rate(self, heard: Callable[[int, float], None]) -> None:
        """Call `heard(tile, learning rate)` when a person chooses another."""

        def read(_: object, content: object, __: object) -> None:
            if not isinstance(content, dict) or content.get("kind") != "rate":
                return
            which, value = content.get("tile"), content.get("value")
            # An app's visitor can send anything.
            if _whole(which) and 0 <= which < len(self.tiles) and _number(value):
                heard(which, float(value))

        self.on_msg(read)

    def show(
        self,
        tiles: Sequence[dict[str, Any]],
        pictures: Sequence[np.ndarray | None],
        side: int,
        lines: Sequence[np.ndarray],
        live: bool = False,
        **others: Any,
    ) -> int:
        """Send a frame.

        Parameters
        ----------
        tiles : sequence of dict
            Without "there".
        pictures : sequence of uint8 array, shape (side, side, 3), or None
        side : int
        lines : sequence of float array, shape (n, 2)
        live : bool
        **others
            Other traits.

        Returns
        -------
        int
            The number of the frame.
        """
        nothing = bytes(3 * side * side)
        with self.hold_sync():
            self.tiles = [
                {**tile, "there": picture is not None}
                for tile, picture in zip(tiles, pictures, strict=True)
            ]
            self.images = b"".join(nothing if one is None else one.tobytes() for one in pictures)
            self.side, self.live = side, live
            self.counts = [len(line) for line in lines]
            self.points = b"".join(np.asarray(line, "<f4").tobytes() for line in lines)
            for name, value in others.items():
                setattr(self, name, value)
            self.frame += 1
        return self.frame


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)
