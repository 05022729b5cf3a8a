"""What a page shows of a step: pictures as bytes, and what the parameters look like."""
import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from course.art.images import to_bytes
from course.art.looking import Step
from course.art.parameterisation import pull, tile
from course.pictures.raw import Outlines, Tiles

MOST_TILES = 12  # of a module that has no raw view of its own
MOST_SIDE = 256  # numbers a side of such a tile


@dataclass(frozen=True, eq=False)
class View:
    """A step as a page shows it.

    Attributes
    ----------
    step : Step
    image : uint8 array, shape (size, size, 3)
    pull : uint8 array, shape (size, size, 3), or None
        Where minus the gradient with respect to the picture is above 0 (light) and below 0
        (dark), by colour; 128 is none, the strongest is 1 or 255.
    raw : Tiles, Outlines or None
        What the parameters look like; None if that was not asked for.
    count : int
        How many numbers there are to be improved.
    """

    step: Step
    image: np.ndarray
    pull: np.ndarray | None
    raw: Tiles | Outlines | None
    count: int


def view(thing: nn.Module, step: Step, with_raw: bool = True) -> View:
    """A step as a page shows it, as long as the parameters are those of the step."""
    count = sum(values.numel() for values in thing.parameters() if values.requires_grad)
    asked = None if step.pull is None else signed(step.pull)
    return View(step, to_bytes(step.image), asked, raw(thing) if with_raw else None, count)


def signed(values: torch.Tensor) -> np.ndarray:
    """Numbers (1, 3, h, w) as bytes (h, w, 3): 0 becomes 128, the largest absolute one 1 or 255."""
    reach = float(values.abs().max())
    share = values[0] / reach if reach > 0 and math.isfinite(reach) else torch.zeros_like(values[0])
    return (128 + 127 * share).round().to("cpu", torch.uint8).permute(1, 2, 0).numpy()


def raw(thing: nn.Module) -> Tiles | Outlines:
    """What the parameters of a module look like; any module of torch can be shown.

    One that has no `raw()` is shown as one small picture for each of its first twelve parameters.
    """
    own = getattr(thing, "raw", None)
    if callable(own):
        try:
            return own()
        except NotImplementedError:
            pass  # built upon Parameterisation, without a view of its own
    named = [(name, values) for name, values in thing.named_parameters() if values.requires_grad]
    captions, images, pulls = [], [], []
    for name, values in named[:MOST_TILES]:
        asked = pull(values)
        captions.append(f"{name}, {' × '.join(map(str, values.shape)) or 'one number'}")
        images.append(tile(_flat(values)))
        pulls.append(None if asked is None else tile(_flat(asked), 0.0))
    return Tiles(tuple(captions), tuple(images), tuple(pulls))


def _flat(values: torch.Tensor) -> torch.Tensor:
    """Numbers of any shape as a picture: (3, h, w) if it is one, else (h, w) with h, w <= 256."""
    if values.ndim == 4 and values.shape[:2] == (1, 3):
        return values[0]
    rows = values.shape[0] if values.ndim > 1 else 1
    return values.reshape(rows, -1)[:MOST_SIDE, :MOST_SIDE]
