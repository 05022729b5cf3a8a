"""The networks of a cell as small fields, to choose one."""
from collections.abc import Callable, Sequence

import numpy as np
import traitlets

from widgets.assets import script
from widgets.parts import Part


class CellNetworks(Part):
    """Small fields with a caption each; one can be opened.

    Attributes
    ----------
    title, line : str
        What these networks are, and how they do.
    side : int
        Points along each side of a field.
    captions : list of str
        Under each field.
    words : list of str
        A sentence for each network.
    lost : list of bool
        Networks without a field: their loss has run away.
    opened : int
        The network that is open, or -1.
    label : str
        For those who do not see the fields.
    frame : int
        Number of the frame last sent.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/tint.js", "canvas/cell_networks.js")

    title = traitlets.Unicode("").tag(sync=True)
    line = traitlets.Unicode("").tag(sync=True)
    side = traitlets.Int(0).tag(sync=True)
    fields = traitlets.Bytes(b"").tag(sync=True)
    captions = traitlets.List(traitlets.Unicode()).tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    lost = traitlets.List(traitlets.Bool()).tag(sync=True)
    opened = traitlets.Int(-1).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    frame = traitlets.Int(0).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in a message."""

    def on_open(self, heard: Callable[[int], None]) -> None:
        """Call `heard(network)` when a person opens one; -1 when they close it."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "open":
                at = content.get("at")
                if type(at) is int and -1 <= at < len(self.captions):
                    heard(at)

        self.on_msg(read)

    def show(self, fields: Sequence[np.ndarray], side: int) -> int:
        """Send the fields that are there, the first ones of the captions'.

        Parameters
        ----------
        fields : sequence of uint8 array, shape (side, side)
            As `course.field.field_bytes` packs them.
        side : int

        Returns
        -------
        int
            The number of the frame.
        """
        with self.hold_sync():
            self.side, self.fields = side, b"".join(part.tobytes() for part in fields)
            self.frame += 1
        return self.frame
