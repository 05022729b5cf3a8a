"""A quick look at what is left of angles and neighbours, for one projection after another."""
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.vectors.arrays import as_numpy, check_rows
from course.vectors.pairs import norms

ROWS = 128  # that are compared with all others at a time


@dataclass(frozen=True)
class Glance:
    """How relations after differ from those before, in three figures.

    Attributes
    ----------
    rms_cosine : float
        Root mean square change of a pair's cosine, over all pairs with an angle.
    overlap_by_angle, overlap_by_distance : float
        Share of the nearest neighbours of a row that stay among them, over all rows.
    """

    rms_cosine: float
    overlap_by_angle: float
    overlap_by_distance: float

    def overlap(self, by: str) -> float:
        """The share that stays, nearest by "angle" or by "distance"."""
        return self.overlap_by_angle if by == "angle" else self.overlap_by_distance


class Glancing:
    """Remembers the cosines and the neighbours of vectors, and compares others with them.

    `course.pca.relations` says more, and takes any number of rows; this is some five times as
    quick where the same vectors are projected again and again.

    Parameters
    ----------
    before : array, shape (n, d)
        At least two rows; n x n numbers are kept.
    neighbours : int
        How many are compared, in [1, n - 1].
    """

    def __init__(self, before: Any, neighbours: int) -> None:
        self._before, self._count = as_numpy(check_rows("before", before, 2)), neighbours
        self._cosines = self._near = None

    def look(self, after: Any) -> Glance:
        """What is left of them, after something was done to the vectors, shape (n, k)."""
        if self._cosines is None:
            pieces = list(_pieces(self._before))
            self._cosines = np.concatenate([cosines for cosines, _ in pieces])
            self._near = [
                np.concatenate([_nearest(one[way], top * ROWS, self._count)
                                for top, one in enumerate(pieces)])
                for way in (0, 1)
            ]  # fmt: skip
        square, pairs, stay = 0.0, 0, [0, 0]
        for top, piece in enumerate(_pieces(as_numpy(after))):
            rows = slice(top * ROWS, (top + 1) * ROWS)
            change = piece[0] - self._cosines[rows]
            known = np.isfinite(change)
            square += float((change[known] ** 2).sum())
            pairs += int(known.sum() - np.diagonal(known, top * ROWS).sum())  # none with itself
            for way in (0, 1):
                near = _nearest(piece[way], top * ROWS, self._count)
                stay[way] += int((near & self._near[way][rows]).sum())
        n = len(self._before)
        share = [count / (n * self._count) for count in stay]
        return Glance(float(np.sqrt(square / max(pairs, 1))), *share)


def _pieces(x: np.ndarray) -> Any:
    """Of some rows at a time: their cosines with all, and minus their squared distances."""
    lengths = norms(x)
    with np.errstate(invalid="ignore"):
        units = x / lengths[:, None]  # nan for a zero vector, which has no angle
    for top in range(0, len(x), ROWS):
        rows = slice(top, top + ROWS)
        inner = x[rows] @ x.T
        yield units[rows] @ units.T, 2 * inner - lengths[rows, None] ** 2 - lengths**2


def _nearest(likeness: np.ndarray, first: int, count: int) -> np.ndarray:
    """Which are the most alike of each row, without itself: bool, the same shape."""
    found = np.where(np.isfinite(likeness), likeness, -np.inf)
    rows = np.arange(len(found))
    found[rows, first + rows] = -np.inf
    near = np.zeros(found.shape, bool)
    near[rows[:, None], np.argpartition(found, -count, axis=1)[:, -count:]] = True
    return near
