"""What is cut out of growing pictures while they are trained: discs and half planes."""

import numpy as np
import torch
from torch import Tensor


def cut_masks(count: int, size: int, rng: np.random.Generator) -> Tensor:
    """What is left of each grid: 1 where a cell stays, 0 where it is cut away.

    One grid loses one side of a straight line that passes near the middle, in any direction; of
    several, every second one loses a disc instead.

    Returns
    -------
    float Tensor, shape (count, size, size)
    """
    ticks = (np.arange(size) + 0.5) / size * 2 - 1
    x, y = np.meshgrid(ticks, ticks)
    masks = np.ones((count, size, size), np.float32)
    for mask, line in zip(masks, rng.permutation(count) % 2 == 0, strict=True):
        if line:
            angle, shift = rng.uniform(0, 2 * np.pi), rng.uniform(-0.15, 0.4)
            mask[x * np.cos(angle) + y * np.sin(angle) > shift] = 0
        else:
            (cx, cy), radius = rng.uniform(-0.6, 0.6, 2), rng.uniform(0.15, 0.5)
            mask[np.hypot(x - cx, y - cy) < radius] = 0
    return torch.from_numpy(masks)
