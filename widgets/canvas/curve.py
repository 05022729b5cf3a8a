"""Lines over the steps of training, as a canvas."""
from collections.abc import Sequence

import numpy as np
import traitlets

from widgets.assets import script
from widgets.parts import Part


class CurveCanvas(Part):
    """A small chart: test (strong), train (dashed) and perhaps a flat reference line.

    Attributes
    ----------
    title : str
    bounds : (float, float)
        Lowest and highest value drawn; what lies outside is drawn on the edge.
    ticks : list of {"value": float, "words": str}
    label : str
        The last values in a sentence, for those who do not see the picture.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/chart.js", "canvas/curve.js")

    title = traitlets.Unicode("").tag(sync=True)
    height = traitlets.Int(104, min=40, max=1000).tag(sync=True)
    bounds = traitlets.Tuple((0.0, 1.0)).tag(sync=True)
    ticks = traitlets.List().tag(sync=True)
    steps = traitlets.Bytes(b"").tag(sync=True)
    test = traitlets.Bytes(b"").tag(sync=True)
    train = traitlets.Bytes(b"").tag(sync=True)
    lines = traitlets.List().tag(sync=True)
    last = traitlets.Int(0).tag(sync=True)
    last_words = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    version = traitlets.Int(0).tag(sync=True)

    def set_axis(self, bounds: tuple[float, float], ticks: Sequence[tuple[float, str]]) -> None:
        """Fix the vertical axis: its bounds, and the values named beside it."""
        low, high = bounds
        if not low < high:
            raise ValueError(f"bounds must rise, got {bounds}")
        with self.hold_sync():
            self.bounds = (float(low), float(high))
            self.ticks = [{"value": float(value), "words": words} for value, words in ticks]
            self.version += 1

    def show(
        self,
        steps: Sequence[int],
        test: Sequence[float],
        train: Sequence[float],
        words: dict[str, str],
        reference: float | None = None,
    ) -> None:
        """Draw these lines.

        Parameters
        ----------
        steps : sequence of int
            Where the values were taken.
        test, train : sequence of float
            As long as `steps`.
        words : dict
            What to write at the ends: keys "test", "train", "reference" and "steps".
        reference : float, optional
            Height of the flat line.
        """
        if not len(steps) == len(test) == len(train):
            raise ValueError(
                f"steps, test and train must be as long as one another, "
                f"got {len(steps)}, {len(test)} and {len(train)}"
            )
        lines = [
            {"name": "train", "words": words.get("train", ""), "strong": False, "flat": False},
            {"name": "test", "words": words.get("test", ""), "strong": True, "flat": False},
        ]
        if reference is not None:
            flat = {"name": "reference", "words": words.get("reference", ""), "strong": False}
            lines.insert(0, {**flat, "flat": True, "value": float(reference)})
        with self.hold_sync():
            self.steps, self.test, self.train = (
                np.asarray(values, "<f4").tobytes() for values in (steps, test, train)
            )
            self.lines, self.last = lines, int(steps[-1]) if len(steps) else 0
            self.last_words = words.get("steps", "")
            self.label = f"{self.title}: " + ", ".join(w for k, w in words.items() if w)
            self.version += 1
