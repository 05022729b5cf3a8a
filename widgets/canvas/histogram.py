"""A histogram in which each network is a square of its own, as a canvas."""
from collections.abc import Sequence

import numpy as np
import traitlets

from course.garden import stacked
from widgets.assets import script
from widgets.parts import Part
from widgets.wording import percent

BINS = 40


class HistogramCanvas(Part):
    """Accuracies, a square each; the chosen one is solid ink, and its words stand on a stem.

    Attributes
    ----------
    title : str
    places : bytes
        int16 (n, 2): column and height of each square.
    bins : int
    ticks : list of [share, words]
        Along the axis; a share of 0 is its left end, 1 its right.
    marks : list of [share, words]
        Dotted stems with words, each on a line of its own, from the top.
    chosen : int
        Which square is solid; -1 for none.
    chosen_at : float
        Where its stem stands, as a share.
    chosen_words : str
    label : str
        The picture in words.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/histogram.js")

    title = traitlets.Unicode("").tag(sync=True)
    places = traitlets.Bytes(b"").tag(sync=True)
    bins = traitlets.Int(BINS).tag(sync=True)
    ticks = traitlets.List().tag(sync=True)
    marks = traitlets.List().tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)
    chosen_at = traitlets.Float(0.0).tag(sync=True)
    chosen_words = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: it is a picture."""

    def show(
        self,
        accuracies: np.ndarray,
        low: float,
        marks: Sequence[tuple[str, float]],
        chosen: int = -1,
        chosen_name: str = "",
    ) -> None:
        """Draw these, in one message.

        Parameters
        ----------
        accuracies : float array, shape (n,)
            In [0, 1]; what lies below `low` stands at the left end.
        low : float
            Where the axis begins, in [0, 0.99].
        marks : sequence of (str, float)
            What to mark besides, from the top, and its accuracy.
        chosen : int
            Which of them is drawn solid; -1 for none.
        chosen_name : str
            What it is called.
        """
        column, height = stacked(accuracies, low, BINS)
        written = [(f"{name} {percent(value)}", value) for name, value in marks]
        with self.hold_sync():
            self.places = np.column_stack([column, height]).astype("<i2").tobytes()
            self.ticks = [[_share(v, low), f"{100 * v:.0f}%"] for v in _ticks(low)]
            self.marks = [[_share(value, low), words] for words, value in written]
            self.chosen = chosen
            words = ""
            if chosen >= 0:
                words = f"{chosen_name}, {percent(accuracies[chosen])}"
                self.chosen_at = (int(column[chosen]) + 0.5) / BINS
            self.chosen_words = words
            told = ", ".join(filter(None, [*(words for words, _ in written), words]))
            self.label = f"{self.title}: {len(accuracies)} networks; {told}."


def floor_of(free: float) -> float:
    """Where the axis begins for a rule of this base rate: the 5% at or below it."""
    return min(0.95, int(free * 20 + 1e-9) / 20)


def _share(value: float, low: float) -> float:
    return float(min(1.0, max(0.0, (value - low) / (1 - low))))


def _ticks(low: float) -> np.ndarray:
    """Four to six whole percents from end to end, where there are such."""
    span = round(100 * (1 - low))
    count = next((n for n in (4, 5, 3, 2) if span % n == 0), 1)
    return np.linspace(low, 1, count + 1)
