"""Two goals of lesson 05 to be written exactly: total variation, and a picture that may be turned.

A value can be right and its gradient wrong: `.detach()` in the wrong place, and half of it is gone.
So both are compared with what is known from a formula.
"""
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.exercises.art_arguments import Numbers, numbers, one_number, slopes
from course.exercises.entries import first_off, how_many, off, two_numbers
from course.exercises.exercise import Case, Exercise, WrongAnswer

Array = np.ndarray

ROUNDING = 2e-6  # of the right value: a mean of float32 numbers


@dataclass(frozen=True)
class Valued:
    """What a goal says of a picture, and its gradient.

    Attributes
    ----------
    value : float
    gradient : float array, shape (1, 3, size, size)
    """

    value: float
    gradient: Array

    def apart(self, found: Any) -> float:
        """The largest difference of the value and of any slope."""
        gradient = slopes(found)
        away = self.gradient if gradient is None else gradient - self.gradient
        return max(abs(float(numbers(found)) - self.value), float(np.abs(away).max()))


def _differs(found: Any, right: Valued, arguments: tuple) -> str:
    """Where the value or the gradient is off, or ""."""
    value = float(numbers(found))
    if not abs(value - right.value) <= ROUNDING * max(right.value, 0.01):  # a NaN is not
        yours, theirs = two_numbers(value, right.value)
        return f"you return {yours}, it should be {theirs}."
    gradient = slopes(found)
    if gradient is None:
        return f"your {value:.3g} is right, but no gradient goes back to the picture."
    wrong = off(gradient, right.gradient)
    if not wrong.any():
        return ""
    entry, yours, theirs = first_off(gradient, right.gradient)
    return (
        f"your {value:.3g} is right, but its gradient is not: by `image{entry}` it is {yours}, it "
        f"should be {theirs}. {how_many(int(wrong.sum()), gradient.size)}"
    )


def _noise(size: int) -> Array:
    return np.random.default_rng(size).random((1, 3, size, size)).round(3)


def _explains(found: Any, right: Valued, arguments: tuple) -> tuple[str, str]:
    """A right value without its gradient has been cut off from the picture somewhere."""
    value = float(numbers(found))
    if abs(value - right.value) > ROUNDING * max(right.value, 0.01):
        return "", ""
    return "cut off", CUT_OFF


CUT_OFF = (
    "somewhere between the picture and the number the gradient's way is cut off: by `.detach()`, "
    "`.data`, `torch.no_grad()`, `torch.tensor(...)` or numpy."
)

# ---- total variation -------------------------------------------------------------------


def total_variation(image: Any) -> Any:
    """How much neighbours differ: the mean absolute difference downwards, plus that across.

    Parameters
    ----------
    image : tensor, shape (1, 3, size, size)

    Returns
    -------
    tensor, shape ()
    """
    down = image[:, :, 1:] - image[:, :, :-1]
    across = image[:, :, :, 1:] - image[:, :, :, :-1]
    return down.abs().mean() + across.abs().mean()


def _variation(image: Any) -> Valued:
    x = numbers(image)
    value, gradient = 0.0, np.zeros_like(x)
    for axis in (2, 3):
        steps = np.diff(x, axis=axis)
        value += float(np.abs(steps).mean())
        signs = np.sign(steps) / steps.size
        after, before = [(0, 0)] * 4, [(0, 0)] * 4
        after[axis], before[axis] = (1, 0), (0, 1)
        gradient += np.pad(signs, after) - np.pad(signs, before)
    return Valued(value, gradient)


def _stripes() -> Array:
    return np.tile([0.0, 1.0], 3) * np.ones((1, 3, 6, 1))


