"""Strokes of a brush: curves with a width, and the streaks of bristles along them."""
import math
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from course.art.layers import COUNTS, Layered
from course.art.parameterisation import pull
from course.checks import check_integer, check_number
from course.pictures.raw import Outlines

PLACE, FARTHEST = 0.7, 1.6  # what a step means to a point, and where no point gets
WIDTH = 4.0  # what a step means to a width
THIN, THICK = 0.015, 0.3  # half the width of any stroke lies between them
SAMPLES = 17  # points along a curve from which the search for the nearest one starts
FINE, COARSE = 10.0, 6.0  # how many streaks there are: radians in half a width
ROUNDS = 3  # steps of Newton's method, for the middle of a tile and then for each place
more = torch.addcmul  # more(c, b, t) is c + b t, in one go
FADED = 7.0  # sigmoid(-7) is 1/1,100: far less than one of 255 shades


class Curves(NamedTuple):
    """Curves p(t) = bend t^2 + slope t + start, t in [0, 1], each array (count, 2); half widths."""

    bend: torch.Tensor
    slope: torch.Tensor
    start: torch.Tensor
    width: torch.Tensor


class Strokes(Layered):
    """Brush strokes: curves with three control points, painted over one another.

    How far a stroke covers a place is sigmoid(softness * (half width - distance to the curve)),
    less in the streaks between its bristles.

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws curves, colours and bristles.
    count : int
        How many strokes, in [1, 4096]; the first are the widest.
    softness : float
        How steep the rim of a stroke is, in (0, 1000]; see `Triangles`.
    bristles : float
        How much thinner the paint is in the streaks, in [0, 1].
    """

    name = "strokes"

    def __init__(
        self, size: int, rng: np.random.Generator, count: int = 160, softness: float = 80.0,
        bristles: float = 0.6,
    ) -> None:  # fmt: skip
        check_integer("count", count, *COUNTS)
        half = np.geomspace(0.16, 0.05, count) * min(2.0, math.sqrt(160 / count))
        half = half.clip(1.1 * THIN, 0.9 * THICK)
        middle = rng.uniform(-1, 1, (count, 1, 2))
        turn = rng.uniform(0, 2 * np.pi, count)
        along = (2.5 * half * np.stack([np.cos(turn), np.sin(turn)]))[:, None].T
        points = middle + along * np.array([-1, 0, 1])[:, None]
        points += rng.normal(0, 0.3, points.shape) * half[:, None, None]
        super().__init__(size, rng, count)
        self.softness = check_number("softness", softness, 0, 1000, open_low=True)
        self.bristles = check_number("bristles", bristles, 0, 1)
        share = (half - THIN) / (THICK - THIN)
        place = np.ascontiguousarray(points / PLACE, np.float32)
        self.place = nn.Parameter(torch.from_numpy(place))
        logit = (np.log(share / (1 - share)) / WIDTH).astype(np.float32)
        self.width = nn.Parameter(torch.from_numpy(logit))
        streaks = rng.uniform(0, 2 * np.pi, (count, 2)).astype(np.float32)
        self.register_buffer("streaks", torch.from_numpy(streaks), persistent=True)

    def points(self) -> torch.Tensor:
        """Where each stroke starts, is drawn towards, and ends, shape (count, 3, 2)."""
        return FARTHEST * torch.tanh(PLACE / FARTHEST * self.place)

    def shapes(self) -> Curves:
        """The curves as polynomials, and half of each stroke's width."""
        start, towards, end = self.points().unbind(1)
        width = THIN + (THICK - THIN) * torch.sigmoid(WIDTH * self.width)
        return Curves(start - 2 * towards + end, 2 * (towards - start), start, width)

    def reach(self, shapes: Curves, middles: torch.Tensor, radius: torch.Tensor) -> torch.Tensor:
        """Which strokes show within a radius (t, 1) of points (t, 2); bool, shape (t, count)."""
        t = torch.linspace(0, 1, SAMPLES, device=middles.device)[:, None, None]
        along = (shapes.bend * t + shapes.slope) * t + shapes.start
        gap = (along[1:] - along[:-1]).norm(dim=-1).amax(0) / 2  # to the nearest sample
        away = torch.cdist(middles, along).amin(0)
        return away < radius + gap + shapes.width + FADED / self.softness

    def cover(self, shapes: Curves, which: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """How far strokes (t, a) cover places (t, p, 2), shape (t, a, p)."""
        bend, slope, start = (values[which] for values in shapes[:3])
        width = shapes.width[which][..., None]
        x, y = places.mT[:, :, None].unbind(1)  # (t, 1, p) each
        # The nearest point of the curve need not be told how it moves: where t is best, neither
        # the distance nor its side changes with t, and at an end t stays 0 or 1.
        with torch.no_grad():
            t = nearest(bend, slope, start, places)
        (ax, ay), (bx, by), (cx, cy) = (
            values[..., None].unbind(2) for values in (bend, slope, start)
        )
        gap_x, gap_y = more(cx, more(bx, ax, t), t) - x, more(cy, more(by, ay, t), t) - y
        along_x, along_y = more(bx, 2 * ax, t), more(by, 2 * ay, t)
        away = (more(gap_x * gap_x, gap_y, gap_y) + 1e-10).sqrt()
        speed = (more(along_x * along_x, along_y, along_y) + 1e-6).sqrt()
        across = (along_x * gap_y - along_y * gap_x) / (speed * width)
        first, second = self.streaks[which][..., None].unbind(2)
        streaks = (torch.sin(first + FINE * across) + torch.sin(second + COARSE * across)) / 2
        paint = 1 - self.bristles * (0.5 + 0.5 * streaks)
        return paint * torch.sigmoid(self.softness * (width - away))

    def raw(self) -> Outlines:
        """The curves, and where their middles are asked to go."""
        with torch.no_grad():
            points = self.points()
            bend, slope, start, _ = self.shapes()
            t = torch.linspace(0, 1, SAMPLES, device=start.device)[:, None]
            paths = (bend[:, None] * t + slope[:, None]) * t + start[:, None]
            colours = (self.colours() * 255).round().to(torch.uint8).cpu().numpy()
        asked = pull(self.place)
        pulls = None if asked is None else asked.sum(1).cpu().numpy() / PLACE
        return Outlines(
            tuple(paths.cpu().numpy()), colours, False, points.mean(1).cpu().numpy(), pulls
        )


def nearest(
    bend: torch.Tensor, slope: torch.Tensor, start: torch.Tensor, places: torch.Tensor
) -> torch.Tensor:
    """Where on curves (t, a, 2) they are nearest to places (t, p, 2): t in [0, 1], (t, a, p).

    Newton's method on the slope of the squared distance, from the best of some samples for the
    middle of the places, and from there for each place.
    """
    ticks = torch.linspace(0, 1, SAMPLES, device=places.device, dtype=places.dtype)
    some = ticks[:, None, None, None]
    along = (bend * some + slope) * some + start - places.mean(1)[:, None]
    t = ticks[along.square().sum(-1).argmin(0)][..., None]
    dot = (bend * slope).sum(-1, keepdim=True)
    square = (slope * slope).sum(-1, keepdim=True)
    cubic, quadratic = 2 * (bend * bend).sum(-1, keepdim=True), 3 * dot
    tiny = torch.finfo(places.dtype).tiny
    linear = square + 2 * ((bend * start).sum(-1, keepdim=True) - bend @ places.mT)
    constant = (slope * start).sum(-1, keepdim=True) - slope @ places.mT
    rough = (linear.mean(-1, keepdim=True), constant.mean(-1, keepdim=True))
    for first, zeroth in (rough, (linear, constant)):
        for _ in range(ROUNDS):
            rise = more(zeroth, more(first, more(quadratic, cubic, t), t), t)
            steep = more(first, more(2 * quadratic, 3 * cubic, t), t)
            # Where the distance bends the wrong way, the curve's own speed tells how far to go.
            speed = more(square / 2, more(quadratic * (2 / 3), cubic, t), t)
            t = (t - rise / torch.maximum(steep, speed).clamp_(min=tiny)).clamp_(0, 1)
    return t
