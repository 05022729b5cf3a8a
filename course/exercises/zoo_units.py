"""The exercise of lesson 03 on what is left of a network without one of its units."""
import numpy as np

from course.exercises.arrays import ArrayAnswer, Named
from course.exercises.exercise import Case, Exercise, WrongAnswer

Array = np.ndarray


def without(x: Array, W1: Array, b1: Array, W2: Array, b2: Array, unit: int) -> Array:
    """Logits of a network 2-h-1 with relu units, one of which is taken away.

    Parameters
    ----------
    x : array, shape (n_points, 2)
    W1, b1 : array, shape (2, h) and (h,)
    W2, b2 : array, shape (h, 1) and (1,)
    unit : int
        Which one, counted from 0.

    Returns
    -------
    array, shape (n_points, 1)
    """
    h = np.maximum(x @ W1 + b1, 0)  # (n_points, h)
    h[:, unit] = 0
    return h @ W2 + b2


def _relu(x: Array, W1: Array, b1: Array) -> Array:
    return np.maximum(x @ W1 + b1, 0)


def _weights_gone_bias_left(
    x: Array, W1: Array, b1: Array, W2: Array, b2: Array, unit: int
) -> Array:
    W1 = W1.copy()
    W1[:, unit] = 0
    return _relu(x, W1, b1) @ W2 + b2


def _only_the_unit(x: Array, W1: Array, b1: Array, W2: Array, b2: Array, unit: int) -> Array:
    return _relu(x, W1, b1)[:, [unit]] @ W2[[unit]] + b2


def _no_relu(x: Array, W1: Array, b1: Array, W2: Array, b2: Array, unit: int) -> Array:
    h = x @ W1 + b1
    h[:, unit] = 0
    return h @ W2 + b2


def _point_for_unit(x: Array, W1: Array, b1: Array, W2: Array, b2: Array, unit: int) -> Array:
    h = _relu(x, W1, b1)
    h[unit] = 0
    return h @ W2 + b2


def _all_there(x: Array, W1: Array, b1: Array, W2: Array, b2: Array, unit: int) -> Array:
    return _relu(x, W1, b1) @ W2 + b2


_rng = np.random.default_rng(3)


def _case(name: str, n_points: int, units: int, unit: int) -> Case:
    shapes = ((n_points, 2), (2, units), (units,), (units, 1), (1,))
    arrays = (np.round(_rng.normal(0, 1, shape), 2) for shape in shapes)
    return Case(name, (*arrays, unit))


ANSWER = ArrayAnswer(Named("z", ("point", "output")))

WITHOUT = Exercise(
    key="03.without",
    reference=without,
    cases=(
        _case("6 points, 4 units, and the last taken away", 6, 4, 3),
        _case("9 points, 3 units, and the first taken away", 9, 3, 0),
        _case("4 points and a single unit, taken away", 4, 1, 0),
    ),
    expects=ANSWER.expects,
    differs=ANSWER.differs,
    wrong_answers=(
        WrongAnswer(
            "its bias left behind",
            _weights_gone_bias_left,
            "the unit's weights are gone and its bias is not: a unit with a positive bias goes on "
            "saying the same of every point. Take away what it says, after the relu.",
        ),
        WrongAnswer(
            "only this unit left",
            _only_the_unit,
            "it is the other way round: this unit is all that is left.",
        ),
        WrongAnswer(
            "no relu",
            _no_relu,
            "the weighted sums go to the output as they are. The units are relu units.",
        ),
        WrongAnswer(
            "a point for a unit",
            _point_for_unit,
            "`h[unit]` is a row, and a row is a point. The units are the columns.",
        ),
        WrongAnswer(
            "nothing taken away",
            _all_there,
            "these are the logits of the whole network.",
        ),
    ),
    hints=(
        "The forward pass of lesson 01 with relu for tanh, and one thing in between.",
        "What a unit says is a column of `h`, shape (n_points, h). Without the unit, that column "
        "says nothing.",
        "`h = np.maximum(x @ W1 + b1, 0)`, then `h[:, unit] = 0`, then on to the output.",
    ),
    proves="For three networks without a unit, your logits and the course's {difference}.",
)
