"""The exercise of lesson 04 that proves that an orthogonal matrix keeps every dot product."""
from typing import Any

import numpy as np

from course.exercises.arrays import ArrayAnswer, Named
from course.exercises.exercise import Case, Exercise, WrongAnswer

Array = np.ndarray

DECIMALS = 12  # so that what is 0 but for rounding is called 0


def defect(axes: Array) -> Array:
    """The matrix E by which turning changes dot products, whatever the rows.

    Formula: (a V) . (b V) = a V V' b', and a . b = a b', so the change is a E b' with
    E = V V' - I.  It is 0 for all rows only if E is 0; and of any two rows it is at most
    max |E| times the sums of their absolute entries.

    Parameters
    ----------
    axes : float array V, shape (d, k)

    Returns
    -------
    float array, shape (d, d)
    """
    return axes @ axes.T - np.eye(len(axes))


CHANGE = ArrayAnswer(
    Named("E", why="`axes` has as many rows, and `E` stands between two: `{shape}`")
)


def _unit_rows(value: Any, expected: Array, arguments: tuple) -> str:
    """The entry that is off, and that it can be measured."""
    told = CHANGE.differs(value, expected.round(DECIMALS), arguments)
    return told and (
        f"{told} That entry is the change of one dot product: of two rows that are 0 but for "
        "a single 1."
    )


def _turn(degrees: float) -> Array:
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


DEFECT = Exercise(
    key="04.defect",
    reference=defect,
    cases=(
        Case("a turn by 30 degrees", (_turn(30),)),
        Case("a slanted matrix", (np.array([[1.0, 0.5], [0, 1]]),)),
        Case("a turn by 30 degrees that keeps 1 of 2 components", (_turn(30)[:, :1],)),
        Case("columns divided by 2 and by 5", (np.diag([0.5, 0.2]),)),
        Case(
            "3 axes of 4, at right angles",
            (np.linalg.qr(np.random.default_rng(5).normal(size=(4, 4)))[0][:, :3],),
        ),
    ),
    expects=CHANGE.expects,
    differs=_unit_rows,
    wrong_answers=(
        WrongAnswer(
            "the other way round",
            lambda axes: axes.T @ axes - np.eye(axes.shape[1]),
            "these are the dot products of the axes with each other. They say whether the axes "
            "stand at right angles, which those that are left still do when some are thrown away. "
            "What stands between `a` and `b` is the other product.",
        ),
        WrongAnswer(
            "what is left of it",
            lambda axes: axes @ axes.T,
            "this is what stands between `a` and `b` afterwards. The change is that less what "
            "stood there before: `a . b` has a matrix between, too.",
        ),
        WrongAnswer(
            "of the other sign",
            lambda axes: np.eye(len(axes)) - axes @ axes.T,
            "this is before minus after. The change is after minus before.",
        ),
        WrongAnswer(
            "not turned round",
            lambda axes: axes @ axes - np.eye(len(axes)),
            "the second `axes` comes from `b`, which stands on the right and turned round. So it "
            "is turned round as well.",
        ),
        WrongAnswer(
            "only the largest",
            lambda axes: np.abs(axes @ axes.T - np.eye(len(axes))).max(),
            "that is its largest entry, a good summary. The task asks for the whole matrix.",
        ),
    ),
    hints=(
        "Take one row `a` of `x`. Afterwards it is `a @ axes`. Write the dot product of two such "
        "rows as `(a @ axes) @ (b @ axes).T`.",
        "Turning a product round turns the order round: `(b @ axes).T` is `axes.T @ b.T`. Now "
        "something stands between `a` and `b.T`. What stood there before?",
        "Before, the identity stood there: `np.eye(len(axes))`. Take it away.",
    ),
    proves=(
        "For five matrices your E and the course's {difference}. Your formula holds for all rows: "
        "where E is 0, no dot product changes, and so no length, no angle and no distance."
    ),
)
