"""A multilayer perceptron, forward and backward, for one network or K at once.

Shapes: ``...`` is nothing for one network and K for a population; B is the batch.
Nothing below mentions K: ``@`` and ``+`` carry leading axes along.
"""
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from course.backend import Backend
from course.checks import check_choice, check_integer, check_number
from course.records import STARTS
from course.seeding import generator


@dataclass(frozen=True)
class Activation:
    """A function of the weighted sum z, its slope at (z, h = value(z)), and its gain.

    The gain over sqrt(fan_in) is the spread of initial weights that keeps the spread of
    the activations from layer to layer (He et al. 2015 for relu; measured for tanh).
    """

    value: Callable  # (xp, z) -> h
    slope: Callable  # (xp, z, h) -> dh/dz
    gain: float


def sigmoid(xp: Any, z: Any) -> Any:
    """1 / (1 + exp(-z)), in [0, 1], written so that it cannot overflow."""
    return (1 + xp.tanh(z / 2)) / 2


ACTIVATIONS = {
    "relu": Activation(lambda xp, z: z.clip(0), lambda xp, z, h: h > 0, 2**0.5),
    "tanh": Activation(lambda xp, z: xp.tanh(z), lambda xp, z, h: 1 - h * h, 5 / 3),
    "sigmoid": Activation(sigmoid, lambda xp, z, h: h * (1 - h), 4.0),
}


@dataclass(frozen=True)
class Loss:
    """A function of logits z and targets y for each example, and its slope in z."""

    value: Callable  # (xp, z, y) -> (..., B, 1)
    slope: Callable  # (xp, z, y) -> (..., B, n_out)


def _softplus(xp: Any, z: Any) -> Any:
    """log(1 + exp(z)), written so that it cannot overflow."""
    return z.clip(0) + xp.log1p(xp.exp(-abs(z)))


def _log_sum_exp(xp: Any, z: Any) -> Any:
    top = xp.amax(z, axis=-1, keepdims=True)
    return top + xp.log(xp.exp(z - top).sum(axis=-1, keepdims=True))


# y is 0 or 1, (B, 1); the value is -log p(y) in nats, p = sigmoid(z)
binary_cross_entropy = Loss(
    lambda xp, z, y: _softplus(xp, (1 - 2 * y) * z),
    lambda xp, z, y: sigmoid(xp, z) - y,
)
# y is one-hot, (B, n_out); the value is -log softmax(z)[label] in nats
cross_entropy = Loss(
    lambda xp, z, y: _log_sum_exp(xp, z) - (y * z).sum(axis=-1, keepdims=True),
    lambda xp, z, y: xp.exp(z - _log_sum_exp(xp, z)) - y,
)


def parameter_count(widths: Sequence[int]) -> int:
    """Weights and biases of a network with these widths, inputs and outputs included."""
    return sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(widths))


def layer_views(flat: Any, widths: Sequence[int]) -> list[tuple[Any, Any]]:
    """Each layer's (weights, biases) as views into one flat array (..., n_parameters)."""
    views, start = [], 0
    for fan_in, fan_out in pairwise(widths):
        stop = start + (fan_in + 1) * fan_out
        block = flat[..., start:stop].reshape(*flat.shape[:-1], fan_in + 1, fan_out)
        views.append((block[..., :-1, :], block[..., -1:, :]))  # last row: biases
        start = stop
    return views


def initial_parameters(
    widths: Sequence[int], activation: str, seed: int, start: str = "he", scale: float = 1.0
) -> np.ndarray:
    """Where training begins from.

    Parameters
    ----------
    widths : sequence of int
    activation : {"relu", "tanh", "sigmoid"}
    seed : int
    start : {"he", "2016"}
        "he": weights N(0, gain^2 / fan_in), first biases U(-1, 1), other biases 0.  The
        first biases spread the kinks of the first layer over the square; with biases of 0
        every unit's line passes through the origin.
        "2016": weights N(0, 0.1) clamped to [-0.2, 0.2] and biases 0.1 in every layer, as
        was usual when "Simple models for deep learning testing" (2016) was written.
    scale : float
        Weights are multiplied by it, biases are not.

    Returns
    -------
    float64 array, shape (n_parameters,)
    """
    rng = generator(seed, "initial weights")
    flat = np.zeros(parameter_count(widths))
    for i, (weights, biases) in enumerate(layer_views(flat, widths)):
        if start == "2016":
            weights[:] = scale * rng.normal(0, 0.1, weights.shape).clip(-0.2, 0.2)
            biases[:] = 0.1
            continue
        # The last layer is linear and feeds a sigmoid: its gain is 1.
        gain = ACTIVATIONS[activation].gain if i < len(widths) - 2 else 1.0
        weights[:] = scale * rng.normal(0, gain / len(weights) ** 0.5, weights.shape)
        if i == 0 and len(widths) > 2:
            biases[:] = rng.uniform(-1, 1, biases.shape)
    return flat


