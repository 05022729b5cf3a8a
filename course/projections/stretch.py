"""By what factors a projection changes distances, and what is promised of random directions."""
from collections.abc import Generator
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from course.checks import check_integer, check_number
from course.vectors.arrays import check_rows, like, namespace, precision

ROWS, COLUMNS = 128, 1024  # pairs looked at between two breaths


@dataclass(frozen=True)
class Stretch:
    """The distances of all pairs after, over those before.

    Attributes
    ----------
    least, most : float
        Smallest and largest of these factors; nan if no two vectors differ.
    pairs : int
        How many there are.
    alike : int
        Pairs of vectors that are equal, up to rounding: they have no factor and are left out.
    """

    least: float
    most: float
    pairs: int
    alike: int

    @property
    def worst(self) -> float:
        """Largest change of a squared distance, as a share of it: eps of the bound."""
        return max(self.most**2 - 1, 1 - self.least**2)


def stretch_in_pieces(before: Any, after: Any) -> Generator[None, None, Stretch]:
    """By what factors distances change; yields after each small piece of work.

    Parameters
    ----------
    before : array, shape (n, d)
    after : array, shape (n, k)
        Row i is what became of row i; numpy or torch.

    Raises
    ------
    TypeError, ValueError
        If they are not finite numbers of these shapes, or there are fewer than two rows.
    """
    before, after = check_rows("before", before, 2), like(check_rows("after", after, 2), before)
    if len(before) != len(after):
        raise ValueError(
            f"before and after must have the same rows, got {len(before)} and {len(after)}"
        )
    xp, n = namespace(before), len(before)
    squares = [(x * x).sum(axis=1) for x in (before, after)]
    # |a - b|^2 is found as |a|^2 + |b|^2 - 2 a b: what is smaller than this is rounding.
    nothing = 1e4 * precision(before) * float(squares[0].max())
    least, most, counted = float("inf"), 0.0, 0
    for top in range(0, n, ROWS):
        for left in range(top, n, COLUMNS):
            rows, columns = slice(top, top + ROWS), slice(left, left + COLUMNS)
            old, new = (
                own[rows, None] + own[None, columns] - 2 * (x[rows] @ x[columns].mT)
                for x, own in zip((before, after), squares, strict=True)
            )
            there = (xp.triu(old, 1 - (left - top)) if left < top + ROWS else old) > nothing
            if bool(there.any()):
                factors = new[there].clip(0) / old[there]
                least, most = min(least, float(factors.min())), max(most, float(factors.max()))
                counted += len(factors)
            yield
    pairs = n * (n - 1) // 2
    if not counted:
        return Stretch(float("nan"), float("nan"), pairs, pairs)
    return Stretch(sqrt(least), sqrt(most), pairs, pairs - counted)


def needed(rows: int, eps: float) -> float:
    """With how many directions the bound promises that no squared distance changes by over eps.

    4 ln n / (eps^2 / 2 - eps^3 / 3): for n vectors, of any dimension, there are so many
    directions; directions drawn at random will do with a chance of at least 1 / n.

    Source: Dasgupta and Gupta 2003, "An elementary proof of a theorem of Johnson and
    Lindenstrauss", Random Structures and Algorithms 22, theorem 2.1.

    Parameters
    ----------
    rows : int
        n, at least 2.
    eps : float
        In (0, 1).
    """
    n = check_integer("rows", rows, 2)
    eps = check_number("eps", eps, 0, 1, open_low=True)
    return 4 * log(n) / (eps**2 / 2 - eps**3 / 3)


def promised(rows: int, k: int) -> float | None:
    """The smallest eps that the bound promises with k directions; None if there is none below 1.

    Parameters
    ----------
    rows : int
        How many vectors, at least 2.
    k : int
        Directions, at least 1.
    """
    check_integer("k", k, 1)
    if needed(rows, 1.0) > k:
        return None
    low, high = 1e-9, 1.0
    for _ in range(60):  # eps^2 / 2 - eps^3 / 3 rises from 0 to 1
        middle = (low + high) / 2
        low, high = (middle, high) if needed(rows, middle) > k else (low, middle)
    return high
