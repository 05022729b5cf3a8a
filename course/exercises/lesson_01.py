"""Exercises for the lesson "a network by hand": the backward pass of one layer."""
import numpy as np

from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.gradients import Gradients

Arrays = tuple[np.ndarray, ...]


def dense_backward(x: np.ndarray, W: np.ndarray, dz: np.ndarray) -> Arrays:
    """Gradients of the loss by the weights, the biases and the inputs of z = x W + b.

    Formula: dW = x^T dz, db = sum of dz over the points, dx = dz W^T.

    Parameters
    ----------
    x : array, shape (n, n_in)
        Inputs of the layer, one row for each point.
    W : array, shape (n_in, n_out)
        Weights.
    dz : array, shape (n, n_out)
        Gradient of the loss by each z.

    Returns
    -------
    dW, db, dx : array, shapes (n_in, n_out), (n_out,) and (n, n_in)
    """
    return x.T @ dz, dz.sum(axis=0), dz @ W.T


def _loss(variables: Arrays, arguments: Arrays) -> float:
    """A loss whose gradient by z is dz: the sum of dz * z."""
    W, b, x = variables
    *_, dz = arguments
    return float(np.sum(dz * (x @ W + b)))


GRADIENTS = Gradients(
    names=("W", "b", "x"),
    variables=lambda x, W, dz: (W, np.zeros(W.shape[1]), x),
    loss=_loss,
    arguments=("x", "W", "dz"),
)


def _layer(n: int, n_in: int, n_out: int) -> Arrays:
    """(x, W, dz) of a layer, to two decimals, so that they can be written on a board."""
    rng = np.random.default_rng(n)
    shapes = (n, n_in), (n_in, n_out), (n, n_out)
    return tuple(rng.normal(size=shape).round(2) for shape in shapes)


DENSE_BACKWARD = Exercise(
    key="01.dense_backward",
    reference=dense_backward,
    cases=(
        Case("5 points, 3 inputs and 2 units", _layer(5, 3, 2)),
        Case("4 points, 3 inputs and 3 units", _layer(4, 3, 3)),
        Case("3 points, 3 inputs and 3 units", _layer(3, 3, 3)),
        Case("a single point, 2 inputs and 4 units", _layer(1, 2, 4)),
    ),
    expects=GRADIENTS.expects,
    differs=GRADIENTS.differs,
    expected=GRADIENTS.measured,
    explains=GRADIENTS.explains,
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

EXERCISES = (DENSE_BACKWARD,)
