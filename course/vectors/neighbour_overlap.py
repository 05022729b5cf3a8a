"""How many of the nearest neighbours stay the nearest."""
from collections.abc import Generator
from typing import Any

import numpy as np

from course.vectors.arrays import as_numpy, precision
from course.vectors.pair_blocks import Side

ASKED, AMONG = 200, 10_000  # rows that are asked for their neighbours, and rows these are sought in
AT_A_TIME = 10


def overlap(
    before: Side, after: Side, angled: np.ndarray, neighbours: int, rng: np.random.Generator
) -> Generator[None, None, tuple[float, float, int, int]]:
    """Share of a row's nearest neighbours that are among its nearest afterwards.

    What differs by rounding counts as equally near, and of those the first rows are taken, before
    and after alike.

    Parameters
    ----------
    before, after : Side
        Of n rows each.
    angled : bool array, shape (n,)
        Which rows have an angle, before and after.
    neighbours : int
        How many; half of the other rows where there are fewer than twice as many.
    rng : numpy.random.Generator

    Returns
    -------
    by_angle, by_distance : float
        In [0, 1]; by_angle is nan where fewer than three rows have an angle.
    neighbours, rows : int
        How many neighbours, and of how many rows.
    """
    n = len(angled)
    among = np.arange(n) if n <= AMONG else np.sort(rng.choice(n, AMONG, replace=False))
    sides = [(one, *_picked(one, among)) for one in (before, after)]
    asked, there = rng.permutation(among)[:ASKED], angled[among]
    count = min(neighbours, max(1, (len(among) - 1) // 2))
    count_angled = min(count, max(1, (int(there.sum()) - 1) // 2))
    by_angle: list[float] = []
    by_distance: list[float] = []
    for start in range(0, len(asked), AT_A_TIME):
        rows = asked[start : start + AT_A_TIME]
        far = [_far(*one, rows) for one in sides]
        by_distance += _stay(*(distance for _, distance in far), count, rows, among)
        if there.sum() > 2:
            angles = [angle for angle, _ in far]
            if not there.all():
                angles = [np.where(there, angle, np.inf)[angled[rows]] for angle in angles]
            by_angle += _stay(*angles, count_angled, rows[angled[rows]], among)
        yield
    return _mean(by_angle), _mean(by_distance), count, len(asked)


def _picked(one: Side, among: np.ndarray) -> tuple[Any, Any]:
    """What rows are multiplied with: all of it as it lies, where all are among them."""
    if len(among) == len(one.units):
        return one.units.mT, one.right.mT
    return one.units[among].mT, one.right[among].mT


def _far(one: Side, units: Any, right: Any, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far rows are from those among which neighbours are sought, in grains of rounding."""
    grain = 1e-9 if precision(units) < 1e-10 else 1e-4
    angle = as_numpy(one.units[rows] * (-1 / grain) @ units)
    angle += 1 / grain
    square = as_numpy(one.left[rows] * (1 / grain**2 / (one.typical or 1)) @ right)
    np.sqrt(square.clip(0, out=square), out=square)
    return np.rint(angle, out=angle), np.rint(square, out=square)


def _stay(
    one: np.ndarray, two: np.ndarray, count: int, rows: np.ndarray, among: np.ndarray
) -> list[float]:
    """Share of each row's nearest that stay; one and two hold a line for each row."""
    stay = []
    for itself, *lines in zip(np.searchsorted(among, rows), one, two, strict=True):
        found = [_nearest(line, itself, count) for line in lines]
        stay.append(len(np.intersect1d(*found, assume_unique=True)) / count)
    return stay


def _nearest(far: np.ndarray, itself: int, count: int) -> np.ndarray:
    """Where the smallest numbers are, the first of those that are equal; overwrites `itself`."""
    far[itself] = np.inf
    last = np.partition(far, count - 1)[count - 1]
    found = np.flatnonzero(far <= last)
    return found[np.argsort(far[found], kind="stable")[:count]]


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
