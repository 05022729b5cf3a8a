"""Argument checks that name the argument, what was expected and what came."""
import math
from collections.abc import Collection
from numbers import Integral, Real
from typing import Any

import numpy as np


def shown(value: Any, limit: int = 60) -> str:
    """A short repr for an error message: never more than `limit` characters."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


def _interval(low: float, high: float | None, open_low: bool) -> str:
    left = "(" if open_low else "["
    return f"{left}{low:g}, {high:g}]" if high is not None else f"{left}{low:g}, inf)"


def check_integer(name: str, value: Any, low: int, high: int | None = None) -> int:
    """The value as an int in [low, high].

    Parameters
    ----------
    name : str
        What the message calls the value.
    value : Integral
        A Python or numpy integer; a bool or 3.0 is refused.
    low, high : int
        Smallest and largest value allowed; high None means no upper limit.

    Raises
    ------
    TypeError
        If the value is not an integer.
    ValueError
        If it lies outside [low, high].
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        kind = type(value).__name__
        raise TypeError(f"{name} must be a whole number, got {shown(value)} ({kind})")
    if value < low or (high is not None and value > high):
        expected = _interval(low, high, open_low=False)
        raise ValueError(f"{name} must be in {expected}, got {shown(value)}")
    return int(value)


def check_number(
    name: str, value: Any, low: float, high: float | None = None, *, open_low: bool = False
) -> float:
    """The value as a finite float in [low, high], or (low, high] if `open_low`.

    Raises
    ------
    TypeError
        If the value is not a real number (a bool is not).
    ValueError
        If it is NaN, infinite or outside the interval.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        kind = type(value).__name__
        raise TypeError(f"{name} must be a number, got {shown(value)} ({kind})")
    try:
        number = float(value)
    except OverflowError:  # an int such as 10**400
        number = math.inf
    outside = number < low or (open_low and number == low) or (high is not None and number > high)
    if outside or not math.isfinite(number):
        raise ValueError(f"{name} must be in {_interval(low, high, open_low)}, got {shown(value)}")
    return number


def check_choice(name: str, value: Any, choices: Collection[str]) -> str:
    """The value, if it is one of `choices`; the message lists them all.

    Raises
    ------
    ValueError
        If the value is not among the choices.
    """
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}; got {shown(value)}")
    return value


def check_points(name: str, value: Any) -> np.ndarray:
    """The value as a float array of points, shape (n_points, 2), all finite.

    Raises
    ------
    TypeError
        If the value cannot be read as numbers.
    ValueError
        If the shape is not (n_points, 2), n_points is 0, or an entry is NaN or infinite.
    """
    try:
        points = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):  # the last is for an int such as 10**400
        raise TypeError(f"{name} must be numbers of shape (n, 2), got {shown(value)}") from None
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
        raise ValueError(f"{name} must have shape (n, 2) with n >= 1, got shape {points.shape}")
    if not np.isfinite(points).all():
        first = int(np.flatnonzero(~np.isfinite(points).all(axis=1))[0])
        raise ValueError(f"{name} must be finite numbers, but row {first} is {points[first]}")
    return points
