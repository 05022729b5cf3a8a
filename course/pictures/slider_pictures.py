"""The pictures of the game with three sliders: each of three numbers, with its slopes by hand."""
from collections.abc import Sequence
from functools import cache

import numpy as np

SIDE = 128  # pixels of a picture, each way
SHARP = 18.0  # of the disc’s edge: from 0.9 to 0.1 within a quarter of the picture’s half
ARMS = 3  # of the wave
STEEP = 3.0  # height 1 of the wave: how nearly its two tones meet in an edge
Numbers = tuple[float, float, float]


@cache
def _places() -> tuple[np.ndarray, np.ndarray]:
    """x and y of every pixel's centre, in [-1, 1]; y grows downwards."""
    at = (np.arange(SIDE) + 0.5) / SIDE * 2 - 1
    return np.meshgrid(at, at)


def _mixed(
    share: np.ndarray, slopes: Sequence[np.ndarray], ground: Sequence[float], ink: Sequence[float]
) -> tuple[np.ndarray, np.ndarray]:
    """Ground where the share is 0, ink where it is 1; and the slopes of that."""
    step = np.subtract(ink, ground)
    return ground + share[..., None] * step, np.stack(slopes)[..., None] * step


def draw_disc(numbers: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """A disc about (x, y) whose edge is soft: 1 / (1 + exp(-18 (radius - distance)))."""
    (x, y, radius), (across, down) = numbers, _places()
    distance = np.sqrt((across - x) ** 2 + (down - y) ** 2 + 1e-6)  # never 0: no slope there
    share = 0.5 + 0.5 * np.tanh(SHARP / 2 * (radius - distance))
    edge = SHARP * share * (1 - share)
    slopes = (edge * (across - x) / distance, edge * (down - y) / distance, edge)
    return _mixed(share, slopes, (0.13, 0.20, 0.30), (0.95, 0.55, 0.36))


def draw_colour(numbers: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """A flower in the colour (red, green, blue) on paper; its shape stays."""
    share, paper = _flower(), np.array([0.97, 0.95, 0.91])
    slopes = np.einsum("hw,kc->khwc", share, np.eye(3))
    return paper + share[..., None] * (np.asarray(numbers) - paper), slopes


@cache
def _flower() -> np.ndarray:
    """Eight petals, in two rings, about an open middle: values in [0, 1]."""
    across, down = _places()
    far, angle = np.hypot(across, down), np.arctan2(down, across)
    petals = 0.56 + 0.34 * np.cos(8 * angle)
    share = 0.5 + 0.5 * np.tanh(18 * (petals - far))
    return share * (0.5 + 0.5 * np.tanh(18 * (far - 0.13))) * (1 - 0.35 * np.exp(-14 * far**2))


def draw_wave(numbers: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Two tones by tanh(3 height cos(2 pi rings r + 3 (angle - turn)))."""
    (height, rings, turn), (across, down) = numbers, _places()
    far, angle = np.hypot(across, down), np.arctan2(down, across)
    phase = 2 * np.pi * rings * far + ARMS * (angle - turn)
    wave, fall = np.cos(phase), -np.sin(phase)
    share = 0.5 + 0.5 * np.tanh(STEEP * height * wave)
    edge = 2 * STEEP * share * (1 - share)
    slopes = (edge * wave, edge * height * fall * 2 * np.pi * far, -ARMS * edge * height * fall)
    return _mixed(share, slopes, (0.10, 0.24, 0.38), (0.96, 0.79, 0.45))
