"""What a network says of every point of the square: the picture behind the dots."""
from collections.abc import Iterator

import numpy as np

from course.checks import check_integer
from course.network import Network
from course.toys import square_grid


def field_blocks(network: Network, side: int, block: int = 1000) -> Iterator[np.ndarray]:
    """The field piece by piece, so that a caller can stop between pieces.

    Yields
    ------
    float32 array, shape (..., block)
        p(inside) of the next points of `square_grid(side)`, in [0, 1]; NaN where the
        network's answer is not a number.
    """
    check_integer("block", block, 1)
    points, backend = square_grid(side), network.backend
    for start in range(0, len(points), block):
        with np.errstate(over="ignore", invalid="ignore"):
            z = network.logits(backend.array(points[start : start + block]))
            yield backend.numpy((1 + backend.xp.tanh(z / 2)) / 2)[..., 0]


def field(network: Network, side: int = 100, block: int = 1000) -> np.ndarray:
    """Probabilities p(inside) on a grid over the square.

    Parameters
    ----------
    network : Network
        With two inputs and one logit.
    side : int
        Points along each side, in [1, 2000].
    block : int
        Points evaluated at once: about 1,000 is two to three times faster than all.

    Returns
    -------
    float32 array, shape (..., side, side)
        Row 0 is the top (y near 1).
    """
    flat = np.concatenate(list(field_blocks(network, side, block)), axis=-1)
    return flat.reshape(*flat.shape[:-1], side, side)


def as_bytes(probabilities: np.ndarray) -> np.ndarray:
    """Probabilities as uint8, 0 to 255; NaN becomes 128, the colour of "no idea"."""
    with np.errstate(invalid="ignore"):
        filled = np.where(np.isnan(probabilities), 0.5, probabilities)
    return (filled * 255 + 0.5).astype(np.uint8)
