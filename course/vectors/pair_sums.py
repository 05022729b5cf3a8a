"""Sums over pairs of vectors: how their cosines and distances differ before and after.

Pairs come a block at a time, and nothing is kept of a block but sums, extremes, and the few
values among which the median must lie: a sample of pairs says where to look for it.
"""
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course.vectors.arrays import as_numpy, namespace
from course.vectors.pair_blocks import Pair, Side, cosines_of, draw

SAMPLE = 20_000  # pairs from which one learns where the median lies
AROUND = 0.03  # eight standard deviations of that, to either side


@dataclass
class PairSums:
    """What is known of the pairs so far.

    A change of angle is measured by its chord, 2 sin(change / 2): the square of that is
    (difference of cosines)^2 + (difference of sines)^2, and no arc is computed for each pair.

    Attributes
    ----------
    low, high : float
        Squared chords between which the median lies.
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
    max_chord: float = 0.0
    below: int = 0  # chords up to `low`
    middle: list[np.ndarray] = field(default_factory=list)

    def add(self, cosines: Pair, squares: Pair) -> None:
        """Count pairs: their cosines and squared distances (overwritten), before and after."""
        before, after = cosines
        xp = namespace(before)
        change = after - before
        self.pairs += _count(change)
        self.square_cosine += float(xp.linalg.norm(change)) ** 2
        self.max_cosine = _largest(change, self.max_cosine)
        self.flips += int(xp.count_nonzero(before * after < -(self.tolerance**2)))
        self._angles(chords(before, after, change))
        change = _root(squares[1])
        change -= _root(squares[0])
        self.square_distance += float(xp.linalg.norm(change)) ** 2
        self.max_distance = _largest(change, self.max_distance)

    def _angles(self, chord: Any) -> None:
        self.max_chord = max(self.max_chord, float(chord.max()))
        above = chord > self.low
        self.below += _count(chord) - int(namespace(chord).count_nonzero(above))
        above &= chord <= self.high
        self.middle.append(as_numpy(chord[above]))

    def median_chords(self, without: int = 0) -> tuple[float, float]:
        """The two squared chords in the middle; `without` zeros among them stand for no angle."""
        found, last = np.concatenate([*self.middle, [self.high]]), self.pairs - without - 1
        ranks = [without + half - self.below for half in (last // 2, (last + 1) // 2)]
        inside = [min(max(rank, 0), len(found) - 1) for rank in ranks]
        found = np.partition(found, inside)
        low = max(self.low, 0.0)
        one, two = (
            low if rank < 0 else float(found[i]) for rank, i in zip(ranks, inside, strict=True)
        )
        return one, two


def chords(before: Any, after: Any, change: Any) -> Any:
    """Squared chords of the changes of angle, from cosines; overwrites `change`."""
    change *= change
    sine = _sine(after)
    sine -= _sine(before)
    sine *= sine
    change += sine
    return change


def bracket(before: Side, after: Side, rng: np.random.Generator) -> tuple[float, float]:
    """Between which squared chords the median lies, from a sample; everything for few rows."""
    n = len(before.units)
    if n * (n - 1) // 2 <= SAMPLE:
        return -1.0, 5.0
    rows = draw(n, SAMPLE, rng)
    rows = rows[:, as_numpy(before.over_norm)[rows].all(axis=0)]
    if rows.shape[1] < SAMPLE // 2:  # many rows have no angle: too few to tell
        return -1.0, 5.0
    one, two = (cosines_of(side, rows) for side in (before, after))
    found = as_numpy(chords(one, two, two - one))
    low, high = np.quantile(found, [0.5 - AROUND, 0.5 + AROUND])
    return float(low), float(high)


def _sine(cosine: Any) -> Any:
    sine = cosine * cosine
    sine *= -1
    sine += 1
    return _root(sine)


def _root(squares: Any) -> Any:
    """Square roots, in place; what rounding has made negative is 0."""
    xp = namespace(squares)
    return xp.sqrt(xp.clip(squares, 0, None, out=squares), out=squares)


def _count(values: Any) -> int:
    return int(np.prod(values.shape))


def _largest(change: Any, known: float) -> float:
    return max(known, float(change.max()), -float(change.min()))
