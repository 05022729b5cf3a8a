"""A scree plot as a canvas: the variance along each component, those kept in solid ink."""
import math
from collections.abc import Sequence

import numpy as np
import traitlets

from widgets.assets import script
from widgets.parts import Part

DECADES = 4  # of a logarithmic axis; what is smaller stands on its floor


class ScreeCanvas(Part):
    """Bars from left to right, one a component.

    Attributes
    ----------
    title : str
    heights : bytes
        float32 (r,): height of each bar, in [0, 1].
    kept : int
        How many, from the left, are solid.
    ticks : list of [share, words]
        Along the upright axis; a share of 0 is its foot.
    words : list of str
        What is written over the bars that are kept, and over the others.
    last : str
        What is written at the right end of the foot.
    label : str
        The picture in words.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/chart.js", "canvas/scree.js")

    title = traitlets.Unicode("").tag(sync=True)
    heights = traitlets.Bytes(b"").tag(sync=True)
    kept = traitlets.Int(0).tag(sync=True)
    ticks = traitlets.List().tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    last = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: it is a picture."""

    def show(
        self, shares: Sequence[float], kept: int, words: Sequence[str], log: bool, last: str
    ) -> None:
        """Draw these shares of the variance, the first `kept` of them solid.

        Parameters
        ----------
        shares : sequence of float
            Falling, in [0, 1].
        kept : int
        words : sequence of str
            Over the bars that are kept, and over the others.
        log : bool
            Whether a step up is a factor of ten.
        last : str
            At the right end of the axis.
        """
        top = axis_top(max(shares, default=0.0))
        with self.hold_sync():
            self.heights = heights(shares, top, log).astype("<f4").tobytes()
            self.ticks = [[place, name] for place, name in axis(top, log)]
            self.kept, self.words, self.last = kept, list(words), last


def axis_top(largest: float) -> float:
    """The first of 1, 2, 5, 10, 20, 50, 100% and their tenths that is not below a share."""
    for power in range(-4, 0):
        for digit in (1, 2, 5):
            if digit * 10.0**power >= largest - 1e-12:
                return digit * 10.0**power
    return 1.0


def heights(shares: Sequence[float], top: float, log: bool) -> np.ndarray:
    """Each share as a height in [0, 1] below `top`."""
    part = np.clip(np.asarray(shares, np.float64) / top, 0, 1)
    if not log:
        return part
    return np.clip(1 + np.log10(np.maximum(part, 10.0**-DECADES)) / DECADES, 0, 1)


def axis(top: float, log: bool) -> list[tuple[float, str]]:
    """Where ticks stand on the axis, and what is written there."""
    if log:
        return [(1 - i / DECADES, _percent(top / 10**i)) for i in range(0, DECADES + 1, 2)]
    return [(place, _percent(top * place)) for place in (0.0, 0.5, 1.0)]


def _percent(share: float) -> str:
    decimals = max(0, -math.floor(math.log10(100 * share) + 1e-9)) if share else 0
    if share and abs(100 * share * 10**decimals - round(100 * share * 10**decimals)) > 1e-6:
        decimals += 1
    return f"{100 * share:.{decimals}f}%"
