"""The network of lesson 01, a function at a time: the course's own version of each exercise.

Everything is plain numpy and one network at a time, as it is written on a board.  n is the
number of points; a network has one hidden layer of tanh units, and its parameters are the
list [W1, b1, W2, b2] of shapes (n_in, hidden), (hidden,), (hidden, n_out) and (n_out,).
`course.network` says the same for any depth, K networks at once and any array library.
"""
from collections.abc import Callable

import numpy as np

Arrays = list[np.ndarray]


def initial(n_in: int, hidden: int, n_out: int, rng: np.random.Generator) -> Arrays:
    """Parameters [W1, b1, W2, b2] to begin with: weights N(0, 1 / fan_in), biases 0."""
    W1 = rng.normal(0, n_in**-0.5, (n_in, hidden))
    W2 = rng.normal(0, hidden**-0.5, (hidden, n_out))
    return [W1, np.zeros(hidden), W2, np.zeros(n_out)]


def forward(
    x: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What the hidden units and the outputs say of the points.

    Formula: h = tanh(x W1 + b1), z = h W2 + b2.

    Parameters
    ----------
    x : array, shape (n, n_in)
    W1, b1, W2, b2 : arrays, shapes (n_in, hidden), (hidden,), (hidden, n_out), (n_out,)

    Returns
    -------
    h : array, shape (n, hidden)
        In [-1, 1].
    z : array, shape (n, n_out)
        Logits: any number.
    """
    h = np.tanh(x @ W1 + b1)
    return h, h @ W2 + b2


def squared_error(guess: np.ndarray, y: np.ndarray) -> float:
    """Mean of (guess - y) squared; both have shape (n,)."""
    return float(np.mean((guess - y) ** 2))


def cross_entropy(z: np.ndarray, y: np.ndarray) -> float:
    """Mean of -log p(truth) in nats, for logits z and truths y of 0 and 1.

    Formula: p = 1 / (1 + exp(-z)); the mean of log(1 + exp(z)) - y z.

    Parameters
    ----------
    z, y : arrays of one shape, (n,) or (n, 1)
    """
    return float(np.mean(np.logaddexp(0, z) - y * z))


def numerical_gradient(loss: Callable[[np.ndarray], float], w: np.ndarray) -> np.ndarray:
    """The slope of a loss by each entry of w, by nudging it up and down.

    Formula: (loss(w + h) - loss(w - h)) / 2h for each entry, h = 1e-5.

    Parameters
    ----------
    loss : callable
        (array of w's shape) -> a number.
    w : float array of any shape

    Returns
    -------
    array of w's shape
    """
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = 1e-5
        slopes[place] = (loss(w + nudge) - loss(w - nudge)) / 2e-5
    return slopes


def dense_backward(
    x: np.ndarray, W: np.ndarray, dz: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
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


def tanh_backward(h: np.ndarray, dh: np.ndarray) -> np.ndarray:
    """Gradient by z of h = tanh(z), given h and the gradient by h; all of one shape.

    Formula: dz = dh (1 - h^2).
    """
    return dh * (1 - h * h)


def sigmoid_backward(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Gradient by the logits of `cross_entropy`; shape of z.

    Formula: (1 / (1 + exp(-z)) - y) / n.

    Parameters
    ----------
    z, y : arrays, shape (n, 1)
        Logits, and truths of 0 and 1.
    """
    return ((1 + np.tanh(z / 2)) / 2 - y) / len(z)


def softmax(z: np.ndarray) -> np.ndarray:
    """exp(z) over its sum in each row: probabilities, (n, classes), that cannot overflow."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_cross_entropy(z: np.ndarray, labels: np.ndarray) -> float:
    """Mean of -log softmax(z)[label] in nats; z (n, classes), labels int (n,)."""
    top = z.max(axis=1)
    total = top + np.log(np.exp(z - top[:, None]).sum(axis=1))
    return float(np.mean(total - z[np.arange(len(z)), labels]))


def softmax_backward(z: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Gradient by the logits of the mean cross-entropy of softmax(z); shape of z.

    Formula: (softmax(z) - one-hot labels) / n.

    Parameters
    ----------
    z : array, shape (n, classes)
    labels : int array, shape (n,)
        Each in [0, classes).
    """
    dz = softmax(z)
    dz[np.arange(len(z)), labels] -= 1
    return dz / len(z)


def gradients(
    x: np.ndarray, y: np.ndarray, parameters: Arrays, loss_backward: Callable
) -> Arrays:
    """Gradients of the loss by the parameters, [dW1, db1, dW2, db2], by one pass backwards.

    Parameters
    ----------
    x : array, shape (n, n_in)
    y : array, shape (n, 1) or (n,)
        Truths, as `loss_backward` wants them.
    parameters : list of arrays
        [W1, b1, W2, b2].
    loss_backward : callable
        (z, y) -> dz: `sigmoid_backward` or `softmax_backward`.
    """
    W1, b1, W2, b2 = parameters
    h, z = forward(x, W1, b1, W2, b2)
    dW2, db2, dh = dense_backward(h, W2, loss_backward(z, y))
    dW1, db1, _ = dense_backward(x, W1, tanh_backward(h, dh))
    return [dW1, db1, dW2, db2]


def momentum_step(
    w: np.ndarray, v: np.ndarray, dw: np.ndarray, rate: float, keep: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and velocity after one step, as new arrays of one shape.

    Formula: v' = keep v + dw, w' = w - rate v' (Polyak 1964); keep = 0 is SGD.
    """
    v = keep * v + dw
    return w - rate * v, v


def one_pass(
    x: np.ndarray,
    y: np.ndarray,
    parameters: Arrays,
    velocity: Arrays,
    gradient: Callable[[np.ndarray, np.ndarray, Arrays], Arrays],
    rate: float,
    keep: float,
    size: int,
    rng: np.random.Generator,
) -> tuple[Arrays, Arrays]:
    """Parameters and velocity after every point has been learned from once, in minibatches.

    The order is `rng.permutation(n)`; the last minibatch may be smaller.

    Parameters
    ----------
    x, y : arrays with n rows
    parameters, velocity : lists of arrays
        [W1, b1, W2, b2], and how fast each of them is moving.
    gradient : callable
        (x, y, parameters) -> [dW1, db1, dW2, db2] of some points.
    rate, keep : float
        Learning rate, and the share of the velocity that each step keeps, in [0, 1).
    size : int
        Points in a minibatch.
    rng : numpy Generator
    """
    order = rng.permutation(len(x))
    for start in range(0, len(x), size):
        chosen = order[start : start + size]
        slopes = gradient(x[chosen], y[chosen], parameters)
        moved = [
            momentum_step(w, v, dw, rate, keep)
            for w, v, dw in zip(parameters, velocity, slopes, strict=True)
        ]
        parameters, velocity = [w for w, _ in moved], [v for _, v in moved]
    return parameters, velocity
