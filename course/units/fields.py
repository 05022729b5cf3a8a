"""What one unit sees: its weighted sum over the square, and the fold where that is 0."""
from collections.abc import Sequence

import numpy as np

from course.network import ACTIVATIONS, Network
from course.toys import square_grid
from course.units.polygons import SQUARE, Point, crossing
from course.units.removal import UnitId, check_single


def weighted_sums(network: Network, points: np.ndarray) -> list[np.ndarray]:
    """What each hidden unit is given: its weighted sum z, before the activation.

    Parameters
    ----------
    network : Network
        A single one.
    points : array, shape (n_points, n_inputs)

    Returns
    -------
    list of float32 arrays, shape (n_points, units)
        One for each hidden layer.

    Raises
    ------
    ValueError
        If the network is a population.
    """
    check_single(network)
    backend, sums = network.backend, []
    h = backend.array(points)
    with np.errstate(over="ignore", invalid="ignore"):
        for weights, biases in network.layers[:-1]:
            z = h @ weights + biases
            sums.append(backend.numpy(z))
            h = network.activation.value(backend.xp, z)
    return sums


def unit_fields(network: Network, side: int = 40) -> list[np.ndarray]:
    """The weighted sum of each hidden unit over the square.

    Where it is 0 is the unit's fold; a relu unit is on where it is above.

    Returns
    -------
    list of float32 arrays, shape (units, side, side)
        One for each hidden layer; row 0 is the top (y near 1).
    """
    return [z.T.reshape(-1, side, side) for z in weighted_sums(network, square_grid(side))]


def packed_sums(fields: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weighted sums in a byte each, finest near the fold, so that a line drawn there is smooth.

    Parameters
    ----------
    fields : array, shape (units, side, side)

    Returns
    -------
    uint8 array, shape (units, side, side)
        127.5 (1 + tanh(2 z / peak)), rounded; what is not a number is 128.
    peaks : float array, shape (units,)
        Largest |z| of each unit; 1 where there is none.
    """
    fields = np.nan_to_num(fields.astype(float), nan=0.0, posinf=1e30, neginf=-1e30)
    peaks = np.abs(fields).max(axis=(1, 2))
    peaks[peaks == 0] = 1.0
    squeezed = np.tanh(2 * fields / peaks[:, None, None])
    return (127.5 * (1 + squeezed) + 0.5).astype(np.uint8), peaks


def dead_units(network: Network, points: np.ndarray) -> frozenset[UnitId]:
    """The relu units that are off at every one of these points, so that nothing moves them.

    Returns
    -------
    frozenset of (layer, unit)
        Counted from 0; empty for another activation.
    """
    if network.activation is not ACTIVATIONS["relu"]:
        return frozenset()
    return frozenset(
        (layer, int(unit))
        for layer, z in enumerate(weighted_sums(network, points))
        for unit in np.flatnonzero(~(z > 0).any(axis=0))
    )


def fold(weights: Sequence[float], bias: float) -> tuple[Point, Point] | None:
    """The line w . x + b = 0, cut off at the square; None where it misses the square.

    Parameters
    ----------
    weights : pair of float
    bias : float

    Returns
    -------
    start, end : pairs of float
        The unit is on at the left hand of someone who walks from start to end.
    """
    return crossing(list(SQUARE), float(weights[0]), float(weights[1]), float(bias))


def folds(network: Network) -> list[tuple[Point, Point] | None]:
    """The fold of each unit of the first hidden layer, as `fold` gives it.

    Raises
    ------
    ValueError
        If the network is a population.
    """
    check_single(network)
    weights, biases = (network.backend.numpy(part) for part in network.layers[0])
    return [fold(weights[:, unit], biases[0, unit]) for unit in range(network.widths[1])]
