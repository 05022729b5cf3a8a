"""The exercise of lesson 04 on PCA itself: axes and coordinates, each axis of either sign."""
from typing import Any, NamedTuple

import numpy as np

from course.exercises.arrays import ArrayAnswer, Named, Several
from course.exercises.calls import call, same
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.pca import pca
from course.vectors.clouds import PUBLISHED_ROWS, spectrum_cloud

Array = np.ndarray

PARTS = ArrayAnswer(
    Several("", (Named("axes", ("number", "component")), Named("scores", ("row", "component"))))
)
AT_RIGHT_ANGLES = 1e-6  # an axis is said to stand in another's place up to this


class Components(NamedTuple):
    """Axes in columns and the coordinates of the rows along them; the sign of each is free."""

    axes: Array
    scores: Array

    def signed_as(self, axes: Array) -> "Components":
        """The same, with each axis turned to the side of another one's, and its scores too."""
        along = np.sum(self.axes * axes, axis=0)
        sign = np.where(along < 0, -1.0, 1.0)
        return Components(self.axes * sign, self.scores * sign)

    def apart(self, value: tuple[Array, Array]) -> float:
        """The largest difference from axes and scores of the same shapes, signs left free."""
        turned = self.signed_as(value[0])
        return max(
            float(np.abs(a - b).max(initial=0.0)) for a, b in zip(value, turned, strict=True)
        )


def principal(x: Array, k: int) -> tuple[Array, Array]:
    """The first k axes of the centred rows, and the coordinates of the rows along them.

    Parameters
    ----------
    x : float array, shape (n, d)
    k : int
        In [1, min(n, d)].

    Returns
    -------
    axes : float array, shape (d, k)
        Unit vectors in columns, the one of largest spread first; each may point either way.
    scores : float array, shape (n, k)
        (x - mean) @ axes.
    """
    found = pca(x, k)
    return found.components[:, :k], found.transformation(x)


def measured(x: Array, k: int) -> Components:
    """The same from the eigenvectors of the rows' covariance, by numpy alone."""
    centred = x - x.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1][:, :k]
    return Components(axes, centred @ axes)


def _svd(x: Array) -> tuple[Array, Array, Array]:
    return np.linalg.svd(x - x.mean(axis=0), full_matrices=False)


def _not_centred(x: Array, k: int) -> tuple[Array, Array]:
    axes = np.linalg.svd(x, full_matrices=False)[2][:k].T
    return axes, x @ axes


def _scores_of_x(x: Array, k: int) -> tuple[Array, Array]:
    axes = _svd(x)[2][:k].T
    return axes, x @ axes


def _axes_from_the_origin(x: Array, k: int) -> tuple[Array, Array]:
    axes = np.linalg.svd(x, full_matrices=False)[2][:k].T
    return axes, (x - x.mean(axis=0)) @ axes


def _one_mean(x: Array, k: int) -> tuple[Array, Array]:
    return _not_centred(x - x.mean(), k)


def _weakest(x: Array, k: int) -> tuple[Array, Array]:
    centred = x - x.mean(axis=0)
    axes = np.linalg.eigh(centred.T @ centred)[1][:, :k]
    return axes, centred @ axes


def _columns(x: Array, k: int) -> tuple[Array, Array]:
    axes = _svd(x)[2][:, :k]
    return axes, (x - x.mean(axis=0)) @ axes


def _whitened(x: Array, k: int) -> tuple[Array, Array]:
    left, _, rows = _svd(x)
    return rows[:k].T, left[:, :k]


def _differs(value: Any, expected: Any, arguments: tuple) -> str:
    """The first entry that is off, each axis taken in the direction that was chosen for it."""
    return PARTS.differs(value, Components(*expected).signed_as(np.asarray(value[0])), arguments)


def _explains(value: Any, expected: Any, arguments: tuple) -> tuple[str, str]:
    """A known mistake with other signs, or the right axes in another order."""
    for wrong in (*PRINCIPAL.wrong_answers, *ALSO):
        theirs = call(wrong.answer, arguments).value
        if theirs is None or np.shape(theirs[0]) != np.shape(value[0]):
            continue
        if same(Components(*theirs).signed_as(value[0]), value):
            return wrong.name, wrong.cause
    along = np.abs(np.asarray(expected[0]).T @ value[0])
    if (along.max(axis=0) > 1 - AT_RIGHT_ANGLES).all() and (np.diag(along) < 0.5).any():
        return "another order", (
            "each of your axes is among the expected ones, but they stand in another order. Along "
            "the first the rows spread most."
        )
    return "", ""


_rng = np.random.default_rng(41)


def _cloud(n: int, *deviations: float) -> Array:
    """Normal rows that spread so far along axes of their own, away from the origin."""
    d = len(deviations)
    return spectrum_cloud(_rng, n, deviations, offset=np.linspace(-6, 9, d))


# Further mistakes that are known by their numbers.
ALSO = (
    WrongAnswer(
        "axes from the old origin",
        _axes_from_the_origin,
        "the rows are centred before they are turned, but not before they are decomposed: "
        "your axes are still those seen from the old origin.",
    ),
    WrongAnswer(
        "one mean for all",
        _one_mean,
        "one number is taken off everywhere, the mean of the whole array. Each column has a "
        "mean of its own: which axis is it taken along?",
    ),
)

PRINCIPAL = Exercise(
    key="04.principal",
    reference=principal,
    cases=(
        Case("30 rows of 5 numbers and 3 components", (_cloud(30, 9, 5, 3, 2, 1), 3)),
        Case("40 rows of 3 numbers and 1 component", (_cloud(40, 5, 2, 1), 1)),
        Case("the six published rows and 2 components", (np.array(PUBLISHED_ROWS), 2)),
        Case("4 rows of 6 numbers and 2 components", (_cloud(4, 8, 6, 4, 3, 2, 1), 2)),
        Case(
            "2,000 rows of 8 numbers and 4 components",
            (_cloud(2_000, 12, 9, 7, 5, 4, 3, 2, 1), 4),
        ),
    ),
    expects=PARTS.expects,
    differs=_differs,
    wrong_answers=(
        WrongAnswer(
            "not centred",
            _not_centred,
            "your axes are those of the rows as they are, seen from the origin. The task asks for "
            "those of the centred rows: where is their middle?",
        ),
        WrongAnswer(
            "scores from the old origin",
            _scores_of_x,
            "the axes are right. The coordinates along them are counted from the old origin, so "
            "their mean is not 0.",
        ),
        WrongAnswer(
            "the weakest components",
            _weakest,
            "along your first axis the rows spread least. Some functions list them in rising "
            "order: what does the documentation of yours say?",
        ),
        WrongAnswer(
            "rows for columns",
            _columns,
            "your axes are turned round. The last thing that `svd` returns has an axis in each "
            "row; your columns are made of one number of each.",
        ),
        WrongAnswer(
            "whitened",
            _whitened,
            "the axes are right, and your coordinates spread equally far along all of them. What "
            "`svd` returns first is whitened: the coordinates are the centred rows, turned.",
        ),
    ),
    hints=(
        "Four lines: centre the rows, decompose them, keep `k` axes as columns, turn the centred "
        "rows.",
        "`np.linalg.svd(centred, full_matrices=False)` returns three things. The last has the axes "
        "in its rows, the one of largest spread first.",
        "The transpose of its first `k` rows has shape (d, k). The centred rows `@` that are the "
        "scores.",
    ),
    proves=(
        "For five clouds, the signs of the axes left free, your numbers and those of the "
        "covariance's eigenvectors {difference}."
    ),
    expected=measured,
    explains=_explains,
)
