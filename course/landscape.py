"""Losses of two weights that can be drawn as a landscape: what each is, and where it is least.

Three are the mean squared error of one unit over a few points, as a function of its two
weights.  Two more are written as plain formulas, with operators alone, so that the autograd
package can differentiate the same functions: see `course.descent.newton`.
"""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer

Loss = Callable[[np.ndarray], np.ndarray]
ALL = slice(None)  # every point
POINTS = 12
NOISE = 0.5  # the error of each truth: the squared error is never less than NOISE**2
STEEP = 5  # how much larger the second input of the valley is than the first
SOFT = 0.4  # loss above the least at which the heights turn from linear to logarithmic

_TURN = 2 * np.pi * np.arange(POINTS) / POINTS
_SIGN = np.where(np.arange(POINTS) % 2, -NOISE, NOISE)
_ACROSS = np.concatenate([-np.arange(6, 0, -1), np.arange(1, 7)]) / 3  # -2 to 2, without 0
_EVEN = np.where(np.arange(POINTS) % 2, -NOISE, NOISE) * np.sign(_ACROSS)


@dataclass(frozen=True)
class Landscape:
    """A loss of two weights, and how it is to be drawn.

    Attributes
    ----------
    name, words : str
        What it is called in code, and by people.
    about : str
        What the loss is, in a sentence.
    loss : callable
        Weights of shape (..., 2) -> losses of shape (...).
    gradient : callable
        (weights (2,), which points) -> slopes (2,): of all points by default, else of those
        that an index array chooses.
    points : int
        How many there are; 0 if the loss is a formula without points.
    minima : tuple of (float, float)
        Where the loss is least.
    bounds : (float, float, float, float)
        Least and greatest first weight, then second, of the picture.
    start : (float, float)
        A good place to begin.
    curvatures : (float, float), optional
        Second derivatives along the two weights, where they are the same everywhere.
    """

    name: str
    words: str
    about: str
    loss: Loss
    gradient: Callable[..., np.ndarray]
    points: int
    minima: tuple[tuple[float, float], ...]
    bounds: tuple[float, float, float, float]
    start: tuple[float, float]
    curvatures: tuple[float, float] | None = None

    @property
    def least(self) -> float:
        """The loss at the minimum."""
        return float(self.loss(np.array(self.minima[0])))

    def clip(self, w: Any) -> tuple[float, float]:
        """The place of the picture nearest to w, a pair of numbers."""
        low1, high1, low2, high2 = self.bounds
        return (min(max(float(w[0]), low1), high1), min(max(float(w[1]), low2), high2))

    def beyond(self, w: np.ndarray) -> bool:
        """Whether w lies further outside the picture than the picture is wide."""
        low, high = np.array(self.bounds[::2]), np.array(self.bounds[1::2])
        return not bool(np.all((w >= 2 * low - high) & (w <= 2 * high - low)))

    def to_minimum(self, w: np.ndarray) -> float:
        """How far w is from the nearest minimum."""
        return float(np.min(np.hypot(*(np.array(self.minima) - w).T)))


def _linear(name: str, words: str, about: str, steep: float) -> Landscape:
    """Squared error of w1 x1 + w2 x2, where x2 is `steep` times as large as x1.

    The points lie evenly on an ellipse, so the curvatures are 1 along w1 and steep**2 along
    w2; their errors take turns, and no weight can follow them: the best are (1, 0.5).
    """
    x = np.column_stack([np.cos(_TURN), steep * np.sin(_TURN)])
    y = x @ np.array([1, 0.5]) + _SIGN

    def loss(w: np.ndarray) -> np.ndarray:
        return ((w @ x.T - y) ** 2).mean(-1)

    def gradient(w: np.ndarray, chosen: Any = ALL) -> np.ndarray:
        some = x[chosen]
        return 2 * some.T @ (some @ w - y[chosen]) / len(some)

    return Landscape(
        name, words, about, loss, gradient, POINTS, ((1.0, 0.5),), (-3, 3, -3, 3), (-2.2, 1.6),
        (1, steep**2),
    )  # fmt: skip


