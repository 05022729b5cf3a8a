"""Pictures to match or to take colours from: computed ones, and two photographs.

The photographs are those that scikit-learn ships: a temple in China by danielbuechele, and a flower
by vultilion, both under CC BY 2.0.
"""
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from course.checks import check_choice, check_integer

SIZES = (8, 1024)  # pixels a side
_FINER = 3  # each pixel is the mean of this many squared, so that edges are smooth


def _grid(size: int) -> tuple[np.ndarray, np.ndarray]:
    """x to the right and y down, in [-1, 1], at the centres of the pixels."""
    ticks = (np.arange(size) + 0.5) / size * 2 - 1
    return np.meshgrid(ticks, ticks)


def _mix(a: np.ndarray, b: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Colours between a and b; `share` in [0, 1] is how much of b."""
    return a + (b - a) * np.clip(share, 0, 1)[..., None]


def _colour(text: str) -> np.ndarray:
    """(red, green, blue) in [0, 1] of "#rrggbb"."""
    return np.array([int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def _rose(size: int) -> np.ndarray:
    """The five-petalled rose of lesson 03, rho < cos(5 theta), on the colour of paper."""
    x, y = _grid(size)
    rho, theta = np.hypot(x, y), np.arctan2(-y, x) - np.pi / 2
    edge = 0.95 * np.cos(5 * theta)
    petal = _mix(_colour("#7a1030"), _colour("#f08a9b"), rho / np.maximum(edge, 1e-6))
    paper = _mix(_colour("#f6efe2"), _colour("#dfe7d6"), (y + 1) / 2)
    picture = np.where((rho < edge)[..., None], petal, paper)
    heart = _mix(_colour("#ffd75e"), _colour("#d98b1c"), rho / 0.13)
    return np.where((rho < 0.13)[..., None], heart, picture)


def _sunset(size: int) -> np.ndarray:
    """A sun over the sea."""
    x, y = _grid(size)
    sky = _mix(_colour("#2c2b5c"), _colour("#f2784b"), (y + 1) / 1.25)
    sky = _mix(sky, _colour("#ffd27a"), np.exp(-((y - 0.18) ** 2) * 18) * 0.8)
    sun = np.hypot(x - 0.15, y + 0.02) < 0.3
    sky = np.where(sun[..., None], _colour("#fff1c4"), sky)
    ripple = np.sin(70 * (y - 0.2) / (0.35 + y)) * np.exp(-((x - 0.15) ** 2) * 6)
    sea = _mix(_colour("#c65a4a"), _colour("#1c2747"), (y - 0.25) * 1.5)
    sea = _mix(sea, _colour("#ffdf9e"), ripple * 0.9)
    return np.where((y > 0.25)[..., None], sea, sky)


def _cells(size: int) -> np.ndarray:
    """The cells around 24 points, darker towards their walls."""
    x, y = _grid(size)
    rng = np.random.default_rng(7)
    points = rng.uniform(-1.1, 1.1, (24, 2))
    away = np.hypot(x[..., None] - points[:, 0], y[..., None] - points[:, 1])
    order = np.argsort(away, axis=-1)
    near, next_near = (np.take_along_axis(away, order[..., k : k + 1], -1)[..., 0] for k in (0, 1))
    inks = np.array([_colour(c) for c in ("#16425b", "#2f6690", "#3a7ca5", "#81c3d7", "#e8d9b5")])
    inside = inks[rng.integers(0, len(inks), 24)][order[..., 0]]
    return _mix(_colour("#0d1b24"), inside, (next_near - near) / 0.09)


def _bricks(size: int) -> np.ndarray:
    """A wall of bricks, each of its own red."""
    x, y = _grid(size)
    row = np.floor((y + 1) * 4)
    along = (x + 1) * 2 + 0.5 * (row % 2)
    column = np.floor(along)
    shade = np.modf(np.abs(np.sin(row * 12.9898 + column * 78.233)) * 43758.5453)[0]
    brick = _mix(_colour("#7d2f22"), _colour("#c96f4a"), shade)
    from_joint = np.minimum.reduce(
        [along - column, 1 - along + column, 2 * ((y + 1) * 4 - row), 2 * (1 - (y + 1) * 4 + row)]
    )
    return np.where((from_joint < 0.07)[..., None], _colour("#d9cfc0"), brick)


def _waves(size: int) -> np.ndarray:
    """Bands that run across one another."""
    x, y = _grid(size)
    height = np.sin(5 * x + 2 * np.sin(3 * y)) + np.sin(6 * y + 2 * np.cos(2.5 * x))
    picture = _mix(_colour("#123c4a"), _colour("#2a9d8f"), (height + 2) / 2)
    picture = _mix(picture, _colour("#e9c46a"), (height - 0.2) / 0.9)
    return _mix(picture, _colour("#f7f1e3"), (height - 1.3) / 0.5)


_COMPUTED: dict[str, Callable[[int], np.ndarray]] = {
    "rose": _rose,
    "sunset": _sunset,
    "cells": _cells,
    "bricks": _bricks,
    "waves": _waves,
}
TARGETS = {
    "rose": "a rose with five petals",
    "sunset": "a sunset over the sea",
    "cells": "blue cells",
    "bricks": "a brick wall",
    "waves": "green waves",
    "flower": "a photograph of a flower",
    "china": "a photograph of a temple",
}
_MIDDLES = {"flower": (0.5, 0.4), "china": (0.45, 0.36)}  # of what is cut out: down, across


@lru_cache(maxsize=64, typed=True)  # 64.0 is refused also after 64
def target(name: str, size: int = 128) -> np.ndarray:
    """A target by its name; the array cannot be written to, for all share it.

    Parameters
    ----------
    name : str
        A key of `TARGETS`.
    size : int
        Pixels a side, in [8, 1024].

    Returns
    -------
    uint8 array, shape (size, size, 3)

    Raises
    ------
    TypeError, ValueError
        If the name is unknown or the size is out of range.
    """
    check_choice("target", name, TARGETS)
    check_integer("size", size, *SIZES)
    if name in _COMPUTED:
        fine = np.clip(_COMPUTED[name](size * _FINER), 0, 1)
        picture = fine.reshape(size, _FINER, size, _FINER, 3).mean((1, 3))
        picture = np.rint(255 * picture).astype(np.uint8)
    else:
        picture = _photograph(name, size)
    picture.flags.writeable = False
    return picture


def _photograph(name: str, size: int) -> np.ndarray:
    """A square cut out of one of scikit-learn's photographs, made smaller."""
    from PIL import Image
    from sklearn.datasets import load_sample_image

    whole = load_sample_image(f"{name}.jpg")
    height, width, _ = whole.shape
    side = min(height, width)
    down, across = _MIDDLES[name]
    top, left = round(down * (height - side)), round(across * (width - side))
    cut = Image.fromarray(whole[top : top + side, left : left + side])
    return np.array(cut.resize((size, size), Image.Resampling.LANCZOS))
