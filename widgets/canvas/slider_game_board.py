"""Two pictures, three sliders with their arrows, and the trail of tries, as one part."""
from collections.abc import Callable, Sequence
from math import isfinite
from numbers import Real
from typing import Any

import numpy as np
import traitlets

from widgets.assets import script, sheet
from widgets.parts import Picture


class SliderGameBoard(Picture):
    """What the game shows; a frame is one message, so that all of it is painted together.

    Attributes
    ----------
    picture, target : bytes
        uint8 (side, side, 3), row by row.
    side : int
        Pixels of a picture, each way.
    sliders : list of dict
        "name", "low", "high", "value", "words", "share": of the longest arrow, its sign the way,
        in [-1, 1], and "pull": the same as words.
    arrows : bool
        Whether the arrows are shown.
    trail : bytes
        float32 pairs: a score, and 1 if the gradient has made it, else 0.
    goal : float
        The score to reach.
    said : str
        The words beside the pictures, as HTML.
    label, spoken : str
        The pictures in words, and a sentence to be read aloud.
    live : bool
        Whether frames follow one another.
    """

    _esm = script(
        "follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/chart.js",
        "canvas/slider_game_trail.js", "canvas/slider_game_slider.js",
        "canvas/slider_game_board.js",
    )  # fmt: skip
    _css = sheet("slider_game.css")

    picture = traitlets.Bytes(b"").tag(sync=True)
    target = traitlets.Bytes(b"").tag(sync=True)
    side = traitlets.Int(0).tag(sync=True)
    sliders = traitlets.List().tag(sync=True)
    arrows = traitlets.Bool(True).tag(sync=True)
    trail = traitlets.Bytes(b"").tag(sync=True)
    goal = traitlets.Float(0.0).tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a hand does comes in messages."""

    def on_move(self, heard: Callable[[int, float, bool], None]) -> None:
        """Call `heard(slider, value, let go)` when a person moves a slider."""

        def read(_: object, content: object, __: object) -> None:
            if not isinstance(content, dict) or content.get("kind") != "move":
                return
            which, value = content.get("slider"), content.get("value")
            # An app's visitor can send anything.
            if which in (0, 1, 2) and not isinstance(which, bool) and _number(value):
                heard(int(which), float(value), content.get("done") is True)

        self.on_msg(read)

    def show(
        self,
        pictures: tuple[np.ndarray, np.ndarray],
        sliders: Sequence[dict[str, Any]],
        trail: Sequence[tuple[float, bool]],
        live: bool = False,
        **others: Any,
    ) -> int:
        """Send a frame.

        Parameters
        ----------
        pictures : pair of float arrays, shape (side, side, 3)
            The one that is made and its target, values in [0, 1].
        sliders : sequence of dict
        trail : sequence of (score, whether the gradient has made it)
        live : bool
        **others
            Other traits.

        Returns
        -------
        int
            The number of the frame.
        """
        with self.hold_sync():
            self.picture, self.target = (_bytes(picture) for picture in pictures)
            self.side, self.sliders, self.live = len(pictures[0]), list(sliders), live
            self.trail = np.array(trail, "<f4").tobytes()
            for name, value in others.items():
                setattr(self, name, value)
            self.frame += 1
        return self.frame


def _bytes(picture: np.ndarray) -> bytes:
    return np.round(255 * picture.clip(0, 1)).astype(np.uint8).tobytes()


def _number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)
