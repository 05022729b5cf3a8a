"""Clouds of vectors whose relations are studied: the published one, and ones of a chosen spectrum.

Source of the published one: "When transforming vectors to their principal components, are their
relations preserved?"  A thousand points, x uniform in [-100, 100], y = x + N(0, 20).
"""
from collections.abc import Sequence
from typing import Any

import numpy as np

from course.checks import check_integer, check_number, shown

# The first six points of the published run, as printed.
PUBLISHED_ROWS = np.array(
    [
        [-77.25932, -57.56371837],
        [24.45988, -0.03487656],
        [21.85495, 36.04947094],
        [24.67589, 22.49148848],
        [72.18308, 107.83523462],
        [28.06212, 23.19322747],
    ]
)
PUBLISHED_ROWS.setflags(write=False)

# Cosines of these six with the second of them, and their norms; as printed, before and after.
PUBLISHED_COSINES = (
    "-0.8010403", "1.0000000", "0.5171996", "0.7381007", "0.5550765", "0.7698978",
)  # fmt: skip
PUBLISHED_NORMS = ("96.34617", "24.45991", "42.15689", "33.38812", "129.76453", "36.40616")


def published_cloud(
    rng: np.random.Generator,
    n: int = 1000,
    slope: float = 1.0,
    noise: float = 20.0,
    offset: tuple[float, float] = (0.0, 0.0),
) -> np.ndarray:
    """Points with x uniform in [-100, 100] and y = slope x + N(0, noise), then moved.

    The same generator gives the same points but for what the arguments change: each moves along
    a line when one argument moves.

    Parameters
    ----------
    rng : numpy.random.Generator
    n : int
        At least 1.
    slope : float
        In [-100, 100].
    noise : float
        Standard deviation, in [0, 10000].
    offset : (float, float)
        Added to every point.

    Returns
    -------
    float array, shape (n, 2)

    Raises
    ------
    TypeError, ValueError
        If an argument is out of its range.
    """
    n = check_integer("n", n, 1)
    slope = check_number("slope", slope, -100, 100)
    noise = check_number("noise", noise, 0, 1e4)
    moved = _offset(offset, 2)
    x, error = rng.uniform(-100, 100, n), rng.normal(size=n)
    return np.column_stack([x, slope * x + noise * error]) + moved


def spectrum_cloud(
    rng: np.random.Generator, n: int, deviations: Sequence[float], offset: Any = None
) -> np.ndarray:
    """Normal points with these standard deviations along axes that are turned at random.

    Parameters
    ----------
    rng : numpy.random.Generator
    n : int
        At least 1.
    deviations : sequence of d floats
        At least 0; their squares are the spectrum.
    offset : sequence of d floats, optional
        Added to every point.

    Returns
    -------
    float array, shape (n, d)

    Raises
    ------
    TypeError, ValueError
        If an argument is out of its range.
    """
    n = check_integer("n", n, 1)
    along = [check_number(f"deviations[{i}]", s, 0, 1e6) for i, s in enumerate(deviations)]
    if not along:
        raise ValueError("deviations must be at least one number, got none")
    axes = random_axes(len(along), rng)
    x = (rng.normal(size=(n, len(along))) * along) @ axes.T
    return x if offset is None else x + _offset(offset, len(along))


def random_axes(d: int, rng: np.random.Generator) -> np.ndarray:
    """d axes at right angles, every turn as likely as every other, in columns, shape (d, d).

    Source: Mezzadri 2007, "How to generate random matrices from the classical compact groups":
    Q of a normal matrix, its columns times the signs of the diagonal of R.
    """
    q, r = np.linalg.qr(rng.normal(size=(d, d)))
    return q * np.sign(np.diag(r))


def _offset(values: Any, d: int) -> list[float]:
    """The values as d numbers in [-1e6, 1e6].

    Raises
    ------
    TypeError, ValueError
        If they are not.
    """
    expected = f"offset must be {d} numbers, got {shown(values)}"
    if not isinstance(values, Sequence | np.ndarray) or isinstance(values, str):
        raise TypeError(expected)
    if len(values) != d:
        raise ValueError(expected)
    return [check_number(f"offset[{i}]", value, -1e6, 1e6) for i, value in enumerate(values)]
