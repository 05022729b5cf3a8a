"""Layers of one's own in torch: a way round a layer, a gradient turned back, a network as a module.

Torch takes more than a second to import, so it is imported when one of these functions is
first called, and never by importing this module.  The classes stand inside functions for the
same reason; each is made once.
"""
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from course.network import ACTIVATIONS, Network


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch use one thread inside a `with` block; restore it afterwards.

    For arrays as small as ours the threads would wait for one another.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@cache
def _residual_class() -> type:
    from torch import nn

    class Residual(nn.Module):
        """A layer with a way round it: x + inner(x)."""

        def __init__(self, inner: nn.Module) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, x: Any) -> Any:
            return x + self.inner(x)

    return Residual


@cache
def _reverse_class() -> type:
    from torch.autograd import Function

    class Reverse(Function):
        """Forward x as it is; backward minus `strength` times the gradient."""

        @staticmethod
        def forward(ctx: Any, x: Any, strength: Any) -> Any:
            ctx.strength = strength
            return x.view_as(x)

        @staticmethod
        def backward(ctx: Any, g: Any) -> tuple:
            return -ctx.strength * g, None  # None: nobody asks for the slope by `strength`

    return Reverse


def residual(inner: Any) -> Any:
    """A torch module that computes x + inner(x) (He et al. 2016).

    Parameters
    ----------
    inner : torch.nn.Module
        Its output has the shape of its input.
    """
    return _residual_class()(inner)


def reverse_gradient(x: Any, strength: Any) -> Any:
    """x as it is, but the gradient that comes back is multiplied by minus `strength`.

    What lies below is trained to make worse what lies above (Ganin et al. 2016).

    Parameters
    ----------
    x : torch tensor
    strength : float or torch tensor
        At least 0, of a shape that can be multiplied with x; 0 lets no gradient through.
    """
    return _reverse_class().apply(x, strength)


def as_module(network: Network, which: int | None = None) -> Any:
    """A network of the course as a torch.nn.Sequential with the same weights, as copies.

    Parameters
    ----------
    network : Network
    which : int, optional
        The number of one of a population's networks, from 0.

    Raises
    ------
    ValueError
        If it is a population and `which` does not say which of its networks.
    """
    import torch
    from torch import nn
    from torch.nn.utils import skip_init

    if (network.parameters.ndim == 1) != (which is None):
        raise ValueError(
            f"which must be None for one network and a number for a population, got {which} for "
            f"parameters of shape {tuple(network.parameters.shape)}"
        )
    kinds = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
    name = next(name for name, one in ACTIVATIONS.items() if one is network.activation)
    layers: list[nn.Module] = []
    for weights, biases in network.layers:
        W, b = (network.backend.numpy(part) for part in (weights, biases))
        W, b = (W, b) if which is None else (W[which], b[which])
        layer = skip_init(nn.Linear, *W.shape)  # its own draw would move torch's global state
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(W.T))  # torch keeps them turned round
            layer.bias.copy_(torch.tensor(b[0]))
        layers += [layer, kinds[name]()]
    return nn.Sequential(*layers[:-1])


def frozen(module: Any) -> Any:
    """The same torch module; from here on no step moves its weights."""
    return module.requires_grad_(False)


def trained_count(module: Any) -> int:
    """Weights and biases of a torch module that its training moves."""
    return sum(weights.numel() for weights in module.parameters() if weights.requires_grad)
