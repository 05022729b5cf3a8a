"""One vector and the others: norms, cosines, and which are nearest."""
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer
from course.vectors.arrays import as_numpy, check_rows, namespace

BY = ("angle", "distance")


def norms(x: Any) -> Any:
    """The length of each row, shape (n,)."""
    return (x * x).sum(axis=1) ** 0.5


def cosine(a: Any, b: Any) -> float:
    """The cosine of the angle between two vectors, in [-1, 1]; nan if one is the zero vector.

    Parameters
    ----------
    a, b : array_like, shape (d,)

    Raises
    ------
    TypeError, ValueError
        If they are not finite numbers, or not of one length.
    """
    a, b = check_rows("a", np.atleast_2d(a)), check_rows("b", np.atleast_2d(b))
    if a.shape != b.shape or len(a) != 1:
        raise ValueError(f"a and b must be two vectors of one length, got {a.shape}, {b.shape}")
    return float(cosines(a, b[0])[0])


def cosines(x: Any, v: Any) -> Any:
    """The cosine of each row of x with v, shape (n,); nan where one is the zero vector.

    Formula: x v / (|x| |v|).

    Parameters
    ----------
    x : array, shape (n, d)
    v : array, shape (d,), or int
        A vector, or which row of x it is.
    """
    if isinstance(v, int | np.integer):
        v = x[check_integer("v (a row)", v, 0, len(x) - 1)]
    xp = namespace(x)
    lengths = norms(x) * (v * v).sum() ** 0.5
    there = lengths > 0
    cosine = ((x @ v) / xp.where(there, lengths, 1 + 0 * lengths)).clip(-1, 1)
    return xp.where(there, cosine, float("nan") * (1 + 0 * cosine))


def distances(x: Any, v: Any) -> Any:
    """The distance of each row of x from v, shape (n,); v a vector (d,) or a row of x."""
    if isinstance(v, int | np.integer):
        v = x[check_integer("v (a row)", v, 0, len(x) - 1)]
    return norms(x - v)


def nearest(x: Any, row: int, count: int = 10, by: str = "angle") -> np.ndarray:
    """The rows nearest to one row, nearest first, without itself.

    Rows that are equally near come in their order; the zero vector has no angle and comes last.

    Parameters
    ----------
    x : array, shape (n, d)
    row : int
        Which one, in [0, n).
    count : int
        How many, in [1, n - 1].
    by : {"angle", "distance"}

    Returns
    -------
    int array, shape (count,)
    """
    check_choice("by", by, BY)
    check_integer("row", row, 0, len(x) - 1)
    check_integer("count", count, 1, len(x) - 1)
    far = -as_numpy(cosines(x, row)) if by == "angle" else as_numpy(distances(x, row))
    far = np.where(np.isnan(far), np.inf, far)
    order = np.argsort(far, kind="stable")
    return order[order != row][:count]
