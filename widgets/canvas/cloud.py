"""A cloud before and after, what one of its points sees, and what lies along the axes."""
from collections.abc import Callable, Sequence
from math import isfinite
from numbers import Real
from typing import Any

import numpy as np
import traitlets

from course.projections.cloud_bench import Bars
from widgets.assets import script, sheet
from widgets.parts import Picture

ACTS = ("drop", "undo", "back")
MOVES = 2**53  # a page counts its moves: a larger number is not one of its own


class CloudPicture(Picture):
    """Four canvases that change in one message.

    Attributes
    ----------
    before, after : bytes
        float32 (n, 2).
    cosines : bytes
        float32 (2, n): with the chosen point, before and after; NaN where there is no angle.
    put : list of [row, x, y]
        Where one point of `before` is now, while it is dragged; or empty.
    near : list of int
        Rows that are marked in both clouds.
    chosen : int
        The row that looks at the others.
    reach : [float, float]
        Half the side of the pictures before and after, in the units of the points.
    origin, directions : list of float
        In the picture before: what becomes the origin (x, y); where the new axes run
        (x, y of the one, x, y of the other).
    axes : [str, str]
        What the new axes are called.
    bars : bytes
        float32 (2, 2, bins): for each axis how many points lie in a bin, and how many of a
        normal cloud would.
    ends : [float, float]
        Where the bars end, to either side.
    captions : [str, str]
        What is written above the bars.
    after_words : str
        What was done, in a few words.
    same : bool
        Whether the picture after has the units of the one before.
    labels : list of str
        The four pictures in sentences, for those who do not see them.
    undo : bool
        Whether there is a point to put back.
    heard : int
        Number of the last move that this frame follows from.
    spoken, problem, note : str
        For those who hear the page; what went wrong; what else is to be known.
    """

    _esm = script(
        "follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/cloud_dots.js",
        "canvas/cloud_paint.js", "canvas/cloud_names.js", "canvas/cloud_bars.js",
        "canvas/cloud_hand.js", "canvas/cloud.js",
    )  # fmt: skip
    _css = sheet("two_dimensions.css")

    before = traitlets.Bytes(b"").tag(sync=True)
    after = traitlets.Bytes(b"").tag(sync=True)
    cosines = traitlets.Bytes(b"").tag(sync=True)
    put = traitlets.List().tag(sync=True)
    near = traitlets.List().tag(sync=True)
    chosen = traitlets.Int(0).tag(sync=True)
    reach = traitlets.List([1.0, 1.0]).tag(sync=True)
    origin = traitlets.List([0.0, 0.0]).tag(sync=True)
    directions = traitlets.List([1.0, 0.0, 0.0, 1.0]).tag(sync=True)
    axes = traitlets.List(["PC1", "PC2"]).tag(sync=True)
    bars = traitlets.Bytes(b"").tag(sync=True)
    ends = traitlets.List([1.0, 1.0]).tag(sync=True)
    captions = traitlets.List(["", ""]).tag(sync=True)
    after_words = traitlets.Unicode("").tag(sync=True)
    same = traitlets.Bool(True).tag(sync=True)
    labels = traitlets.List(["", "", "", ""]).tag(sync=True)
    undo = traitlets.Bool(False).tag(sync=True)
    heard = traitlets.Int(0).tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in messages."""

    def on_move(self, heard: Callable[[int, float, float, int], None]) -> None:
        """Call `heard(row, x, y, number of the move)` when a person moves a point."""

        def act(content: dict) -> None:
            row, at, number = content.get("row"), content.get("at"), content.get("number")
            pair = isinstance(at, list) and len(at) == 2 and all(map(_number, at))
            if pair and _whole(row) and _whole(number) and 0 <= number < MOVES:
                heard(row, float(at[0]), float(at[1]), number)

        self._on("move", act)

    def on_choice(self, heard: Callable[[int], None]) -> None:
        """Call `heard(row)` when a person chooses a point."""
        self._on("choose", lambda said: _whole(said.get("row")) and heard(said["row"]))

    def on_step(self, heard: Callable[[int], None]) -> None:
        """Call `heard(by)` when a person asks for the next point around the origin."""
        self._on("next", lambda said: _whole(said.get("by")) and heard(said["by"]))

    def on_act(self, heard: Callable[[str], None]) -> None:
        """Call `heard` with "drop" when a point is let go, with "undo", or with "back"."""
        for act in ACTS:
            self._on(act, lambda _, act=act: heard(act))

    def _on(self, kind: str, act: Callable[[dict], Any]) -> None:
        def read(_: object, content: object, __: object) -> None:
            # An app's visitor can send anything.
            if isinstance(content, dict) and content.get("kind") == kind:
                act(content)

        self.on_msg(read)

    def show_points(self, before: np.ndarray) -> None:
        """Send the whole cloud before, shape (n, 2); part of the next frame."""
        self.before, self.put = before.astype("<f4").tobytes(), []

    def show(
        self,
        after: np.ndarray,
        cosines: Sequence[np.ndarray],
        bars: Sequence[Bars],
        **traits: Any,
    ) -> int:
        """Send a frame; the number of it.

        Parameters
        ----------
        after : float array, shape (n, 2)
        cosines : two float arrays, shape (n,)
        bars : two Bars
        **traits
            Other attributes that change with it.
        """
        with self.hold_sync():
            self.after = after.astype("<f4").tobytes()
            self.cosines = np.stack(cosines).astype("<f4").tobytes()
            self.bars = np.array([(one.counts, one.normal) for one in bars], "<f4").tobytes()
            self.ends = [one.end for one in bars]
            for name, value in traits.items():
                setattr(self, name, value)
            self.frame += 1
        return self.frame


def _number(value: object) -> bool:
    if not isinstance(value, Real) or isinstance(value, bool):
        return False
    try:
        return isfinite(value)
    except OverflowError:  # a whole number such as 10**400
        return False


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
