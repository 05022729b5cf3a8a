"""The exercise of lesson 01 that goes backwards through the whole network."""
from collections.abc import Callable

import numpy as np

from course import by_hand
from course.exercises.by_hand_forward import network
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.gradients import Gradients

Arrays = list[np.ndarray]


def squared_backward(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Gradient by the outputs of half the mean squared error; shape of z."""
    return (z - y) / len(z)


def half_squared_error(z: np.ndarray, y: np.ndarray) -> float:
    """Half the mean over the points of (z - y) squared."""
    return float(np.sum((z - y) ** 2) / (2 * len(z)))


LOSSES: dict[Callable, Callable[[np.ndarray, np.ndarray], float]] = {
    by_hand.sigmoid_backward: by_hand.cross_entropy,
    by_hand.softmax_backward: by_hand.softmax_cross_entropy,
    squared_backward: half_squared_error,
}


def _loss(at: tuple[np.ndarray, ...], arguments: tuple) -> float:
    x, y, _, loss_backward = arguments
    return LOSSES[loss_backward](by_hand.forward(x, *at)[1], y)


BY_PARAMETERS = Gradients(
    names=("W1", "b1", "W2", "b2"),
    variables=lambda x, y, parameters, loss_backward: parameters,
    loss=_loss,
    arguments=("x", "y", "parameters", "loss_backward"),
)


def _case(name: str, sizes: tuple[int, ...], y: list, loss_backward: Callable) -> Case:
    x, *parameters = network(*sizes)
    return Case(name, (x, np.array(y), parameters, loss_backward))


def _classes(*labels: float) -> list[list[float]]:
    return [[float(label)] for label in labels]


def _backwards(
    x: np.ndarray, y: np.ndarray, parameters: Arrays, loss_backward: Callable, **changes: Callable
) -> Arrays:
    """The right answer, with some of its steps replaced."""
    W1, b1, W2, b2 = parameters
    h, z = by_hand.forward(x, W1, b1, W2, b2)
    dW2, db2, dh = by_hand.dense_backward(h, W2, loss_backward(changes.get("z", np.copy)(z), y))
    dz1 = changes.get("dz1", by_hand.tanh_backward)(h, dh)
    dW1, db1, _ = by_hand.dense_backward(x, W1, dz1)
    return [dW1, db1, dW2, db2]


def _x_for_h(
    x: np.ndarray, y: np.ndarray, parameters: Arrays, loss_backward: Callable
) -> Arrays:
    dW1, db1, _, db2 = by_hand.gradients(x, y, parameters, loss_backward)
    return [dW1, db1, x.T @ loss_backward(by_hand.forward(x, *parameters)[1], y), db2]


def _as_found(*arguments: object) -> Arrays:
    dW1, db1, dW2, db2 = by_hand.gradients(*arguments)
    return [dW2, db2, dW1, db1]


GRADIENTS = Exercise(
    key="01.gradients",
    reference=by_hand.gradients,
    cases=(
        _case(
            "5 points, a 2-3-1 network and sigmoid_backward", (5, 2, 3, 1),
            _classes(1, 0, 0, 1, 1), by_hand.sigmoid_backward,
        ),
        _case(
            "4 points, a 2-2-1 network and sigmoid_backward", (4, 2, 2, 1),
            _classes(0, 1, 1, 0), by_hand.sigmoid_backward,
        ),
        _case(
            "4 points, a 3-4-3 network and softmax_backward", (4, 3, 4, 3),
            [0, 2, 1, 2], by_hand.softmax_backward,
        ),
        _case(
            "3 points, a 2-3-1 network and the gradient of a squared error", (3, 2, 3, 1),
            _classes(0.5, -1, 2), squared_backward,
        ),
    ),
    expects=BY_PARAMETERS.expects,
    differs=BY_PARAMETERS.differs,
    expected=BY_PARAMETERS.measured,
    explains=BY_PARAMETERS.explains,
    wrong_answers=(
        WrongAnswer(
            "the tanh skipped on the way back",
            lambda *arguments: _backwards(*arguments, dz1=lambda h, dh: dh),
            "the gradient by `h` goes into the first layer as it is. On the way forwards there "
            "was a `tanh` between that layer and `h`.",
        ),
        WrongAnswer(
            "x where h belongs",
            _x_for_h,
            "`dW2` is computed from `x`. What went into the second layer?",
        ),
        WrongAnswer(
            "in the order in which they are found",
            _as_found,
            "the gradients of the last layer come first in your list, as they are found. They "
            "are wanted in the order of the parameters.",
        ),
        WrongAnswer(
            "always the sigmoid",
            lambda x, y, parameters, _: by_hand.gradients(
                x, y, parameters, by_hand.sigmoid_backward
            ),
            "the loss is taken for a cross-entropy with a sigmoid, whichever it is. The function "
            "that knows better is handed to yours as `loss_backward`.",
        ),
        WrongAnswer(
            "probabilities for logits",
            lambda *arguments: _backwards(*arguments, z=lambda z: (1 + np.tanh(z / 2)) / 2),
            "a sigmoid stands between the network and `loss_backward`, which brings its own. It "
            "wants the logits.",
        ),
    ),
    hints=(
        "First forwards, since the way back needs `h` and `z`. Then read the way forwards from "
        "its end: loss, second layer, tanh, first layer. Each has a function that you have "
        "written.",
        "`loss_backward(z, y)` gives `dz`. `dense_backward(h, W2, dz)` gives `dW2`, `db2` and "
        "`dh`. What is next on the way to `x`?",
        "`tanh_backward(h, dh)` gives the gradient by what the hidden units summed up, and "
        "`dense_backward(x, W1, ...)` of it gives `dW1` and `db1`. Return them in the order of "
        "the parameters.",
    ),
    proves=(
        "For four networks and three losses, your gradients and slopes found by nudging "
        "{difference}."
    ),
)