TOTAL_VARIATION = Exercise(
    key="05.total_variation",
    needs=("torch",),
    reference=total_variation,
    cases=(
        Case("noise of 5 by 5 pixels", (Numbers(_noise(5)),)),
        Case("upright stripes of 6 by 6 pixels", (Numbers(_stripes()),)),
        Case("stripes that lie", (Numbers(_stripes().swapaxes(2, 3)),)),
        Case("noise of 24 by 24 pixels", (Numbers(_noise(24)),)),
    ),
    expects=lambda value, expected: one_number(value),
    differs=_differs,
    expected=_variation,
    explains=_explains,
    wrong_answers=(
        WrongAnswer(
            "round the edge",
            lambda image: (
                (image - image.roll(1, 2)).abs().mean() + (image - image.roll(1, 3)).abs().mean()
            ),
            "`roll` brings the last row to the front, so that top and bottom, left and right count "
            "as neighbours. They are not: there is one difference fewer than there are rows.",
        ),
        WrongAnswer(
            "one direction",
            lambda image: image.diff(dim=3).abs().mean(),
            "only neighbours side by side are compared. A picture of stripes that lie would count "
            "as perfectly smooth.",
        ),
        WrongAnswer(
            "squared",
            lambda image: image.diff(dim=2).square().mean() + image.diff(dim=3).square().mean(),
            "the differences are squared. Then one sharp edge costs far more than a soft slope as "
            "high, and every edge gets blurred. Their size alone is asked for.",
        ),
        WrongAnswer(
            "signs left in",
            lambda image: image.diff(dim=2).mean() + image.diff(dim=3).mean(),
            "a step up and a step down cancel, so that all that is left is the difference of the "
            "two ends. How far a step goes is what counts, whichever way.",
        ),
        WrongAnswer(
            "a sum",
            lambda image: image.diff(dim=2).abs().sum() + image.diff(dim=3).abs().sum(),
            "this is the sum. It grows with the number of pixels, and so would its weight beside "
            "other terms.",
        ),
    ),
    hints=(
        "What is the picture without its first row, and without its last? They have one shape.",
        "`image[:, :, 1:] - image[:, :, :-1]`, or `image.diff(dim=2)`, is every difference "
        "downwards. Across is the last axis.",
        "Of each of the two: `.abs().mean()`.",
    ),
    proves=(
        "For four pictures, your number and the gradient it sends back {difference} from those of "
        "a formula."
    ),
)

# ---- a quarter turn --------------------------------------------------------------------


def turn(image: Any) -> Any:
    """How far a picture is from looking the same after a quarter turn.

    Formula: mean((image - turned)^2), with `turned` the picture turned by 90 degrees.

    Parameters
    ----------
    image : tensor, shape (1, 3, size, size)

    Returns
    -------
    tensor, shape ()
    """
    return (image - image.rot90(1, (2, 3))).square().mean()


def _turned(image: Any) -> Valued:
    x = numbers(image)
    ahead, back = np.rot90(x, 1, (2, 3)), np.rot90(x, -1, (2, 3))
    gradient = 2 * (2 * x - ahead - back) / x.size
    return Valued(float(np.mean((x - ahead) ** 2)), gradient)


def _pinwheel() -> Array:
    x = _noise(6)
    return sum(np.rot90(x, k, (2, 3)) for k in range(4)) / 4


TURN = Exercise(
    key="05.turn",
    needs=("torch",),
    reference=turn,
    cases=(
        Case("noise of 4 by 4 pixels", (Numbers(_noise(4)),)),
        Case("a picture that a quarter turn leaves as it is", (Numbers(_pinwheel()),)),
        Case("noise of 7 by 7 pixels", (Numbers(_noise(7)),)),
        Case("noise of 24 by 24 pixels", (Numbers(_noise(24)),)),
    ),
    expects=lambda value, expected: one_number(value),
    differs=_differs,
    expected=_turned,
    explains=_explains,
    wrong_answers=(
        WrongAnswer(
            "other axes",
            lambda image: (image - image.rot90()).square().mean(),
            "without axes, `rot90` turns the first two: the picture's number and its colours. The "
            "shapes differ then, and torch stretches both to fit, without a word. Rows and columns "
            "are axes 2 and 3.",
        ),
        WrongAnswer(
            "mirrored",
            lambda image: (image - image.transpose(2, 3)).square().mean(),
            "rows and columns are exchanged: that mirrors the picture along its diagonal. A turn "
            "mirrors nothing.",
        ),
        WrongAnswer(
            "half a turn",
            lambda image: (image - image.flip((2, 3))).square().mean(),
            "the picture is turned upside down: by two quarters. An S looks the same then, and a "
            "pinwheel with four arms should as well after one quarter.",
        ),
        WrongAnswer(
            "differences that cancel",
            lambda image: (image - image.rot90(1, (2, 3))).mean(),
            "this is 0 for every picture: a turn moves numbers and changes none of them, so that "
            "differences above and below 0 cancel.",
        ),
        WrongAnswer(
            "cut off",
            lambda image: (image - image.detach().rot90(1, (2, 3))).square().mean(),
            CUT_OFF,
        ),
    ),
    hints=(
        "Two pictures are to be alike: the one you are given, and the same one, turned. You know "
        "a goal that compares two pictures.",
        "`image.rot90(1, (2, 3))` is turned by 90 degrees, as a picture.",
        "Subtract, square, take the mean.",
    ),
    proves=(
        "For four pictures, your number and the gradient it sends back {difference} from those of "
        "a formula. What a quarter turn leaves as it is has nothing left to wish for."
    ),
)
