"""The rose that shall grow: the course's five-petalled polar rose, drawn as a flower."""

import numpy as np

from course.checks import check_integer

SIZE = 32  # cells along a side of the flower
ROOM = 4  # empty cells around it: what must stay empty is part of what is learned
GRID = SIZE + 2 * ROOM
_FINE = 8  # points along a side of a cell; a cell takes their mean, so edges are soft

_LEAF = (0.22, 0.50, 0.26)
_DEEP, _LIGHT, _RIM = (0.80, 0.08, 0.30), (1.0, 0.62, 0.70), (0.70, 0.10, 0.28)
_GOLD, _HEART = (0.99, 0.82, 0.25), (0.87, 0.52, 0.10)


def rose(size: int = SIZE) -> np.ndarray:
    """The flower on a transparent ground, its colours multiplied by its opacity.

    The petals are those of the rose of lesson 01, radius = cos(5 angle), broadened:
    radius = ((1 + cos(5 angle)) / 2)^0.33.  Leaves fill the gaps between them.

    Parameters
    ----------
    size : int
        Cells along a side, in [4, 512].

    Returns
    -------
    float32 array, shape (size, size, 4)
        Red, green, blue, opacity, in [0, 1]; row 0 on top.
    """
    size = check_integer("size", size, 4, 512)
    n = size * _FINE
    ticks = (np.arange(n) + 0.5) / n * 2 - 1
    x, y = np.meshgrid(ticks, ticks - 0.06)  # it hangs a little low: its foot is not as long
    radius, angle = np.hypot(x, y) / 0.96, np.arctan2(x, -y)  # from the top, clockwise
    wave = np.cos(5 * angle)
    petal = ((1 + wave) / 2) ** 0.33
    picture = np.zeros((n, n, 4))
    for where, colour in (
        (radius < 0.86 * np.clip(-wave, 0, 1) ** 0.35, _LEAF),
        (radius < petal, _petals(radius, angle)),
        ((radius < petal) & (radius > 0.9 * petal), _RIM),
        (radius < 0.27, _GOLD),
        (radius < 0.14, _HEART),
    ):
        picture[where, :3] = np.broadcast_to(colour, (n, n, 3))[where]
        picture[where, 3] = 1
    return picture.reshape(size, _FINE, size, _FINE, 4).mean((1, 3)).astype(np.float32)


def _petals(radius: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Deep at the heart, light at the tips, with veins; shape (n, n, 3)."""
    out = np.clip((radius - 0.2) / 0.7, 0, 1)[..., None]
    vein = np.clip(np.cos(15 * angle), 0, 1)[..., None] ** 2
    return (np.array(_DEEP) * (1 - out) + np.array(_LIGHT) * out) * (1 - 0.16 * vein * (1 - out))


def target(size: int = SIZE, room: int = ROOM) -> np.ndarray:
    """The rose with `room` empty cells around it; shape (size + 2 room, size + 2 room, 4)."""
    return np.pad(rose(size), ((room, room), (room, room), (0, 0)))
