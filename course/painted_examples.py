"""Paintings to start from, so that nobody faces an empty square."""
from math import pi

import numpy as np

from course.painting import Painting


def _arc(x: float, y: float, radius: float, start: float, end: float) -> np.ndarray:
    """Points along an arc round (x, y), from one angle in turns to another; shape (200, 2)."""
    angle = 2 * pi * np.linspace(start, end, 200)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=-1)


def _line(start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    return np.linspace(start, end, 100)


def _hooks() -> Painting:
    """Two hooks, each with its end in the other's hollow."""
    upper = [_line((-0.65, -0.5), (-0.65, 0.2)), _arc(-0.2, 0.2, 0.45, 0.5, 0.0),
             _line((0.25, 0.2), (0.25, -0.05))]  # fmt: skip
    painting = Painting()
    for part in upper:
        painting = painting.painted(part, True).painted(-part, False)
    return painting


def _smiley() -> Painting:
    """Two eyes and a mouth in a face: three islands."""
    painting = Painting()
    for radius in (0.85, 0.72, 0.59, 0.46, 0.33, 0.2, 0.07):
        painting = painting.painted(_arc(0, 0, radius, 0, 1), False)
    for x in (-0.3, 0.3):
        painting = painting.painted([(x, 0.3)], True).painted(_arc(x, 0.3, 0.11, 0, 1), True)
    for radius in (0.44, 0.56):
        painting = painting.painted(_arc(0, 0, radius, 0.57, 0.93), True)
    return painting


def _island() -> Painting:
    """An island with water all round it."""
    painting = Painting().painted(_arc(0.15, 0.1, 0.75, 0, 1), False)
    for radius in (0.25, 0.1):
        painting = painting.painted(_arc(0.15, 0.1, radius, 0, 1), True)
    return painting


EXAMPLES = {"hooks": _hooks(), "smiley": _smiley(), "island": _island()}