def _tanh_gradient(w: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    h = np.tanh(w[0] * x)
    dguess = 2 * (w[1] * h - y) / len(x)
    return np.array([dguess @ (w[1] * (1 - h * h) * x), dguess @ h])


def _hollows() -> Landscape:
    """Squared error of w2 tanh(w1 x): the truth is 1.5 tanh(1.5 x) and an error even in x.

    Whatever odd function of x the unit is, it cannot follow an even error: the best weights
    are the true ones, and the same with both signs changed.
    """
    x, y = _ACROSS, 1.5 * np.tanh(1.5 * _ACROSS) + _EVEN

    def loss(w: np.ndarray) -> np.ndarray:
        return ((w[..., 1:] * np.tanh(w[..., :1] * x) - y) ** 2).mean(-1)

    def gradient(w: np.ndarray, chosen: Any = ALL) -> np.ndarray:
        return _tanh_gradient(w, x[chosen], y[chosen])

    about = "squared error of w2 tanh(w1 x): both signs changed, it is the same network"
    minima, start = ((1.5, 1.5), (-1.5, -1.5)), (-1.2, 2.6)
    return Landscape(
        "hollows", "two hollows", about, loss, gradient, POINTS, minima, (-3, 3, -3, 3), start
    )


def curved(w: np.ndarray) -> np.ndarray:
    """A valley along b = a**2, after Rosenbrock (1960); w (..., 2), least at (1, 1)."""
    a, b = w[..., 0], w[..., 1]
    return (1 - a) ** 2 + 3 * (b - a * a) ** 2


def straight(w: np.ndarray) -> np.ndarray:
    """A valley 25 times as curved across as along; w (..., 2), least at (1, 0.5)."""
    a, b = w[..., 0], w[..., 1]
    return 0.5 * (a - 1) ** 2 + 12.5 * (b - 0.5) ** 2


def _curved_gradient(w: np.ndarray, chosen: Any = ALL) -> np.ndarray:
    a, b = w
    return np.array([2 * (a - 1) - 12 * a * (b - a * a), 6 * (b - a * a)])


def _straight_gradient(w: np.ndarray, chosen: Any = ALL) -> np.ndarray:
    return np.array([w[0] - 1, STEEP**2 * (w[1] - 0.5)])


SURFACES = ("bowl", "valley", "hollows")  # errors of a unit over points
VALLEYS = ("curved", "straight")  # formulas
LANDSCAPES = {
    made.name: made
    for made in (
        _linear("bowl", "round bowl", "squared error of w1 x1 + w2 x2, two inputs of one size", 1),
        _linear("valley", "long valley",
                f"squared error of w1 x1 + w2 x2, where x2 is {STEEP} times as large", STEEP),
        _hollows(),
        Landscape("curved", "curved valley", "(1 - w1)^2 + 3 (w2 - w1^2)^2", curved,
                  _curved_gradient, 0, ((1.0, 1.0),), (-1.6, 2.4, -1, 3), (-1.2, 1.0)),
        Landscape("straight", "straight valley", "(w1 - 1)^2 / 2 + 25 (w2 - 0.5)^2 / 2", straight,
                  _straight_gradient, 0, ((1.0, 0.5),), (-3, 3, -3, 3), (-2.2, 1.6),
                  (1, STEEP**2)),
    )
}  # fmt: skip


def find(name: str) -> Landscape:
    """The landscape of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists those that exist.
    """
    return LANDSCAPES[check_choice("surface", name, LANDSCAPES)]


def heights(landscape: Landscape, side: int = 141) -> np.ndarray:
    """The landscape as a picture: 0 at the minimum, 1 at the highest place drawn.

    Formula: log(1 + (loss - least) / SOFT), divided by the same at the highest place: equal
    differences are equal losses near the minimum, and equal factors far up.

    Parameters
    ----------
    side : int
        Points along each side, edges included, in [2, 1000].

    Returns
    -------
    float32 array, shape (side, side)
        Row 0 is the top: the greatest second weight.

    Raises
    ------
    TypeError, ValueError
        If `side` is not as above.
    """
    side = check_integer("side", side, 2, 1000)
    low1, high1, low2, high2 = landscape.bounds
    grid = np.stack(
        np.meshgrid(np.linspace(low1, high1, side), np.linspace(high2, low2, side)), axis=-1
    )
    above = np.log1p((landscape.loss(grid) - landscape.least) / SOFT)
    return (above / above.max()).astype(np.float32)
