"""Two moons, and the same two moons rotated: a source with classes and a target without."""
from dataclasses import dataclass

import numpy as np

from course.checks import check_choice, check_integer, check_number
from course.seeding import generator

NOISE = 0.08  # standard deviation around the moons, before they are scaled into the square
STREAMS = ("training points", "test points")


def moons(n_points: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Points of two moons that reach into one another, and which moon each belongs to.

    Returns
    -------
    x : float array, shape (n_points, 2)
        In the square [-1, 1] x [-1, 1] but for a few; the middle of both is the origin.
    y : bool array, shape (n_points,)
        True for the moon that is open above.
    """
    y = rng.integers(0, 2, n_points).astype(bool)
    angle = np.pi * rng.random(n_points)
    across, up = np.cos(angle), np.sin(angle)
    x = np.stack([np.where(y, 1 - across, across), np.where(y, 0.5 - up, up)], axis=1)
    return 0.58 * (x - [0.5, 0.25] + NOISE * rng.standard_normal(x.shape)), y


def rotated(x: np.ndarray, degrees: float) -> np.ndarray:
    """Points (n, 2) turned anticlockwise round the origin."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return x @ turn


@dataclass(frozen=True)
class Domain:
    """Points of the source or of the target, x (n, 2) and y bool (n,)."""

    x: np.ndarray
    y: np.ndarray


def domains(angle: float, seed: int, stream: str, n_points: int) -> tuple[Domain, Domain]:
    """Source and target: moons drawn independently, the second rotated.

    Parameters
    ----------
    angle : float
        Degrees, in [0, 180].
    seed : int
    stream : {"training points", "test points"}
        Which of the seed's points.
    n_points : int
        Of each, at least 1.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.
    """
    check_number("angle", angle, 0, 180)
    check_choice("stream", stream, STREAMS)
    check_integer("n_points", n_points, 1)
    x, y = moons(n_points, generator(seed, "source", stream))
    turned, classes = moons(n_points, generator(seed, "target", stream))
    return Domain(x, y), Domain(rotated(turned, angle), classes)
