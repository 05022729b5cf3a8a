"""A network without some of its units, and how much worse it is."""
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from typing import Any

import numpy as np

from course.checks import check_integer
from course.network import Network, layer_views
from course.training import evaluate

UnitId = tuple[int, int]  # hidden layer and unit, both counted from 0


def unit_ids(hidden: Sequence[int]) -> list[UnitId]:
    """The units of hidden layers of these widths, one after the other."""
    return [(layer, unit) for layer, units in enumerate(hidden) for unit in range(units)]


def without(network: Network, removed: Iterable[UnitId]) -> Network:
    """A copy of the network in which nothing listens to these units.

    Their outgoing weights are 0, and everything else stays as it was trained beside them: this
    is not the network that would have been trained without them.

    Parameters
    ----------
    network : Network
        A single one.
    removed : pairs of int
        Hidden layer and unit, both counted from 0.

    Raises
    ------
    TypeError, ValueError
        If there is no such unit, or the network is a population.
    """
    return _copy(network, _parameters_without(network, removed))


def accuracies_without(
    network: Network, removed: Sequence[Collection[UnitId]], x: np.ndarray, y: np.ndarray
) -> tuple[float, ...]:
    """Accuracy of the network without each of these sets of units, on given points.

    Parameters
    ----------
    network : Network
        A single one.
    removed : sequence of collections of (layer, unit)
        One network is asked for each; an empty collection is the whole network.
    x : array, shape (n_points, 2)
    y : bool array, shape (n_points,)

    Returns
    -------
    tuple of float
        In [0, 1], one for each collection.
    """
    if not removed:
        return ()
    backend = network.backend
    rows = np.stack([backend.numpy(_parameters_without(network, one)) for one in removed])
    return tuple(evaluate(_copy(network, backend.array(rows)), x, y).accuracy.tolist())


def importance(network: Network, x: np.ndarray, y: np.ndarray) -> dict[UnitId, float]:
    """By how much the accuracy falls without each hidden unit, one at a time.

    Returns
    -------
    dict of (layer, unit) to float
        In [-1, 1]; negative where the network does better without.
    """
    ids = unit_ids(network.widths[1:-1])
    whole, *others = accuracies_without(network, [(), *([one] for one in ids)], x, y)
    return {one: whole - accuracy for one, accuracy in zip(ids, others, strict=True)}


def check_single(network: Network) -> None:
    """Refuse a population.

    Raises
    ------
    ValueError
        If the network is one.
    """
    if network.parameters.ndim != 1:
        shape = tuple(network.parameters.shape)
        raise ValueError(f"network must be a single one, got parameters of shape {shape}")


def _parameters_without(network: Network, removed: Iterable[UnitId]) -> Any:
    check_single(network)
    flat, hidden = 0 + network.parameters, network.widths[1:-1]
    layers = layer_views(flat, network.widths)
    for layer, unit in removed:
        check_integer("layer (counted from 0)", layer, 0, len(hidden) - 1)
        check_integer("unit (counted from 0)", unit, 0, hidden[layer] - 1)
        layers[layer + 1][0][unit] = 0
    return flat


def _copy(network: Network, parameters: Any) -> Network:
    """A network of the same kind with these parameters, (..., n_parameters)."""
    made = copy(network)
    made.parameters, made.gradients = parameters, 0 * parameters
    made.layers = layer_views(made.parameters, network.widths)
    made.layer_gradients = layer_views(made.gradients, network.widths)
    return made
