"""Deep networks with and without a way round each layer, and how far a gradient gets in them.

A plain layer computes h' = f(h W + b), a residual one h' = h + f(h W + b).  Backwards the
first multiplies every gradient by f' and W once more, and the second adds to that the
gradient as it came.  K networks are K seeds, as in `course.network`, and plain numpy does
it; torch finds the same numbers from `Deep.as_module` (tested).
"""
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer
from course.network import ACTIVATIONS, binary_cross_entropy
from course.seeding import generator
from course.toys import make_dataset

WIDTH = 32
DEEPEST = 40
SEEDS = 32
N_POINTS = 24  # of the circle: with them the gradients of 32 seeds take milliseconds
KINDS = ("relu", "tanh")


class Deep:
    """K networks 2-width-...-width-1 that differ in their starting weights alone.

    The first layer leads from two inputs to `width` units and is plain; `depth` layers of
    `width` units follow, and a last layer with one output.  Weights and biases are uniform
    in +-1/sqrt(fan_in), which is what torch.nn.Linear begins with.  A deeper network begins
    with the layers of a shallower one.

    Parameters
    ----------
    depth : int
        Layers between the first and the last, in [1, 40].
    residual : bool
        Whether each of these has a way round it.
    activation : {"relu", "tanh"}
    seeds : sequence of int
        One network each.
    width : int
        Units of a layer, in [1, 256].

    Raises
    ------
    TypeError, ValueError
        If a value is not as above, or there is no seed.

    Attributes
    ----------
    parameters, gradients : float32 array, shape (K, n_parameters)
    layers, layer_gradients : list of (weights, biases)
        Views into them: weights (K, fan_in, fan_out), biases (K, 1, fan_out); first, the
        `depth` layers, last.
    """

    def __init__(
        self,
        depth: int,
        residual: bool,
        activation: str = "tanh",
        seeds: Sequence[int] = tuple(range(SEEDS)),
        width: int = WIDTH,
    ) -> None:
        self.depth = check_integer("depth", depth, 1, DEEPEST)
        self.residual, self.width = bool(residual), check_integer("width", width, 1, 256)
        self.activation = ACTIVATIONS[check_choice("activation", activation, KINDS)]
        self.name, self.seeds = activation, tuple(seeds)
        if not self.seeds:
            raise ValueError("seeds must hold at least one seed, got none")
        ends, middle = _drawn(self.seeds, self.width)
        cut = 3 * self.width  # what belongs to the first layer
        begun = [ends[:, :cut], middle[:, : depth * self.width * (self.width + 1)], ends[:, cut:]]
        self.parameters = np.concatenate(begun, axis=1)
        self.gradients = np.zeros_like(self.parameters)
        self.layers = _views(self.parameters, depth, self.width)
        self.layer_gradients = _views(self.gradients, depth, self.width)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Logits (K, B, 1) of points x, (B, 2); what `backward` needs is kept."""
        f = self.activation.value
        W, b = self.layers[0]
        self.x, self.f = x, [f(np, x @ W + b)]  # what each layer's units say
        self.h = [self.f[0]]  # what each layer hands on
        for W, b in self.layers[1:-1]:
            said = f(np, self.h[-1] @ W + b)
            self.f.append(said)
            self.h.append(self.h[-1] + said if self.residual else said)
        W, b = self.layers[-1]
        return self.h[-1] @ W + b

    def backward(self, dz: np.ndarray) -> None:
        """Fill `gradients`, given dz = dL/dlogits, (K, B, 1), of the last `forward`."""
        dh = self._layer_back(-1, self.h[-1], dz)
        for i in reversed(range(1, self.depth + 1)):
            dz = dh * self.activation.slope(np, self.f[i], self.f[i])
            through = self._layer_back(i, self.h[i - 1], dz)
            dh = dh + through if self.residual else through
        dz = dh * self.activation.slope(np, self.f[0], self.f[0])
        self._layer_back(0, self.x, dz)

    def _layer_back(self, i: int, h: np.ndarray, dz: np.ndarray) -> np.ndarray:
        """Fill the gradients of layer i, given its inputs and dz; the gradient by its inputs."""
        dW, db = self.layer_gradients[i]
        dW[...] = h.mT @ dz
        db[...] = dz.sum(axis=-2, keepdims=True)
        return dz @ self.layers[i][0].mT

    def as_module(self, which: int) -> Any:
        """One of the networks as a torch.nn.Sequential with the same weights, as copies."""
        import torch
        from torch import nn
        from torch.nn.utils import skip_init

        from course.torch_layers import residual

        made = []
        for i, (W, b) in enumerate(self.layers):
            layer = skip_init(nn.Linear, *W.shape[1:])
            with torch.no_grad():
                layer.weight.copy_(torch.tensor(W[which].T))
                layer.bias.copy_(torch.tensor(b[which, 0]))
            if i <= self.depth:
                layer = nn.Sequential(layer, nn.Tanh() if self.name == "tanh" else nn.ReLU())
            inside = 0 < i <= self.depth
            made.append(residual(layer) if inside and self.residual else layer)
        return nn.Sequential(*made)


@lru_cache(maxsize=4)
def _drawn(seeds: tuple[int, ...], width: int) -> tuple[np.ndarray, np.ndarray]:
    """Starting weights of the first and last layers, and of 40 layers between them."""
    ends, middles = [], []
    for seed in seeds:
        rng = generator(seed, "deep weights")
        first, last = rng.uniform(-1, 1, 3 * width) / 2**0.5, rng.uniform(-1, 1, width + 1)
        ends.append(np.concatenate([first, last / width**0.5]))
        middles.append(rng.uniform(-1, 1, DEEPEST * width * (width + 1)) / width**0.5)
    return np.array(ends, np.float32), np.array(middles, np.float32)


def _views(flat: np.ndarray, depth: int, width: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Each layer's weights and biases as views into (K, n_parameters)."""
    views, start = [], 0
    for fan_in, fan_out in [(2, width), *[(width, width)] * depth, (width, 1)]:
        block = flat[:, start : start + (fan_in + 1) * fan_out].reshape(-1, fan_in + 1, fan_out)
        views.append((block[:, :-1], block[:, -1:]))
        start += (fan_in + 1) * fan_out
    return views


