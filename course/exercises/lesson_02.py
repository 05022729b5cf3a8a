"""Exercises of lesson 02: a slope by hand, the tape an operator at a time, and the way back."""
import numpy as np

from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.gradients import Gradients
from course.exercises.tape_backward import BACKWARD
from course.exercises.tape_functions import FUNCTIONS
from course.exercises.tape_operators import OPERATORS
from course.exercises.torch_layers import TORCH_EXERCISES


def bump(x: np.ndarray) -> np.ndarray:
    """x exp(-x^2) of each entry: a hollow and a hill, in [-0.43, 0.43]."""
    return x * np.exp(-(x**2))


def slope(x: np.ndarray) -> np.ndarray:
    """The slope of x exp(-x^2) at each x; shape of x.

    Formula: (1 - 2 x^2) exp(-x^2).
    """
    return (1 - 2 * x**2) * np.exp(-(x**2))


GRADIENTS = Gradients(
    names=("x",),
    variables=lambda x: (x,),
    loss=lambda variables, arguments: float(np.sum(bump(variables[0]))),
    arguments=("x",),
)

SLOPE = Exercise(
    key="02.slope",
    reference=slope,
    cases=(
        Case("seven numbers from -1.5 to 1.5", (np.linspace(-1.5, 1.5, 7),)),
        Case("2 rows of 2", (np.array([[0.3, -0.7], [2.0, 0.1]]),)),
    ),
    expects=GRADIENTS.expects,
    differs=GRADIENTS.differs,
    expected=GRADIENTS.measured,
    explains=GRADIENTS.explains,
    wrong_answers=(
        WrongAnswer(
            "only the first factor",
            lambda x: np.exp(-(x**2)),
            "the slope of `x` is there, but `exp(-x**2)` moves as well when x is nudged. A "
            "product has a rule.",
        ),
        WrongAnswer(
            "only the second factor",
            lambda x: -2 * x**2 * np.exp(-(x**2)),
            "the slope of `exp(-x**2)` is there, but the `x` before it moves as well. A product "
            "has a rule.",
        ),
        WrongAnswer(
            "chain rule forgotten",
            lambda x: (1 + x) * np.exp(-(x**2)),
            "`exp` is its own slope, but what stands in it moves at a speed of its own: that of "
            "`-x**2`.",
        ),
        WrongAnswer(
            "minus sign lost",
            lambda x: (1 + 2 * x**2) * np.exp(-(x**2)),
            "this never falls. Far to the right x exp(-x²) goes down towards 0. Which sign has "
            "the slope of `-x**2`?",
        ),
        WrongAnswer(
            "slopes multiplied",
            lambda x: -2 * x * np.exp(-(x**2)),
            "the slopes of both factors are multiplied. The slope of a product is a sum of two "
            "terms, and in each only one of the factors has moved.",
        ),
    ),
    hints=(
        "It is a product of `x` and `exp(-x**2)`. Nudge one factor at a time: what does each "
        "contribute?",
        "The slope of `exp(-x**2)` is `exp(-x**2)` times the slope of `-x**2`.",
        "Both terms have the factor `np.exp(-x**2)`: what is left before it?",
    ),
    proves="At 11 places your slopes and those found by nudging {difference}.",
)

EXERCISES = (SLOPE, *OPERATORS, *FUNCTIONS, BACKWARD, *TORCH_EXERCISES)
