"""What a network says of every point of the square: the picture behind the dots."""
from collections.abc import Iterator

import numpy as np

from course.checks import check_integer
from course.network import Network, sigmoid
from course.toys import Rule, decide_checked, square_grid


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
            yield backend.numpy(sigmoid(backend.xp, z))[..., 0]


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


def field_bytes(probabilities: np.ndarray) -> np.ndarray:
    """Probabilities packed into a byte each, finest where the network is undecided.

    The byte is 127.5 (1 + tanh(logit / 8)): close to linear in the logit around p = 0.5,
    so that a contour drawn between the bytes is smooth even where the network is sure of
    itself one grid point further on.

    Returns
    -------
    uint8 array, same shape
        From 1 (p = 0) to 254 (p = 1); NaN becomes 128, the colour of "no idea".
    """
    inside = np.clip(np.where(np.isnan(probabilities), 0.5, probabilities), 1e-9, 1)
    outside = np.clip(1 - inside, 1e-9, 1)
    # tanh(logit / 8) written in powers, with logit = log(inside / outside)
    ratio = (inside / outside) ** 0.25
    return (255 * ratio / (1 + ratio) + 0.5).astype(np.uint8)


def thumbnail(rule: str | Rule, width: int, height: int) -> np.ndarray:
    """A small picture of a rule, its edges smoothed.

    Parameters
    ----------
    rule : str or Rule
    width, height : int
        Pixels; the picture is as high as the square, and shows what lies beside the
        square if it is wider than high.

    Returns
    -------
    uint8 array, shape (height, width)
        0 outside, 255 inside, between them on the edge; row 0 is the top.

    Raises
    ------
    RuleError
        If the rule raises or returns the wrong thing.
    """
    x = ((np.arange(2 * width) + 0.5) / width - 1) * width / height
    y = 1 - (np.arange(2 * height) + 0.5) / height
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    inside = decide_checked(rule, points).reshape(height, 2, width, 2)
    return (inside.mean(axis=(1, 3)) * 255 + 0.5).astype(np.uint8)