class Network:
    """Fully connected layers with one activation; the last layer is linear.

    Parameters
    ----------
    widths : sequence of int
        Inputs, hidden units of each layer, outputs: ``(2, 8, 8, 1)``.
    activation : {"relu", "tanh", "sigmoid"}
    seed : int or sequence of K ints
        One seed makes one network, K seeds make a population of K.
    backend : Backend
    start : {"he", "2016"}
    scale : float
        In [0, inf); these two as in `initial_parameters`.

    Attributes
    ----------
    parameters, gradients : array, shape (..., n_parameters)
        All weights and biases, and the derivative of the loss by each.
    layers, layer_gradients : list of (weights, biases)
        Views into them: weights (..., fan_in, fan_out), biases (..., 1, fan_out).

    Raises
    ------
    TypeError, ValueError
        If a width is not an integer of at least 1 or a seed not one of at least 0, if
        there is no seed, if the scale is negative, or if a name is unknown.
    """

    def __init__(
        self,
        widths: Sequence[int],
        activation: str = "relu",
        seed: int | Sequence[int] = 0,
        backend: Backend | None = None,
        start: str = "he",
        scale: float = 1.0,
    ) -> None:
        check_choice("activation", activation, ACTIVATIONS)
        check_choice("start", start, STARTS)
        check_number("scale", scale, 0)
        self.widths = tuple(check_integer("each width", width, 1) for width in widths)
        if len(self.widths) < 2:
            raise ValueError(f"widths must hold inputs and outputs, got {self.widths}")
        self.activation = ACTIVATIONS[activation]
        self.backend = backend or Backend()
        seeds = [seed] if np.ndim(seed) == 0 else seed
        if len(seeds) == 0:
            raise ValueError("seed must be an integer or at least one of them, got none")
        begun = [
            initial_parameters(self.widths, activation, one, start, scale) for one in seeds
        ]
        self._hold(self.backend.array(begun[0] if np.ndim(seed) == 0 else begun))

    def _hold(self, parameters: Any) -> None:
        self.parameters, self.gradients = parameters, 0 * parameters
        self.layers = layer_views(self.parameters, self.widths)
        self.layer_gradients = layer_views(self.gradients, self.widths)

    def member(self, k: int) -> "Network":
        """A copy of the k-th network of a population, which can be trained on its own.

        Raises
        ------
        TypeError, ValueError
            If this is a single network, or `k` is none of its members, counted from 0.
        """
        if self.parameters.ndim != 2:
            raise ValueError("only a population has members: this is a single network")
        check_integer("k", k, 0, len(self.parameters) - 1)
        single = copy(self)
        single._hold(0 + self.parameters[k])
        return single

    def forward(self, x: Any) -> Any:
        """Logits (..., B, n_out) of inputs x, (B, n_in) or (K, B, n_in)."""
        self.z, self.h = [x], [x]  # kept for backward, one a layer
        for weights, biases in self.layers:
            z = self.h[-1] @ weights + biases  # (..., B, fan_out)
            self.z.append(z)
            last = len(self.z) == len(self.widths)
            self.h.append(z if last else self.activation.value(self.backend.xp, z))
        return z

    def backward(self, dz: Any) -> None:
        """Fill `gradients` given dz = dL/dlogits, (..., B, n_out), of the last forward."""
        for i in reversed(range(len(self.layers))):
            dW, db = self.layer_gradients[i]
            dW[...] = self.h[i].mT @ dz  # (..., fan_in, fan_out)
            db[...] = dz.sum(axis=-2, keepdims=True)
            if i > 0:
                W = self.layers[i][0]
                slope = self.activation.slope(self.backend.xp, self.z[i], self.h[i])
                dz = dz @ W.mT * slope  # (..., B, fan_in)

    def logits(self, x: Any) -> Any:
        """The same numbers as `forward`, keeping nothing."""
        h = x
        for weights, biases in self.layers[:-1]:
            h = self.activation.value(self.backend.xp, h @ weights + biases)
        weights, biases = self.layers[-1]
        return h @ weights + biases
