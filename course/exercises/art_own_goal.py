"""The exercise of lesson 05 that has no one answer: a goal of one's own.

What it asks for is the student's business.  What is judged is whether an optimiser can use it: one
number, never below 0, finite for every picture, with a gradient that is finite too, and that is
not 0 where there is something left to wish for.
"""
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.exercises.art_arguments import Numbers, numbers, one_number, slopes
from course.exercises.exercise import Case, Exercise, WrongAnswer

Array = np.ndarray

BELOW = 1e-6  # 0 itself, but for rounding


def goal(image: Any) -> Any:
    """A lake: the lower half is the upper one upside down, and darker.

    Parameters
    ----------
    image : tensor, shape (1, 3, size, size)

    Returns
    -------
    tensor, shape ()
        0 or more, lower is better.
    """
    half = image.shape[2] // 2
    sky, water = image[:, :, :half], image[:, :, -half:]
    return (water - 0.7 * sky.flip(2)).square().mean()


@dataclass(frozen=True)
class Usable:
    """Whatever an optimiser can use.

    Attributes
    ----------
    flat : bool
        Whether the picture has one colour only, from which it may be the same every way.
    """

    flat: bool

    def apart(self, value: Any) -> float:
        """0: nothing was expected from which a goal could differ."""
        return 0.0


def _usable(image: Any) -> Usable:
    return Usable(bool(np.ptp(numbers(image)) == 0))


NO_NUMBER = WrongAnswer(
    "no number",
    lambda image: image.std() / image.mean(),
    "somewhere it divides by 0, or takes a root or a logarithm of what has none. A picture may "
    "well become black on its way. Which of your steps cannot bear that?",
)
BELOW_ZERO = WrongAnswer(
    "below 0",
    lambda image: image.mean() - 2,  # nowhere a number that some usable goal has
    "lower is better, and 0 is to be perfect: a number below 0 cannot say how much is left to "
    "wish for. What is the lowest it can be? Add that, or square a difference.",
)
COUNTED = WrongAnswer(
    "counted",
    lambda image: ((image > 0.5).float().mean() - 0.37).square(),
    "no gradient goes back. A comparison, a rounding or a count gives the same number when the "
    "picture changes a little, so nobody knows which way to go; `.detach()`, `.item()` and numpy "
    "cut the way off as well.",
)
STEEP = WrongAnswer(
    "a slope without end",
    lambda image: (image - image.flip(3)).square().mean().sqrt(),
    "the number is fine, but its gradient is not: the slope of a root is infinite at 0, and there "
    "you arrive when all is well. Leave the root away, or add a little under it.",
)
FLAT = "flat everywhere"
FLAT_CAUSE = (
    "the gradient is 0 for every number of the picture, so no step is ever made. Does `round` or "
    "`clamp` stand in the way, or does your number not depend on the picture at all?"
)


def _fault(value: Any, right: Usable) -> tuple[str, str]:
    """Name of what makes a goal unusable, and how it shows; ("", "") for a usable one."""
    number = float(numbers(value).reshape(()))
    if not np.isfinite(number):
        return NO_NUMBER.name, f"your number is `{number}`."
    if number < -BELOW:
        return BELOW_ZERO.name, f"your number is {number:.3g}, which is below 0."
    try:
        found = slopes(value)
    except RuntimeError as error:  # torch says what was written over
        return "no way back", f"going back stopped with `RuntimeError: {str(error)[:100]}`."
    if found is None:
        return COUNTED.name, f"your number is {number:.3g}, but no gradient goes back from it."
    if not np.isfinite(found).all():
        return STEEP.name, f"your number is {number:.3g}, but its gradient holds `nan` or `inf`."
    if number > BELOW and not (right.flat or found.any()):
        return FLAT, f"your number is {number:.3g}, and its gradient is 0 everywhere."
    return "", ""


def _differs(value: Any, right: Usable, arguments: tuple) -> str:
    return _fault(value, right)[1]


def _explains(value: Any, right: Usable, arguments: tuple) -> tuple[str, str]:
    name, _ = _fault(value, right)
    causes = {one.name: one.cause for one in (NO_NUMBER, BELOW_ZERO, COUNTED, STEEP)}
    return (name, (causes | {FLAT: FLAT_CAUSE}).get(name, "")) if name else ("", "")


def _slope(size: int) -> Array:
    """Light above, dark below, more red to the right."""
    ticks = (np.arange(size) + 0.5) / size
    down, across = np.meshgrid(ticks, ticks, indexing="ij")
    return np.stack([across, 1 - down, 0.3 + 0.4 * down])[None]


GOAL = Exercise(
    key="05.goal",
    needs=("torch", "torch._dynamo"),
    reference=goal,
    cases=(
        Case("a black picture", (Numbers(np.zeros((1, 3, 16, 16))),)),
        Case("a white picture", (Numbers(np.ones((1, 3, 16, 16))),)),
        Case("a picture of noise", (Numbers(np.random.default_rng(5).random((1, 3, 16, 16))),)),
        Case("a picture that darkens downwards", (Numbers(_slope(24)),)),
    ),
    expects=lambda value, expected: one_number(value),
    differs=_differs,
    expected=_usable,
    explains=_explains,
    wrong_answers=(
        NO_NUMBER,
        BELOW_ZERO,
        COUNTED,
        STEEP,
        WrongAnswer(
            "a number a pixel",
            lambda image: (image - 0.5).square(),
            "each number of the picture gets a mark of its own. A goal adds them up to one: "
            "`.mean()`.",
        ),
    ),
    hints=(
        "Say it in words first: the picture is perfect when this equals that. Half of the picture "
        "is a picture, and so is one of its colours: `image[:, 0]` is red.",
        "Compute both sides. Their difference, squared, is 0 when it is perfect and grows when it "
        "is not.",
        "`(one - other).square().mean()`. Mind that `one` and `other` have the same shape.",
    ),
    proves=(
        "For pictures black, white, noisy and smooth yours is one number, never below 0, and its "
        "gradient says which way to go. Whether it says what you meant, only the picture can tell."
    ),
)
