"""Pictures in torch and in numpy, and the places of their pixels.

In torch a picture is a float32 tensor (1, 3, size, size) in [0, 1], the top row first; in numpy
it is uint8 (size, size, 3).
"""
from typing import Any

import numpy as np
import torch

from course.checks import shown


def to_bytes(image: torch.Tensor) -> np.ndarray:
    """A picture of torch as uint8 array (size, size, 3); what is outside [0, 1] is cut off."""
    values = image.detach()[0].permute(1, 2, 0).clamp(0, 1).mul(255).round()
    return values.to("cpu", torch.uint8).numpy()


def check_picture(name: str, picture: Any) -> np.ndarray:
    """A picture of numpy, if it is one.

    Raises
    ------
    TypeError, ValueError
        If it is not a uint8 array of shape (size, size, 3) with at least 4 pixels a side.
    """
    expected = f"{name} must be a uint8 array of shape (size, size, 3)"
    if not isinstance(picture, np.ndarray):
        raise TypeError(f"{expected}, got {shown(picture)}")
    square = picture.ndim == 3 and picture.shape[0] == picture.shape[1] >= 4
    if picture.dtype != np.uint8 or not square or picture.shape[2] != 3:
        raise ValueError(f"{expected}, got {picture.dtype} of shape {picture.shape}")
    return picture


def from_bytes(picture: np.ndarray, device: str = "cpu") -> torch.Tensor:
    """A picture of numpy as float32 tensor (1, 3, size, size).

    Raises
    ------
    TypeError, ValueError
        If it is not a uint8 array of shape (size, size, 3).
    """
    values = np.ascontiguousarray(check_picture("picture", picture).transpose(2, 0, 1)[None])
    return torch.tensor(values, dtype=torch.float32).div(255).to(device)


def pixel_points(size: int) -> torch.Tensor:
    """(x, y) at the centre of every pixel, row by row, shape (size * size, 2).

    x points right, y down; the picture is [-1, 1] on both.
    """
    ticks = (torch.arange(size, dtype=torch.float32) + 0.5) / size * 2 - 1
    return torch.cartesian_prod(ticks, ticks).flip(1).contiguous()
