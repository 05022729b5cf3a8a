"""Pictures made of grids of numbers: pixels, a stack of resolutions, waves."""
import numpy as np
import torch
from torch import nn
from torch.nn.functional import interpolate

from course.art.parameterisation import Parameterisation, drawn, pull, tile
from course.pictures.raw import Tiles

START = 0.1  # deviation of the numbers that a grid begins with


class Pixels(Parameterisation):
    """A number for each colour of each pixel: picture = sigmoid(pixels).

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws the start, a faint grey noise.
    """

    name = "pixels"

    def __init__(self, size: int, rng: np.random.Generator) -> None:
        super().__init__(size)
        self.pixels = drawn(rng, 1, 3, size, size, deviation=START)

    def forward(self) -> torch.Tensor:
        """The picture, shape (1, 3, size, size)."""
        return torch.sigmoid(self.pixels)

    def raw(self) -> Tiles:
        """The numbers as they are, before the sigmoid."""
        return tiles([(f"{self.size} × {self.size}", self.pixels)])


class Stack(Parameterisation):
    """Small pictures of 4, 8, 16 ... size pixels, enlarged and added.

    One number of a small picture moves many pixels at once, so that large forms come first.

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws the start.
    """

    name = "stack"

    def __init__(self, size: int, rng: np.random.Generator) -> None:
        super().__init__(size)
        sides = [side for side in (4, 8, 16, 32, 64, 128, 256, 512) if side < size] + [size]
        self.layers = nn.ParameterList(drawn(rng, 1, 3, n, n, deviation=START) for n in sides)

    def forward(self) -> torch.Tensor:
        """The picture, shape (1, 3, size, size)."""
        whole = self.layers[0]
        for layer in self.layers[1:]:  # from one size to the next: cheaper than each to the last
            size = layer.shape[-2:]
            whole = layer + interpolate(whole, size, mode="bilinear", align_corners=False)
        return torch.sigmoid(whole)

    def raw(self) -> Tiles:
        """Each layer, before they are added."""
        return tiles((f"{layer.shape[-1]} × {layer.shape[-1]}", layer) for layer in self.layers)


class Fourier(Parameterisation):
    """Height and shift of every wave that fits into the picture.

    picture = sigmoid(C irfft2(waves / frequency)): the division makes one step of the same rate
    move long waves further than short ones, as they are in photographs.

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws the start.

    Notes
    -----
    After Olah, Mordvintsev and Schubert, "Feature Visualization", Distill 2017, without their
    decorrelation of colours.
    """

    name = "fourier"
    START = 0.02
    HEIGHT = 40.0  # of the longest wave, if its numbers are 1 and the picture has one pixel

    def __init__(self, size: int, rng: np.random.Generator) -> None:
        super().__init__(size)
        down = torch.fft.fftfreq(size)[:, None]
        across = torch.fft.rfftfreq(size)[None]
        frequency = torch.hypot(down, across).clamp(min=1 / size)
        self.register_buffer("scale", self.HEIGHT / (size * frequency), persistent=False)
        self.waves = drawn(rng, 3, size, size // 2 + 1, 2, deviation=self.START)

    def forward(self) -> torch.Tensor:
        """The picture, shape (1, 3, size, size)."""
        waves = torch.view_as_complex(self.waves) * self.scale
        shape = (self.size, self.size)
        return torch.sigmoid(torch.fft.irfft2(waves, shape, norm="ortho"))[None]

    def raw(self) -> Tiles:
        """How high each wave is, on a logarithmic scale, the longest in the middle of the left."""
        heights = torch.view_as_complex(self.waves.detach()).abs()
        pulls = pull(self.waves)
        if pulls is not None:  # positive where the wave is asked to grow
            pulls = (pulls * self.waves.detach()).sum(-1) / heights.clamp(min=1e-12)
            pulls = pulls.mean(0).roll(self.size // 2, 0)
            # Its root, or the longest waves would leave all others grey.
            pulls = tile(pulls.sign() * pulls.abs().sqrt(), 0.0)
        image = tile(torch.log(heights.mean(0) + 1e-6).roll(self.size // 2, 0))
        return Tiles(("heights of the waves",), (image,), (pulls,))


def tiles(named: object) -> Tiles:
    """Grids of numbers with their captions, each of shape (1, 3, h, w) or (h, w)."""
    captions, images, pulls = [], [], []
    for caption, values in named:
        asked = pull(values)
        captions.append(caption)
        images.append(tile(_flat(values)))
        pulls.append(None if asked is None else tile(_flat(asked), 0.0))
    return Tiles(tuple(captions), tuple(images), tuple(pulls))


def _flat(values: torch.Tensor) -> torch.Tensor:
    return values[0] if values.ndim == 4 else values
