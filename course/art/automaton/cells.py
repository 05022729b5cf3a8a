"""The automaton in torch, as it is trained: several grids, one step at a time.

States have the shape (n_channels, n_grids, height, width): with the channels first, the network
of all cells of all grids is two products of matrices.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from course.art.automaton.rule import ALIVE, FIRE, Rule


class Cells(nn.Module):
    """One step of a neural cellular automaton.

    `rule` gives the first parameters; `forward` takes and returns states.
    """

    def __init__(self, rule: Rule):
        super().__init__()
        self.W1, self.b1, self.W2 = (
            nn.Parameter(torch.from_numpy(a.copy())) for a in (rule.W1, rule.b1, rule.W2)
        )

    def forward(self, state: Tensor, fires: Tensor) -> Tensor:
        """The state one step on.

        Parameters
        ----------
        state : Tensor, shape (n_channels, n_grids, height, width)
        fires : bool Tensor, shape (n_grids, height, width)
            Which cells update: cells have no common clock.
        """
        before = grows(state)
        seen = Seen.apply(state).flatten(0, 1).flatten(1)  # (3 n_channels, all cells)
        hidden = torch.addmm(self.b1[:, None], self.W1.T, seen).relu()
        state = state + (self.W2.T @ hidden).view_as(state) * fires
        return state * (before & grows(state))

    def run(self, state: Tensor, steps: int, rng: torch.Generator) -> Tensor:
        """The state `steps` steps on; in each a random half of the cells updates."""
        for _ in range(steps):
            state = self(state, torch.rand(state.shape[1:], generator=rng) < FIRE)
        return state

    def rule(self, **made: Any) -> Rule:
        """The parameters as arrays, with what is to be said of how they were made."""
        arrays = (p.detach().numpy().astype(np.float32) for p in (self.W1, self.b1, self.W2))
        return Rule(*arrays, made=made)


class Seen(torch.autograd.Function):
    """What each cell sees: itself, its slope across and its slope down, by Sobel's filters.

    Sums of shifted grids, with their gradient by hand: as a convolution of so few channels the
    whole step takes torch 1.6 times as long.  Beyond the edge everything is 0.
    """

    @staticmethod
    def forward(ctx: Any, state: Tensor) -> Tensor:
        """Grids of shape (..., height, width) to (3, ..., height, width)."""
        tall, wide = _tall(state), _wide(state)
        seen = torch.empty(3, *state.shape, dtype=state.dtype)
        seen[0] = state
        torch.sub(tall[..., 2:], tall[..., :-2], out=seen[1])
        torch.sub(wide[..., 2:, :], wide[..., :-2, :], out=seen[2])
        seen[1:] /= 8
        return seen

    @staticmethod
    def backward(ctx: Any, seen: Tensor) -> Tensor:
        """The gradient of the grids: Sobel's filters turned round are those with a minus."""
        tall, wide = _tall(seen[1]), _wide(seen[2])
        back = tall[..., :-2] - tall[..., 2:]
        back += wide[..., :-2, :]
        back -= wide[..., 2:, :]
        return back.div_(8).add_(seen[0])


def _tall(grids: Tensor) -> Tensor:
    """Above + 2 here + below, with a border of zeros left and right."""
    edged = functional.pad(grids, (1, 1, 1, 1))
    return (edged[..., :-2, :] + edged[..., 2:, :]).add_(edged[..., 1:-1, :], alpha=2)


def _wide(grids: Tensor) -> Tensor:
    """Left + 2 here + right, with a border of zeros above and below."""
    edged = functional.pad(grids, (1, 1, 1, 1))
    return (edged[..., :-2] + edged[..., 2:]).add_(edged[..., 1:-1], alpha=2)


def grows(state: Tensor) -> Tensor:
    """Which cells live or touch one that does, shape (n_grids, height, width)."""
    return functional.max_pool2d(state[3].detach(), 3, stride=1, padding=1) > ALIVE


def seeds(count: int, channels: int, size: int) -> Tensor:
    """Grids with one living cell in the middle, shape (channels, count, size, size).

    Its colour is black, its opacity and everything hidden 1.
    """
    state = torch.zeros(channels, count, size, size)
    state[3:, :, size // 2, size // 2] = 1
    return state