def circle_points(n_points: int = N_POINTS) -> tuple[np.ndarray, np.ndarray]:
    """Points of the circle and their classes, x (n, 2) and y (n, 1) of 0 and 1, float32."""
    data = make_dataset("circle", n_points)
    return data.x_train, data.y_train[:, None].astype(np.float32)


def gradient_norms(
    depth: int, residual: bool, activation: str = "tanh", seeds: Sequence[int] = range(SEEDS)
) -> np.ndarray:
    """How large the gradient is at each layer of networks that have not learned yet.

    Parameters
    ----------
    depth, residual, activation, seeds : see `Deep`

    Returns
    -------
    array, shape (K, depth)
        Root of the sum of squares of the loss's derivatives by a layer's weights; layer 1 is
        the farthest from the loss.  The loss is the mean cross-entropy on 24 points.
    """
    networks, (x, y) = Deep(depth, residual, activation, tuple(seeds)), circle_points()
    logits = networks.forward(x)
    networks.backward(binary_cross_entropy.slope(np, logits, y) / len(x))
    # in float64: the square of 1e-23 is nothing in float32
    return np.stack(
        [np.linalg.norm(dW.astype(float), axis=(1, 2)) for dW, _ in networks.layer_gradients[1:-1]],
        axis=1,
    )


def first_to_last(norms: np.ndarray) -> float:
    """The gradient at the first layer as a multiple of that at the last; the median seed's."""
    return float(np.median(norms[:, 0] / norms[:, -1]))
