"""What the parameters of a picture look like themselves: small pictures, or outlines."""
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Tiles:
    """Parameters that are grids of numbers, each as a small picture.

    Attributes
    ----------
    captions : tuple of str
        One for each: "4 x 4", "layer 2: 64 x 64".
    images : tuple of uint8 array, shape (h, w, 3)
        The numbers, scaled to the range of the grid.
    pulls : tuple of (uint8 array, shape (h, w, 3), or None)
        Where minus the gradient is above 0 (light) and below 0 (dark); 128 is none.
    """

    captions: tuple[str, ...]
    images: tuple[np.ndarray, ...]
    pulls: tuple[np.ndarray | None, ...]


@dataclass(frozen=True)
class Outlines:
    """Parameters that are shapes, each as an outline.

    Attributes
    ----------
    paths : tuple of float32 array, shape (k, 2)
        Points (x, y) of each outline; x right, y down, the picture is [-1, 1] on both.
    colours : uint8 array, shape (n, 3)
    closed : bool
        Whether the last point is joined to the first.
    centres : float32 array, shape (n, 2)
    pulls : float32 array, shape (n, 2), or None
        Minus the gradient with respect to the centres: which way each is asked to move.
    """

    paths: tuple[np.ndarray, ...]
    colours: np.ndarray
    closed: bool
    centres: np.ndarray
    pulls: np.ndarray | None
