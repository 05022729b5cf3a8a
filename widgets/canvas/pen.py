"""A pad to write on, by mouse, pen, finger or keyboard."""
from collections.abc import Callable, Iterable

import numpy as np
import traitlets

from course.checks import shown
from course.pen import MOST_DRAWN, MOST_STROKES, checked, thinned
from widgets.assets import script, sheet
from widgets.parts import Part

HINT = "Write a digit here"


class PenCanvas(Part):
    """A square to write in; what is written comes as strokes, while it is being written.

    Attributes
    ----------
    strokes : list of list of [x, y]
        Finished strokes in [-1, 1], y upwards, as `course.pen.thinned` leaves them.
    moving : array, shape (n_points, 2), or None
        The stroke that is being drawn now.
    hint : str
        What the empty pad says.
    label : str
        What is written, in a sentence, for those who do not see it.
    said : str
        What has become of the last act, if it was refused.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/pen.js")
    _css = sheet("digit_pad.css")

    strokes = traitlets.List().tag(sync=True)
    hint = traitlets.Unicode(HINT).tag(sync=True)
    label = traitlets.Unicode(HINT).tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    most = traitlets.Int(MOST_DRAWN // 4).tag(sync=True)

    def __init__(self, **traits: object) -> None:
        self._heard: list[Callable[[str], None]] = []
        self.moving: np.ndarray | None = None
        super().__init__(**traits)
        self.on_msg(self._read)

    def on_ink(self, heard: Callable[[str], None]) -> None:
        """Call `heard(act)` after each act of a person.

        The act is "moving" while a stroke is drawn, "stroke" at its end, "undo", "clear" or
        "example"; on the thread on which it came: a page's messages may be on another one.
        """
        self._heard.append(heard)

    def set_strokes(self, strokes: Iterable) -> None:
        """Show these strokes instead.

        Raises
        ------
        TypeError, ValueError
            If they are no strokes, as `course.pen.checked` says.
        """
        self.moving = None
        with self.hold_sync():
            self.strokes = [points.tolist() for points in thinned(strokes)]
            self.said = ""
            self.answered += 1

    @property
    def ink(self) -> list:
        """All strokes, the one being drawn included."""
        return [*self.strokes, *([] if self.moving is None else [self.moving])]

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is written comes in messages."""

    def _read(self, _: object, content: object, __: object) -> None:
        if not isinstance(content, dict):
            return
        kind, points = content.get("kind"), content.get("points")
        if kind in ("moving", "stroke"):
            if not self._draw(points, ended=kind == "stroke"):
                return
        elif kind == "undo" and self.strokes:
            self.set_strokes(self.strokes[:-1])
        elif kind == "clear":
            self.set_strokes([])
        elif kind != "example":
            return
        for heard in self._heard:
            heard(kind)

    def _draw(self, points: object, ended: bool) -> bool:
        """Take a stroke over; False, with the reason in words, if it cannot be."""
        try:
            if not isinstance(points, list) or len(points) > self.most:
                came = f"{len(points)} points" if isinstance(points, list) else shown(points)
                raise ValueError(f"a stroke has at most {self.most} points, but {came} came")
            if len(self.strokes) >= MOST_STROKES:
                raise ValueError(f"there are at most {MOST_STROKES} strokes: clear some first")
            [stroke] = checked([points])
            if ended:
                self.set_strokes([*self.strokes, stroke])
            else:
                self.moving = stroke
                with self.hold_sync():
                    self.said, self.answered = "", self.answered + 1
        except (TypeError, ValueError) as error:
            self.moving = None
            with self.hold_sync():
                self.said, self.answered = f"Not drawn: {error}.", self.answered + 1
            return False
        return True
