"""A heat map of medians with the seeds behind them, as a canvas."""
from collections.abc import Callable, Sequence

import numpy as np
import traitlets

from widgets.assets import script, sheet
from widgets.parts import Part


class HeatMap(Part):
    """Cells in rows and columns that appear as they are known; one of them can be chosen.

    Attributes
    ----------
    rows, columns : list of str
        What stands beside each row and above each column.
    titles : list of two str
        What the rows are, and the columns.
    seeds : int
        Marks in a cell.
    ends : list of two str
        What the ends of a cell's own axis mean.
    chosen : int
        The cell that is kept, row by row from 0; -1 is none.
    words : list of str
        A sentence for each cell.
    hint : str
        What stands in its place while no cell is pointed at.
    key : str
        How to read the cells.
    label : str
        What the whole shows, in a sentence, for those who do not see it.
    frame : int
        Number of the frame last sent.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/heat_map_paint.js",
                  "canvas/heat_map.js")  # fmt: skip
    _css = sheet("sweep_map.css")

    rows = traitlets.List(traitlets.Unicode()).tag(sync=True)
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    titles = traitlets.List(traitlets.Unicode(), ["", ""]).tag(sync=True)
    seeds = traitlets.Int(0).tag(sync=True)
    ends = traitlets.List(traitlets.Unicode(), ["", ""]).tag(sync=True)
    figures = traitlets.List(traitlets.Unicode()).tag(sync=True)
    shades = traitlets.Bytes(b"").tag(sync=True)
    shares = traitlets.Bytes(b"").tag(sync=True)
    marks = traitlets.Bytes(b"").tag(sync=True)
    lost = traitlets.List(traitlets.Int()).tag(sync=True)
    best = traitlets.Int(-1).tag(sync=True)
    best_columns = traitlets.List(traitlets.Int()).tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    hint = traitlets.Unicode("").tag(sync=True)
    key = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    frame = traitlets.Int(0).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: a choice comes in a message."""

    def on_cell(self, heard: Callable[[int], None]) -> None:
        """Call `heard(cell)` when a person chooses a cell; -1 when they let it go."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "cell":
                at = content.get("at")
                # An app's visitor can send anything.
                if type(at) is int and -1 <= at < len(self.rows) * len(self.columns):
                    heard(at)

        self.on_msg(read)

    def lay_out(self, rows: Sequence[str], columns: Sequence[str], seeds: int) -> None:
        """An empty map with these rows and columns; part of the next frame."""
        self.rows, self.columns, self.seeds = list(rows), list(columns), seeds
        self.chosen = -1

    def show(
        self,
        shades: np.ndarray,
        marks: np.ndarray,
        figures: Sequence[str],
        shares: np.ndarray,
        lost: np.ndarray,
        best: int = -1,
        best_columns: Sequence[int] = (),
    ) -> int:
        """Send a frame.

        Parameters
        ----------
        shades : float array, shape (n_rows, n_columns)
            How dark each cell is, in [0, 1]; NaN is not known yet.
        marks : float array, shape (n_rows, n_columns, n_seeds)
            Where each seed stands on its cell's axis, in [0, 1]; NaN is not there yet, and a
            negative number a network that is lost.
        figures : sequence of str
            What is written in each cell.
        shares : float array, shape (n_rows, n_columns)
            How far each cell is, in [0, 1].
        lost : int array, shape (n_rows, n_columns)
            Lost networks in each.
        best : int
            The best cell of all, or -1.
        best_columns : sequence of int
            The best column of each row, or -1.

        Returns
        -------
        int
            The number of the frame.

        Raises
        ------
        ValueError
            If an array has another shape.
        """
        shape = len(self.rows), len(self.columns)
        for name, array, wanted in (
            ("shades", shades, shape), ("shares", shares, shape), ("lost", lost, shape),
            ("marks", marks, (*shape, self.seeds)),
        ):  # fmt: skip
            if array.shape != wanted:
                raise ValueError(f"{name} must have shape {wanted}, got {array.shape}")
        with self.hold_sync():
            self.shades, self.shares = packed(shades), packed(shares)
            self.marks, self.figures = packed(marks), list(figures)
            self.lost = lost.ravel().tolist()
            self.best, self.best_columns = best, list(best_columns)
            self.frame += 1
        return self.frame


def packed(numbers: np.ndarray) -> bytes:
    """Numbers as little-endian float32."""
    return np.asarray(numbers, "<f4").tobytes()
