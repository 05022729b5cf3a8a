"""One neuron: a weighted sum of two numbers, a sigmoid, and the line where it is undecided.

z = w1 x1 + w2 x2 + b, and p = 1 / (1 + exp(-z)) is the probability that a point is orange.
Where z = 0 the neuron is undecided: that is a straight line, (w1, w2) stands at right angles
to it and points to its orange side, and the longer (w1, w2) is, the faster p changes there.
"""
import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Self

import numpy as np

from course.by_hand import cross_entropy, dense_backward, sigmoid_backward
from course.checks import check_integer, check_number
from course.network import sigmoid
from course.seeding import generator

GOAL = 0.95  # share of the points to have on the right side
# With every point in the unit circle the slope of the loss changes by at most 1/4 (1 + 1) from
# one place to the next for each unit of way: below 2 / (1/2) = 4 every step makes it smaller.
RATE = 3.9
ACROSS, ALONG, APART = 0.14, 0.24, 0.28  # of the clouds: spreads, and half their distance


@dataclass(frozen=True)
class Neuron:
    """Two weights and a bias.

    Attributes
    ----------
    w1, w2 : float
        Weights of the two coordinates.
    b : float
        Bias.

    Raises
    ------
    TypeError, ValueError
        On creation, if one of them is not a finite number in [-1000, 1000].
    """

    w1: float
    w2: float
    b: float

    def __post_init__(self) -> None:
        for name in ("w1", "w2", "b"):
            object.__setattr__(self, name, check_number(name, getattr(self, name), -1000, 1000))

    @classmethod
    def at(cls, middle: tuple[float, float], angle: float, size: float) -> Self:
        """The neuron that is undecided in a given place.

        Parameters
        ----------
        middle : (float, float)
            A point of its line.
        angle : float
            Direction of (w1, w2), to the orange side, in radians from the x1 axis.
        size : float
            Length of (w1, w2).
        """
        w1, w2 = size * math.cos(angle), size * math.sin(angle)
        return cls(w1, w2, -(w1 * middle[0] + w2 * middle[1]))

    @property
    def size(self) -> float:
        """Length of (w1, w2): how steep p is at the line, times four."""
        return math.hypot(self.w1, self.w2)

    @property
    def angle(self) -> float:
        """Direction of (w1, w2) in radians, in [-pi, pi]."""
        return math.atan2(self.w2, self.w1)

    def nearest(self, point: tuple[float, float]) -> tuple[float, float]:
        """The point of the line that is closest to the given one; that one if w1 = w2 = 0."""
        x, y = point
        square = self.w1**2 + self.w2**2
        away = (self.w1 * x + self.w2 * y + self.b) / square if square else 0.0
        return x - away * self.w1, y - away * self.w2

    def rounded(self, digits: int = 4) -> "Neuron":
        """The same with so many digits after the point: as it can be written down."""
        return Neuron(*(round(value, digits) + 0.0 for value in (self.w1, self.w2, self.b)))

    # ---- points ------------------------------------------------------------------------

    def logits(self, x: np.ndarray) -> np.ndarray:
        """z = w1 x1 + w2 x2 + b of each point; x has shape (n, 2), z has shape (n,)."""
        return x @ np.array([self.w1, self.w2]) + self.b

    def probability(self, x: np.ndarray) -> np.ndarray:
        """p(orange) of each point, in [0, 1], shape (n,)."""
        return sigmoid(np, self.logits(x))

    def loss(self, x: np.ndarray, y: np.ndarray) -> float:
        """Mean of -log p(truth) in nats; x (n, 2), y bool (n,), True for orange."""
        return cross_entropy(self.logits(x), y)

    def wrong(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Which points lie on the side of the other colour: bool, shape (n,)."""
        return (self.logits(x) > 0) != y

    def accuracy(self, x: np.ndarray, y: np.ndarray) -> float:
        """Share of the points that lie on the side of their colour, in [0, 1]."""
        return 1 - float(self.wrong(x, y).mean())

    def gradient(self, x: np.ndarray, y: np.ndarray) -> tuple[float, float, float]:
        """Slopes of the loss by w1, w2 and b.

        Formula: the mean of (p - y) x1, of (p - y) x2 and of (p - y) over the points.
        """
        W = np.array([[self.w1], [self.w2]])
        dz = sigmoid_backward(self.logits(x)[:, None], y[:, None])
        dW, db, _ = dense_backward(x, W, dz)
        return float(dW[0, 0]), float(dW[1, 0]), float(db[0])

    def step(self, x: np.ndarray, y: np.ndarray, rate: float = RATE) -> "Neuron":
        """The neuron one step of gradient descent on: each number less `rate` times its slope."""
        dw1, dw2, db = self.gradient(x, y)
        return Neuron(self.w1 - rate * dw1, self.w2 - rate * dw2, self.b - rate * db)


def make_clouds(seed: int, n: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Two clouds of points, half of them orange, that one line nearly separates.

    Across the best line the distances are quantiles of a normal distribution, so that this
    line has the same share of the points on the right side for every seed: 98% if n = 200.
    The orange cloud lies in a direction of 70 to 150 degrees to either side of the x1 axis.

    Parameters
    ----------
    seed : int
        Decides the direction of that line, where it lies, and which points stand where.
    n : int
        Even number of points, at least 2.

    Returns
    -------
    x : float array, shape (n, 2)
        Inside the unit circle.
    y : bool array, shape (n,)
        True for orange.

    Raises
    ------
    TypeError, ValueError
        If the seed is not an integer of at least 0, or n not an even one of at least 2.
    """
    if check_integer("n", n, 2) % 2:
        raise ValueError(f"n must be even, got {n}")
    rng = generator(seed, "clouds")
    half = n // 2
    # Beyond 2.58 deviations lies one in a hundred: the clouds of 200 points end there.
    shares = 0.005 + 0.99 * (np.arange(half) + 0.5) / half
    quantiles = np.array([NormalDist().inv_cdf(share) for share in shares])
    angle = rng.choice([-1, 1]) * rng.uniform(np.radians(70), np.radians(150))
    shift = rng.uniform(-0.12, 0.12)
    y = np.arange(n) < half
    across = np.concatenate([rng.permutation(quantiles) for _ in range(2)]) * ACROSS
    across += np.where(y, APART, -APART) + shift
    along = np.concatenate([rng.permutation(quantiles) for _ in range(2)]) * ALONG
    cos, sin = np.cos(angle), np.sin(angle)
    x = np.column_stack([across * cos - along * sin, across * sin + along * cos])
    order = rng.permutation(n)  # so that neither colour lies on top of the other
    return x[order], y[order]
