"""The exercise of lesson 04 on truncation: a bound on what it can do to any dot product.

Let R hold what truncation takes from each row: the discarded components only.  It is at right
angles to all that is kept, so the dot product of rows i and j changes by exactly r_i . r_j, and

    |r_i . r_j| <= |r_i| |r_j| <= (|r_i|^2 + |r_j|^2) / 2 <= D / 2    for i != j,

because the squared lengths of all the r add up to D, the discarded energy: the sum of the squares
of the discarded singular values (Eckart and Young 1936).  A row's own squared length loses
|r_i|^2, so at most D.

Who knows the discarded values, and not their sum alone, can promise more: R R' has no eigenvalue
above s^2, with s the largest of them, so an entry off its diagonal is at most s^2 / 2.  Some rows
with these singular values do lose that, so no smaller bound holds.
"""
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from course.exercises.entries import two_numbers
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.expectations import one_number

Array = np.ndarray

ROUNDING = 1e-9  # of the energy of all


@dataclass(frozen=True)
class Bounds:
    """Every bound that holds and is no larger than half the discarded energy.

    Attributes
    ----------
    least, most : float
        Smaller ones do not hold; larger ones promise less than the energy does.
    slack : float
        What rounding may come to.
    """

    least: float
    most: float
    slack: float

    def apart(self, value: float) -> float:
        """How far a number is from the nearest such bound."""
        return max(self.least - float(value), float(value) - self.most, 0.0)


def lost(s: Array, k: int) -> float:
    """The most by which the dot product of two different rows can change.

    Formula: D / 2, with D the sum of the squares of the discarded singular values.

    Parameters
    ----------
    s : float array, shape (r,)
        Singular values of the rows, largest first.
    k : int
        How many components are kept, in [0, r].
    """
    return float(np.sum(s[k:] ** 2) / 2)


def bounds(s: Array, k: int) -> Bounds:
    """What a bound may be: at least that of the worst rows, at most half the energy."""
    largest = s[k] if k < len(s) else 0.0
    return Bounds(float(largest**2 / 2), lost(s, k), ROUNDING * float(np.sum(s**2)))


def _differs(value: Any, expected: Bounds, arguments: tuple) -> str:
    if not isfinite(value):
        return f"you return `{value}`, which promises nothing."
    if expected.apart(value) <= expected.slack:
        return ""
    if value < expected.least:
        yours, theirs = two_numbers(value, expected.least)
        return (
            f"you promise {yours}, but there are rows with these singular values of which one dot "
            f"product changes by {theirs}."
        )
    yours, right = two_numbers(value, expected.most)
    return f"you promise {yours}. That holds, but {right} holds as well."


LOST = Exercise(
    key="04.lost",
    reference=lost,
    cases=(
        Case("singular values 5, 3 and 1, of which 2 are kept", (np.array([5.0, 3, 1]), 2)),
        Case(
            "singular values 9, 4, 3, 2 and 0.5, of which 1 is kept",
            (np.array([9, 4, 3, 2, 0.5]), 1),
        ),
        Case("singular values 6 and 2, of which none is kept", (np.array([6.0, 2]), 0)),
        Case("singular values 8, 7 and 6, all kept", (np.array([8.0, 7, 6]), 3)),
    ),
    expects=one_number,
    differs=_differs,
    wrong_answers=(
        WrongAnswer(
            "not squared",
            lambda s, k: np.sum(s[k:]) / 2,
            "these are the discarded singular values themselves. They are lengths, and a dot "
            "product is made of squares of lengths: it grows a hundredfold when all rows grow "
            "tenfold.",
        ),
        WrongAnswer(
            "what is kept",
            lambda s, k: np.sum(s[:k] ** 2) / 2,
            "these are the components that stay. Lost is what the others held.",
        ),
        WrongAnswer(
            "one too few",
            lambda s, k: np.sum(s[k + 1 :] ** 2) / 2,
            "the first of the discarded components is missing, and it is the largest. Counted "
            "from 0, which is it?",
        ),
        WrongAnswer(
            "a share",
            lambda s, k: np.sum(s[k:] ** 2) / np.sum(s**2),
            "this is the share of the energy that is lost, a number without a unit. A bound on a "
            "dot product has to be in the units of a dot product.",
        ),
        WrongAnswer(
            "not halved",
            lambda s, k: np.sum(s[k:] ** 2),
            "this is the discarded energy: what one row by itself can lose of its squared length. "
            "Two different rows have to share it between them.",
        ),
    ),
    hints=(
        "What is taken from a row is at right angles to all that is left. So the dot product of "
        "rows i and j loses `r_i . r_j`, the dot product of what is taken from them.",
        "That is at most |r_i| |r_j|, which is at most (|r_i|² + |r_j|²) / 2. And all the squared "
        "lengths together are the squares of the discarded singular values, added up.",
        "`s[k:]` are the discarded ones. Square them, add them up, halve the sum.",
    ),
    proves=(
        "For four lists of singular values your bound holds for all rows that have them, and it "
        "promises no less than the discarded energy does."
    ),
    expected=bounds,
)
