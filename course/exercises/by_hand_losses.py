"""The exercises of lesson 01 on losses: one number that says how wrong all the guesses are."""
from typing import Any

import numpy as np

from course import by_hand
from course.exercises.entries import off, two_numbers
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.expectations import one_number


def _differs(value: Any, expected: float, arguments: tuple) -> str:
    found, right = np.float64(value), np.float64(expected)
    if not off(found, right):
        return ""
    yours, number = two_numbers(found, right)
    return f"you return {yours}, the loss is {number}."


def _guesses(guess: list[float], y: list[float]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(guess, dtype=float), np.array(y, dtype=float)


SQUARED_ERROR = Exercise(
    key="01.squared_error",
    reference=by_hand.squared_error,
    cases=(
        Case("4 points with truths of 0 and 1", _guesses([0.9, 0.2, 0.6, 0.1], [1, 0, 1, 0])),
        Case("3 guesses that are far off, one of them negative", _guesses([3, -2, 1], [0, 1, 1])),
        Case("2 guesses that are right", _guesses([1, 0], [1, 0])),
        Case("a single point", _guesses([0.5], [2])),
    ),
    expects=one_number,
    differs=_differs,
    wrong_answers=(
        WrongAnswer(
            "the sum",
            lambda guess, y: np.sum((guess - y) ** 2),
            "the errors are added up and not averaged, so that twice as many points look twice "
            "as wrong.",
        ),
        WrongAnswer(
            "not squared",
            lambda guess, y: np.mean(guess - y),
            "a guess that is too high and one that is too low cancel each other. Every error "
            "must count, whichever way it goes.",
        ),
        WrongAnswer(
            "absolute errors",
            lambda guess, y: np.mean(np.abs(guess - y)),
            "this is the mean distance from the truth. It counts an error of 2 twice as much as "
            "an error of 1. The squared error counts it four times.",
        ),
        WrongAnswer(
            "the root taken",
            lambda guess, y: np.sqrt(np.mean((guess - y) ** 2)),
            "a root is taken at the end. The number has its lowest place at the same weights, "
            "but other slopes on the way there.",
        ),
        WrongAnswer(
            "squared after the mean",
            lambda guess, y: np.mean(guess - y) ** 2,
            "the mean is squared, but the errors are not: they cancel before the square can stop "
            "them.",
        ),
    ),
    hints=(
        "One error for each point first: how far is its guess from its truth? Arrays are "
        "subtracted entry by entry.",
        "Square each error, `**` does it for a whole array, and only then go from many numbers "
        "to one.",
        "`np.mean` of the squares. Brackets around the difference: `**` comes before `-`.",
    ),
    proves="For four lists of guesses, your loss and the course's {difference}.",
)

# In the last two cases each logit of a wrong truth is alone in being extreme: the different
# ways to write log p with a p that has rounded to 0 all give the same infinity there.
LOGITS = (
    Case("4 points", _guesses([2, -1, 0.5, 0], [1, 0, 0, 1])),
    Case(
        "5 points in a column",
        (np.array([[-2.0], [1.5], [-0.3], [3], [-1]]), np.array([[0.0], [1], [1], [0], [0]])),
    ),
    Case("a logit of 40 whose truth is 0", _guesses([40, 1], [0, 1])),
    Case("a logit of 1,000 whose truth is 0", _guesses([1000, -1], [0, 0])),
)



def _log_of_p(z: np.ndarray, y: np.ndarray) -> float:
    p = 1 / (1 + np.exp(-z))
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


def _explained(value: Any, expected: float, arguments: tuple) -> tuple[str, str]:
    """What a wrong number is for logits that are large."""
    z, _ = arguments
    if np.isnan(float(value)):
        return "not a number", (
            "somewhere 0 is multiplied by infinity, or a logarithm is taken of a number below 0."
        )
    if np.abs(z).max() >= 40 and value < expected:
        return "p held away from 0", (
            "the loss stops growing: is `p` held away from 0 by a small number? Then a network "
            "that is certain and wrong is hardly told so. The formula without `p` needs no such "
            "help."
        )
    return "", ""


CROSS_ENTROPY = Exercise(
    key="01.cross_entropy",
    reference=by_hand.cross_entropy,
    cases=LOGITS,
    expects=one_number,
    differs=_differs,
    explains=_explained,
    wrong_answers=(
        WrongAnswer(
            "exp overflows",
            lambda z, y: np.mean(np.log(1 + np.exp(z)) - y * z),
            "`exp` of 1,000 is more than a computer can hold, although its logarithm is only "
            "1,000. numpy has one function for the logarithm of a sum of two exponentials.",
        ),
        WrongAnswer(
            "the logarithm of a p that rounds to 0",
            _log_of_p,
            "for a large logit `p` rounds to 1, and the logarithm of `1 - p` is minus infinity. "
            "On paper the formula is right. Put `p` into it, and `exp` and `log` cancel before "
            "anything can be rounded.",
        ),
        WrongAnswer(
            "the sum",
            lambda z, y: np.sum(np.logaddexp(0, z) - y * z),
            "the losses of the points are added up and not averaged.",
        ),
        WrongAnswer(
            "the sign",
            lambda z, y: np.mean(y * z - np.logaddexp(0, z)),
            "this grows as the guesses get better. A loss is something to make small: the "
            "logarithm of a probability is negative.",
        ),
        WrongAnswer(
            "the truths the wrong way round",
            lambda z, y: np.mean(np.logaddexp(0, z) - (1 - y) * z),
            "a high logit is punished where the truth is 1. `p` is the probability of a 1, not "
            "of a 0.",
        ),
    ),
    hints=(
        "A point costs -log p where the truth is 1, and -log(1 - p) where it is 0. Put "
        "p = 1 / (1 + exp(-z)) into both, by hand: what do they have in common?",
        "Both are log(1 + exp(z)), less z where the truth is 1. So `y * z` does for all points "
        "what an `if` would do for one.",
        "`np.logaddexp(0, z)` is log(exp(0) + exp(z)) for every entry, and never overflows. "
        "Subtract `y * z`, and take the mean.",
    ),
    proves=(
        "For four lists of logits, up to 1,000 and in a column, your loss and the course's "
        "{difference}."
    ),
)
