"""Many small fields side by side, and one of them large, as canvases."""
from collections.abc import Callable, Sequence

import numpy as np
import traitlets

from widgets.assets import script, sheet
from widgets.parts import Picture

COLUMNS = 8


class GardenCanvas(Picture):
    """The fields of many networks in rows of eight; one is chosen, and drawn large beside them.

    Attributes
    ----------
    columns : int
    order : list of int
        Which network stands at which place.
    dead : list of int
        Networks that have run away: marked by a cross.
    chosen : int
        The network that is drawn large.
    ends, left, top, right : list of str
        Words above the tiles, and beside each row or above each column; none if empty.
    figure, free, place : str
        The large number, what is free, and what it is of.
    said : str
        A line below the tiles, or "".
    can_open : bool
        Whether the chosen one can be opened.
    label, large_label, spoken : str
        The pictures for those who do not see them, and what has become of the last key.
    frame : int
        Number of the frame last sent.
    live : bool
        Whether frames follow one another (someone who wants less motion sees fewer).
    """

    _esm = script(
        "follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/tint.js",
        "canvas/garden_paint.js", "canvas/garden.js",
    )  # fmt: skip
    _css = sheet("garden.css")

    fields = traitlets.Bytes(b"").tag(sync=True)
    side = traitlets.Int(0).tag(sync=True)
    large = traitlets.Bytes(b"").tag(sync=True)
    large_side = traitlets.Int(0).tag(sync=True)
    large_of = traitlets.Int(-1).tag(sync=True)
    truth = traitlets.Bytes(b"").tag(sync=True)
    truth_side = traitlets.Int(0).tag(sync=True)
    columns = traitlets.Int(COLUMNS).tag(sync=True)
    order = traitlets.List(traitlets.Int()).tag(sync=True)
    dead = traitlets.List(traitlets.Int()).tag(sync=True)
    chosen = traitlets.Int(0).tag(sync=True)
    ends = traitlets.List(traitlets.Unicode(), ["", ""]).tag(sync=True)
    left = traitlets.List(traitlets.Unicode()).tag(sync=True)
    top = traitlets.List(traitlets.Unicode()).tag(sync=True)
    right = traitlets.List(traitlets.Unicode()).tag(sync=True)
    figure = traitlets.Unicode("--.-%").tag(sync=True)
    free = traitlets.Unicode("").tag(sync=True)
    place = traitlets.Unicode("").tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    can_open = traitlets.Bool(True).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    large_label = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in messages."""

    def on_act(self, heard: Callable[[str, int], None]) -> None:
        """Call `heard("choose" or "open", network)` when a person asks for it."""

        def read(_: object, content: object, __: object) -> None:
            if not isinstance(content, dict) or content.get("kind") not in ("choose", "open"):
                return
            at = content.get("at")  # an app's visitor can send anything
            if isinstance(at, int) and not isinstance(at, bool) and 0 <= at < len(self.order):
                heard(content["kind"], at)

        self.on_msg(read)

    def show(
        self,
        fields: np.ndarray,
        large: np.ndarray,
        large_of: int,
        dead: Sequence[int] = (),
        live: bool = False,
    ) -> int:
        """Send a frame; one message, whatever it holds.

        Parameters
        ----------
        fields : uint8 array, shape (n, side, side)
            Of all networks, as `course.field.field_bytes` packs them, top row first.
        large : uint8 array, shape (large_side, large_side)
            Of one of them.
        large_of : int
            Of which.
        dead : sequence of int
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
        for name, array, axes in (("fields", fields, 3), ("large", large, 2)):
            square = array.ndim == axes and array.shape[-1] == array.shape[-2]
            if not square or array.dtype != np.uint8:
                raise ValueError(
                    f"{name} must be uint8 with {axes} axes, the last two alike, "
                    f"got {array.dtype} {array.shape}"
                )
        with self.hold_sync():
            self.fields, self.side = fields.tobytes(), fields.shape[-1]
            self.large, self.large_side = large.tobytes(), large.shape[-1]
            self.large_of, self.dead, self.live = large_of, list(dead), live
            self.frame += 1
        return self.frame
