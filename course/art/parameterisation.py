"""What every parameterisation has in common: parameters in, a picture out."""
from typing import ClassVar

import numpy as np
import torch
from torch import nn

from course.art.images import pixel_points
from course.checks import check_integer
from course.pictures.catalogue import PARAMETERISATIONS
from course.pictures.raw import Outlines, Tiles

SIZES = (4, 1024)  # pixels a side


class Parameterisation(nn.Module):
    """Parameters, and the picture that they make.

    Whoever builds on it defines `name` and either `forward()` or, where the colour of any point
    can be told by itself, `at(points)`.

    Parameters
    ----------
    size : int
        Pixels a side, in [4, 1024].

    Attributes
    ----------
    name : str
        A key of `course.pictures.catalogue.PARAMETERISATIONS`.
    size : int
    """

    name: ClassVar[str]

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = check_integer("size", size, *SIZES)

    @property
    def count(self) -> int:
        """How many numbers there are to be improved."""
        return sum(values.numel() for values in self.parameters())

    @property
    def rate(self) -> float:
        """The learning rate that Adam begins with."""
        return PARAMETERISATIONS[self.name].rate

    def forward(self) -> torch.Tensor:
        """The picture, shape (1, 3, size, size), in [0, 1]."""
        colours = self.at(self.points)
        return colours.T.reshape(1, 3, self.size, self.size)

    def at(self, points: torch.Tensor) -> torch.Tensor:
        """Colours at points (n, 2), shape (n, 3), in [0, 1].

        Raises
        ------
        NotImplementedError
            If it has no colour for a single point.
        """
        raise NotImplementedError(f"{self.name} makes whole pictures only, not single points")

    def raw(self) -> Tiles | Outlines:
        """What the parameters look like, and which way the last gradient asks them to go."""
        raise NotImplementedError

    def _keep_points(self) -> None:
        """Have the centres of the pixels at hand, wherever the parameters are."""
        self.register_buffer("points", pixel_points(self.size), persistent=False)


def drawn(rng: np.random.Generator, *shape: int, deviation: float) -> nn.Parameter:
    """Parameters from a normal distribution around 0."""
    return nn.Parameter(torch.from_numpy(rng.normal(0, deviation, shape).astype(np.float32)))


def tile(values: torch.Tensor, middle: float | None = None) -> np.ndarray:
    """Numbers (h, w) or (3, h, w) as a picture: the smallest dark, the largest light.

    Parameters
    ----------
    values : tensor
    middle : float, optional
        What becomes middle grey; then the range is the same on both sides of it.

    Returns
    -------
    uint8 array, shape (h, w, 3)
    """
    values = values.detach().float().cpu()
    values = (values if values.ndim == 3 else values.expand(3, *values.shape)).permute(1, 2, 0)
    if middle is None:
        low, high = values.min(), values.max()
    else:
        reach = (values - middle).abs().max()
        low, high = middle - reach, middle + reach
    if not high > low:
        return np.full(values.shape, 128, np.uint8)
    return ((values - low) / (high - low) * 255).round().to(torch.uint8).numpy()


def pull(values: nn.Parameter) -> torch.Tensor | None:
    """Minus the gradient of the last step, or None before the first."""
    return None if values.grad is None else -values.grad.detach()
