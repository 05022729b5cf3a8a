"""One point through a 2-3-1 network and back again: all its numbers.

Every number that `course.by_hand` makes on its way through a network, kept; and each gradient
a second time, by nudging.  `course.moments` puts them into an order and into words.
"""
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from course import by_hand
from course.by_hand import Arrays
from course.checks import check_choice

INPUTS, HIDDEN = 2, 3
PRESETS = ("seed", "copies", "same")
ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
}


@dataclass(frozen=True)
class Pass:
    """All numbers of one pass: x (1, 2), y (1, 1), z1 and h (1, 3), z (1, 1), and gradients.

    Attributes
    ----------
    parameters, gradients, nudged : list of arrays
        [W1, b1, W2, b2], the gradients by them, and the same by nudging.
    slopes, nudged_slopes : dict of str to array
        Gradients by "z", "h" and "z1", and the same by nudging.
    """

    parameters: Arrays
    x: np.ndarray
    y: np.ndarray
    activation: str
    z1: np.ndarray
    h: np.ndarray
    z: np.ndarray
    slopes: dict[str, np.ndarray]
    gradients: Arrays
    nudged_slopes: dict[str, np.ndarray]
    nudged: Arrays


def board_network(seed: int) -> Arrays:
    """A 2-3-1 network with numbers fit for a board: [W1, b1, W2, b2], one decimal each."""
    rng = np.random.default_rng(seed)
    W1, b1, W2, b2 = by_hand.initial(INPUTS, HIDDEN, 1, rng)
    biases = [rng.uniform(-0.5, 0.5, b.shape) for b in (b1, b2)]
    return [np.round(array, 1) + 0.0 for array in (W1, biases[0], W2, biases[1])]  # no -0.0


def preset(name: str, seed: int) -> Arrays:
    """Weights to look at: [W1, b1, W2, b2] of a 2-3-1 network.

    Parameters
    ----------
    name : {"seed", "copies", "same"}
        "seed" is `board_network`.  In "copies" h1 looks at x1 alone, h2 at x2 alone and h3 at
        their difference.  In "same" the three hidden units are one unit three times.
    seed : int
        For "seed" alone.
    """
    check_choice("name", name, PRESETS)
    if name == "copies":
        W1, W2 = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, -1.0]]), np.array([[0.5], [0.5], [1.0]])
        return [W1, np.zeros(HIDDEN), W2, np.zeros(1)]
    if name == "same":
        W1, b1 = np.array([[0.8] * HIDDEN, [-0.5] * HIDDEN]), np.full(HIDDEN, 0.1)
        return [W1, b1, np.full((HIDDEN, 1), 0.6), np.array([-0.2])]
    return board_network(seed)


def layers(parameters: Arrays, x: np.ndarray, activation: str = "tanh") -> Arrays:
    """[z1, h, z] of points x (n, 2): hidden sums and values (n, 3), and outputs (n, 1)."""
    W1, b1, W2, b2 = parameters
    z1 = x @ W1 + b1
    h = ACTIVATIONS[activation](z1)
    return [z1, h, h @ W2 + b2]


def gradients(parameters: Arrays, x: Any, y: float, activation: str = "tanh") -> Arrays:
    """Gradients [dW1, db1, dW2, db2] of the cross-entropy at one point.

    Parameters
    ----------
    parameters : list of arrays
        [W1, b1, W2, b2] of a 2-3-1 network.
    x : two numbers
    y : 0 or 1
    activation : {"tanh", "relu"}
        What the hidden units apply to their sums; relu has slope 0 at 0.
    """
    return _backward(parameters, *_point(x, y), activation)[1]


def stepped(parameters: Arrays, x: Any, y: float, activation: str, rate: float) -> Arrays:
    """The parameters after one step of gradient descent: w - rate dw, as new arrays."""
    slopes = gradients(parameters, x, y, activation)
    return [w - rate * dw for w, dw in zip(parameters, slopes, strict=True)]


def loss(parameters: Arrays, x: Any, y: float, activation: str = "tanh") -> float:
    """Cross-entropy at one point, in nats."""
    point, truth = _point(x, y)
    return by_hand.cross_entropy(layers(parameters, point, activation)[2], truth)


def full_pass(parameters: Arrays, x: Any, y: float, activation: str = "tanh") -> Pass:
    """All numbers of a pass forward and back; arguments as in `gradients`.

    Raises
    ------
    ValueError
        If `activation` is not one of those there are.
    """
    check_choice("activation", activation, list(ACTIVATIONS))
    point, truth = _point(x, y)
    z1, h, z = layers(parameters, point, activation)
    slopes, found = _backward(parameters, point, truth, activation)
    W1, b1, W2, b2 = parameters
    act, cost = ACTIVATIONS[activation], lambda z: by_hand.cross_entropy(z, truth)
    by_nudging = by_hand.numerical_gradient
    nudged_slopes = {
        "z": by_nudging(cost, z),
        "h": by_nudging(lambda h: cost(h @ W2 + b2), h),
        "z1": by_nudging(lambda z1: cost(act(z1) @ W2 + b2), z1),
    }

    def loss_with(k: int, w: np.ndarray) -> float:
        return loss([*parameters[:k], w, *parameters[k + 1 :]], x, y, activation)

    nudged = [by_nudging(partial(loss_with, k), w) for k, w in enumerate(parameters)]
    return Pass(
        parameters, point, truth, activation, z1, h, z, slopes, found, nudged_slopes, nudged
    )


def _point(x: Any, y: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array(x, float).reshape(1, INPUTS), np.array([[y]], float)


def _backward(
    parameters: Arrays, x: np.ndarray, y: np.ndarray, activation: str
) -> tuple[dict[str, np.ndarray], Arrays]:
    W1, _, W2, _ = parameters
    z1, h, z = layers(parameters, x, activation)
    dz = by_hand.sigmoid_backward(z, y)
    dW2, db2, dh = by_hand.dense_backward(h, W2, dz)
    dz1 = by_hand.tanh_backward(h, dh) if activation == "tanh" else dh * (z1 > 0)
    dW1, db1, _ = by_hand.dense_backward(x, W1, dz1)
    return {"z": dz, "h": dh, "z1": dz1}, [dW1, db1, dW2, db2]
