"""The exercise of lesson 04 on angles: the cosine of every row with one, without a loop."""
from typing import Any

import numpy as np

from course.exercises.arrays import ArrayAnswer, Named
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.vectors_whole import Whole
from course.vectors.clouds import PUBLISHED_ROWS
from course.vectors.pairs import cosines, norms

Array = np.ndarray

MORE_THAN_1 = 1.01
WITH_ZEROS = np.array([[3.0, 4], [0, 0], [-4, 3], [6, 8]])
LENGTHS = np.array([[0.003, 0.004, 0], [2, -1, 2], [500, 0, -1200], [-0.3, 0.4, 0.1]])


def _loop(x: Array, v: Array) -> Array:
    return np.array([row @ v / np.linalg.norm(row) / np.linalg.norm(v) for row in x])


NO_NAN = WrongAnswer(
    "a right angle for none",
    lambda x, v: np.nan_to_num(cosines(x, v)),
    "a row of zeros points nowhere, so it has no angle with anything. 0 is the cosine of a right "
    "angle, which is a finding. Let `nan` say that there is none, and the reader decide.",
)
SHAPE = ArrayAnswer(
    Named("cosines", why="`x` has as many rows, and there is one cosine for each: `{shape}`")
)


def _differs(value: Any, expected: Array, arguments: tuple) -> str:
    """As for any array, but nan where nan is due is right."""
    found, none = np.asarray(value), np.isnan(expected)
    if (none & ~np.isnan(found)).any():
        row = int(np.flatnonzero(none & ~np.isnan(found))[0])
        return (
            f"`cosines[{row}]` is {found[row]:.3g}, but row {row} of `x` is all zeros: it has no "
            "angle, and `nan` is to say so."
        )
    told = SHAPE.differs(np.where(none, 0.0, found), np.where(none, 0.0, expected), arguments)
    if told and np.nanmax(np.abs(found), initial=0) > MORE_THAN_1:
        told += " Some are larger than 1, and no cosine is."
    return told


def _explains(value: Any, expected: Array, arguments: tuple) -> tuple[str, str]:
    """However a number has come to stand where there is no angle."""
    there = ~np.isnan(np.asarray(value)[np.isnan(expected)])
    return (NO_NAN.name, NO_NAN.cause) if there.any() else ("", "")


_rng = np.random.default_rng(4)

COSINES = Exercise(
    key="04.cosines",
    reference=cosines,
    cases=(
        Case("the six published rows and the second of them", (PUBLISHED_ROWS, PUBLISHED_ROWS[1])),
        Case("4 rows of very different lengths", (LENGTHS, np.array([1.0, -2, 2]))),
        Case("4 rows, one of them all zeros", (WITH_ZEROS, np.array([0.0, 2]))),
        Case(
            "200 rows, to be taken all at once",
            (_rng.normal(0, 3, (200, 5)).view(Whole), _rng.normal(0, 2, 5)),
        ),
        Case("5,000 rows of 20 numbers", (_rng.normal(1, 3, (5_000, 20)), _rng.normal(0, 2, 20))),
    ),
    expects=SHAPE.expects,
    differs=_differs,
    wrong_answers=(
        WrongAnswer(
            "dot products",
            lambda x, v: x @ v,
            "these are the dot products. They grow with the lengths of the two vectors, an angle "
            "does not.",
        ),
        WrongAnswer(
            "one length forgotten",
            lambda x, v: x @ v / norms(x),
            "the rows' lengths are divided away, that of `v` is not. Twice as long a `v` would "
            "give you twice the cosines.",
        ),
        WrongAnswer(
            "one length for all",
            lambda x, v: x @ v / (np.linalg.norm(x) * np.linalg.norm(v)),
            "every row is divided by the same number, the length of all rows together. Each has a "
            "length of its own: along which axis is it summed?",
        ),
        NO_NAN,
        WrongAnswer(
            "a loop over the rows",
            _loop,
            "the numbers may be right, but a loop takes one row at a time, and a million texts "
            "have a million rows. `x` as a whole can be multiplied, squared, summed and divided.",
        ),
    ),
    hints=(
        "Two things per row: its dot product with `v`, and its length. Each can be had for all "
        "rows at once, as an array of shape (n,).",
        "`x @ v` is every dot product. A length is the root of a sum of squares: "
        "`np.linalg.norm` takes an `axis`.",
        "Divide the one array by the other and by the length of `v`. Where a row is all zeros, "
        "numpy divides 0 by 0, warns you, and writes `nan`: that is what is wanted.",
    ),
    proves=(
        "Over 5,214 rows your cosines and the course's {difference}, and a row of zeros has none."
    ),
    explains=_explains,
)
