"""A canvas on which a student draws the boundary they expect."""
from collections.abc import Callable, Iterable

import numpy as np
import traitlets

from course.checks import shown
from course.sketch import (
    MOST_CORNERS,
    MOST_CURVES,
    MOST_DRAWN,
    WHOLE,
    checked,
    drawn,
    inside,
    share_inside,
)
from widgets.assets import script, sheet
from widgets.canvas.field import packed
from widgets.parts import Part

NOTHING = "Nothing is drawn yet."


class SketchCanvas(Part):
    """A square to draw closed curves in, by mouse, pen, finger or keyboard.

    What lies inside is decided by the even-odd rule: a curve in another one is a hole.

    Parameters
    ----------
    points : (x, y), optional
        Points to show and to count: x float (n_points, 2) in the square, y bool (n_points,).

    Attributes
    ----------
    strokes : list of list of [x, y]
        At most 8 curves of 3 to 50 corners in [-1, 1], each joined to its first corner.
    locked : bool
        Nothing more can be drawn by hand; a program still can.
    label : str
        What is drawn, in a sentence, for those who do not see it.
    said : str
        What has become of the last act, in words: shown below the picture.
    """

    _esm = script(
        "follow.js", "canvas/surface.js", "canvas/marks.js", "canvas/sketch_paint.js",
        "canvas/sketch.js",
    )  # fmt: skip
    _css = sheet("canvas/sketch.css")

    strokes = traitlets.List().tag(sync=True)
    points = traitlets.Bytes(b"").tag(sync=True)
    locked = traitlets.Bool(False).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    said = traitlets.Unicode(NOTHING).tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    most = traitlets.Tuple((MOST_CORNERS, MOST_DRAWN)).tag(sync=True)

    def __init__(
        self, points: tuple[np.ndarray, np.ndarray] | None = None, **traits: object
    ) -> None:
        self._heard: list[Callable[[], None]] = []
        self._data: tuple[np.ndarray, np.ndarray] | None = None
        super().__init__(**traits)
        if points is not None:
            x, y = (np.asarray(values) for values in points)
            self.points, self._data = packed(x, y), (x, y.astype(bool))
        self._describe()
        self.on_msg(self._read)

    def on_sketch(self, heard: Callable[[], None]) -> None:
        """Call `heard()` after each change of the strokes, by a person or a program.

        On the thread on which the change came: a page's messages may be on another one.
        """
        self._heard.append(heard)

    def clear(self) -> None:
        """Take all curves away."""
        self.set_strokes([])

    def set_strokes(self, strokes: Iterable) -> None:
        """Show these curves instead, from `course.sketch.from_text` for instance.

        Raises
        ------
        TypeError, ValueError
            If they are no sketch, as `course.sketch.checked` says.
        """
        with self.hold_sync():
            self.strokes = [corners.tolist() for corners in checked(strokes)]

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is drawn comes in messages."""

    @traitlets.validate("strokes")
    def _allowed(self, proposal: dict) -> list:
        return [corners.tolist() for corners in checked(proposal["value"])]

    @traitlets.observe("strokes")
    def _follow(self, _: dict) -> None:
        with self.hold_sync():
            self._describe()
            self.answered += 1
        for heard in self._heard:
            heard()

    # ---- what a person does ------------------------------------------------------------

    def _read(self, _: object, content: object, __: object) -> None:
        if not isinstance(content, dict) or self.locked:
            return
        kind, points = content.get("kind"), content.get("points")
        with self.hold_sync():
            if kind in ("stroke", "corners"):
                self._add(points, freely=kind == "stroke")
            elif kind == "undo" and self.strokes:
                self.strokes = self.strokes[:-1]
            elif kind == "clear" and self.strokes:
                self.strokes = []
            elif kind == "swap" and self.strokes:
                self._swap()

    def _add(self, points: object, freely: bool) -> None:
        if len(self.strokes) >= MOST_CURVES:
            self._refuse(f"A sketch has at most {MOST_CURVES} curves: take one back first.")
        elif not isinstance(points, list) or len(points) > MOST_DRAWN:
            came = f"{len(points)} points" if isinstance(points, list) else shown(points)
            self._refuse(f"A curve is a list of up to {MOST_DRAWN} points, but {came} came.")
        else:
            try:
                curve = drawn(points, freely)
            except (TypeError, ValueError) as error:
                self._refuse(f"Not drawn: {error}.")
            else:
                self.strokes = [*self.strokes, curve.tolist()]

    def _swap(self) -> None:
        """Inside becomes outside: the square itself is one more curve, or one less."""
        rest = [curve for curve in self.strokes if curve != WHOLE.tolist()]
        if len(rest) < len(self.strokes):
            self.strokes = rest
        elif len(rest) < MOST_CURVES:
            self.strokes = [*rest, WHOLE.tolist()]
        else:
            self._refuse(f"Swapping needs one of the {MOST_CURVES} curves: take one back first.")

    def _refuse(self, words: str) -> None:
        self.said = words
        self.answered += 1

    # ---- words -------------------------------------------------------------------------

    def _describe(self) -> None:
        words = _summary(self.strokes)
        self.said = f"{words}." if self.strokes else NOTHING
        counted = f"; {self._counts()}" if self.strokes and self._data is not None else ""
        self.label = f"Your sketch: {words}{counted}."

    def _counts(self) -> str:
        x, y = self._data
        hit = inside(self.strokes, x) if len(x) else np.zeros(0, bool)
        return (
            f"it puts {int((hit & y).sum()):,} of {int(y.sum()):,} inside points inside "
            f"and {int((hit & ~y).sum()):,} of {int((~y).sum()):,} outside points"
        )


def _summary(strokes: list) -> str:
    """The sketch in words: "2 curves; 31% of the square is inside"."""
    if not strokes:
        return "nothing is drawn yet"
    swapped = WHOLE.tolist() in strokes
    count = len(strokes) - swapped
    curves = f"{count} curve{'' if count == 1 else 's'}"
    exact = 100 * share_inside(strokes)
    share = "all" if exact == 100 else f"{min(99, max(1, round(exact)))}%" if exact else "none"
    ending = f"; {share} of the square is inside"
    return f"{curves}{', inside and outside swapped' if swapped else ''}{ending}"
