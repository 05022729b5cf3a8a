"""The exercise of lesson 04 on shapes: is what was mixed found again along the components?"""
from typing import Any

import numpy as np

from course.exercises.arrays import ArrayAnswer, Named
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.pca import pca
from course.seeding import generator
from course.vectors.clouds import published_cloud, random_axes

Array = np.ndarray

AGREES = 0.02  # divisors of n and of n - 1 both pass: with 2,000 rows they differ by 0.003


def recovered(x: Array) -> Array:
    """Excess kurtosis of the rows along each of their components.

    Formula: mean(z^4) - 3, where z is the coordinate along a component, with mean 0 and standard
    deviation 1.  It is 0 for a normal distribution, -1.2 for a uniform one and -2, the least there
    is, for the two sides of a coin.

    Parameters
    ----------
    x : float array, shape (n, d)
        n > d; centred, not scaled.

    Returns
    -------
    float array, shape (d,)
        The component of largest spread first.
    """
    return _excess(pca(x)(x))


def _excess(columns: Array) -> Array:
    z = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    return np.mean(z**4, axis=0) - 3


def _scores(x: Array) -> Array:
    centred = x - x.mean(axis=0)
    return centred @ np.linalg.svd(centred, full_matrices=False)[2].T


def _uncentred(x: Array) -> Array:
    return _excess(x @ np.linalg.svd(x, full_matrices=False)[2].T)


KURTOSIS = ArrayAnswer(
    Named("recovered", why="`x` has as many columns, and so many components: `{shape}`")
)


def _differs(value: Any, expected: Array, arguments: tuple) -> str:
    """The first component that is off by more than a divisor of n - 1 for n can explain."""
    found = np.asarray(value, float)
    near = np.abs(found - expected) <= AGREES
    return KURTOSIS.differs(np.where(near, expected, found), expected, arguments)


def _explains(value: Any, expected: Array, arguments: tuple) -> tuple[str, str]:
    """Whether only the order is wrong."""
    if (np.abs(np.asarray(value)[::-1] - expected) <= AGREES).all():
        return "the weakest first", (
            "your numbers are right, and the component of smallest spread stands first. Some "
            "functions list components in rising order."
        )
    return "", ""


_rng = generator(4, "recovered")


def _coin_uniform_normal(n: int) -> Array:
    """Three columns of different spread, turned at random and away from the origin."""
    columns = (_rng.choice([-30.0, 30], n), _rng.uniform(-26, 26, n), _rng.normal(0, 6, n))
    return np.column_stack(columns) @ random_axes(3, _rng) + [5, -2, 1]


RECOVERED = Exercise(
    key="04.recovered",
    reference=recovered,
    cases=(
        Case("2,000 points of the published kind", (published_cloud(_rng, 2_000),)),
        Case(
            "2,000 of them far from the origin",
            (published_cloud(_rng, 2_000, offset=(200, -300)),),
        ),
        Case(
            "2,000 rows made of a coin, a uniform and a normal number",
            (_coin_uniform_normal(2_000),),
        ),
    ),
    expects=KURTOSIS.expects,
    differs=_differs,
    wrong_answers=(
        WrongAnswer(
            "the columns as they are",
            _excess,
            "these are the columns of `x` itself, before any turning. Ask the same of the "
            "components.",
        ),
        WrongAnswer(
            "3 not taken off",
            lambda x: _excess(_scores(x)) + 3,
            "this is the kurtosis, which is 3 for a normal distribution. The excess is what is "
            "beyond that.",
        ),
        WrongAnswer(
            "not centred",
            _uncentred,
            "these are the components of the rows as they are. Far from the origin the first of "
            "them points to the middle of the rows, whatever their shape. Centre them first.",
        ),
        WrongAnswer(
            "not brought to deviation 1",
            lambda x: np.mean(_scores(x) ** 4, axis=0) - 3,
            "the fourth powers are of the coordinates as they are, so they grow with the unit "
            "that they are measured in. Divide each component by its standard deviation first.",
        ),
        WrongAnswer(
            "one number for all",
            lambda x: np.full(x.shape[1], np.mean((_scores(x) / _scores(x).std()) ** 4) - 3),
            "one deviation and one mean are taken over all components together. Each has its "
            "own: which axis do they go along?",
        ),
    ),
    hints=(
        "Your `principal(x, x.shape[1])` gives the coordinates along all components. Their mean is "
        "0 already.",
        "Divide each component by its own standard deviation: `std` takes an `axis`.",
        "The mean of the fourth powers along `axis=0`, less 3.",
    ),
    proves=(
        "Over three clouds your kurtosis and the course's {difference}. For the published kind it "
        "is near -1.2 along the first component, as for a uniform distribution, and near 0 along "
        "the second, as for a normal one."
    ),
    explains=_explains,
)
