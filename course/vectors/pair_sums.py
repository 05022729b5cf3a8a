"""Sums over pairs of vectors: how their cosines and distances differ before and after.

Pairs come a block at a time, and nothing is kept of a block but sums, extremes, and the few
values among which the median must lie: a sample of pairs says where to look for it.
"""
from dataclasses import dataclass, field
from math import asin, degrees, sqrt
from typing import Any

import numpy as np

from course.vectors.arrays import as_numpy, namespace, precision, room
from course.vectors.pair_blocks import COSINES, Pair, Side, cosines_of, draw

FEW = 500_000  # pairs whose versines are all kept: cheaper than to learn where the median lies
SAMPLE = (2_000, 40_000)  # least and most pairs from which that is learned otherwise
NUMBERS = 4_000_000  # of theirs, before and after, that are looked at
AROUND = 3.0  # over the root of their number: six standard deviations to either side


@dataclass
class PairSums:
    """What is known of the pairs so far.

    A change of angle is measured by 1 - cos(change), its versine, and no arc is computed for
    each pair.

    Attributes
    ----------
    low, high : float
        Versines between which the median lies.
    tolerance : float
        A cosine changes its sign if it is further from 0 than that.
    """

    low: float
    high: float
    tolerance: float
    pairs: int = 0
    square_cosine: float = 0.0
    max_cosine: float = 0.0
    square_distance: float = 0.0
    max_distance: float = 0.0
    flips: int = 0
    max_versine: float = 0.0
    below: int = 0  # versines up to `low`
    middle: list[np.ndarray] = field(default_factory=list)
    memory: Any = None  # for a block

    def add(self, kind: str, values: Pair) -> None:
        """Count pairs by their cosines, or their squared distances; overwrites them."""
        (self._cosines if kind == COSINES else self._squares)(*values)

    def _cosines(self, before: Any, after: Any) -> None:
        xp = namespace(before)
        change = xp.subtract(after, before, out=self._spare(before))
        self.pairs += _count(change)
        self.square_cosine += _square(change)
        self.max_cosine = _largest(change, self.max_cosine)
        before *= after
        self.flips += int(xp.count_nonzero(before < -(self.tolerance**2)))
        self._angles(versines(before, change, after))

    def _squares(self, before: Any, after: Any) -> None:
        change = _root(after)
        change -= _root(before)
        self.square_distance += _square(change)
        self.max_distance = _largest(change, self.max_distance)

    def _spare(self, block: Any) -> Any:
        """An array for numbers like these, which it may have held before."""
        if self.memory is None or len(self.memory) < _count(block):
            [self.memory] = room(block, _count(block))
        return self.memory[: _count(block)].reshape(block.shape)

    def _angles(self, versine: Any) -> None:
        self.max_versine = max(self.max_versine, float(versine.max()))
        above = versine > self.low
        self.below += _count(versine) - int(namespace(versine).count_nonzero(above))
        above &= versine <= self.high
        self.middle.append(_chosen(versine, above))

    def median_angle(self, without: int = 0) -> float:
        """The median change in degrees; `without` of the pairs have no angle, and count as 0."""
        found, last = np.concatenate([*self.middle, [self.high]]), self.pairs - without - 1
        ranks = [without + half - self.below for half in (last // 2, (last + 1) // 2)]
        inside = [min(max(rank, 0), len(found) - 1) for rank in ranks]
        found = np.partition(found, inside)
        low = max(self.low, 0.0)
        return sum(
            angle(low if rank < 0 else float(found[i]))
            for rank, i in zip(ranks, inside, strict=True)
        ) / 2  # fmt: skip


def versines(products: Any, change: Any, to: Any) -> Any:
    """1 - cos(a - b) from cos a cos b and cos a - cos b; overwrites all three.

    With u = 1 - cos a cos b and p = cos a - cos b, (sin a sin b)^2 = u^2 - p^2, and
    1 - cos(a - b) = u - sqrt(u^2 - p^2) = p^2 / (u + sqrt(u^2 - p^2)), where nothing is lost
    if p is small.
    """
    xp = namespace(products)
    products -= 1
    change *= change
    xp.multiply(products, products, out=to)
    to -= change
    xp.sqrt(xp.abs(to, out=to), out=to)  # rounding can make it less than 0
    to -= products
    to += 16 * precision(to)  # and this 0, where both angles are
    change /= to
    return change


def angle(versine: float) -> float:
    """The angle in degrees whose cosine is 1 less this."""
    return degrees(2 * asin(min(1.0, sqrt(versine / 2))))


def bracket(before: Side, after: Side, rng: np.random.Generator) -> tuple[float, float]:
    """Between which versines the median lies, from a sample; everything for few rows."""
    n = len(before.units)
    if n * (n - 1) // 2 <= FEW:
        return -1.0, 5.0
    sample = NUMBERS // (before.units.shape[1] + after.units.shape[1])
    sample = min(max(sample, SAMPLE[0]), SAMPLE[1])
    rows = draw(n, sample, rng)
    rows = rows[:, as_numpy(before.over_norm)[rows].all(axis=0)]
    if rows.shape[1] < sample // 2:  # many rows have no angle: too few to tell
        return -1.0, 5.0
    one, two = (cosines_of(side, rows) for side in (before, after))
    found = as_numpy(versines(one * two, two - one, one))
    around = AROUND / np.sqrt(len(found))
    low, high = np.quantile(found, [0.5 - around, 0.5 + around])
    return float(low), float(high)


def _chosen(values: Any, which: Any) -> np.ndarray:
    """The values for which it is true."""
    if namespace(values) is np:  # twice as fast as values[which]
        return np.compress(which.reshape(-1), values.reshape(-1))
    return as_numpy(values[which])


def _root(squares: Any) -> Any:
    """Square roots, in place."""
    xp = namespace(squares)
    if precision(squares) > 1e-10:  # where rounding can make more of one negative than was added
        xp.clip(squares, 0, None, out=squares)
    return xp.sqrt(squares, out=squares)


def _count(values: Any) -> int:
    return int(np.prod(values.shape))


def _square(values: Any) -> float:
    """The sum of squares."""
    return float(namespace(values).linalg.norm(values)) ** 2


def _largest(change: Any, known: float) -> float:
    return max(known, float(change.max()), -float(change.min()))
