"""Lines over the number of components, as a canvas: by PCA, and by random directions."""
from collections.abc import Callable, Sequence

import numpy as np
import traitlets

from course.checks import check_integer
from widgets.assets import script
from widgets.parts import Part

NAMES = ("PCA", "random")


class OverK(Part):
    """A small chart with k along its foot, in equal ratios; the present k stands on a line.

    Attributes
    ----------
    title : str
    levels : list of int
        The k that are measured, rising.
    lines : bytes
        float32 (number of lines, number of levels): by PCA, by random directions, and thin ones
        by other draws of them; nan where it is not known yet.
    bounds : (float, float)
        Lowest and highest value drawn.
    ticks : list of [value, words]
    k, k_words : int, str
        The present k, and how it is written.
    strong : int
        Which line is strong: 0 for PCA, 1 for random directions.
    names : list of str
    label : str
        The values at the present k in a sentence.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/chart.js", "canvas/over_k.js")

    title = traitlets.Unicode("").tag(sync=True)
    levels = traitlets.List(traitlets.Int()).tag(sync=True)
    lines = traitlets.Bytes(b"").tag(sync=True)
    bounds = traitlets.Tuple((0.0, 1.0)).tag(sync=True)
    ticks = traitlets.List().tag(sync=True)
    k = traitlets.Int(2).tag(sync=True)
    k_words = traitlets.Unicode("").tag(sync=True)
    strong = traitlets.Int(0).tag(sync=True)
    names = traitlets.List(traitlets.Unicode(), list(NAMES)).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: it is a picture."""

    def on_k(self, heard: Callable[[int], None]) -> None:
        """Call `heard(k)` when a person points at one of the levels."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "k":
                try:
                    k = check_integer("k", content.get("k"), 1)
                except (TypeError, ValueError):  # an app's visitor can send anything
                    return
                if k in self.levels:
                    heard(k)

        self.on_msg(read)

    def show(self, levels: Sequence[int], lines: np.ndarray, k: int, strong: int) -> None:
        """Draw these lines, in one message.

        Parameters
        ----------
        levels : sequence of int
            Rising.
        lines : float array, shape (at least 2, n_levels)
            By PCA, by random directions, by others; nan where it is not known.
        k : int
        strong : int
            Which of them is strong.

        Raises
        ------
        ValueError
            If the lines are not as long as the levels.
        """
        values = np.asarray(lines, "<f4")
        if values.ndim != 2 or len(values) < 2 or values.shape[1] != len(levels):
            expected = f"(at least 2, {len(levels)})"
            raise ValueError(f"lines must have shape {expected}, got {values.shape}")
        with self.hold_sync():
            self.levels, self.lines = list(levels), values.tobytes()
            self.k, self.k_words, self.strong = k, f"k = {k:,}", strong
