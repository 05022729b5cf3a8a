"""Digits as people write them: strokes of a pen, and what a hand does to them."""
import numpy as np


def arc(x: float, y: float, across: float, up: float, begin: float, end: float) -> list:
    """Points on an ellipse between two angles in degrees, anticlockwise if `end` is larger."""
    turns = np.radians(np.linspace(begin, end, 24))
    return np.column_stack([x + across * np.cos(turns), y + up * np.sin(turns)]).tolist()


WRITTEN = {
    0: [arc(0, 0, 0.55, 1, 90, 450)],
    1: [[(-0.35, 0.55), (0, 1), (0, -1)]],
    2: [[*arc(0, 0.45, 0.55, 0.55, 160, -35), (-0.6, -1), (0.6, -1)]],
    3: [arc(-0.05, 0.5, 0.5, 0.5, 150, -80) + arc(-0.05, -0.45, 0.6, 0.55, 80, -150)],
    4: [[(0.15, 1), (-0.6, -0.2), (0.6, -0.2)], [(0.3, 0.4), (0.3, -1)]],
    5: [[(-0.4, 1), (-0.45, 0.15), *arc(-0.05, -0.35, 0.6, 0.62, 120, -150)],
        [(-0.4, 1), (0.55, 1)]],
    6: [arc(0.5, 0, 1.05, 1.05, 110, 180) + arc(0, -0.45, 0.55, 0.55, 180, -180)],
    7: [[(-0.55, 1), (0.55, 1), (-0.1, -1)], [(-0.3, 0), (0.45, 0)]],
    8: [[(-0.5 * np.sin(2 * t), np.cos(t)) for t in np.linspace(0, 2 * np.pi, 48)]],
    9: [[*arc(0, 0.45, 0.5, 0.55, 0, 360), (0.45, -0.2), (0.3, -1)]],
}  # fmt: skip


def by_hand(digit: int, rng: np.random.Generator) -> list[np.ndarray]:
    """A digit written once: its own slant, width, size and place, and an unsteady hand."""
    slant, width, size = rng.normal(0.05, 0.12), rng.uniform(0.75, 1.25), rng.uniform(0.25, 0.6)
    place = rng.uniform(-0.15, 0.15, 2)
    strokes = []
    for stroke in WRITTEN[digit]:
        points = np.array(stroke, float)
        points += rng.normal(0, 0.02, points.shape)
        points[:, 0] = width * points[:, 0] + slant * points[:, 1]
        strokes.append(np.clip(size * points + place, -1, 1))
    return strokes
