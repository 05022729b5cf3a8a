"""The two-dimensional bench: a cloud, what is done to it, and what one of its points sees."""
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer, check_number, check_points
from course.pca import pca
from course.vectors.pairs import cosines, nearest, norms
from course.vectors.transformations import Centre, Chain, Keep, Scale, Transformation, Whiten, turn

AXES = ("pca", "hand")
NEIGHBOURS = 10
BINS = 25  # an odd number, so that the middle one stands on the origin
RUNGS = (1.0, 1.1, 1.2, 1.35, 1.5, 1.7, 2.0, 2.2, 2.5, 2.8, 3.2, 3.6, 4.0, 4.5, 5.0, 6.0, 8.0)
SPREAD = 3.0  # deviations to either side that bars show


@dataclass(frozen=True)
class Treatment:
    """What is done to a cloud, in this order: centre, scale, rotate, keep k, whiten.

    Attributes
    ----------
    axes : {"pca", "hand"}
        Whether the axes to rotate to are the principal ones, or turned by hand.
    degrees : float
        By how much, to the left, if by hand; in [-360, 360].
    centre, scale, whiten : bool
    k : {1, 2}
        How many of the two coordinates are kept.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the field.
    """

    axes: str = "pca"
    degrees: float = 45.0
    centre: bool = False
    scale: bool = False
    whiten: bool = False
    k: int = 2

    def __post_init__(self) -> None:
        check_choice("axes", self.axes, AXES)
        check_number("degrees", self.degrees, -360, 360)
        check_integer("k", self.k, 1, 2)
        for name in ("centre", "scale", "whiten"):
            if not isinstance(getattr(self, name), bool):
                raise TypeError(f"{name} must be True or False, got {getattr(self, name)!r}")

    def of(self, x: Any) -> "Treated":
        """The cloud x, shape (n, 2), n >= 2, before and after.

        Raises
        ------
        TypeError, ValueError
            If x is no such cloud.
        """
        x = check_points("x", x)
        asked = {name: getattr(self, name) for name in ("centre", "scale", "whiten")}
        if self.axes == "pca":
            change = pca(x, self.k, **asked).transformation
        else:
            change = by_hand(x, self.degrees, self.k, **asked)
        rotated = _up_to_the_rotation(change)
        return Treated(x, change(x), change, rotated, _deviations(rotated(x), self.centre))


@dataclass(frozen=True, eq=False)
class Treated:
    """A cloud before and after.

    Attributes
    ----------
    before, after : float arrays, shapes (n, 2) and (n, k)
    transformation : Transformation
        From the one to the other.
    rotated : Transformation
        As far as both coordinates are still there, and no deviation is divided by.
    deviations : float array, shape (2,)
        Standard deviation along each axis, divisor n - 1: about the mean if the cloud was
        centred, otherwise about the origin.
    """

    before: np.ndarray
    after: np.ndarray
    transformation: Transformation
    rotated: Transformation
    deviations: np.ndarray

    @property
    def shares(self) -> np.ndarray:
        """Share of the variance along each axis, shape (2,); zeros if there is none."""
        squares = self.deviations**2
        return squares / (squares.sum() or 1.0)

    @property
    def flat(self) -> np.ndarray:
        """The cloud after, as places in the plane, shape (n, 2): one coordinate lies on a line."""
        missing = 2 - self.after.shape[1]
        return np.pad(self.after, ((0, 0), (0, missing)))

    @property
    def origin(self) -> np.ndarray:
        """The place before that becomes the origin, shape (2,)."""
        return self.transformation.shift

    @property
    def directions(self) -> np.ndarray:
        """Where the new axes run in the picture before: two rows of length 1."""
        rows = np.linalg.inv(self.rotated.matrix)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def by_hand(
    x: Any,
    degrees: float,
    k: int = 2,
    *,
    centre: bool = False,
    scale: bool = False,
    whiten: bool = False,
) -> Chain:
    """What `course.pca.pca` does to a cloud, but with axes turned left by so many degrees.

    Parameters
    ----------
    x : array_like, shape (n, 2)
    degrees : float
    k : {1, 2}
    centre, scale, whiten : bool
        Columns and axes without spread are not divided.
    """
    x, steps = check_points("x", x), []

    def add(step: Transformation) -> None:
        nonlocal x
        steps.append(step)
        x = step(x)

    if centre:
        add(Centre(x.mean(axis=0)))
    if scale:
        add(Scale(_divisors(x, centre)))
    add(turn(degrees))
    if check_integer("k", k, 1, 2) < 2:
        add(Keep(k, 2))
    if whiten:
        add(Whiten(_divisors(x, centre)))
    return Chain(tuple(steps))


