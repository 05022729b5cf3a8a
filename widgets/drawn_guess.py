"""A guess that is drawn: its canvas, and what the network says beside it."""
from typing import Any

import ipywidgets
import numpy as np

from course import sketch
from course.exercises.prediction import Sketch
from course.field import field_bytes
from course.portraits import Fields
from course.stroke import simplified
from course.toys import find, make_dataset
from widgets.canvas.field import FieldCanvas
from widgets.canvas.sketch import SketchCanvas
from widgets.links import LONGEST_VALUE
from widgets.parts import Html

WHAT = '<div class="gb-predict-what">{}</div>'


class DrawnGuess:
    """The canvas of a sketch and the field of a network, over the same points.

    Parameters
    ----------
    asked : Sketch

    Attributes
    ----------
    canvas : SketchCanvas
    field : FieldCanvas
    """

    def __init__(self, asked: Sketch) -> None:
        data = make_dataset(asked.rule)
        self._rule, self._n = find(asked.rule), asked.n_points
        self._points = data.x_train[: self._n], data.y_train[: self._n]
        self.canvas, self.field = SketchCanvas(self._points), FieldCanvas()

    @property
    def guess(self) -> tuple[np.ndarray, ...] | None:
        """What is drawn, as a link can hold it; None if nothing is."""
        return tidy(self.canvas.strokes)

    def lock(self, guess: tuple[np.ndarray, ...]) -> None:
        """Keep the sketch: from here on exactly what link, code and outcome mean."""
        self.canvas.locked = True
        self.canvas.set_strokes(guess)

    def unlock(self) -> None:
        """Let the sketch be drawn on."""
        self.canvas.locked = False

    def compared(self, result: Fields, truth: np.ndarray) -> list[ipywidgets.Widget]:
        """What to show beside the sketch: the field of the best network, ringed points."""
        wrong = result.wrong[result.best][: self._n]
        self.field.show(field_bytes(result.probabilities[result.best]), wrong, self._points)
        self.field.label = (
            f"What the network calls {self._rule.inside}: {np.mean(truth):.0%} of the square. "
            f"{int(wrong.sum())} of {len(wrong)} points are on the wrong side."
        )
        return [Html(WHAT.format("the network")), self.field]


def tidy(strokes: Any) -> tuple[np.ndarray, ...] | None:
    """Curves with as few corners as a link can hold, rounded as it rounds; None if none."""
    curves = sketch.checked(strokes)
    if not curves:
        return None
    # A corner is two bytes and a curve one more; four characters hold three bytes.
    most = (LONGEST_VALUE * 3 // 4 - len(curves)) // (2 * len(curves))
    fewer = [simplified(corners, max(3, most)) for corners in curves]
    return sketch.from_text(sketch.to_text(fewer))
