"""The exercises of lesson 01 backwards through one step: a loss, an activation, a layer."""
import numpy as np

from course import by_hand
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.gradients import Gradients

Arrays = tuple[np.ndarray, ...]


def _p(z: np.ndarray) -> np.ndarray:
    return (1 + np.tanh(z / 2)) / 2


def _column(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=float)[:, None]


BY_LOGIT = Gradients(
    names=("z",),
    variables=lambda z, y: (z,),
    loss=lambda at, arguments: by_hand.cross_entropy(*at, arguments[1]),
    arguments=("z", "y"),
)

SIGMOID_BACKWARD = Exercise(
    key="01.sigmoid_backward",
    reference=by_hand.sigmoid_backward,
    cases=(
        Case("5 points", (_column(2, -1, 0.5, 0, -3), _column(1, 0, 0, 1, 1))),
        Case("4 points that are all of class 1", (_column(1, -2, 0.3, 4), _column(1, 1, 1, 1))),
        Case("a single point", (_column(-0.4), _column(0))),
        Case("3 points, two with logits of ±40", (_column(40, -40, 1), _column(0, 0, 1))),
    ),
    expects=BY_LOGIT.expects,
    differs=BY_LOGIT.differs,
    expected=BY_LOGIT.measured,
    explains=BY_LOGIT.explains,
    wrong_answers=(
        WrongAnswer(
            "y - p",
            lambda z, y: (y - _p(z)) / len(z),
            "every entry has the wrong sign. Where the truth is 1 a higher logit makes the loss "
            "smaller: what sign does that slope have?",
        ),
        WrongAnswer(
            "the mean forgotten",
            lambda z, y: _p(z) - y,
            "this is the gradient of the loss of each point by itself. The loss is their mean, "
            "and one of many points has only so much say in it.",
        ),
        WrongAnswer(
            "z - y",
            lambda z, y: (z - y) / len(z),
            "the logit itself is compared with the truth. What the network guesses is a "
            "probability, and the logit has yet to become one.",
        ),
        WrongAnswer(
            "the slope of the sigmoid once more",
            lambda z, y: (_p(z) - y) * _p(z) * (1 - _p(z)) / len(z),
            "there is a factor of `p * (1 - p)` too many: it belongs to the squared error. The "
            "logarithm in the cross-entropy cancels it.",
        ),
        WrongAnswer(
            "only y divided",
            lambda z, y: _p(z) - y / len(z),
            "only `y` is divided by the number of points: `/` comes before `-`. Where do the "
            "brackets belong?",
        ),
    ),
    hints=(
        "Begin with one point, whose loss is log(1 + exp(z)) - y z. Its slope by z has two "
        "terms. What is the slope of log(1 + exp(z))?",
        "It is exp(z) / (1 + exp(z)), which is the probability p itself. So one point gives "
        "p - y: guess minus truth.",
        "`p = 1 / (1 + np.exp(-z))`, and the loss is a mean over the points: `(p - y) / len(z)`.",
    ),
    proves="For four lists of points, your gradient and slopes found by nudging {difference}.",
)

BEFORE_TANH = Gradients(
    names=("z",),
    variables=lambda h, dh: (np.arctanh(h),),
    loss=lambda at, arguments: float(np.sum(arguments[1] * np.tanh(at[0]))),
    arguments=("h", "dh"),
)


def _activations(n: int, hidden: int) -> Arrays:
    """(h, dh), to one decimal."""
    rng = np.random.default_rng(n)
    h = rng.integers(-9, 10, (n, hidden)) / 10
    return h, rng.normal(size=(n, hidden)).round(1)


