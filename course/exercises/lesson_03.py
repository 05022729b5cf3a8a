"""Exercises of lesson 03, the classifier zoo; those on rules and accuracy are here."""
from typing import Any

import numpy as np

from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.expectations import one_number, one_truth_for_each
from course.exercises.zoo_numbers import BEST_STEP, PARAMETERS, STARTS_NEEDED
from course.exercises.zoo_units import WITHOUT
from course.toys import ring, square_grid

# Where the ring begins and ends, exactly: 0.4 belongs to it, 0.8 does not.
ON_THE_EDGES = np.array([[0.4, 0], [0, -0.4], [0.8, 0], [0, -0.8]])


def _first_difference(value: np.ndarray, expected: np.ndarray, arguments: tuple) -> str:
    (points,) = arguments
    differing = np.flatnonzero(value != expected)
    if len(differing) == 0:
        return ""
    first = differing[0]
    x, y = points[first]
    return (
        f"{len(differing)} of {len(points)} answers differ. At ({x:.2f}, {y:.2f}), which is "
        f"{np.hypot(x, y):.2f} from the middle, you say `{value[first]}` and the ring says "
        f"`{expected[first]}`."
    )


def _distance(points: np.ndarray) -> np.ndarray:
    return np.hypot(points[:, 0], points[:, 1])


RING = Exercise(
    key="03.ring",
    reference=ring,
    cases=(
        Case("900 points all over the square", (square_grid(30),), side=30),
        Case("points exactly on the two circles", (ON_THE_EDGES,)),
        Case("a single point", (np.array([[0.5, 0.1]]),)),
    ),
    expects=one_truth_for_each,
    differs=_first_difference,
    wrong_answers=(
        WrongAnswer(
            "no hole",
            lambda points: _distance(points) < 0.8,
            "your ring has no hole: points near the middle count as inside. A ring has two "
            "edges.",
        ),
        WrongAnswer(
            "inside out",
            lambda points: ~ring(points),
            "every single answer is the opposite of what it should be: `True` means inside "
            "the ring.",
        ),
        WrongAnswer(
            "squared distance",
            lambda points: (_distance(points) ** 2 >= 0.4) & (_distance(points) ** 2 < 0.8),
            "the square of the distance is compared with the distances 0.4 and 0.8. Take the "
            "root, or square those two as well.",
        ),
        WrongAnswer(
            "or for and",
            lambda points: (_distance(points) >= 0.4) | (_distance(points) < 0.8),
            "every point of the square is far enough out or close enough in. Both must hold.",
        ),
        WrongAnswer(
            "one truth for all",
            lambda points: 0.4 <= _distance(points) < 0.8,
            "`a <= d < b`, `and`, `or`, `not` and `if` want one truth, but an array holds many. "
            "Arrays are joined with `&` and `|`, each comparison in brackets of its own.",
        ),
    ),
    hints=(
        "How far is (x, y) from the middle? Pythagoras says, and `points[:, 0]` is the x of "
        "every point at once.",
        "The ring asks two questions of that distance: far enough out, and not too far? Each "
        "comparison of an array with a number gives an array of `True` and `False`.",
        "Join the two arrays with `&`, each comparison in brackets: `(a <= d) & (d < b)`.",
    ),
    proves="Over 905 points, edges included, your ring and the course's {difference}.",
)


def skill(predicted: np.ndarray, labels: np.ndarray) -> float:
    """Accuracy above the base rate, as a share of what there was to gain.

    Formula: (accuracy - base rate) / (1 - base rate).

    Parameters
    ----------
    predicted, labels : bool array, shape (n_points,)
        What a classifier says, and what is true.

    Returns
    -------
    float
        1 for a perfect classifier, 0 for one that is no better than always giving the
        commoner of the two labels, negative for a worse one; 0 if all labels are of one
        class, because then there is nothing to gain.
    """
    share = float(np.mean(labels))
    base_rate = max(share, 1 - share)
    if base_rate == 1:
        return 0.0
    return (float(np.mean(predicted == labels)) - base_rate) / (1 - base_rate)


def _number_difference(value: Any, expected: float, arguments: tuple) -> str:
    # not (... <= ...): a comparison with NaN is False
    if not abs(value - expected) <= 1e-6:
        return f"you return `{value:.6g}`, the skill is `{expected:.6g}`."
    return ""


def _accuracy(predicted: np.ndarray, labels: np.ndarray) -> float:
    return np.mean(predicted == labels)


def _points(inside: int, outside: int, mistakes: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """(predicted, labels) with so many points of each class, the first few predicted wrongly."""
    labels = np.repeat([True, False], [inside, outside])
    predicted = labels.copy()
    predicted[:mistakes] = ~predicted[:mistakes]
    return predicted, labels


def _share_outside(labels: np.ndarray) -> float:
    return 1 - np.mean(labels)


def _base_rate(labels: np.ndarray) -> float:
    return max(np.mean(labels), _share_outside(labels))


SKILL = Exercise(
    key="03.skill",
    reference=skill,
    cases=(
        Case("10 points, 2 of them inside, and 1 mistake", _points(2, 8, 1)),
        Case("10 points, 2 of them inside, all called outside", _points(2, 8, 2)),
        Case("10 points, 7 of them inside, and 1 mistake", _points(7, 3, 1)),
        Case("10 points, 5 of them inside, and 8 mistakes", _points(5, 5, 8)),
        Case("10 points, 4 of them inside, and no mistake", _points(4, 6)),
        Case("5 points, all of them outside, and no mistake", _points(0, 5)),
        Case("5 points, all of them inside, and 1 mistake", _points(5, 0, 1)),
    ),
    expects=one_number,
    differs=_number_difference,
    wrong_answers=(
        WrongAnswer(
            "plain accuracy",
            _accuracy,
            "this is the accuracy itself. What is free has not been taken off.",
        ),
        WrongAnswer(
            "gain not divided",
            lambda predicted, labels: _accuracy(predicted, labels) - _base_rate(labels),
            "this is accuracy minus base rate, so a perfect classifier gets less than 1. "
            "Divide by what there was to gain.",
        ),
        WrongAnswer(
            "always calling outside",
            lambda predicted, labels: (
                (_accuracy(predicted, labels) - _share_outside(labels)) / np.mean(labels)
            ),
            "the base rate is taken as the share of `False`. When most points are inside, "
            "the commoner answer is `True`.",
        ),
        WrongAnswer(
            "a coin for base rate",
            lambda predicted, labels: 2 * _accuracy(predicted, labels) - 1,
            "only half is treated as free, as if both classes were equally common. Count the "
            "labels.",
        ),
        WrongAnswer(
            "one class forgotten",
            lambda predicted, labels: (
                (_accuracy(predicted, labels) - _base_rate(labels)) / (1 - _base_rate(labels))
            ),
            "with labels of one class the base rate is 1, and the formula divides by 0. The "
            "task says what to return then.",
        ),
    ),
    hints=(
        "Three numbers, in this order: the accuracy, the base rate, and their formula. The "
        "mean of an array of `True` and `False` is the share of `True`.",
        "The accuracy is the share of points where `predicted == labels`. The base rate needs "
        "only `labels`: the larger of two shares that add up to 1.",
        "When the base rate is 1, return 0.0 before you divide.",
    ),
    proves=(
        "Over seven classifiers, good, bad and with labels of one class, your skill and the "
        "course's {difference}."
    ),
)

EXERCISES = (RING, SKILL, WITHOUT, STARTS_NEEDED, PARAMETERS, BEST_STEP)
