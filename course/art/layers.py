"""Shapes laid over one another like paper or paint, each looked at only where it is.

The picture is cut into tiles of 8 x 8 pixels.  A tile asks which shapes reach it and computes
those alone, in the order in which they lie: the way Kerbl, Kopanas, Leimkühler and Drettakis
draw, "3D Gaussian splatting for real-time radiance field rendering", SIGGRAPH 2023.
"""
from typing import Any

import numpy as np
import torch
from torch import nn

from course.art.images import pixel_points
from course.art.parameterisation import Parameterisation, drawn
from course.checks import check_integer

SIDE = 8  # pixels along a tile
TOGETHER = 64  # tiles computed at once: few enough that their numbers stay in the cache
NEIGHBOURS = 32  # single points taken for a tile
COUNTS = (1, 4096)

# What one step of the one learning rate means to a colour and to an opacity.
COLOUR, OPACITY = 4.0, 4.0
THICKEST = 0.98  # no shape hides what is below altogether, or nothing would pull that any more


class Layered(Parameterisation):
    """Shapes over a ground: picture = over(... over(over(ground, shape 1), shape 2) ...).

    Whoever builds on it defines `shapes()`, `reach(...)` and `cover(...)`.

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws the colours.
    count : int
        How many shapes, in [1, 4096].
    opaque : float
        Where the opacities begin, before a sigmoid.
    """

    def __init__(
        self, size: int, rng: np.random.Generator, count: int, opaque: float = 1.0
    ) -> None:
        super().__init__(size)
        self.number = check_integer("count", count, *COUNTS)
        self.colour = drawn(rng, count, 3, deviation=0.5 / COLOUR)
        self.opacity = nn.Parameter(torch.full((count,), opaque / OPACITY))
        self.ground = nn.Parameter(torch.zeros(3))
        self.register_buffer("tiles", _in_tiles(size), persistent=False)

    def shapes(self) -> Any:
        """What `reach` and `cover` need to know of the shapes, computed once for a picture."""
        raise NotImplementedError

    def reach(self, shapes: Any, middles: torch.Tensor, radius: torch.Tensor) -> torch.Tensor:
        """Which shapes show within a radius (t, 1) of points (t, 2); bool, shape (t, count)."""
        raise NotImplementedError

    def cover(self, shapes: Any, which: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """How far shapes cover places, in [0, 1].

        Parameters
        ----------
        shapes
            What `shapes()` gave.
        which : int tensor, shape (t, a)
            The shapes that are looked at in each of t tiles.
        places : tensor, shape (t, p, 2)

        Returns
        -------
        tensor, shape (t, a, p)
        """
        raise NotImplementedError

    def forward(self) -> torch.Tensor:
        """The picture, shape (1, 3, size, size)."""
        n = -(-self.size // SIDE)
        colours = self._painted(self.tiles).view(n, n, SIDE, SIDE, 3)
        whole = colours.permute(4, 0, 2, 1, 3).reshape(1, 3, n * SIDE, n * SIDE)
        return whole[..., : self.size, : self.size].contiguous()

    def at(self, points: torch.Tensor) -> torch.Tensor:
        """Colours at points (n, 2), shape (n, 3); those that are near to one another in a tile."""
        n, together = len(points), min(NEIGHBOURS, len(points))
        order = _nearby(points)
        filled = torch.cat([order, order[-1:].expand(-n % together)])
        colours = self._painted(points[filled].view(-1, together, 2)).reshape(-1, 3)
        return colours[:n][order.argsort()]

    def colours(self) -> torch.Tensor:
        """The colour of each shape, shape (count, 3), in [0, 1]."""
        return torch.sigmoid(COLOUR * self.colour)

    def _painted(self, places: torch.Tensor) -> torch.Tensor:
        """Colours at places in tiles (t, p, 2), shape (t, p, 3)."""
        shapes = self.shapes()
        with torch.no_grad():
            middles = places.mean(1)
            radius = (places - middles[:, None]).norm(dim=-1).amax(1, keepdim=True)
            near = self.reach(shapes, middles, radius)
            order = near.sum(1).argsort(stable=True)  # tiles with as many shapes go together
        none = self.colour.new_zeros(1, 3)  # fills up tiles with fewer shapes than others
        colours = torch.cat([self.colours(), none])
        thick = torch.cat([THICKEST * torch.sigmoid(OPACITY * self.opacity), none[0, :1]])
        ground, parts = torch.sigmoid(COLOUR * self.ground), []
        for part in order.split(max(1, TOGETHER * SIDE * SIDE // places.shape[1])):
            which = _listed(near[part])
            inside = self.cover(shapes, which.clamp(min=0), places[part])
            alpha = thick[which][..., None] * inside
            parts.append(Over.apply(alpha, colours[which], ground))
        return torch.cat(parts)[order.argsort()]


class Over(torch.autograd.Function):
    """Layers over a ground, the first on top.

    With a_i the cover and c_i the colour of layer i, u_i = prod_{j < i} (1 - a_j) is what the
    layers above let through, and the colour is sum_i u_i a_i c_i + u_n ground.  For the way back,
    with g the gradient that arrives, d/da_i = u_i g.c_i - g.(all that is seen below i) / (1 - a_i).
    """

    @staticmethod
    def forward(
        ctx: Any, alpha: torch.Tensor, colours: torch.Tensor, ground: torch.Tensor
    ) -> torch.Tensor:
        """Colours (t, p, 3) of covers (t, a, p), colours (t, a, 3) and a ground (3,)."""
        past = 1 - alpha
        left = past.cumprod(1)  # of the light that goes from the eye down
        above = torch.cat([torch.ones_like(left[:, :1]), left[:, :-1]], 1)
        seen, last = alpha * above, left[:, -1]
        ctx.save_for_backward(past, colours, ground, above, seen, last)
        return torch.baddbmm(last[..., None] * ground, seen.mT, colours)

    @staticmethod
    def backward(ctx: Any, g: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Gradients of covers, colours and ground for a gradient g (t, p, 3) of the result."""
        past, colours, ground, above, seen, last = ctx.saved_tensors
        each = colours @ g.mT
        down_to = (seen * each).cumsum(1)
        below = down_to[:, -1:] - down_to + (last * (g @ ground))[:, None]
        d_alpha = (above * each).sub_(below.div_(past))
        return d_alpha, seen @ g, (g * last[..., None]).sum((0, 1))


def _in_tiles(size: int) -> torch.Tensor:
    """Centres of pixels, tile by tile, shape (tiles, 64, 2); some lie beyond right and bottom."""
    n = -(-size // SIDE)
    points = (pixel_points(n * SIDE) + 1) * (n * SIDE / size) - 1
    points = points.view(n, SIDE, n, SIDE, 2).permute(0, 2, 1, 3, 4)
    return points.reshape(n * n, SIDE * SIDE, 2)


def _nearby(points: torch.Tensor) -> torch.Tensor:
    """An order of points (n, 2) in which neighbours follow one another: along a Z curve."""
    cells = ((points.detach().clamp(-1, 1) + 1) * 8).long().clamp(max=15)
    bits = torch.arange(4, device=points.device)
    spread = ((cells[..., None] >> bits & 1) << 2 * bits).sum(-1)  # every other bit
    return (spread[:, 0] + 2 * spread[:, 1]).argsort(stable=True)


def _listed(near: torch.Tensor) -> torch.Tensor:
    """The shapes near each tile, the last first, filled up with -1; shape (t, a)."""
    numbers = torch.where(near, torch.arange(near.shape[1], device=near.device), -1)
    most = max(1, int(near.sum(1).max()))
    return numbers.sort(1, descending=True).values[:, :most]