TANH_BACKWARD = Exercise(
    key="01.tanh_backward",
    reference=by_hand.tanh_backward,
    cases=(
        Case(
            "2 points and 2 units",
            (np.array([[0.5, -0.8], [0.0, 0.9]]), np.array([[1.0, 2], [-1, 0.5]])),
        ),
        Case("5 points and 4 units", _activations(5, 4)),
        Case("a single point and 3 units", _activations(1, 3)),
    ),
    expects=BEFORE_TANH.expects,
    differs=BEFORE_TANH.differs,
    expected=BEFORE_TANH.measured,
    explains=BEFORE_TANH.explains,
    wrong_answers=(
        WrongAnswer(
            "tanh taken again",
            lambda h, dh: dh * (1 - np.tanh(h) ** 2),
            "`h` goes through `tanh` a second time. What the function is given has been through "
            "it already.",
        ),
        WrongAnswer(
            "tanh taken again, and no square",
            lambda h, dh: dh * (1 - np.tanh(h)),
            "`h` goes through `tanh` a second time, and something is missing: a unit at -0.9 "
            "comes out steeper than one at 0. A published workshop had this very mistake, and "
            "its networks still learned something.",
        ),
        WrongAnswer(
            "no square",
            lambda h, dh: dh * (1 - h),
            "a unit at -0.8 comes out nearly twice as steep as one at 0. tanh is as flat on the "
            "left as on the right: something must make the two sides alike.",
        ),
        WrongAnswer(
            "dh left out",
            lambda h, dh: 1 - h * h,
            "these are the slopes of `tanh` alone. How much the loss cares about each `h` is left "
            "out.",
        ),
        WrongAnswer(
            "brackets left out",
            lambda h, dh: dh * 1 - h * h,
            "`dh` multiplies only the 1. Where do the brackets belong?",
        ),
    ),
    hints=(
        "The chain rule: how fast the loss changes with `h`, times how fast `h` changes with z. "
        "The first is given.",
        "The slope of tanh at z is 1 - tanh(z) squared. You need not know z, since `h` is "
        "tanh(z).",
        "The slopes of all units at once are `1 - h * h`. Multiply them by `dh`, entry by entry, "
        "with brackets around the difference.",
    ),
    proves="For three layers, your gradient and slopes found by nudging {difference}.",
)

LAYER = Gradients(
    names=("W", "b", "x"),
    variables=lambda x, W, dz: (W, np.zeros(W.shape[1]), x),
    # a loss whose gradient by z is dz
    loss=lambda at, arguments: float(np.sum(arguments[2] * (at[2] @ at[0] + at[1]))),
    arguments=("x", "W", "dz"),
)


def _layer(n: int, n_in: int, n_out: int) -> Arrays:
    """(x, W, dz) of a layer, to two decimals, so that they can be written on a board."""
    rng = np.random.default_rng(n)
    shapes = (n, n_in), (n_in, n_out), (n, n_out)
    return tuple(rng.normal(size=shape).round(2) for shape in shapes)


DENSE_BACKWARD = Exercise(
    key="01.dense_backward",
    reference=by_hand.dense_backward,
    cases=(
        Case("5 points, 3 inputs and 2 units", _layer(5, 3, 2)),
        Case("4 points, 3 inputs and 3 units", _layer(4, 3, 3)),
        Case("3 points, 3 inputs and 3 units", _layer(3, 3, 3)),
        Case("a single point, 2 inputs and 4 units", _layer(1, 2, 4)),
    ),
    expects=LAYER.expects,
    differs=LAYER.differs,
    expected=LAYER.measured,
    explains=LAYER.explains,
    wrong_answers=(
        WrongAnswer(
            "dW turned round",
            lambda x, W, dz: (dz.T @ x, dz.sum(axis=0), dz @ W.T),
            "your `dW` is the transpose of what is expected. Which of its axes belongs to the "
            "inputs, which to the units? `W` says.",
        ),
        WrongAnswer(
            "dx with W as it stands",
            lambda x, W, dz: (x.T @ dz, dz.sum(axis=0), dz @ W),
            "for `dx`, `dz` is multiplied by `W` as it stands. Forwards, `W` leads from inputs "
            "to units. Backwards the way is from units to inputs.",
        ),
        WrongAnswer(
            "db not added up",
            lambda x, W, dz: (x.T @ dz, dz, dz @ W.T),
            "your `db` still has one row for each point. There is only one bias for each unit, "
            "and every point has its say in it.",
        ),
        WrongAnswer(
            "db added up over the units",
            lambda x, W, dz: (x.T @ dz, dz.sum(axis=1), dz @ W.T),
            "your `db` adds up each row of `dz`: one number for each point. A bias belongs to a "
            "unit.",
        ),
        WrongAnswer(
            "divided by n",
            lambda x, W, dz: (x.T @ dz / len(x), dz.mean(axis=0), dz @ W.T),
            "`dW` and `db` are divided by the number of points. If the loss is a mean, `dz` has "
            "been divided already, where the loss was.",
        ),
    ),
    hints=(
        "Write down four shapes: those of `x`, `W` and `dz`, and of each gradient. A gradient "
        "has the shape of what it belongs to.",
        "`W[i, j]` meets `x[k, i]` and ends up in `z[k, j]`, for every point k. So `dW[i, j]` "
        "adds up `x[k, i] * dz[k, j]` over the points: a matrix product, with one factor "
        "turned round. `dx` is another one.",
        "`.T` turns a matrix round. `dW` needs it on `x`, `dx` on `W`, and the order of the "
        "factors follows from the shapes. `db` is a sum of `dz` along one axis.",
    ),
    proves="Over four layers your gradients and slopes found by nudging {difference}.",
)
