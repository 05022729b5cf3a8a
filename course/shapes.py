"""The rules of the course as functions: which of some points, shape (n, 2), are inside.

Six are those of "Simple models for deep learning testing" (2016); spiral, moons and
checkerboard are the usual hard ones.  The moons also have places of their own for points.
"""
from math import pi

import numpy as np

TURNS = 1.25  # of each arm of the spiral, from the middle to radius 1
CELLS = 4  # of the checkerboard, along a side
MOON = 0.58  # radius of a moon
MIDDLES = MOON * np.array([[-0.5, -0.25], [0.5, 0.25]])  # of the upper moon, of the lower
BREADTH = 0.2 * MOON  # how far from its arc a point may lie


def _radius(points: np.ndarray) -> np.ndarray:
    return np.hypot(points[:, 0], points[:, 1])


def positive(points: np.ndarray) -> np.ndarray:
    """x > 0."""
    return points[:, 0] > 0


def linear(points: np.ndarray) -> np.ndarray:
    """y > x."""
    return points[:, 1] > points[:, 0]


def circle(points: np.ndarray) -> np.ndarray:
    """Closer to the middle than 0.8."""
    return _radius(points) < 0.8


def ring(points: np.ndarray) -> np.ndarray:
    """At least 0.4 and less than 0.8 from the middle."""
    radius = _radius(points)
    return (radius >= 0.4) & (radius < 0.8)


def cosine(points: np.ndarray) -> np.ndarray:
    """Above the wave y = cos(2 pi x)."""
    return points[:, 1] > np.cos(2 * pi * points[:, 0])


def rose(points: np.ndarray) -> np.ndarray:
    """Inside the five-petalled rose: in polar coordinates, radius < cos(5 angle)."""
    return _radius(points) < np.cos(5 * np.arctan2(points[:, 1], points[:, 0]))


def spiral(points: np.ndarray) -> np.ndarray:
    """On the first of two arms that wind round the middle.

    Formula: sin(angle - 2 pi 1.25 radius) > 0, a half of the square: half a turn swaps the arms.
    """
    x, y = points[:, 0], points[:, 1]
    return np.sin(np.arctan2(y, x) - 2 * pi * TURNS * np.hypot(x, y)) > 0


def checkerboard(points: np.ndarray) -> np.ndarray:
    """On one colour of a board of 4 x 4 cells, that of the upper left one."""
    column, row = np.floor((points + 1) * CELLS / 2).T
    return (column + row) % 2 == 1


def moons(points: np.ndarray) -> np.ndarray:
    """Nearer to the lower of two half circles that reach into one another."""
    return _distance(points, False) < _distance(points, True)


def moon_places(u: np.ndarray) -> np.ndarray:
    """Points in two bands along the moons, from uniform numbers; both (n, 2).

    The first number of each says which moon, and where along it; the second, where across.
    """
    upper = u[:, 0] < 0.5
    angle = pi * (2 * u[:, 0] % 1)
    radius = MOON + BREADTH * (2 * u[:, 1] - 1)
    turned = np.where(upper, 1.0, -1.0) * radius  # the lower moon is the upper one upside down
    out = np.stack([turned * np.cos(angle), turned * np.sin(angle)], axis=-1)
    return out + np.where(upper[:, None], *MIDDLES)


def _distance(points: np.ndarray, upper: bool) -> np.ndarray:
    """From each point to the nearest point of a moon's arc."""
    up = 1.0 if upper else -1.0
    x, y = (up * (points - MIDDLES[0 if upper else 1])).T  # as seen by an arc with y >= 0
    ends = np.minimum(np.hypot(x - MOON, y), np.hypot(x + MOON, y))
    return np.where(y >= 0, abs(np.hypot(x, y) - MOON), ends)