@dataclass(frozen=True, eq=False)
class Seen:
    """How one point sees the others, from the origin.

    Attributes
    ----------
    before, after : float arrays, shape (n,)
        Cosine with each row; NaN where either of the two is the zero vector.
    near : int array
        The rows nearest to it by angle before, nearest first: 10, or half of the others where
        there are fewer than twice as many.
    """

    before: np.ndarray
    after: np.ndarray
    near: np.ndarray


def seen(treated: Treated, row: int) -> Seen:
    """What the point in this row sees before and after."""
    before, after = (cosines(x, row) for x in (treated.before, treated.after))
    if not norms(treated.before[row : row + 1])[0]:
        return Seen(before, after, np.zeros(0, np.intp))
    others = int(np.isfinite(before).sum()) - 1
    if not others:
        return Seen(before, after, np.zeros(0, np.intp))
    count = min(NEIGHBOURS, max(1, others // 2))
    return Seen(before, after, nearest(treated.before, row, count, by="angle"))


def placed(x: np.ndarray, places: Mapping[int, Sequence[float]]) -> np.ndarray:
    """A copy of the cloud with some points put elsewhere: row -> (x, y)."""
    x = x.copy()
    for row, place in places.items():
        x[row] = place
    return x


def next_around(x: np.ndarray, row: int, by: int = 1) -> int:
    """The row that comes next around the origin, to the left; `by` may be negative."""
    order = np.argsort(np.arctan2(x[:, 1], x[:, 0]), kind="stable")
    here = int(np.flatnonzero(order == row)[0])
    return int(order[(here + by) % len(x)])


def reach(x: np.ndarray) -> float:
    """Half the side of a square picture with the origin in its middle that holds every point.

    The least round number, such as 100, 110, 120, 135, that is not below any coordinate; 1 if
    all are 0.
    """
    return round_up(float(np.abs(x).max(initial=0.0)))


def round_up(value: float) -> float:
    """The least of 1, 1.1, 1.2, 1.35 ... 8, 10, 11 ... that is not below a value; 1 for 0."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(r * power for r in (*RUNGS, 10.0, 11.0) if r * power >= value * (1 - 1e-9))


@dataclass(frozen=True, eq=False)
class Bars:
    """How many points lie in each of 25 bins along an axis.

    Attributes
    ----------
    end : float
        The bins run from -end to end: three deviations about the origin, rounded up.
    counts, normal : float arrays, shape (25,)
        The points, and what is expected of a normal cloud of the same mean and deviation.
    """

    end: float
    counts: np.ndarray
    normal: np.ndarray


def bars(values: np.ndarray) -> Bars:
    """The bars of coordinates along one axis, shape (n,); what lies beyond the ends is in none."""
    end = round_up(SPREAD * float(np.sqrt((values**2).mean())))
    edges = np.linspace(-end, end, BINS + 1)
    counts = np.histogram(values, edges)[0].astype(np.float64)
    middle, spread = float(values.mean()), float(values.std())
    if spread <= 0:
        return Bars(end, counts, np.zeros(BINS))
    below = np.array([math.erf((edge - middle) / (spread * math.sqrt(2))) / 2 for edge in edges])
    return Bars(end, counts, len(values) * np.diff(below))


def _up_to_the_rotation(change: Transformation) -> Transformation:
    """The steps before a coordinate is left out or divided by its deviation."""
    steps = [s for s in getattr(change, "parts", (change,)) if not isinstance(s, Keep | Whiten)]
    return Chain(tuple(steps))


def _deviations(x: np.ndarray, centre: bool) -> np.ndarray:
    """Along each column, divisor n - 1: about the mean, or about the origin."""
    about = x - x.mean(axis=0) if centre else x
    return np.sqrt((about**2).sum(axis=0) / (len(x) - 1))


def _divisors(x: np.ndarray, centre: bool) -> np.ndarray:
    """The deviations, with 1 where there is no spread to speak of."""
    by = _deviations(x, centre)
    return np.where(by > 1e-12 * max(1.0, float(np.abs(x).max())), by, 1.0)
