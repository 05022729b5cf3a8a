"""Soft triangles, laid over one another."""
import math

import numpy as np
import torch
from torch import nn

from course.art.layers import COUNTS, Layered
from course.art.parameterisation import pull
from course.checks import check_integer, check_number
from course.pictures.raw import Outlines

PLACE, FARTHEST = 0.7, 1.6  # what a step means to a corner, and where no corner gets
LEAST = 1e-3  # of this length an edge counts, if it is shorter
SEEN = 7.0  # sigmoid(-7) is 1/1,100: far less than one of 255 shades


class Triangles(Layered):
    """Triangles with soft edges: inside = sigmoid(softness * the least distance to an edge).

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws corners and colours.
    count : int
        How many triangles, in [1, 4096].
    softness : float
        How steep an edge is, in (0, 1000]: it rises from 12% to 88% along 4 / softness, where the
        picture is 2 wide.  It may be changed between two steps; a small one is slower.
    """

    name = "triangles"

    def __init__(
        self, size: int, rng: np.random.Generator, count: int = 128, softness: float = 80.0
    ) -> None:
        check_integer("count", count, *COUNTS)
        middles = rng.uniform(-1, 1, (count, 1, 2))
        turns = rng.uniform(0, 2 * np.pi, (count, 1)) + np.arange(3) * 2 * np.pi / 3
        around = np.stack([np.cos(turns), np.sin(turns)], -1)
        corners = middles + min(1.0, 3.2 / math.sqrt(count)) * around
        super().__init__(size, rng, count)
        self.softness = check_number("softness", softness, 0, 1000, open_low=True)
        self.place = nn.Parameter(torch.from_numpy((corners / PLACE).astype(np.float32)))

    def corners(self) -> torch.Tensor:
        """Corners of each triangle, shape (count, 3, 2), within 1.6 of the middle."""
        return FARTHEST * torch.tanh(PLACE / FARTHEST * self.place)

    def shapes(self) -> torch.Tensor:
        """Of each edge, (a, b, c): a x + b y + c is the distance inwards, (count, 3, 3)."""
        corners = self.corners()
        x, y = corners.unbind(-1)
        dx, dy = (corners.roll(-1, 1) - corners).unbind(-1)
        turn = torch.where(dx[:, :1] * dy[:, 1:2] >= dy[:, :1] * dx[:, 1:2], 1.0, -1.0)
        scale = turn * (dx * dx + dy * dy + LEAST**2).rsqrt()
        a, b = -dy * scale, dx * scale
        return torch.stack([a, b, -(a * x + b * y)], -1)

    def reach(
        self, shapes: torch.Tensor, middles: torch.Tensor, radius: torch.Tensor
    ) -> torch.Tensor:
        """Which triangles show within a radius (t, 1) of points (t, 2); bool, shape (t, count)."""
        inwards = _with_one(middles) @ shapes.reshape(-1, 3).mT
        return inwards.view(len(middles), -1, 3).amin(-1) > -(radius + SEEN / self.softness)

    def cover(
        self, shapes: torch.Tensor, which: torch.Tensor, places: torch.Tensor
    ) -> torch.Tensor:
        """How far triangles (t, a) cover places (t, p, 2), shape (t, a, p)."""
        t, a = which.shape
        edges = (self.softness * shapes)[which].view(t, 3 * a, 3)
        inwards = edges @ _with_one(places).mT
        return torch.sigmoid(inwards.view(t, a, 3, -1).amin(2))

    def raw(self) -> Outlines:
        """The triangles, and where their middles are asked to go."""
        with torch.no_grad():
            corners = self.corners().cpu()
            colours = (self.colours() * 255).round().to(torch.uint8).cpu().numpy()
        asked = pull(self.place)  # where the middle goes, all three corners go
        pulls = None if asked is None else asked.cpu().sum(1).numpy() / PLACE
        paths = tuple(corners.numpy())
        return Outlines(paths, colours, True, corners.mean(1).numpy(), pulls)


def _with_one(points: torch.Tensor) -> torch.Tensor:
    """Points (..., 2) as (x, y, 1)."""
    return torch.cat([points, torch.ones_like(points[..., :1])], -1)
