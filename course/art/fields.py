"""Coordinate networks: told where it is, a network says a colour."""
import numpy as np
import torch
from torch import nn

from course.art.grids import tiles
from course.art.parameterisation import Parameterisation
from course.pictures.raw import Tiles


def _layer(rng: np.random.Generator, inputs: int, outputs: int, reach: float) -> nn.Linear:
    """A linear layer whose weights and biases are uniform in [-reach, reach]."""
    layer = nn.Linear(inputs, outputs, device="meta").to_empty(device="cpu")
    with torch.no_grad():
        for values in layer.parameters():
            drawn = rng.uniform(-reach, reach, values.shape).astype(np.float32)
            values.copy_(torch.from_numpy(drawn))
    return layer


class Cppn(Parameterisation):
    """A network of tanh that is told (x, y, the distance from the middle) and says a colour.

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws the weights.
    width : int
        Hidden units a layer.
    depth : int
        Hidden layers.

    Notes
    -----
    After Stanley, "Compositional pattern producing networks", Genetic Programming and Evolvable
    Machines 8, 2007.
    """

    name = "cppn"

    def __init__(
        self, size: int, rng: np.random.Generator, width: int = 24, depth: int = 3
    ) -> None:
        super().__init__(size)
        widths = [3] + [width] * depth + [3]
        # Weights this large bend the tanh: smaller ones give nothing but a slope of colours.
        reaches = [2.5] + [2.5 * (3 / width) ** 0.5] * (depth - 1) + [2 / width**0.5]
        self.layers = nn.ModuleList(map(_layer, [rng] * (depth + 1), widths, widths[1:], reaches))
        self._keep_points()

    def at(self, points: torch.Tensor) -> torch.Tensor:
        """Colours at points (n, 2), shape (n, 3)."""
        h = torch.cat([points, points.norm(dim=1, keepdim=True)], 1)
        for layer in self.layers[:-1]:
            h = torch.tanh(layer(h))
        return torch.sigmoid(self.layers[-1](h))

    def raw(self) -> Tiles:
        """The weights of each layer, a row an input."""
        return weights(self.layers)


class Siren(Parameterisation):
    """A network of sines that is told (x, y) and says a colour.

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws the weights, as the paper does.
    width : int
        Hidden units a layer.
    depth : int
        Hidden layers.
    frequency : float
        By what the first sum is multiplied: how fine the first waves are.

    Notes
    -----
    Sitzmann, Martel, Bergman, Lindell and Wetzstein, "Implicit neural representations with
    periodic activation functions", NeurIPS 2020.
    """

    name = "siren"

    def __init__(
        self,
        size: int,
        rng: np.random.Generator,
        width: int = 64,
        depth: int = 3,
        frequency: float = 20.0,
    ) -> None:
        super().__init__(size)
        self.frequency = frequency
        widths = [2] + [width] * depth + [3]
        reaches = [0.5] + [(6 / width) ** 0.5] * depth
        self.layers = nn.ModuleList(map(_layer, [rng] * (depth + 1), widths, widths[1:], reaches))
        self._keep_points()

    def at(self, points: torch.Tensor) -> torch.Tensor:
        """Colours at points (n, 2), shape (n, 3)."""
        h = torch.sin(self.frequency * self.layers[0](points))
        for layer in self.layers[1:-1]:
            h = torch.sin(layer(h))
        return torch.sigmoid(self.layers[-1](h))

    def raw(self) -> Tiles:
        """The weights of each layer, a row an input."""
        return weights(self.layers)


def weights(layers: nn.ModuleList) -> Tiles:
    """The weight matrix of each linear layer, a row an input and a column a unit."""
    matrices = [layer.weight for layer in layers]
    shapes = [f"{w.shape[1]} × {w.shape[0]}" for w in matrices]
    turned = []
    for matrix in matrices:
        values = nn.Parameter(matrix.detach().T, requires_grad=False)
        values.grad = None if matrix.grad is None else matrix.grad.detach().T.contiguous()
        turned.append(values)
    return tiles(zip(shapes, turned, strict=True))
