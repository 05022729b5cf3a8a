"""How to start: what initial weights do to the numbers that go through a deep network.

Points of n numbers from N(0, 1) go forward through layers of n units; then a gradient with
entries from N(0, 1) is sent in at the top and goes backward.  A sum of n independent terms has
n times the variance of one: with weights of variance 1/n, each layer keeps it as it is.
"""
from dataclasses import dataclass

import numpy as np

from course.checks import check_choice, check_integer, check_number
from course.network import ACTIVATIONS
from course.seeding import generator

UNITS = 100  # in each layer, and numbers of each point
POINTS = 64
DEEPEST = 30
WEIGHTS = ("random", "equal", "zero")
FLAT = 0.97  # beyond this, the slope of tanh is below 0.06
BINS = 41


@dataclass(frozen=True)
class Start:
    """A network that has not learned anything yet.

    Attributes
    ----------
    activation : {"tanh", "relu"}
    depth : int
        Layers, in [1, 30].
    scale : float
        In (0, 10]: the standard deviation of the weights is scale / sqrt(UNITS).
    bias : float
        In [-5, 5]: the bias of every unit.
    weights : {"random", "equal", "zero"}
        Drawn from a normal distribution; all of them scale / sqrt(UNITS); or all 0.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the argument.
    """

    activation: str = "tanh"
    depth: int = 10
    scale: float = 1.0
    bias: float = 0.0
    weights: str = "random"

    def __post_init__(self) -> None:
        check_choice("activation", self.activation, ("tanh", "relu"))
        check_integer("depth", self.depth, 1, DEEPEST)
        object.__setattr__(self, "scale", check_number("scale", self.scale, 0, 10, open_low=True))
        object.__setattr__(self, "bias", check_number("bias", self.bias, -5, 5))
        check_choice("weights", self.weights, WEIGHTS)


@dataclass(frozen=True)
class Passed:
    """What went through each layer, forward and backward.

    Attributes
    ----------
    h : float32 array, shape (..., depth, POINTS, UNITS)
        Activations.
    dz : float32 array, same shape
        Gradient by each weighted sum.
    """

    h: np.ndarray
    dz: np.ndarray


@dataclass(frozen=True)
class Layers:
    """One number a layer of each, for one seed or several.

    Attributes
    ----------
    forward, backward : float array, shape (..., depth)
        Standard deviations of the activations and of the gradients, over points and units.
    off : float array, shape (..., depth)
        Share of units that are off at every point (relu: dead units), or the share of
        activations beyond 0.97 either way, where tanh is nearly flat.
    alike : bool array, shape (..., depth)
        Whether all units of the layer say the same of every point, to a hundred-thousandth.
    """

    forward: np.ndarray
    backward: np.ndarray
    off: np.ndarray
    alike: np.ndarray


def through(start: Start, seeds: int | tuple[int, ...]) -> Passed:
    """Send points forward and a gradient backward through a network of each seed.

    Parameters
    ----------
    start : Start
    seeds : int or tuple of int
        One seed makes one network, K of them make K: the arrays begin with an axis of K.

    Notes
    -----
    Points, weights and gradient of one seed are the same for every scale, and the first
    layers' are the same for every depth.
    """
    drawn = [_drawn(start, seed) for seed in ((seeds,) if np.ndim(seeds) == 0 else seeds)]
    x, weights, top = (np.stack(parts) for parts in zip(*drawn, strict=True))
    activation = ACTIVATIONS[start.activation]
    h, slopes = [x], []
    for i in range(start.depth):
        z = h[-1] @ weights[:, i] + np.float32(start.bias)  # (K, POINTS, UNITS)
        h.append(activation.value(np, z))
        slopes.append(activation.slope(np, z, h[-1]))
    dz = [top * slopes[-1]]
    for i in reversed(range(start.depth - 1)):
        dz.append(dz[-1] @ weights[:, i + 1].mT * slopes[i])
    passed = np.stack(h[1:], axis=1), np.stack(dz[::-1], axis=1)
    return Passed(*(part[0] if np.ndim(seeds) == 0 else part for part in passed))


def _drawn(start: Start, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points (POINTS, UNITS), weights (depth, UNITS, UNITS) and the gradient at the top."""
    def normal(name: str, *shape: int) -> np.ndarray:
        return generator(seed, name).standard_normal(shape, dtype=np.float32)

    deviation = np.float32(start.scale / UNITS**0.5)
    shape = (start.depth, UNITS, UNITS)
    if start.weights == "random":
        weights = normal("start, weights", *shape)
        weights *= deviation
    else:
        weights = np.full(shape, deviation if start.weights == "equal" else np.float32(0))
    return normal("start, points", POINTS, UNITS), weights, normal("start, top", POINTS, UNITS)


def summed(start: Start, passed: Passed) -> Layers:
    """The statistics of what went through; `start` says what it went through."""
    h, dz = passed.h, passed.dz
    if start.activation == "relu":
        off = (h <= 0).all(axis=-2).mean(axis=-1)
    else:
        off = (abs(h) > FLAT).mean(axis=(-2, -1))
    apart = abs(h - h[..., :1]).max(axis=(-2, -1))
    return Layers(
        h.std(axis=(-2, -1), dtype=np.float64),
        dz.std(axis=(-2, -1), dtype=np.float64),
        off,
        apart <= 1e-5 * abs(h).max(axis=(-2, -1)),
    )


def layers(start: Start, seeds: int | tuple[int, ...]) -> Layers:
    """One number a layer: spreads forward and backward, and the share of units that are off."""
    return summed(start, through(start, seeds))


def histograms(values: np.ndarray, low: float, high: float, bins: int = BINS) -> np.ndarray:
    """How a layer's numbers are spread: the share of them in each of equal bins.

    Parameters
    ----------
    values : array, shape (depth, POINTS, UNITS)
    low, high : float
        Ends of the axis; what lies outside is counted in the bin at that end.
    bins : int

    Returns
    -------
    float32 array, shape (depth, bins)
        Rows sum to 1; the first bin is the one at `low`.
    """
    flat = values.reshape(len(values), -1)
    # Clipped before it becomes a whole number: an exploding value would not fit into one.
    where = np.clip((flat - low) * (bins / (high - low)), 0, bins - 1).astype(np.int64)
    where += bins * np.arange(len(flat))[:, None]
    counts = np.bincount(where.ravel(), minlength=bins * len(flat))
    return (counts.reshape(-1, bins) / flat.shape[1]).astype(np.float32)


def kept(start: Start) -> float:
    """What theory says one layer keeps of the mean square of what goes through, either way.

    Formula: scale^2 where the activation is linear, as tanh is round 0; half of that for relu
    without biases, which is off for half of all sums (He et al. 2015).  Forward and backward
    are alike because all layers are of one width.
    """
    return start.scale**2 * (0.5 if start.activation == "relu" else 1.0)
