"""Rules that move a flat array of parameters along its gradient.

Each works in place on (..., n_parameters) of any backend; ``rate`` is a number, or
(K, 1) to give every network of a population its own.
"""
import math
from copy import copy
from itertools import pairwise
from typing import Any

import numpy as np

from course.checks import check_choice
from course.network import Network
from course.records import SCHEDULES


class SGD:
    """Step against the gradient: w -= rate * g."""

    state: tuple[str, ...] = ()  # arrays besides the parameters, one entry a parameter

    def __init__(self, parameters: Any) -> None:
        self.parameters = parameters

    def step(self, gradients: Any, rate: Any) -> None:
        """Move the parameters once."""
        self.parameters -= rate * gradients


class Momentum:
    """Step along a decaying sum of gradients: v = keep v + g; w -= rate * v (Polyak 1964)."""

    state = ("velocity",)

    def __init__(self, parameters: Any, keep: float = 0.9) -> None:
        self.parameters, self.keep = parameters, keep
        self.velocity = 0 * parameters

    def step(self, gradients: Any, rate: Any) -> None:
        """Move the parameters once."""
        self.velocity *= self.keep
        self.velocity += gradients
        self.parameters -= rate * self.velocity


class Adam:
    """Step along the mean gradient over its root mean square (Kingma and Ba 2015)."""

    state = ("mean", "square")

    def __init__(
        self, parameters: Any, keep: float = 0.9, keep_square: float = 0.999, eps: float = 1e-8
    ) -> None:
        self.parameters, self.eps, self.t = parameters, eps, 0
        self.keep, self.keep_square = keep, keep_square
        self.mean, self.square = 0 * parameters, 0 * parameters

    def step(self, gradients: Any, rate: Any) -> None:
        """Move the parameters once."""
        self.t += 1
        self.mean += (1 - self.keep) * (gradients - self.mean)
        self.square += (1 - self.keep_square) * (gradients * gradients - self.square)
        rate = rate / (1 - self.keep**self.t)  # both means start at zero
        square = self.square / (1 - self.keep_square**self.t)
        self.parameters -= rate * self.mean / (square**0.5 + self.eps)


OPTIMISERS = {"adam": Adam, "momentum": Momentum, "sgd": SGD}


def make_optimiser(name: str, parameters: Any) -> SGD | Momentum | Adam:
    """The optimiser of that name for a flat array of parameters.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    return OPTIMISERS[check_choice("optimiser", name, OPTIMISERS)](parameters)


def member(optimiser: SGD | Momentum | Adam, k: int, parameters: Any) -> Any:
    """What the optimiser of a population knows of its k-th network, for these parameters.

    Parameters
    ----------
    optimiser : SGD, Momentum or Adam
        Of a population, (K, n_parameters).
    k : int
    parameters : array, shape (n_parameters,)
        What the new one moves, such as those of `course.network.Network.member`.
    """
    single = copy(optimiser)
    single.parameters = parameters
    for name in optimiser.state:
        setattr(single, name, 0 + getattr(optimiser, name)[k])
    return single


def weight_mask(network: Network) -> Any:
    """1 for each weight, 0 for each bias: what the L2 penalty falls on; (n_parameters,)."""
    parts = [
        np.repeat([1.0, 0.0], [fan_in * fan_out, fan_out])
        for fan_in, fan_out in pairwise(network.widths)
    ]
    return network.backend.array(np.concatenate(parts))


def schedule(name: str, index: int, steps: int, warm_up: float = 0.05) -> float:
    """Share of the learning rate to use at a step; in [0, 1].

    Parameters
    ----------
    name : {"constant", "cosine", "decay"}
        "cosine" rises linearly over the first `warm_up` share of the steps while a cosine
        falls from 1 towards 0 over all of them; "decay" is 0.01 ** (index / steps).
    index : int
        The step, counted from 0; from `steps` on the share stays at 0 ("cosine") or at 0.01
        ("decay").
    steps : int
        Length of the run.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    check_choice("schedule", name, SCHEDULES)
    if name == "constant":
        return 1.0
    if name == "decay":
        return 0.01 ** min(1.0, index / steps)
    if index >= steps:
        return 0.0
    rising = min(1.0, (index + 1) / (warm_up * steps + 1))
    return rising * (1 + math.cos(math.pi * index / steps)) / 2
