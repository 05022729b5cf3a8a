"""How many of the nearest neighbours stay the nearest."""
from collections.abc import Generator

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
    asked, there = rng.permutation(among)[:ASKED], angled[among]
    count = min(neighbours, max(1, (len(among) - 1) // 2))
    count_angled = min(count, max(1, (int(there.sum()) - 1) // 2))
    by_angle: list[float] = []
    by_distance: list[float] = []
    for start in range(0, len(asked), AT_A_TIME):
        rows = asked[start : start + AT_A_TIME]
        far = (_far(before, rows, among), _far(after, rows, among))
        by_distance += _stay(*(distance for _, distance in far), count, rows, among)
        if there.sum() > 2:
            angles = [np.where(there, angle, np.inf)[angled[rows]] for angle, _ in far]
            by_angle += _stay(*angles, count_angled, rows[angled[rows]], among)
        yield
    return _mean(by_angle), _mean(by_distance), count, len(asked)


def _far(one: Side, rows: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far rows are from those among which neighbours are sought, in grains of rounding."""
    grain = 1e-9 if precision(one.units) < 1e-10 else 1e-4
    angle = 1 - as_numpy(one.units[rows] @ one.units[among].mT)
    square = as_numpy(one.left[rows] @ one.right[among].mT).clip(0) / (one.typical or 1)
    return np.rint(angle / grain), np.rint(np.sqrt(square) / grain)


def _stay(
    one: np.ndarray, two: np.ndarray, count: int, rows: np.ndarray, among: np.ndarray
) -> list[float]:
    """Share of each row's nearest that stay; one and two hold a line for each row."""
    stay = []
    for row, *lines in zip(rows, one, two, strict=True):
        found = []
        for line in lines:
            key = np.minimum(line, 2.0**38).astype(np.int64) * AMONG + np.arange(len(line))
            key[np.searchsorted(among, row)] = np.iinfo(np.int64).max  # not itself
            found.append(np.argpartition(key, count - 1)[:count])
        stay.append(len(np.intersect1d(*found, assume_unique=True)) / count)
    return stay


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
