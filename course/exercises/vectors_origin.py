"""The exercise of lesson 04 on origins: moving one turns any angle, and no distance."""
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.exercises.arrays import ArrayAnswer, Named
from course.exercises.entries import two_numbers
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.vectors.pairs import cosine

Array = np.ndarray

ROUNDING = 1e-6  # of the distance of the two points


@dataclass(frozen=True)
class Between:
    """Every origin from which two points lie in opposite directions.

    Attributes
    ----------
    a, b : float array, shape (d,)
        Two different points.
    """

    a: Array
    b: Array

    @property
    def shape(self) -> tuple[int, ...]:
        """That of a point."""
        return self.a.shape

    def share(self, point: Array) -> float:
        """How far along from a to b the point lies: 0 beside a, 1 beside b."""
        way = self.b - self.a
        return float((point - self.a) @ way / (way @ way))

    def off_line(self, point: Array) -> float:
        """Distance of the point from the line through both, over that of a and b."""
        way = self.b - self.a
        aside = point - self.a - self.share(point) * way
        return float(np.linalg.norm(aside) / np.linalg.norm(way))

    def holds(self, point: Array) -> bool:
        """Whether the point lies strictly between, but for rounding."""
        inside = ROUNDING < self.share(point) < 1 - ROUNDING
        return inside and self.off_line(point) <= ROUNDING

    def end(self, point: Array) -> str:
        """Which of the two the point is: "a", "b", or "" if it is neither."""
        size = np.linalg.norm(self.b - self.a)
        ends = (("a", self.a), ("b", self.b))
        near = (name for name, end in ends if np.linalg.norm(point - end) <= ROUNDING * size)
        return next(near, "")

    def apart(self, point: Array) -> float:
        """How far off the line a point is: what `Beside` asks of an answer that is not unique."""
        return self.off_line(point)


def origin(a: Array, b: Array) -> Array:
    """A point from which two points lie in opposite directions: their middle.

    From the middle, a is at (a - b) / 2 and b at (b - a) / 2: the cosine is -1.  So centring
    two rows makes their angle 180 degrees whatever it was.  Their distance stays |a - b|.

    Parameters
    ----------
    a, b : float array, shape (d,)
        Different from each other.
    """
    return (a + b) / 2


PLACE = ArrayAnswer(
    Named("origin", why="`a` and `b` have shape `{shape}`, and the origin is a point like them")
)


def _expects(value: Any, expected: Any) -> str:
    return PLACE.expects(value, np.zeros(expected.shape))


def _differs(value: Any, expected: Between, arguments: tuple) -> str:
    """The angle from a wrong origin, or ""."""
    point = np.asarray(value, float)
    if not np.isfinite(point).all():
        return "`origin` holds `nan` or `inf`."
    if expected.holds(point):
        return ""
    if end := expected.end(point):
        return f"your origin is `{end}` itself. From there `{end}` has no direction."
    angle = np.degrees(np.arccos(cosine(expected.a - point, expected.b - point)))
    yours, right = two_numbers(angle, 180.0)
    return f"seen from your origin, `a` and `b` are {yours} degrees apart, not {right}."


AT_AN_END = WrongAnswer(
    "at one of the two",
    lambda a, b: a,
    "from one of the two points, that point itself lies in no direction: there it is the zero "
    "vector, and has no angle. The origin must lie strictly between.",
)
BEYOND = WrongAnswer(
    "beyond one of them",
    lambda a, b: 2 * a - b,
    "your origin is on the line through both, but not between them. From there both lie in the "
    "same direction, one behind the other.",
)
BESIDE = (
    "beside the line",
    "your origin is not on the straight line through both. From beside it, two points are never "
    "opposite.",
)


def _explains(value: Any, expected: Between, arguments: tuple) -> tuple[str, str]:
    """Where an origin lies, whoever put it there."""
    point = np.asarray(value, float)
    if not np.isfinite(point).all():
        return "", ""
    if expected.end(point):
        return AT_AN_END.name, AT_AN_END.cause
    return (BEYOND.name, BEYOND.cause) if expected.off_line(point) <= ROUNDING else BESIDE


ORIGIN = Exercise(
    key="04.origin",
    reference=origin,
    cases=(
        Case("two points of the plane", (np.array([4.0, 1]), np.array([1.0, 3]))),
        Case("two points far from 0", (np.array([103.0, 98]), np.array([99.0, 101]))),
        Case(
            "two points of which one is twice the other",
            (np.array([1.0, 2]), np.array([2.0, 4])),
        ),
        Case(
            "two points with 5 numbers each",
            (np.array([2.0, -1, 0, 3, 1]), np.array([-1.0, 4, 2, 0, 5])),
        ),
    ),
    expects=_expects,
    differs=_differs,
    wrong_answers=(
        WrongAnswer(
            "not moved",
            lambda a, b: np.zeros_like(a),
            "this is the old origin. From there the two are seen under the angle that they had.",
        ),
        AT_AN_END,
        WrongAnswer(
            "the way between them",
            lambda a, b: b - a,
            "`b - a` is the way from `a` to `b`: a direction. To be a point between them, it must "
            "begin at `a`, and stop before `b`.",
        ),
        WrongAnswer(
            "their sum",
            lambda a, b: a + b,
            "the sum of the two lies outside, the fourth corner of a parallelogram whose other "
            "corners are 0, `a` and `b`. What lies in the middle of it?",
        ),
        BEYOND,
    ),
    hints=(
        "Where must you stand to have one of two people exactly in front of you and the other "
        "exactly behind you?",
        "Anywhere on the straight line between them. `a + t * (b - a)` lies on it: which `t` are "
        "strictly between the two?",
        "Half the way is one of them: the mean of the two points. So centring does it.",
    ),
    proves=(
        "For four pairs of points, the angle seen from your origin is 180 degrees. Their distance "
        "is what it was: a distance has no origin."
    ),
    expected=Between,
    explains=_explains,
)
