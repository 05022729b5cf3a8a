"""Blobs that share the picture out among themselves: attention from pixels to blobs."""
import numpy as np
import torch
from torch import nn

from course.art.parameterisation import Parameterisation, drawn, pull
from course.pictures.raw import Outlines

# What one step of the one learning rate means to each kind of number.
PLACE, SHAPE, DEPTH, COLOUR = 0.7, 16.0, 0.7, 2.7
BLOCK = 2048  # pixels whose scores fit into a core's own cache
AROUND = np.linspace(0, 2 * np.pi, 20, endpoint=False, dtype=np.float32)  # an outline's points


class Splats(Parameterisation):
    """Blobs; each pixel takes the colours of the blobs, weighted by a softmax over its scores.

    The score of a blob is depth - |L (p - middle)|^2 / 2, a polynomial of second degree in
    p = (x, y).  So all scores are one product of matrices, features(p) @ queries, and the
    picture is softmax(features @ queries) @ colours: attention, where pixels ask and blobs
    answer.  (The code has it transposed.)

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws places and colours.
    count : int
        How many blobs.
    """

    name = "splats"

    def __init__(self, size: int, rng: np.random.Generator, count: int = 128) -> None:
        super().__init__(size)
        places = rng.uniform(-1, 1, (count, 2)).astype(np.float32) / PLACE
        self.place = nn.Parameter(torch.from_numpy(places))
        self.shape = nn.Parameter(torch.eye(2).repeat(count, 1, 1) * count**0.5 / SHAPE)
        self.depth = nn.Parameter(torch.zeros(count))
        self.colour = drawn(rng, count, 3, deviation=0.5 / COLOUR)
        self._keep_points()

    def at(self, points: torch.Tensor) -> torch.Tensor:
        """Colours at points (n, 2), shape (n, 3)."""
        x, y = points.T
        features = torch.stack([x * x, x * y, y * y, x, y, torch.ones_like(x)])
        queries, colours = self.queries(), torch.sigmoid(COLOUR * self.colour).T
        # A pixel a column, some at a time: half the time of a pixel a row, all at once.
        parts = [colours @ (queries @ some).softmax(0) for some in features.split(BLOCK, 1)]
        return torch.cat(parts, 1).T

    def queries(self) -> torch.Tensor:
        """The coefficients of each blob's score for x^2, xy, y^2, x, y, 1, shape (count, 6)."""
        middle, factor = PLACE * self.place, SHAPE * self.shape
        narrow = factor.mT @ factor
        slope = (narrow @ middle[..., None])[..., 0]
        height = DEPTH * self.depth - (slope * middle).sum(1) / 2
        squares = (-narrow[:, 0, 0] / 2, -narrow[:, 0, 1], -narrow[:, 1, 1] / 2)
        return torch.stack([*squares, slope[:, 0], slope[:, 1], height], 1)

    def raw(self) -> Outlines:
        """Where each blob's score is 1/2 below its highest, in the blob's colour."""
        with torch.no_grad():
            circle = torch.from_numpy(np.stack([np.cos(AROUND), np.sin(AROUND)]))
            factor = SHAPE * self.shape.cpu().double()
            lines = torch.linalg.pinv(factor).float().clamp(-1, 1) @ circle
            middle = (PLACE * self.place).cpu()
            paths = (middle[:, :, None] + lines).mT.contiguous().numpy()
            colours = (torch.sigmoid(COLOUR * self.colour) * 255).round().to(torch.uint8)
        asked = pull(self.place)
        pulls = None if asked is None else asked.cpu().numpy() * PLACE
        return Outlines(tuple(paths), colours.cpu().numpy(), True, middle.numpy(), pulls)
