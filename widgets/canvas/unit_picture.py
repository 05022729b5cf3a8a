"""A network, and each of its hidden units beside it as a tile that can be switched off."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import traitlets

from course.network import ACTIVATIONS, Network
from course.units import Edge, folds, packed_sums
from widgets.assets import script, sheet
from widgets.canvas.field import packed
from widgets.parts import Part

SIDE = 40  # of a tile's picture, in points
RIGHT, WRONG, NEWLY_WRONG = 0, 1, 2


@dataclass(frozen=True)
class Tile:
    """What is written at a unit.

    Attributes
    ----------
    name, weight, below, more : str
        "unit 2"; its weight towards the output; the line below; and what is to be seen, for
        those who do not see it.
    state : {"", "dead", "removed"}
    """

    name: str
    weight: str
    below: str
    more: str
    state: str = ""


class UnitPicture(Part):
    """The field with its points and folds, and a tile for each hidden unit: one part, so that
    what belongs to one network reaches the page in one message and is painted together.

    Attributes
    ----------
    field, side, points, faded, live, frame, label
        As in `widgets.canvas.field.FieldCanvas`.
    wrong : bytes
        A byte for each point: 0 right, 1 wrong with all units, 2 wrong only without some.
    sums : bytes
        As `course.units.packed_sums` packs them, one unit after the other.
    marks : bytes
        float32 (units, 6): both ends of the fold (x, y, x, y), the unit's weight towards the
        output, and the peak of its sums; NaN where there is no straight fold or no one weight.
    edges : bytes
        float32 (n, 4): both ends of each straight edge of the 50% line; empty while they are not
        known, and the line is read off the field.
    layers : list of int
        Units of each hidden layer.
    relu : bool
        Whether a unit is off below its fold.
    tiles : list of dict
        Each a `Tile`.
    key : list of [mark, words]
        The marks of the field; a mark is "inside", "outside", "wrong" or "newly".
    said : list of str
        What one sees, in sentences; the first is the main one.
    back : bool
        Whether there is a unit to put back.
    spoken : str
        A sentence to be read aloud.
    """

    _esm = script(
        "follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/tint.js", "canvas/marks.js",
        "canvas/unit_paint.js", "canvas/unit_tiles.js", "canvas/unit_picture.js",
    )  # fmt: skip
    _css = sheet("unit_view.css")

    field = traitlets.Bytes(b"").tag(sync=True)
    side = traitlets.Int(0).tag(sync=True)
    points = traitlets.Bytes(b"").tag(sync=True)
    wrong = traitlets.Bytes(b"").tag(sync=True)
    sums = traitlets.Bytes(b"").tag(sync=True)
    sums_side = traitlets.Int(SIDE).tag(sync=True)
    marks = traitlets.Bytes(b"").tag(sync=True)
    edges = traitlets.Bytes(b"").tag(sync=True)
    layers = traitlets.List(traitlets.Int()).tag(sync=True)
    relu = traitlets.Bool(True).tag(sync=True)
    tiles = traitlets.List(traitlets.Dict()).tag(sync=True)
    key = traitlets.List().tag(sync=True)
    said = traitlets.List(traitlets.Unicode()).tag(sync=True)
    back = traitlets.Bool(False).tag(sync=True)
    frame = traitlets.Int(0).tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)
    faded = traitlets.Bool(False).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in messages."""

    def on_act(self, heard: Callable[[str, int], None]) -> None:
        """Call `heard(act, unit)` when a person acts.

        The act is "toggle", with the number of the unit counted through all layers from 0,
        "back" or "another"; or "painted", with the number of the frame that the page painted.
        """

        def read(_: object, content: object, __: object) -> None:
            kind = content.get("kind") if isinstance(content, dict) else None
            name = {"toggle": "unit", "painted": "frame"}.get(kind)
            number = content.get(name) if name else 0
            # An app's visitor can send anything.
            whole = isinstance(number, int) and not isinstance(number, bool)
            if kind in ("toggle", "painted", "back", "another") and whole:
                heard(kind, number)

        self.on_msg(read)

    def show_units(self, network: Network, fields: Sequence[np.ndarray]) -> None:
        """Send what each unit of a network sees: `course.units.unit_fields(network, SIDE)`."""
        each = [packed_sums(one) for one in fields]
        marks = [np.full((len(one), 6), np.nan) for one in fields]
        for row, line in zip(marks[0], folds(network), strict=True):
            row[:4] = np.ravel(line) if line else np.nan
        marks[-1][:, 4] = network.backend.numpy(network.layers[-1][0])[:, 0]
        for rows, (_, peaks) in zip(marks, each, strict=True):
            rows[:, 5] = peaks
        with self.hold_sync():
            self.sums = b"".join(one.tobytes() for one, _ in each)
            self.marks = np.concatenate(marks).astype("<f4").tobytes()
            self.layers = list(network.widths[1:-1])
            self.relu = network.activation is ACTIVATIONS["relu"]

    def show_field(self, field: np.ndarray, wrong: np.ndarray, live: bool) -> int:
        """Send what the network says, and which points it has wrong; one more frame.

        Parameters
        ----------
        field : uint8 array, shape (side, side)
            As `course.field.field_bytes` packs it.
        wrong : int array, shape (n_points,)
            RIGHT, WRONG or NEWLY_WRONG.
        live : bool
            Whether more frames follow at once.

        Returns
        -------
        int
            The number of the frame.
        """
        with self.hold_sync():
            self.field, self.side = field.tobytes(), field.shape[0]
            self.wrong = wrong.astype(np.uint8).tobytes()
            self.live, self.faded = live, False
            self.frame += 1
        return self.frame

    def show_edges(self, edges: Sequence[Edge]) -> None:
        """Send the straight edges of the 50% line; none means that they are not known."""
        lines = [(*edge.start, *edge.end) for edge in edges]
        self.edges = np.array(lines, "<f4").tobytes()

    def show_points(self, x: np.ndarray, y: np.ndarray) -> None:
        """Send other points."""
        self.points = packed(x, y)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Send what is written at the units."""
        self.tiles = [vars(tile) for tile in tiles]
