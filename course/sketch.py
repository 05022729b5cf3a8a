"""A boundary drawn by hand: closed curves in the square, and what lies inside them.

A point is inside a sketch if a ray from it crosses the curves an odd number of times
(the even-odd rule), so a ring is two curves, one in the other.
"""
from collections.abc import Callable, Iterable

import numpy as np

from course import curve_text
from course.checks import check_points, shown
from course.stroke import closed, simplified
from course.toys import Rule, decide_checked, square_grid

MOST_CURVES = 8
MOST_CORNERS = 50  # of one curve: a sketch then fits into a link
MOST_DRAWN = 1000  # points of a curve as it is drawn, before it is simplified
LONGEST_TEXT = 1078  # characters of eight curves of fifty corners
WHOLE = np.array([[-1.0, -1], [1, -1], [1, 1], [-1, 1]])  # this curve swaps inside and outside


def checked(strokes: Iterable) -> tuple[np.ndarray, ...]:
    """A sketch as a tuple of float arrays.

    Parameters
    ----------
    strokes : iterable of arrays, each of shape (n_corners, 2)
        At most 8 closed curves of 3 to 50 corners in [-1, 1] x [-1, 1]; the last corner
        is joined to the first.  A corner beyond the square is refused, not moved: only
        who drew it knows where it was meant to be.

    Raises
    ------
    TypeError
        If the curves are not numbers.
    ValueError
        If there are too many curves or corners, or a corner is NaN or beyond the square.
    """
    try:
        curves = list(strokes)
    except TypeError:
        raise TypeError(f"strokes must be a list of curves, got {shown(strokes)}") from None
    if len(curves) > MOST_CURVES:
        raise ValueError(f"strokes must be at most {MOST_CURVES} curves, got {len(curves)}")
    return tuple(_checked_curve(f"curve {i + 1}", curve) for i, curve in enumerate(curves))


def _checked_curve(name: str, curve: object) -> np.ndarray:
    corners = check_points(name, curve)
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise ValueError(f"{name} must have 3 to {MOST_CORNERS} corners, got {len(corners)}")
    if np.abs(corners).max() > 1:
        first = int(np.flatnonzero(np.abs(corners).max(axis=1) > 1)[0])
        raise ValueError(
            f"{name} must lie in [-1, 1] x [-1, 1], but corner {first} is {corners[first]}"
        )
    return corners


def inside(strokes: Iterable, points: np.ndarray) -> np.ndarray:
    """Which points lie inside a sketch, by the even-odd rule.

    Parameters
    ----------
    strokes : sketch, as `checked` takes it
    points : array, shape (n_points, 2)

    Returns
    -------
    bool array, shape (n_points,)
        A point exactly on a curve may fall on either side.
    """
    curves, points = checked(strokes), check_points("points", points)
    order = np.argsort(points[:, 1])
    x, y = points[order].T.copy()
    odd = np.zeros(len(points), bool)
    for corners in curves:
        following = np.roll(corners, -1, axis=0)
        low, high = np.minimum(corners, following)[:, 1], np.maximum(corners, following)[:, 1]
        # An edge concerns the points at its height alone: in order of y, those of one slice.
        first, last = np.searchsorted(y, low), np.searchsorted(y, high)
        run, rise = (following - corners).T
        slope = run / np.where(rise == 0, 1, rise)
        for (x0, y0), k, i, j in zip(corners, slope, first, last, strict=True):
            if i < j:
                odd[i:j] ^= x[i:j] < x0 + k * (y[i:j] - y0)
    answer = np.empty_like(odd)
    answer[order] = odd
    return answer


def share_inside(strokes: Iterable, side: int = 100) -> float:
    """Share of the square that lies inside a sketch, in [0, 1], counted on a grid."""
    return float(inside(strokes, square_grid(side)).mean())


def agreement(
    strokes: Iterable, other: str | Rule | Callable | np.ndarray, side: int = 100
) -> float:
    """Share of the square on which a sketch and something else say the same.

    Parameters
    ----------
    strokes : sketch, as `checked` takes it
    other : str, Rule, callable, or bool array of shape (side, side)
        A rule, or a function of points (n, 2) -> bool (n,); or its answers on
        `square_grid(side)`, top row first, such as ``field(network, side) > 0.5``.
    side : int
        Points along each side of the grid, in [1, 2000].

    Returns
    -------
    float
        In [0, 1].

    Raises
    ------
    ValueError
        If `other` is no rule, or answers of another shape or kind.
    """
    grid = square_grid(side)
    if isinstance(other, np.ndarray):
        if other.dtype != bool or other.size != len(grid):
            expected = f"other must be True or False for each of {side} x {side} points"
            raise ValueError(f"{expected}, got {other.dtype} of shape {other.shape}")
        answers = other.ravel()
    else:
        named = isinstance(other, str | Rule)
        answers = decide_checked(other if named else Rule("other", other), grid)
    return float((inside(strokes, grid) == answers).mean())


def drawn(points: object, freely: bool = True) -> np.ndarray:
    """The curve of a sketch that someone meant by drawing these points.

    Parameters
    ----------
    points : array, shape (n_points, 2)
        At most 1,000 points in [-1, 1] x [-1, 1].
    freely : bool
        By a hand whose curve is closed as `closed` says, and not corner by corner.

    Returns
    -------
    float array, shape (n_corners, 2)
        Three to fifty corners, rounded to two decimals, as a link keeps them.

    Raises
    ------
    TypeError, ValueError
        If they are not such points, or enclose nothing.
    """
    corners = check_points("the curve", points)
    if len(corners) > MOST_DRAWN:
        raise ValueError(f"the curve must have at most {MOST_DRAWN} points, got {len(corners)}")
    if np.abs(corners).max() > 1:
        raise ValueError("the curve must lie in [-1, 1] x [-1, 1]")
    corners = simplified(closed(corners) if freely else corners, MOST_CORNERS)
    corners = np.round(corners, 2) + 0.0  # without -0.0, which a reader would stumble over
    corners = corners[(corners != np.roll(corners, 1, axis=0)).any(axis=1)]
    if len(corners) < 3 or share_inside([corners]) == 0:
        raise ValueError("the curve is too small to enclose anything; draw a larger one")
    return corners


def to_text(strokes: Iterable) -> str:
    """A sketch as text for a link: letters, digits, - and _; at most 1,078 characters.

    Coordinates are rounded to two decimals: a byte each, after a byte that counts the
    corners of a curve.
    """
    return curve_text.to_text(checked(strokes))


def from_text(text: str) -> tuple[np.ndarray, ...]:
    """The sketch that `to_text` wrote; nothing in the text is ever evaluated.

    Raises
    ------
    ValueError
        If it is not such a text.
    """
    expected = f"sketch must be up to {MOST_CURVES} curves as to_text writes them"
    return checked(curve_text.from_text(text, expected, LONGEST_TEXT, 3))
